"""Verbs on what the map draws."""

from datetime import date
from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_WIDE_ROLES, AreaKind, Role
from apps.households.querysets import household_reach

_Row = TypeVar("_Row", bound=Model)

_WHOLE_COMMUNE = COMMUNE_ROLES | {Role.COMMUNE_POLICE}


class HouseholdMarkQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Marks of the households within reach; a mark bears the household's own key."""
        return self.filter(household_reach(actor))

    def countable_by(self, actor: Actor) -> Self:
        """Marks that may enter the actor's figures; never read a row of these."""
        provinces = actor.areas(AreaKind.PROVINCE, {Role.PROVINCE_VIEWER})
        return self.filter(household_reach(actor) | Q(commune__province__in=provinces))

    def living(self, *, at: date) -> Self:
        return self.filter(living__contains=at)


def whole_units(actor: Actor) -> Q:
    """Units of which the actor reaches every household, so that their figures are the actor's."""
    return (
        Q(commune__in=actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES))
        | Q(village__in=actor.areas(AreaKind.VILLAGE, VILLAGE_WIDE_ROLES))
        | Q(group__in=actor.areas(AreaKind.GROUP, {Role.GROUP_OFFICER}))
    )


def viewed_units(actor: Actor) -> Q:
    """Units that the actor looks at from the tier above; groups are too small for that."""
    provinces = actor.areas(AreaKind.PROVINCE, {Role.PROVINCE_VIEWER})
    return Q(commune__province__in=provinces, level__in=["commune", "village"])


def around(communes: frozenset[int], villages: frozenset[int]) -> Q:
    """The condition of being one of these communes and villages themselves."""
    return Q(level="commune", unit_id__in=communes) | Q(level="village", unit_id__in=villages)


class MapUnitQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Units within the actor's area, without those around single households.

        Outlines and names are public facts; figures are not, see ``with_figures_for``.
        """
        of_commune = Q(commune__in=actor.areas(AreaKind.COMMUNE, _WHOLE_COMMUNE))
        return self.filter(whole_units(actor) | of_commune | viewed_units(actor))

    def with_figures_for(self, actor: Actor) -> Self:
        """Units whose figures the actor may see, small ones hidden from the tier above."""
        return self.filter(whole_units(actor) | viewed_units(actor))

    def in_force(self, *, at: date) -> Self:
        return self.filter(valid__contains=at)
