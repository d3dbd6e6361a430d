"""Who sees which plan.

A draft is the committee's own business, and the commune's. What a resolution put in force is read,
as far as it is about them, by the officer of a group and by the people who are in charge.
"""

from __future__ import annotations

from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_ROLES, AreaKind, Role
from apps.assignments.plan_states import OPEN, RESOLVED, PlanState
from apps.assignments.plans.units.querysets import seats_about
from apps.households.querysets import household_reach
from apps.people.models import CellVillage
from apps.people.querysets import EDITOR_ROLES

_Row = TypeVar("_Row", bound=Model)

_RESOLVED = sorted(RESOLVED)
# Who reads a plan whole, drafts as well.
WHOLE_ROLES = COMMUNE_ROLES | VILLAGE_ROLES
# Who reads what is in force about their own groups or their own households.
PARTLY_ROLES = frozenset({Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE})
PLAN_ROLES = WHOLE_ROLES | PARTLY_ROLES
# Who writes plans of a cell; of which one, say their posts (``plans.roles``).
DRAFTER_ROLES = frozenset({Role.CELL_COMMITTEE})
# Who has the worker propose.
RUN_ROLES = DRAFTER_ROLES | EDITOR_ROLES
# Who writes plans: committees those of their cells, the office and the leaders the commune's.
WRITER_ROLES = DRAFTER_ROLES | EDITOR_ROLES


def _of_cells(actor: Actor, prefix: str, roles: frozenset[Role]) -> Q:
    """Rows whose cell (at ``prefix``) works in a village that one of ``roles`` reaches."""
    villages = actor.areas(AreaKind.VILLAGE, roles)
    links = CellVillage.objects.filter(village__in=villages)
    return Q(**{f"{prefix}cell__in": links.values("cell")})


def _whole(actor: Actor, prefix: str = "", roles: frozenset[Role] = VILLAGE_ROLES) -> Q:
    communes = actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES)
    return Q(**{f"{prefix}commune__in": communes}) | _of_cells(actor, prefix, roles)


def _own(actor: Actor, prefix: str = "") -> Q:
    if actor.person_id is None:
        return Q(pk__in=[])
    return Q(**{f"{prefix}person": actor.person_id})


class PlanQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Whole plans in reach; of others, resolved ones that say something to the actor."""
        groups = actor.areas(AreaKind.GROUP, {Role.GROUP_OFFICER})
        about = _own(actor, "pairs__") | Q(pairs__household__group__in=groups)
        decided = self.model._default_manager.filter(state__in=_RESOLVED)
        pairs = decided.filter(about).values("pk")
        seats = decided.filter(seats_about(actor, "seats__")).values("pk")
        return self.filter(_whole(actor) | Q(pk__in=pairs) | Q(pk__in=seats))

    def read_whole_by(self, actor: Actor) -> Self:
        return self.filter(_whole(actor))

    def open(self) -> Self:
        """Not decided yet."""
        return self.filter(state__in=sorted(OPEN))

    def in_force(self) -> Self:
        return self.filter(state=PlanState.IN_FORCE)

    def resolved(self) -> Self:
        return self.filter(state__in=_RESOLVED)


class PairQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Pairs of households in reach; of resolved plans also one's own and one's groups'."""
        groups = actor.areas(AreaKind.GROUP, {Role.GROUP_OFFICER})
        decided = Q(plan__state__in=_RESOLVED) & (_own(actor) | Q(household__group__in=groups))
        return self.filter(household_reach(actor, "household__", roles=WHOLE_ROLES) | decided)


class BanQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """What the committee keeps apart is told to nobody who does not read the whole plan."""
        return self.filter(household_reach(actor, "household__", roles=WHOLE_ROLES))


class DutyQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        decided = Q(plan__state__in=_RESOLVED) & _own(actor)
        return self.filter(_whole(actor, "plan__") | decided)


class EditQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(_whole(actor, "plan__", DRAFTER_ROLES))


class RunQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Runs of one's commune, and those that propose something to one's cell."""
        communes = actor.areas(AreaKind.COMMUNE, EDITOR_ROLES)
        to_us = _of_cells(actor, "proposals__", DRAFTER_ROLES)
        mine = self.model._default_manager.filter(to_us)
        return self.filter(Q(commune__in=communes) | Q(pk__in=mine.values("pk")))


class ProposalQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        communes = actor.areas(AreaKind.COMMUNE, EDITOR_ROLES)
        return self.filter(Q(cell__commune__in=communes) | _of_cells(actor, "", DRAFTER_ROLES))
