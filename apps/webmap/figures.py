"""Figures of units in tiles: counted from marks when something has changed, once a version."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import F, Sum

from apps.areas.models import Commune
from apps.visits.models import ContactRule
from apps.webmap import codes, hiding
from apps.webmap.models import CommuneFigures, MapTally, MapUnit

# ``width_bucket`` counts the bounds that lie below the days; one class more is for "never".
_COUNT = """
WITH mark AS MATERIALIZED (
    SELECT mark.commune_id, mark.village_id, mark.group_id, mark.geom, mark.poverty,
        CASE WHEN charge @> %(at)s::date THEN person_id
             WHEN next_charge @> %(at)s::date THEN next_person_id END AS person,
        last_month + interval '1 month' > %(at)s::date
            AND last_month_days >= coalesce(rule.per_month, %(per_month)s)
            AND lacks_in_person = 0 AS kept,
        cardinality(bounds.days) AS bounds,
        CASE WHEN last_day IS NULL THEN cardinality(bounds.days) + 1
             ELSE width_bucket(%(at)s::date - last_day - 1, bounds.days) END AS class
    FROM webmap_householdmark AS mark
    LEFT JOIN visits_contactrule AS rule ON rule.commune_id = mark.commune_id
    CROSS JOIN LATERAL (
        SELECT coalesce(rule.class_days::integer[], %(class_days)s::integer[]) AS days
    ) AS bounds
    WHERE mark.commune_id = ANY (%(communes)s) AND mark.living @> %(at)s::date
),
alike AS (
    SELECT commune_id, village_id, group_id, class, max(bounds) AS bounds,
        count(*) AS h, count(person) AS c, count(*) - count(geom) AS l,
        count(*) FILTER (WHERE kept) AS k,
        count(*) FILTER (WHERE poverty = 1) AS s1, count(*) FILTER (WHERE poverty = 2) AS s2
    FROM mark
    GROUP BY GROUPING SETS ((commune_id, class), (village_id, class), (group_id, class))
    HAVING GROUPING(group_id) = 1 OR group_id IS NOT NULL
),
counted AS (
    SELECT
        CASE WHEN commune_id IS NOT NULL THEN 'commune'
             WHEN village_id IS NOT NULL THEN 'village' ELSE 'group' END AS level,
        coalesce(commune_id, village_id, group_id) AS unit_id,
        jsonb_build_object(
            'h', sum(h), 'c', sum(c), 'u', sum(h) - sum(c), 'l', sum(l), 'k', sum(k),
            's1', sum(s1), 's2', sum(s2)
        ) || (
            SELECT jsonb_object_agg('r' || class, 0) FROM generate_series(0, max(bounds) + 1) class
        ) || jsonb_object_agg('r' || class, h) AS figures
    FROM alike GROUP BY 1, 2
)
UPDATE webmap_mapunit AS unit SET figures = coalesce(
    counted.figures, '{"h": 0, "c": 0, "u": 0, "l": 0, "k": 0, "s1": 0, "s2": 0}'
)
FROM webmap_mapunit AS own
LEFT JOIN counted ON counted.level = own.level AND counted.unit_id = own.unit_id
WHERE own.commune_id = ANY (%(communes)s) AND unit.id = own.id
"""


def versions_of(communes: Iterable[int]) -> dict[int, int]:
    """The version of each commune's map; 0 where nothing ever changed."""
    wanted = set(communes)
    found = MapTally.objects.filter(commune__in=wanted).values("commune").annotate(n=Sum("weight"))
    sums = {row["commune"]: int(row["n"]) for row in found}
    return {pk: sums.get(pk, 0) for pk in wanted}


def keep_figures(communes: Collection[int], *, at: date, shown: bool) -> None:
    """Bring ``MapUnit.figures`` of these communes up to the day ``at`` and the newest data.

    ``shown``: also what the tier above may see of them.
    """
    versions = versions_of(communes)
    known = {row.commune_id: row for row in CommuneFigures.objects.filter(commune__in=versions)}
    stale = [pk for pk, version in versions.items() if not _is_fresh(known.get(pk), version, at)]
    if stale:
        _count(stale, at)
    if shown:
        hidden_of = CommuneFigures.objects.filter(commune__in=versions).exclude(
            shown_version=F("version")
        )
        for commune in list(hidden_of.values_list("commune_id", flat=True)):
            _hide(commune)


def _is_fresh(row: CommuneFigures | None, version: int, at: date) -> bool:
    return row is not None and row.day == at and row.version == version


def _count(communes: Sequence[int], at: date) -> None:
    """Count anew. The version is read first: a change meanwhile makes the figures stale again."""
    defaults = ContactRule()
    with transaction.atomic():
        list(
            Commune.objects.filter(pk__in=communes)
            .order_by("pk")
            .select_for_update(no_key=True)
            .values_list("pk")
        )
        versions = versions_of(communes)
        with connection.cursor() as cursor:
            cursor.execute(
                _COUNT,
                {
                    "at": at,
                    "communes": list(communes),
                    "per_month": defaults.per_month,
                    "class_days": list(defaults.class_days),
                },
            )
        CommuneFigures.objects.bulk_create(
            [
                CommuneFigures(commune_id=pk, day=at, version=version, shown_version=None)
                for pk, version in versions.items()
            ],
            update_conflicts=True,
            unique_fields=["commune"],
            update_fields=["day", "version", "shown_version"],
        )


def _hide(commune: int) -> None:
    """Work out what the tier above sees of a commune, and remember it."""
    with transaction.atomic():
        state = CommuneFigures.objects.select_for_update().get(commune=commune)
        units = MapUnit.objects.filter(commune=commune)
        own = units.filter(level=MapUnit.Level.COMMUNE).first()
        villages = {unit.unit_id: unit for unit in units.filter(level=MapUnit.Level.VILLAGE)}
        found = {
            pk: hiding.cells(codes.figures_of(unit.figures), {}) for pk, unit in villages.items()
        }
        shown = hiding.villages_shown(found)
        for pk, unit in villages.items():
            unit.shown = codes.numbers_of(hiding.numbers(shown[pk]))
        changed = list(villages.values())
        if own is not None:
            of_commune = hiding.commune_shown(hiding.cells(codes.figures_of(own.figures), {}))
            own.shown = codes.numbers_of(hiding.numbers(of_commune))
            changed.append(own)
        MapUnit.objects.bulk_update(changed, ["shown"])
        state.shown_version = state.version
        state.save(update_fields=["shown_version"])
