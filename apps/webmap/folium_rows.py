"""What goes into the page without a network: outlines, figures and households of one actor."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.areas.models import Commune, Village
from apps.assignments.expressions import person_in_charge
from apps.assignments.models import Assignment
from apps.common.db import by_person_name
from apps.common.errors import DomainError
from apps.households.models import Household, PositionSource
from apps.issues.brief import read_briefs, worst_first
from apps.visits.expressions import contact_days, last_contact_day
from apps.visits.keeping import is_kept
from apps.visits.models import Channel, ContactRule
from apps.visits.recency import month_of
from apps.webmap.contactrules import map_rules
from apps.webmap.folium_measures import AreaMeasure, area_measure
from apps.webmap.folium_themes import THEMES, DotTheme, Facts, Waiting, dot_themes
from apps.webmap.issues import readable_issues
from apps.webmap.models import HouseholdMark
from apps.webmap.payloads import areas_payload

MOST_HOUSEHOLDS = 25_000
# Outlines are simplified to about five metres and written to about one.
_TOLERANCE = 0.00005
_DECIMALS = 5
_POINT_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """``ids`` None: every household in reach; ``village`` and ``commune`` narrow either.

    ``theme``: of households; ``measure``: of areas, for who sees their figures only.
    """

    theme: str
    ids: frozenset[int] | None = None
    village: int | None = None
    measure: str = "coverage"
    commune: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Shapes as ``offline/page.js`` reads them; no text in it is markup.

    ``title``: what it is coloured by, for the head of the page. ``theme``: index into ``themes``
    to begin with; a row of ``households`` ends in its class under each of them. ``measure``: what
    areas are coloured by, where they are.
    """

    title: str
    areas: list[dict[str, Any]]
    measure: dict[str, Any] | None = None
    theme: int = 0
    themes: list[dict[str, Any]] = field(default_factory=list)
    households: list[list[Any]] = field(default_factory=list)
    villages: dict[int, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    total: int = 0
    unlocated: int = 0
    provisional: int = 0


def _rounded(value: Any) -> Any:
    if isinstance(value, float | int):
        return round(value, _DECIMALS)
    return [_rounded(part) for part in value]


def _geometry(geom: GEOSGeometry) -> dict[str, Any]:
    shape = json.loads(geom.simplify(_TOLERANCE, preserve_topology=True).geojson)
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _areas(
    payload: Mapping[str, Any],
    level: str,
    shapes: QuerySet[Any],
    *,
    measure: AreaMeasure | None = None,
) -> list[dict[str, Any]]:
    units = {unit["id"]: unit for unit in payload[level]}
    geometries = shapes.filter(pk__in=units).values_list("pk", "geom")
    return [
        {
            "level": level,
            "name": units[pk]["name"],
            "geometry": _geometry(geom),
            "centre": units[pk]["centre"],
            **(
                {
                    **{key: units[pk][key] for key in ("households", "covered", "uncovered")},
                    "part": measure.part_of(units[pk]),
                }
                if measure
                else {}
            ),
        }
        for pk, geom in geometries
        if geom is not None
    ]


def _month_days(rules: Mapping[int, ContactRule], at: date, channel: Channel | None = None) -> Case:
    whens = [
        When(commune=pk, then=contact_days(*month_of(at, rule.month_start), channel))
        for pk, rule in rules.items()
    ]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _chosen(actor: Actor, wanted: Wanted, at: date) -> QuerySet[Household]:
    """The wanted ones within reach; the others are as if they did not exist."""
    found = Household.objects.visible_to(actor).living(at=at)
    if wanted.ids is not None:
        found = found.filter(pk__in=wanted.ids)
    if wanted.village is not None:
        found = found.filter(village=wanted.village)
    if wanted.commune is not None:
        found = found.filter(commune=wanted.commune)
    return found


def _checked_size(found: QuerySet[Household]) -> int:
    size = found.count()
    if size == 0:
        raise DomainError(
            "not_found", _("Không còn hộ nào trong số này mà bạn được xem."), status=404
        )
    if size > MOST_HOUSEHOLDS:
        raise DomainError(
            "too_many",
            _("Tệp xem không cần mạng chứa tối đa 25.000 hộ. Hãy chọn một thôn hoặc lọc bớt."),
            status=422,
        )
    return size


def _names(actor: Actor, homes: Sequence[Any], at: date) -> dict[int, str]:
    """Of everybody in charge of one of ``homes``, in Vietnamese order."""
    in_charge = (
        Assignment.objects.visible_to(actor)
        .for_households()
        .in_force(at=at)
        .filter(person__in={home.in_charge for home in homes} - {None})
        .order_by(*by_person_name("person__"), "person")
        .values_list("person", "person__full_name")
    )
    return dict(in_charge)


def _worst(actor: Actor, chosen: QuerySet[Household], at: date) -> dict[int, Waiting]:
    """By household, the most pressing of the issues that the actor may read."""
    marks = HouseholdMark.objects.visible_to(actor).filter(household__in=chosen.order_by())
    told = marks.annotate(q=readable_issues(actor)).filter(q__isnull=False)
    found = {}
    for pk, text in told.values_list("pk", "q"):
        first = worst_first(read_briefs(text), at=at)[0]
        found[pk] = Waiting(first.kind, first.stage, first.lateness(at=at))
    return found


def _row(
    home: Any,
    themes: Sequence[DotTheme],
    people: Mapping[int, int],
    rule: ContactRule,
    worst: Waiting | None,
    at: date,
) -> list[Any]:
    """lat, lon, code, head, village, person, last contact, provisional, classes.

    No position: no lat, lon. Provisional is 1 where the point is the group's centre for now.
    """
    facts = Facts(
        person=home.in_charge,
        days=None if home.last_day is None else (at - home.last_day).days,
        month=home.month_days,
        kept=is_kept(rule, days=home.month_days, in_person=home.in_person),
        poverty=home.poverty_status,
        policy=home.is_policy_family,
        worst=worst,
    )
    place = home.position
    return [
        round(place.y, _POINT_DECIMALS) if place else None,
        round(place.x, _POINT_DECIMALS) if place else None,
        home.code,
        home.head_name,
        home.village_id,
        None if home.in_charge is None else people[home.in_charge],
        date_format(home.last_day, "SHORT_DATE_FORMAT") if home.last_day else None,
        int(home.position_source == PositionSource.GROUP_CENTRE),
        *(theme.class_of(facts) for theme in themes),
    ]


def _theme_data(theme: DotTheme, classes: Sequence[int]) -> dict[str, Any]:
    counts = Counter(classes)
    legend = [
        {**entry.as_data(), "count": counts[index]} for index, entry in enumerate(theme.classes)
    ]
    return {
        "title": theme.title,
        "legend": legend,
        "last_on_top": theme.last_on_top,
        "note": theme.note,
    }


_COLUMNS = (
    "commune",
    "code",
    "head_name",
    "village",
    "position",
    "position_source",
    "poverty_status",
    "is_policy_family",
)


def _homes(chosen: QuerySet[Household], rules: Mapping[int, ContactRule], at: date) -> list[Any]:
    return list(
        chosen.annotate(
            in_charge=person_in_charge(at),
            last_day=last_contact_day(at),
            month_days=_month_days(rules, at),
            in_person=_month_days(rules, at, Channel.IN_PERSON),
        )
        .only(*_COLUMNS)
        .order_by("code")
    )


def households_content(actor: Actor, wanted: Wanted, *, at: date) -> Content:
    """For roles that read households."""
    chosen = _chosen(actor, wanted, at)
    size = _checked_size(chosen)
    rules = map_rules(set(chosen.order_by().values_list("commune_id", flat=True).distinct()))
    homes = _homes(chosen, rules.by_commune, at)
    names = _names(actor, homes, at)
    numbers = {pk: number for number, pk in enumerate(names)}
    themes = dot_themes(rules, names)
    worst = _worst(actor, chosen, at)
    rows = [
        _row(home, themes, numbers, rules.by_commune[home.commune_id], worst.get(home.pk), at)
        for home in homes
    ]
    first = THEMES.index(wanted.theme)
    payload = areas_payload(actor, at=at, commune=wanted.commune)
    villages = Village.objects.filter(pk__in={home.village_id for home in homes})
    return Content(
        title=themes[first].title,
        theme=first,
        themes=[
            _theme_data(theme, [row[number - len(themes)] for row in rows])
            for number, theme in enumerate(themes)
        ],
        areas=[
            *_areas(payload, "communes", Commune.objects.all()),
            *_areas(payload, "villages", villages),
        ],
        households=rows,
        villages=dict(villages.values_list("pk", "name")),
        people=list(names.values()),
        total=size,
        unlocated=sum(row[0] is None for row in rows),
        provisional=sum(home.position_source == PositionSource.GROUP_CENTRE for home in homes),
    )


def figures_content(actor: Actor, wanted: Wanted, *, at: date) -> Content:
    """For roles that see areas and numbers only; small numbers are hidden as on their map.

    Raises Http404 for a commune outside the actor's area.
    """
    payload = areas_payload(actor, at=at, commune=wanted.commune)
    if wanted.commune is not None and not payload["communes"]:
        raise Http404
    measure = area_measure(wanted.measure)
    level = "villages" if payload["villages"] else "communes"
    shapes: QuerySet[Any] = Village.objects.all() if level == "villages" else Commune.objects.all()
    return Content(
        title=_("{measure} theo địa bàn").format(measure=measure.label),
        measure=measure.as_data(),
        areas=_areas(payload, level, shapes, measure=measure),
    )


def content_for(actor: Actor, wanted: Wanted, *, at: date) -> Content:
    """As far as the actor's roles see."""
    if actor.has_any(HOUSEHOLD_ROLES):
        return households_content(actor, wanted, at=at)
    return figures_content(actor, wanted, at=at)
