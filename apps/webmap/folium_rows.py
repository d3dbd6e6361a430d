"""What goes into the page without a network: outlines, figures and households of one actor."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.areas.models import Commune, Village
from apps.assignments.expressions import name_in_charge
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.visits.expressions import contact_days, last_contact_day
from apps.visits.models import ContactRule
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of
from apps.webmap.folium_themes import DotTheme, Facts, dot_theme
from apps.webmap.payloads import areas_payload

MOST_HOUSEHOLDS = 25_000
# Outlines are simplified to about five metres and written to about one.
_TOLERANCE = 0.00005
_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """``ids`` None: every household in reach; ``village`` narrows either."""

    theme: str
    ids: frozenset[int] | None = None
    village: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Shapes as ``offline/page.js`` reads them; no text in it is markup."""

    theme: str
    legend: list[dict[str, Any]]
    areas: list[dict[str, Any]]
    households: list[list[Any]] = field(default_factory=list)
    villages: dict[int, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    total: int = 0
    unlocated: int = 0


def _rounded(value: Any) -> Any:
    if isinstance(value, float | int):
        return round(value, _DECIMALS)
    return [_rounded(part) for part in value]


def _geometry(geom: GEOSGeometry) -> dict[str, Any]:
    shape = json.loads(geom.simplify(_TOLERANCE, preserve_topology=True).geojson)
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _areas(
    payload: Mapping[str, Any], level: str, shapes: QuerySet[Any], *, figures: bool
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
                {key: units[pk][key] for key in ("households", "covered", "uncovered")}
                if figures
                else {}
            ),
        }
        for pk, geom in geometries
        if geom is not None
    ]


def _month_days(rules: Mapping[int, ContactRule], at: date) -> Case:
    whens = [
        When(commune=pk, then=contact_days(*month_of(at, rule.month_start)))
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


class _Names:
    """Each name once, as a number: a person looks after many households."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, name: str | None) -> int | None:
        return None if name is None else self.numbers.setdefault(name, len(self.numbers))


def _row(home: Any, theme: DotTheme, people: _Names, at: date) -> list[Any]:
    """lat, lon, class, code, head, village, person, last contact; no position: no lat, lon."""
    days = None if home.last_day is None else (at - home.last_day).days
    facts = Facts(
        covered=home.in_charge is not None,
        days=days,
        month=home.month_days,
        poverty=home.poverty_status,
        policy=home.is_policy_family,
    )
    place = home.position
    return [
        round(place.y, 6) if place else None,
        round(place.x, 6) if place else None,
        theme.class_of(facts),
        home.code,
        home.head_name,
        home.village_id,
        people.number(home.in_charge),
        date_format(home.last_day, "SHORT_DATE_FORMAT") if home.last_day else None,
    ]


def _legend(theme: DotTheme, rows: Iterable[list[Any]]) -> list[dict[str, Any]]:
    counts = [0] * len(theme.classes)
    for row in rows:
        counts[row[2]] += 1
    return [
        {**entry.as_data(), "count": count}
        for entry, count in zip(theme.classes, counts, strict=True)
    ]


def households_content(actor: Actor, wanted: Wanted, *, at: date) -> Content:
    """For roles that read households."""
    chosen = _chosen(actor, wanted, at)
    size = _checked_size(chosen)
    rules = rules_of(chosen.order_by().values_list("commune_id", flat=True).distinct())
    theme = dot_theme(wanted.theme, next(iter(rules.values())))
    found = (
        chosen.annotate(
            in_charge=name_in_charge(at),
            last_day=last_contact_day(at),
            month_days=_month_days(rules, at),
        )
        .only("code", "head_name", "village", "position", "poverty_status", "is_policy_family")
        .order_by("code")
    )
    people = _Names()
    rows = [_row(home, theme, people, at) for home in found]
    homes = {row[5] for row in rows}
    payload = areas_payload(actor, at=at)
    villages = Village.objects.filter(pk__in=homes)
    return Content(
        theme=theme.title,
        legend=_legend(theme, rows),
        areas=[
            *_areas(payload, "communes", Commune.objects.all(), figures=False),
            *_areas(payload, "villages", villages, figures=False),
        ],
        households=rows,
        villages=dict(villages.values_list("pk", "name")),
        people=list(people.numbers),
        total=size,
        unlocated=sum(row[0] is None for row in rows),
    )


def figures_content(actor: Actor, *, at: date) -> Content:
    """For roles that see areas and numbers only; small numbers are hidden as on their map."""
    payload = areas_payload(actor, at=at)
    level = "villages" if payload["villages"] else "communes"
    shapes: QuerySet[Any] = Village.objects.all() if level == "villages" else Commune.objects.all()
    return Content(
        theme=_("Độ phủ theo địa bàn"),
        legend=[],
        areas=_areas(payload, level, shapes, figures=True),
    )


def content_for(actor: Actor, wanted: Wanted, *, at: date) -> Content:
    """As far as the actor's roles see."""
    if actor.has_any(HOUSEHOLD_ROLES):
        return households_content(actor, wanted, at=at)
    return figures_content(actor, at=at)
