"""What one actor's tiles are made of at one version of the data."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, HOUSEHOLD_ROLES, AreaKind, Role
from apps.webmap.figures import keep_figures
from apps.webmap.memory import Memory
from apps.webmap.models import HouseholdMark, MapUnit

# A tile carries at most this many households; measured, 4,000 are about 130 KB.
MOST_IN_A_TILE = 4_000
# Beyond this many households in reach nobody counts tiles: points begin at FAR_POINTS_FROM, and a
# tile that would hold too many counts its own.
MOST_COUNTED = 60_000
FAR_POINTS_FROM = 14
_HIGHEST_POINTS_FROM = 16
# Half the width of the world in Web Mercator, metres.
HALF_WORLD = 20037508.342789244


@dataclass(frozen=True, slots=True)
class TileScope:
    """``version``: of the data, as ``version_sql`` gives it.

    ``points_from``: the lowest zoom at which tiles carry households. ``is_counted``: no tile from
    there on holds more than ``MOST_IN_A_TILE``; otherwise each has to see for itself.

    ``communes`` and ``villages``: units shown around the households in reach without being in the
    actor's own area. ``is_wide``: the area spans several communes. ``etag``: changes with the data,
    the day, and what the actor reaches.
    """

    etag: str
    version: int
    points_from: int
    is_counted: bool
    is_wide: bool
    communes: frozenset[int]
    villages: frozenset[int]


_SUM = "SELECT coalesce(sum(weight), 0)::bigint FROM webmap_maptally WHERE commune_id"
# Whoever reaches a whole province has some hundred communes, mostly numbered in a row: read as one
# stretch of the index they take a third of the time of looking up each.
_STRETCH = f"{_SUM} BETWEEN {{first}} AND {{last}}"
_COMMUNES = f"{_STRETCH} AND commune_id + 0 = ANY ({{communes}})"
_ANY_AREA = f"""
{_SUM} = ANY (ARRAY(
    SELECT unnest({{communes}})
    UNION SELECT id FROM areas_commune WHERE province_id = ANY ({{provinces}})
    UNION SELECT commune_id FROM areas_village WHERE id = ANY ({{villages}})
    UNION SELECT commune_id FROM webmap_mapunit
        WHERE level = 'group' AND unit_id = ANY ({{groups}})
    UNION SELECT commune_id FROM webmap_householdmark WHERE household_id = ANY ({{households}})
))
"""  # noqa: S608 - constants only
_AREAS = {
    AreaKind.COMMUNE: "communes",
    AreaKind.PROVINCE: "provinces",
    AreaKind.VILLAGE: "villages",
    AreaKind.GROUP: "groups",
    AreaKind.HOUSEHOLD: "households",
}


def version_sql(actor: Actor) -> str:
    """A SELECT of the version of all the data in the actor's communes, nothing left open.

    It grows with every change. Only keys of our own, whole numbers, are written into it.
    """
    areas: dict[str, set[int]] = {name: set() for name in _AREAS.values()}
    for grant in actor.grants:
        if grant.area in _AREAS:
            areas[_AREAS[grant.area]].add(int(grant.area_id))
    lists = {
        name: f"'{{{','.join(map(str, sorted(keys)))}}}'::bigint[]" for name, keys in areas.items()
    }
    communes = areas["communes"]
    if not communes or any(keys for name, keys in areas.items() if name != "communes"):
        return _ANY_AREA.format(**lists)
    first, last = min(communes), max(communes)
    has_gaps = last - first >= len(communes)
    return (_COMMUNES if has_gaps else _STRETCH).format(first=first, last=last, **lists)


def data_version(actor: Actor) -> int:
    """Version of all the data in the actor's communes."""
    with connection.cursor() as cursor:
        cursor.execute(version_sql(actor))
        return int(cursor.fetchone()[0])


def _reach_key(actor: Actor) -> str:
    grants = sorted(f"{g.role}:{g.area}:{g.area_id}" for g in actor.grants)
    return hashlib.sha256("\n".join(grants).encode()).hexdigest()


