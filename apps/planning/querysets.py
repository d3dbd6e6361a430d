"""Who sees which trip, and what of it. Views and selectors begin with ``visible_to(actor)``."""

from __future__ import annotations

from datetime import date
from typing import Final, Self, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, HOUSEHOLD_ROLES, AreaKind, Role
from apps.households.querysets import household_reach
from apps.people.models import Person
from apps.planning.states import OPEN

_Row = TypeVar("_Row", bound=Model)

#: a member in charge goes along, and sees the stops that are theirs
READER_ROLES: Final = HOUSEHOLD_ROLES
#: who plans trips, each to households within reach
PLANNER_ROLES: Final = frozenset(
    {
        *(Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.COMMITTEE_MEMBER),
        *(Role.CELL_COMMITTEE, Role.GROUP_OFFICER),
    }
)
#: who may change any trip of the commune
KEEPER_ROLES: Final = frozenset({Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE})
#: who ticks stops off on the way; inspection only reads
WALKER_ROLES: Final = READER_ROLES - {Role.INSPECTION}


def _goes_along(actor: Actor, prefix: str) -> Q:
    """Trips that the actor planned, leads or joins, while in the commune they are of."""
    if actor.person_id is None:
        return Q(pk__in=[])
    here = Person.objects.filter(pk=actor.person_id).values("commune")
    part = (
        Q(**{f"{prefix}made_by": actor.user_id})
        | Q(**{f"{prefix}leader": actor.person_id})
        | Q(**{f"{prefix}companions__person": actor.person_id})
    )
    return part & Q(**{f"{prefix}commune__in": here})


def trip_reach(actor: Actor, prefix: str = "") -> Q:
    """The condition that the actor may read the trip at ``prefix``; joins its companions.

    Whoever takes part, and who leads or inspects the commune. Nobody without one of these roles.
    """
    if not actor.has_any(READER_ROLES):
        return Q(pk__in=[])
    communes = actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES)
    return _goes_along(actor, prefix) | Q(**{f"{prefix}commune__in": communes})


class FieldTripQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        keys = self.model._default_manager.filter(trip_reach(actor))
        return self.filter(pk__in=keys.values("pk"))

    def changed_by(self, actor: Actor) -> Self:
        """Trips whose plan the actor may change: those planned or led, and all of the commune for
        its leaders and office.
        """
        if not actor.has_any(PLANNER_ROLES):
            return self.none()
        communes = actor.areas(AreaKind.COMMUNE, KEEPER_ROLES)
        own = Q(made_by=actor.user_id) | Q(leader=actor.person_id or 0)
        return self.visible_to(actor).filter(own | Q(commune__in=communes))

    def joined_by(self, actor: Actor) -> Self:
        """Trips that the actor planned, leads or joins."""
        keys = self.model._default_manager.filter(_goes_along(actor, ""))
        return self.visible_to(actor).filter(pk__in=keys.values("pk"))

    def walked_by(self, actor: Actor) -> Self:
        """Trips whose stops the actor ticks off: the own ones, and all of the commune for its
        leaders and office.
        """
        if not actor.has_any(WALKER_ROLES):
            return self.none()
        communes = actor.areas(AreaKind.COMMUNE, KEEPER_ROLES)
        mine = self.model._default_manager.filter(_goes_along(actor, "")).values("pk")
        return self.visible_to(actor).filter(Q(pk__in=mine) | Q(commune__in=communes))

    def open(self) -> Self:
        """Planned or under way."""
        return self.filter(state__in=sorted(OPEN))

    def coming(self, *, at: date) -> Self:
        """Open, today or later: to what households may still be added."""
        return self.open().filter(day__gte=at)


class TripStopQuerySet(QuerySet[_Row]):
    def numbers_of(self, trip: Model) -> list[int]:
        """The numbers of all stops of a trip, which tell nothing of whose they are."""
        return list(self.filter(trip=trip).order_by("number").values_list("number", flat=True))

    def visible_to(self, actor: Actor) -> Self:
        """Stops of trips in reach at households in reach."""
        trips = self.model._meta.get_field("trip").related_model
        keys = trips._default_manager.visible_to(actor).values("pk")  # type: ignore[union-attr]
        return self.filter(household_reach(actor, "household__"), trip__in=keys)


class TripCompanionQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Who goes along, as far as the trip may be read."""
        trips = self.model._meta.get_field("trip").related_model
        found = trips._default_manager.visible_to(actor)  # type: ignore[union-attr]
        return self.filter(Exists(found.filter(pk=OuterRef("trip"))))
