"""Verbs on households. Views and selectors begin with ``visible_to(actor)``, always."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.db.models import Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, HOUSEHOLD_ROLES, VILLAGE_WIDE_ROLES, AreaKind, Role

_Row = TypeVar("_Row", bound=Model)
_Rows = TypeVar("_Rows", bound="QuerySet[Any]")

# Who writes down everything about a household of the commune.
EDITOR_ROLES = frozenset({Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER})
# Who writes down who lives there and how to reach them: the cell committee knows first.
KEEPER_ROLES = EDITOR_ROLES | {Role.CELL_COMMITTEE}


def household_reach(
    actor: Actor, prefix: str = "", *, roles: frozenset[Role] = HOUSEHOLD_ROLES
) -> Q:
    """The condition that a household (at ``prefix``) lies in the actor's reach by ``roles``.

    An empty reach gives a condition that no row meets.
    """
    parts = [Q(**{f"{prefix}{name}__in": keys}) for name, keys in _reach(actor, roles).items()]
    return reduce(or_, parts)


def _reach(actor: Actor, roles: frozenset[Role]) -> dict[str, frozenset[int]]:
    """Keys in the actor's reach by the household's column that holds them."""
    return {
        "commune": actor.areas(AreaKind.COMMUNE, roles & COMMUNE_ROLES),
        "village": actor.areas(AreaKind.VILLAGE, roles & VILLAGE_WIDE_ROLES),
        "group": actor.areas(AreaKind.GROUP, roles & {Role.GROUP_OFFICER}),
        "pk": actor.areas(AreaKind.HOUSEHOLD, roles & {Role.MEMBER_IN_CHARGE}),
    }


def reaches(actor: Actor, *, roles: frozenset[Role]) -> Callable[[Mapping[str, int | None]], bool]:
    """``household_reach`` for rows already read: ``pk``, ``commune``, ``village``, ``group``."""
    reach = _reach(actor, roles)
    return lambda home: any(home[name] in keys for name, keys in reach.items())


def counted_provinces(actor: Actor) -> frozenset[int]:
    """Keys of the provinces whose households the actor counts without seeing them."""
    return actor.areas(AreaKind.PROVINCE, {Role.PROVINCE_VIEWER})


def counts_at(actor: Actor) -> Callable[[Mapping[str, int | None]], bool]:
    """The rule of ``countable_by`` for a household at another place than it is now.

    What is asked about has ``pk``, ``commune``, ``province``, ``village`` and ``group``.
    """
    reach = _reach(actor, HOUSEHOLD_ROLES) | {"province": counted_provinces(actor)}
    return lambda home: any(home[name] in keys for name, keys in reach.items())


def _without_outlines(rows: _Rows, *units: str) -> _Rows:
    """``rows`` with these units beside them, but for the outlines."""
    return rows.select_related(*units).defer(*(f"{unit}__geom" for unit in units))


class HouseholdQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(household_reach(actor))

    def reached_by(self, actor: Actor, roles: frozenset[Role]) -> Self:
        """Narrower than ``visible_to``: only by these roles, for facts that fewer may see."""
        return self.filter(household_reach(actor, roles=roles))

    def countable_by(self, actor: Actor) -> Self:
        """Households that may enter the actor's figures; never read a row of these.

        The tier above counts what it must not see, and its small cells are hidden.
        """
        of_province = Q(commune__province__in=counted_provinces(actor))
        return self.filter(household_reach(actor) | of_province)

    def with_places(self) -> Self:
        """With the names of village and group, and without their outlines: those are large."""
        return _without_outlines(self, "village", "group")

    def living(self, *, at: date) -> Self:
        """Households that count on the day ``at``; those that left keep only their history."""
        return self.filter(
            Q(left_on__isnull=True) | Q(left_on__gt=at),
            Q(moved_in_on__isnull=True) | Q(moved_in_on__lte=at),
        )

    def unlocated(self) -> Self:
        return self.filter(position__isnull=True)

    def near(self, point: Point, *, metres: float) -> Self:
        """Within ``metres`` of ``point`` on the spheroid, nearest first, with ``distance``.

        To be asked of a commune's households or fewer: each of them is looked at.
        """
        return (
            self.filter(position__dwithin=(point, metres / 100_000))
            .annotate(distance=Distance("position", point, spheroid=True))
            .filter(distance__lte=D(m=metres))
            .order_by("distance", "pk")
        )


class HouseholdMemberQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(household_reach(actor, "household__"))

    def current(self) -> Self:
        """Who has not left the household."""
        return self.filter(left_on__isnull=True)


class HouseholdMoveQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(household_reach(actor, "household__"))

    def with_places(self) -> Self:
        """With the names of the units, and without their outlines."""
        return _without_outlines(self, "from_village", "from_group", "to_village", "to_group")


class HouseholdMergeQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(household_reach(actor, "kept__"))

    def reached_by(self, actor: Actor, roles: frozenset[Role]) -> Self:
        return self.filter(household_reach(actor, "kept__", roles=roles))

    def with_places(self) -> Self:
        return _without_outlines(self, "kept__village", "double__village")

    def standing(self) -> Self:
        """Merges that were not taken back."""
        return self.filter(undone_at__isnull=True)


class NotDoubleQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.reached_by(actor, HOUSEHOLD_ROLES)

    def reached_by(self, actor: Actor, roles: frozenset[Role]) -> Self:
        """Pairs both of which are reached by these roles."""
        return self.filter(
            household_reach(actor, "first__", roles=roles),
            household_reach(actor, "second__", roles=roles),
        )

    def with_places(self) -> Self:
        places = ("village", "group")
        return _without_outlines(
            self, *(f"{side}__{place}" for side in ("first", "second") for place in places)
        )
