"""Who sees what of the plans of the upper tiers.

The commune's own roles read them whole. What is resolved is read, as far as it is about them, by
the people in charge, by the officers of a group, and by those who lead or sit in a village.
"""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_ROLES, AreaKind, Role
from apps.areas.models import SelfManagedGroup
from apps.assignments.plan_states import RESOLVED

_Row = TypeVar("_Row", bound=Model)
_RESOLVED = sorted(RESOLVED)


def _communes(actor: Actor) -> Q:
    return Q(plan__commune__in=actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES))


def seats_about(actor: Actor, prefix: str = "") -> Q:
    """Seats (at ``prefix``) of oneself, one's groups, and the villages one leads or sits in."""
    villages = actor.areas(AreaKind.VILLAGE, VILLAGE_ROLES)
    groups = actor.areas(AreaKind.GROUP, {Role.GROUP_OFFICER})
    about = (
        Q(**{f"{prefix}group__in": groups})
        | Q(**{f"{prefix}group__village__in": villages})
        | Q(**{f"{prefix}village__in": villages})
    )
    if actor.person_id is not None:
        about |= Q(**{f"{prefix}person": actor.person_id})
    return about


class SeatQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        decided = Q(plan__state__in=_RESOLVED) & seats_about(actor)
        return self.filter(_communes(actor) | decided)


class SeatBanQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Whom the commune keeps off a unit is told to nobody else."""
        return self.filter(_communes(actor))


def _about_village(actor: Actor) -> Q:
    """Of oneself, and of the villages that one leads, sits in, or works in a group of."""
    groups = actor.areas(AreaKind.GROUP, {Role.GROUP_OFFICER})
    worked_in = SelfManagedGroup.objects.filter(pk__in=groups).values("village")
    led = actor.areas(AreaKind.VILLAGE, VILLAGE_ROLES)
    about = Q(village__in=led) | Q(village__in=worked_in)
    if actor.person_id is not None:
        about |= Q(person=actor.person_id)
    return about


class PlanSecretaryQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        decided = Q(plan__state__in=_RESOLVED) & _about_village(actor)
        return self.filter(_communes(actor) | decided)


class TeamSecretaryQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        communes = Q(village__commune__in=actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES))
        return self.filter(communes | _about_village(actor))
