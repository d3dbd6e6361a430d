"""What belongs to an issue's way beside its steps: what a cell concluded, what was blanked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.common import clock
from apps.issues.blanking.models import IssueBlanking, WordsPart
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.meetings.states import ItemState
from apps.issues.models import Issue


@dataclass(frozen=True, slots=True)
class Concluded:
    """A chair's conclusion; ``text`` is empty where nothing is written in words."""

    meeting: CellMeeting
    text: str

    @property
    def at(self) -> datetime:
        """The end of the day on which the cell met."""
        day = self.meeting.held_on or self.meeting.month
        return datetime.combine(day, time.max, tzinfo=clock.ZONE)


@dataclass(frozen=True, slots=True)
class Blanked:
    row: IssueBlanking
    who: str

    @property
    def at(self) -> datetime:
        return self.row.at

    @property
    def where(self) -> str:
        if self.row.part == WordsPart.STEP:
            return _("%(part)s, bước %(number)d") % {
                "part": self.row.get_part_display(),
                "number": self.row.number,
            }
        return str(self.row.get_part_display())


def conclusions_on(actor: Actor, issue: Issue) -> Sequence[Concluded]:
    """What the meetings that the actor reads concluded on the issue or a task of it, the first
    meeting first.
    """
    rows = MeetingItem.objects.visible_to(actor).filter(
        Q(issue=issue) | Q(task__issue=issue), state=ItemState.CONCLUDED
    )
    told = rows.select_related("meeting__cell").defer("meeting__minutes")
    return [
        Concluded(row.meeting, row.conclusion)
        for row in told.order_by("meeting__month", "position", "pk")
    ]


def blankings_of(actor: Actor, issue: Issue) -> Sequence[Blanked]:
    """The first one first."""
    rows = IssueBlanking.objects.visible_to(actor).filter(issue=issue)
    told = rows.select_related("by__person").order_by("at", "pk")
    return [Blanked(row, _name(row)) for row in told]


def _name(row: IssueBlanking) -> str:
    person = getattr(row.by, "person", None)
    return str(person.full_name) if person is not None else row.by.username
