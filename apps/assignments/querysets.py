"""Verbs on assignments."""

from datetime import date
from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_ROLES, AreaKind, Role
from apps.households.querysets import household_reach

_Row = TypeVar("_Row", bound=Model)

COMMITTEE_TIER, OFFICER_TIER, HOUSEHOLD_TIER = 1, 2, 3


class AssignmentQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own assignments, and those over the units and households within reach."""
        communes = actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES)
        villages = actor.areas(AreaKind.VILLAGE, VILLAGE_ROLES)
        groups = actor.areas(AreaKind.GROUP, {Role.GROUP_OFFICER})
        own = Q(person=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
        by_household = Q(tier=HOUSEHOLD_TIER) & household_reach(actor, "household__")
        by_group = Q(tier=OFFICER_TIER) & (
            Q(group__village__commune__in=communes)
            | Q(group__village__in=villages)
            | Q(group__in=groups)
        )
        by_village = Q(tier=COMMITTEE_TIER) & (
            Q(village__commune__in=communes) | Q(village__in=villages)
        )
        return self.filter(own | by_household | by_group | by_village)

    def in_force(self, *, at: date) -> Self:
        return self.filter(period__contains=at)

    def for_households(self) -> Self:
        return self.filter(tier=HOUSEHOLD_TIER)
