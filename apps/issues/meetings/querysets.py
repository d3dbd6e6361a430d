"""Who reads a cell's meetings: committees and the committee members of its villages, commune-wide
roles; of each item as far as they reach the household it is about.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Self, TypeVar

from django.db.models import Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, VILLAGE_ROLES, AreaKind, Role
from apps.households.querysets import household_reach
from apps.issues.chain import post_kinds
from apps.issues.levels import Level
from apps.issues.meetings.states import MeetingState
from apps.issues.querysets import issue_reach
from apps.people.models import CellVillage, PartyCell, Post

_Row = TypeVar("_Row", bound=Model)
READER_ROLES: Final = COMMUNE_ROLES | VILLAGE_ROLES
# Of which cell, say their posts.
WRITER_ROLES: Final = frozenset({Role.CELL_COMMITTEE})


def meeting_reach(actor: Actor, prefix: str = "") -> Q:
    """The condition that the actor may read the meeting at ``prefix``."""
    villages = actor.areas(AreaKind.VILLAGE, VILLAGE_ROLES)
    cells = CellVillage.objects.filter(village__in=villages).values("cell")
    communes = actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES)
    return Q(**{f"{prefix}cell__in": cells}) | Q(**{f"{prefix}cell__commune__in": communes})


def committee_cells(actor: Actor, *, at: date) -> QuerySet[PartyCell]:
    """The cells on whose committees the actor sits on the day ``at``."""
    if actor.person_id is None or not actor.has_any(WRITER_ROLES):
        return PartyCell.objects.none()
    posts = Post.objects.in_force(at=at).filter(
        person=actor.person_id, kind__in=post_kinds(Level.CELL)
    )
    rows: QuerySet[PartyCell] = PartyCell.objects.in_force(at=at).filter(
        pk__in=posts.values("cell")
    )
    return rows


def _task_home(actor: Actor) -> Q:
    """The condition that the task is about no household, or about one in the actor's reach."""
    reached = household_reach(actor, "task__household__", roles=READER_ROLES)
    return Q(task__household__isnull=True) | reached


class MeetingQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(meeting_reach(actor))

    def unsigned(self) -> Self:
        return self.exclude(state=MeetingState.SIGNED)


class MeetingItemQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Items of meetings in reach; about an issue, or a task, by whoever may read that issue and
        reaches the task's household.
        """
        about = Q(issue__isnull=True) | issue_reach(actor, "issue__")
        task = Q(task__issue__isnull=True) | issue_reach(actor, "task__issue__")
        reach = meeting_reach(actor, "meeting__")
        return self.filter(reach, about, task, _task_home(actor))


class MeetingReportQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(meeting_reach(actor, "meeting__"))


class MeetingTaskQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Tasks that the minutes tell of, as far as their issues may be read."""
        readable = Q(task__issue__isnull=True) | issue_reach(actor, "task__issue__")
        return self.filter(meeting_reach(actor, "item__meeting__"), readable, _task_home(actor))
