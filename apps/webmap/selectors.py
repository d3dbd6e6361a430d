"""What the map page shows: outlines with figures, household points, one household's card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import Q

from apps.accounts.actor import Actor
from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.assignments.models import Assignment
from apps.common.db import by_person_name
from apps.households.models import Household, PovertyStatus
from apps.issues.followups import support
from apps.visits.recency import recency_class
from apps.webmap.codes import STATUS_OF_CODE
from apps.webmap.models import HouseholdMark
from apps.webmap.tiles import mark_facts

# The columns of a household on the map, in the order in which the page reads them.
HOUSEHOLD_FIELDS = (
    "id",
    "lon",
    "lat",
    "village",
    "group",
    "code",
    "head",
    "person",
    "recency",
    "days",
    "month",
    "lacks",
    "poverty",
    "policy",
    "provisional",
    "issues",
)


@dataclass(frozen=True, slots=True)
class Outlines:
    """``reach``: keys of all communes of the actor's area, whichever of them are asked for;
    ``complete``: of those whose villages and groups are here.
    """

    communes: list[Commune]
    villages: list[Village]
    groups: list[SelfManagedGroup]
    reach: frozenset[int]
    complete: frozenset[int]


# More households than this are not loaded at once: the reader chooses a village first.
MOST_ROWS = 25_000

# A poor household that was given nothing for so long is without support, days.
SUPPORT_DAYS = 365

# Of an area of more communes than this, villages come commune by commune.
MOST_COMMUNES_AT_ONCE = 3


def communes_of(actor: Actor, *, at: date) -> list[Commune]:
    """The communes of the actor's area, by code."""
    own = Household.objects.visible_to(actor).living(at=at)
    communes = Commune.objects.in_force(at=at).filter(
        Q(pk__in=Commune.objects.visible_to(actor).values("pk")) | Q(pk__in=own.values("commune"))
    )
    return list(communes.order_by("code"))


def outlines(actor: Actor, *, at: date, commune: int | None = None) -> Outlines:
    """Units in force within the actor's area, and those around the households in reach.

    ``commune``: only those of one commune.
    """
    every = communes_of(actor, at=at)
    reach = frozenset(unit.pk for unit in every)
    communes = [unit for unit in every if commune in {None, unit.pk}]
    if len(communes) > MOST_COMMUNES_AT_ONCE:
        return Outlines(communes, [], [], reach, frozenset())
    own = Household.objects.visible_to(actor).living(at=at).filter(commune__in=communes)
    villages = Village.objects.in_force(at=at).filter(
        Q(pk__in=Village.objects.visible_to(actor).values("pk")) | Q(pk__in=own.values("village")),
        commune__in=communes,
    )
    groups = SelfManagedGroup.objects.in_force(at=at).filter(
        Q(pk__in=SelfManagedGroup.objects.visible_to(actor).values("pk"))
        | Q(pk__in=own.values("group")),
        village__commune__in=communes,
    )
    return Outlines(
        communes,
        list(villages.order_by("code")),
        list(groups.order_by("village__code", "code")),
        reach,
        frozenset(unit.pk for unit in communes),
    )


def commune_around(
    actor: Actor, *, at: date, village: int | None = None, group: int | None = None
) -> int | None:
    """Key of the commune that a unit within the actor's area lies in; None for any other unit."""
    if village is not None:
        villages = Village.objects.visible_to(actor).in_force(at=at).filter(pk=village)
        return villages.values_list("commune_id", flat=True).first()
    groups = SelfManagedGroup.objects.visible_to(actor).in_force(at=at).filter(pk=group or 0)
    return groups.values_list("village__commune_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class HouseholdRows:
    """Living households in reach, columns as in ``HOUSEHOLD_FIELDS``, by code.

    ``people``: who is in charge of any of them: id, name, home longitude and latitude.
    ``unsupported``: keys of the poor ones that were given nothing within a year.
    """

    rows: list[list[Any]]
    people: list[list[Any]]
    unsupported: list[int]


class TooManyRowsError(Exception):
    """More households than are loaded at once."""


def sees_all_rows(actor: Actor, *, at: date) -> bool:
    """Whether all households in reach may be loaded at once."""
    marks = HouseholdMark.objects.visible_to(actor).living(at=at).order_by()
    return marks.values("pk")[: MOST_ROWS + 1].count() <= MOST_ROWS


def household_rows(
    actor: Actor,
    *,
    at: date,
    bounds: Sequence[int],
    commune: int | None = None,
    village: int | None = None,
) -> HouseholdRows:
    """Rows come out of the marks, which triggers keep in step with the register.

    ``bounds``: of the classes of recency. ``commune`` and ``village``: only the households of that
    one. Raises ``TooManyRowsError`` for more than ``MOST_ROWS``.
    """
    marks = HouseholdMark.objects.visible_to(actor).living(at=at)
    if commune is not None:
        marks = marks.filter(commune=commune)
    if village is not None:
        marks = marks.filter(village=village)
    facts = mark_facts(actor, at)
    found = list(
        marks.order_by("household__code", "pk").values_list(
            "pk",
            "household__position",
            "village_id",
            "group_id",
            "household__code",
            "household__head_name",
            facts["p"],
            facts["d"],
            facts["m"],
            facts["i"],
            "poverty",
            "policy",
            "provisional",
            facts["q"],
        )[: MOST_ROWS + 1]
    )
    if len(found) > MOST_ROWS:
        raise TooManyRowsError
    people = {values[6] for values in found if values[6] is not None}
    poor = [values[0] for values in found if STATUS_OF_CODE.get(values[10]) == PovertyStatus.POOR]
    return HouseholdRows(
        [_row(values, bounds) for values in found],
        _people(actor, at, people),
        _unsupported(actor, at, poor),
    )


def _unsupported(actor: Actor, at: date, poor: list[int]) -> list[int]:
    """Not in the marks: what a year ends changes by itself, and only these rows ask for it."""
    if not support.is_known():
        return []
    given = support.supported(at - timedelta(days=SUPPORT_DAYS), at)
    lacking = Household.objects.visible_to(actor).filter(pk__in=poor).exclude(given)
    return list(lacking.order_by("pk").values_list("pk", flat=True))


def _row(values: tuple[Any, ...], bounds: Sequence[int]) -> list[Any]:
    pk, position, *units, code, head, person, days, month, lacks = values[:10]
    poverty, policy, provisional, issues = values[10:]
    lon, lat = _lon_lat(position)
    status = STATUS_OF_CODE.get(poverty, PovertyStatus.NONE.value)
    return [
        pk,
        lon,
        lat,
        *units,
        code,
        head,
        person,
        recency_class(days, bounds),
        days,
        month or 0,
        lacks or 0,
        status,
        int(policy),
        int(provisional),
        issues or "",
    ]


def _people(actor: Actor, at: date, ids: set[int]) -> list[list[Any]]:
    """Whoever sees that a household has somebody in charge sees who it is, and nobody else."""
    in_charge = (
        Assignment.objects.visible_to(actor)
        .for_households()
        .in_force(at=at)
        .filter(person__in=ids)
        .order_by(*by_person_name("person__"), "person")
        .values_list("person", "person__full_name", "person__home")
    )
    # One person has many households; the first row says all there is.
    people = {pk: (name, home) for pk, name, home in in_charge}
    return [[pk, name, *_lon_lat(home)] for pk, (name, home) in people.items()]


def _lon_lat(point: Point | None) -> tuple[float | None, float | None]:
    """Degrees; six decimals are 11 cm."""
    return (None, None) if point is None else (round(point.x, 6), round(point.y, 6))
