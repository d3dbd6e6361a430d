"""Who sees which issue. Views and selectors begin with ``visible_to(actor)``, always."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import or_
from typing import Self, TypeVar

from django.db.models import Case, F, Model, Q, QuerySet, When
from django.db.models.functions import Coalesce

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_WIDE_ROLES, AreaKind, Role
from apps.households.querysets import household_reach
from apps.issues.kinds import RESTRICTED
from apps.issues.levels import NEAR, ROLES_OF_LEVEL, Level, level_reach
from apps.issues.machine import ENDED, OPEN, PENDING, UNANSWERED, State
from apps.issues.survivors import SurvivorEndedOn

_Row = TypeVar("_Row", bound=Model)
_RESTRICTED = sorted(RESTRICTED)
_ENDED = sorted(ENDED)


def issue_reach(actor: Actor, prefix: str = "") -> Q:
    """The condition that the actor may read the issue at ``prefix``.

    Most kinds: whoever reaches the household. Restricted ones: only who sits, for that household,
    at a level whose hands the issue was in; the commune's police has all of them there; and who
    reported it themselves. Of those that have ended, near the household only who reported or had
    it: whoever sits there later has no use for what happened before.
    """
    restricted = Q(**{f"{prefix}kind__in": _RESTRICTED})
    reached = household_reach(actor, f"{prefix}household__")
    by_hand = _in_chain(actor, prefix) | (reached & _own(actor, f"{prefix}reported_by"))
    return (~restricted & reached) | (restricted & by_hand)


def _in_chain(actor: Actor, prefix: str) -> Q:
    household = f"{prefix}household__"
    still = ~Q(**{f"{prefix}state__in": _ENDED}) | _own(actor, f"{prefix}owner")
    parts = [
        level_reach(actor, level, household, guarded=True)
        & Q(**{f"{prefix}chain__contains": [level.value]})
        & (still if level in NEAR else Q())
        for level in Level
        if level != Level.POLICE
    ]
    return reduce(or_, parts, level_reach(actor, Level.POLICE, household))


def _own(actor: Actor, column: str) -> Q:
    return Q(pk__in=[]) if actor.person_id is None else Q(**{column: actor.person_id})


class IssueQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(issue_reach(actor))

    def open(self) -> Self:
        """Not closed and not merged into another one."""
        return self.filter(state__in=sorted(OPEN))

    def over(self, *, before: date | None = None) -> Self:
        """Closed, before that day if one is given. What was merged into another one is over when
        that one is: until then it is part of what somebody works on.
        """
        own, led = Q(ended_on__isnull=False), Q(survivor_ended_on__isnull=False)
        if before is not None:
            own, led = Q(ended_on__lt=before), Q(survivor_ended_on__lt=before)
        rows = self.alias(survivor_ended_on=SurvivorEndedOn("pk"))
        return rows.filter(own, ~Q(state=State.MERGED) | led)

    def late(self, *, at: date) -> Self:
        """What a household waits for longer than it should: red, until somebody acts."""
        return self.filter(state__in=sorted(PENDING), late_after__lt=at)

    def run_out(self, *, at: date) -> Self:
        """Open, and the clock of its present step has run out."""
        return self.open().filter(due_on__lt=at)

    def most_urgent_first(self) -> Self:
        """What is late, or will be first, before the rest; what has ended comes last."""
        return self.order_by(Coalesce("late_after", "due_on").asc(nulls_last=True), "pk")

    def waiting_for(self, actor: Actor) -> Self:
        """What lies at a level at which the actor sits for that household."""
        parts = [Q(level=level) & level_reach(actor, level) for level in Level]
        return self.open().filter(reduce(or_, parts))

    def unanswered_first(self) -> Self:
        """What can be answered, then what else is open, then what has ended, the last one first."""
        turn = Case(
            When(state__in=sorted(UNANSWERED), then=0),
            When(state__in=sorted(OPEN), then=1),
            default=2,
        )
        soonest = F("late_after").asc(nulls_last=True)
        return self.order_by(turn, soonest, F("ended_on").desc(nulls_last=True), "pk")

    def with_places(self) -> Self:
        """With household, village and group, and without the outlines."""
        return self.select_related("household__village", "household__group", "owner").defer(
            "household__village__geom", "household__group__geom"
        )


class IssueActionQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(issue_reach(actor, "issue__"))


class IssueCauseQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Causes of the commune for its leaders; of others those that an issue in reach has."""
        communes = actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES)
        linked = self.model._default_manager.filter(issue_reach(actor, "issues__"))
        return self.filter(Q(commune__in=communes) | Q(pk__in=linked.values("pk")))


class FollowTaskQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Tasks about a household in reach, of a village in reach, and one's own.

        A task about an issue is read by whoever may read the issue.
        """
        return self.filter(_but_for_the_cells(actor, self._in_reach))

    @classmethod
    def _in_reach(cls, actor: Actor) -> Q:
        about = Q(household__isnull=False) & household_reach(actor, "household__")
        readable = Q(issue__isnull=True) | issue_reach(actor, "issue__")
        return _own_tasks(actor) | ((about | cls._of_villages(actor)) & readable)

    @staticmethod
    def _of_villages(actor: Actor) -> Q:
        in_village = Q(village__in=actor.areas(AreaKind.VILLAGE, VILLAGE_WIDE_ROLES))
        in_commune = Q(village__commune__in=actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES))
        return Q(household__isnull=True) & (in_village | in_commune)

    def open(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def waiting_for(self, actor: Actor) -> Self:
        """Open tasks of the actor, by name or by the level they are put to."""
        return self.open().filter(_but_for_the_cells(actor, self._waiting))

    def waiting_or_left(self, actor: Actor, *, at: date) -> Self:
        """With them what is late on the day ``at`` though somebody else of the actor's level has
        it, and for the commune's leaders what is late and nobody has, at whatever level.
        """
        leads = actor.areas(AreaKind.COMMUNE, ROLES_OF_LEVEL[Level.COMMUNE])
        in_commune = Q(household__commune__in=leads) | Q(village__commune__in=leads)

        def rule(reader: Actor) -> Q:
            of_level = [Q(level=level) & self._at(reader, level) for level in Level]
            orphaned = Q(owner__isnull=True) & in_commune
            late = Q(due_on__lt=at) & (reduce(or_, of_level) | orphaned) & self._in_reach(reader)
            return self._waiting(reader) | late

        return self.open().filter(_but_for_the_cells(actor, rule))

    @classmethod
    def _waiting(cls, actor: Actor) -> Q:
        of_level = [Q(owner__isnull=True, level=level) & cls._at(actor, level) for level in Level]
        return reduce(or_, of_level, _own_tasks(actor))

    @staticmethod
    def _at(actor: Actor, level: Level) -> Q:
        roles = ROLES_OF_LEVEL[level]
        of_village = Q(household__isnull=True) & (
            Q(village__in=actor.areas(AreaKind.VILLAGE, roles))
            | Q(village__commune__in=actor.areas(AreaKind.COMMUNE, roles))
        )
        return (Q(household__isnull=False) & level_reach(actor, level)) | of_village


def _own_tasks(actor: Actor) -> Q:
    return Q(owner=actor.person_id) if actor.person_id is not None else Q(pk__in=[])


def _but_for_the_cells(actor: Actor, rule: Callable[[Actor], Q]) -> Q:
    """``rule`` of tasks; to a village's head not what a cell's meeting gave out, nor what is about
    an issue that few may read.
    """
    if not actor.has_any({Role.VILLAGE_HEAD}):
        return rule(actor)
    kept = Q(source="meeting") | Q(issue__isnull=False, issue__kind__in=_RESTRICTED)
    return rule(actor.without(Role.VILLAGE_HEAD)) | (rule(actor) & ~kept)
