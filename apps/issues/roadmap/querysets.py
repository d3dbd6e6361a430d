"""Verbs on rows of the road. Views and selectors begin with ``visible_to(actor)``, always."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import AreaKind, Role
from apps.households.querysets import household_reach

_Row = TypeVar("_Row", bound=Model)


class OfHouseholdQuerySet(QuerySet[_Row]):
    """Rows with a household beside them."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(household_reach(actor, "household__"))

    def reached_by(self, actor: Actor, roles: frozenset[Role]) -> Self:
        return self.filter(household_reach(actor, "household__", roles=roles))


class PovertyYearQuerySet(OfHouseholdQuerySet[_Row]):
    def before(self, year: int) -> Self:
        """Of earlier years than ``year``."""
        return self.filter(year__lt=year)


class PovertyTargetQuerySet(OfHouseholdQuerySet[_Row]):
    def open(self) -> Self:
        """Roads that nobody has ended yet; a household has one at most."""
        return self.filter(ended_on__isnull=True)


class RoadStepQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(household_reach(actor, "target__household__"))

    def reached_by(self, actor: Actor, roles: frozenset[Role]) -> Self:
        return self.filter(household_reach(actor, "target__household__", roles=roles))

    def open(self) -> Self:
        return self.filter(done_on__isnull=True, target__ended_on__isnull=True)

    def waiting_for(self, actor: Actor, *, at: date) -> Self:
        """One's own open steps, and those that went late under the committee or the office.

        Whoever lost the household since does not see its step any more; within the hour it is
        somebody else's (``departing.hand_on_unseen``).
        """
        own = Q(owner=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
        committee = household_reach(
            actor, "target__household__", roles=frozenset({Role.CELL_COMMITTEE})
        )
        leads = Q(
            target__household__commune__in=actor.areas(
                AreaKind.COMMUNE, {Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER}
            )
        )
        late = Q(due_on__lt=at) & (committee | leads)
        return self.visible_to(actor).open().filter(own | late)