def scope_of(actor: Actor, *, at: date) -> TileScope:
    """The scope, remembered in this process for as long as nothing changes."""
    version = data_version(actor)
    key = f"{_reach_key(actor)}:{version}:{at.isoformat()}"
    known = _remembered.get(key)
    if known is None:
        known = _scope(actor, key, version, at)
        _remembered.put(key, known)
    return known


def _scope(actor: Actor, key: str, version: int, at: date) -> TileScope:
    keep_figures(communes_with_figures(actor, at=at), at=at, shown=hides_small(actor))
    marks = HouseholdMark.objects.visible_to(actor).living(at=at).order_by()
    communes, villages = _around(actor, at)
    own = MapUnit.objects.visible_to(actor).in_force(at=at).filter(level=MapUnit.Level.COMMUNE)
    own_communes = set(own.values_list("unit_id", flat=True)[:2])
    points_from, is_counted = _points_from(marks) if actor.has_any(HOUSEHOLD_ROLES) else (99, True)
    return TileScope(
        etag=hashlib.sha256(key.encode()).hexdigest()[:32],
        version=version,
        points_from=points_from,
        is_counted=is_counted,
        is_wide=len(own_communes | communes) > 1,
        communes=communes,
        villages=villages,
    )


def aggregates_only(actor: Actor) -> bool:
    """Whether the actor sees figures of areas but no household."""
    return Role.PROVINCE_VIEWER in actor.roles and not actor.has_any(HOUSEHOLD_ROLES)


def hides_small(actor: Actor) -> bool:
    """Whether small numbers are hidden: from whoever counts what lies beyond their own reach."""
    return Role.PROVINCE_VIEWER in actor.roles


def communes_with_figures(actor: Actor, *, at: date) -> list[int]:
    """Communes of the units whose figures the actor may see."""
    units = MapUnit.objects.with_figures_for(actor).in_force(at=at).order_by()
    return list(units.values_list("commune", flat=True).distinct())


#: areas smaller than a commune
_NARROW: Final = frozenset({AreaKind.VILLAGE, AreaKind.GROUP, AreaKind.HOUSEHOLD})


def _around(actor: Actor, at: date) -> tuple[frozenset[int], frozenset[int]]:
    """Communes and villages around what the actor reaches outside whole communes of theirs."""
    if _NARROW.isdisjoint(grant.area for grant in actor.grants):
        return frozenset(), frozenset()
    communes = actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES | {Role.COMMUNE_POLICE})
    provinces = actor.areas(AreaKind.PROVINCE, {Role.PROVINCE_VIEWER})
    inside = Q(commune__in=communes) | Q(commune__province__in=provinces)
    own = MapUnit.objects.visible_to(actor).in_force(at=at).exclude(inside).order_by()
    marks = HouseholdMark.objects.visible_to(actor).living(at=at).exclude(inside).order_by()
    pairs = {
        *own.values_list("commune", "village"),
        *marks.values_list("commune", "village").distinct(),
    }
    return (
        frozenset(commune for commune, _village in pairs),
        frozenset(village for _commune, village in pairs if village is not None),
    )


def _points_from(marks: "QuerySet[HouseholdMark]") -> tuple[int, bool]:
    """The zoom, and whether the tiles were counted (see ``TileScope``)."""
    total = marks.filter(geom__isnull=False)[: MOST_COUNTED + 1].count()
    if total <= MOST_IN_A_TILE:
        return 0, True
    if total > MOST_COUNTED:
        return FAR_POINTS_FROM, False
    sql, params = marks.filter(geom__isnull=False).values("geom").query.sql_with_params()
    with connection.cursor() as cursor:
        for zoom in range(10, _HIGHEST_POINTS_FROM):
            width = 2 * HALF_WORLD / 2**zoom
            cursor.execute(
                f"SELECT max(n) FROM (SELECT count(*) AS n FROM ({sql}) AS mark"  # noqa: S608
                " GROUP BY floor(ST_X(geom) / %s), floor(ST_Y(geom) / %s)) AS tile",
                [*params, width, width],
            )
            if cursor.fetchone()[0] <= MOST_IN_A_TILE:
                return zoom, True
    return _HIGHEST_POINTS_FROM, False


_remembered: Memory[TileScope] = Memory(most=256)
