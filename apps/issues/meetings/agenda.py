"""What belongs on a cell's agenda for a month, read through the reach of who prepares it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.areas.models import Village
from apps.assignments.expressions import is_covered
from apps.common.db import by_unit_name
from apps.households.models import Household
from apps.households.querysets import HouseholdQuerySet
from apps.issues.advancing import spec_of_issue
from apps.issues.kinds import RESTRICTED
from apps.issues.levels import Level
from apps.issues.meetings.models import CellMeeting, MeetingItem, MeetingTask
from apps.issues.meetings.querysets import READER_ROLES
from apps.issues.meetings.states import ItemSource, ItemState
from apps.issues.models import Issue
from apps.people.models import CellVillage
from apps.visits.checkins.tallies import Tally, tallies_of
from apps.visits.desk.reading import keepers


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item that belongs on the agenda; keys of what it is about."""

    source: ItemSource
    issue: int | None = None
    task: int | None = None
    carried: int | None = None
    title: str = ""
    number: int | None = None

    @property
    def identity(self) -> tuple[str, int | None]:
        """Equal for what is the same item of one meeting."""
        return self.source.value, self.issue or self.task or self.carried


@dataclass(slots=True)
class Report:
    """Numbers of one person in charge over the meeting's reporting days."""

    homes: int = 0
    behind: int = 0
    owed: int = 0
    contacts: int = 0
    met: int = 0


def villages_of(meeting: CellMeeting) -> list[Village]:
    """The villages in which the meeting's cell works, without their outlines."""
    served = CellVillage.objects.filter(cell=meeting.cell_id).values("village")
    rows = Village.objects.filter(pk__in=served).defer("geom")
    return list(rows.order_by(by_unit_name()))


def wanted_items(actor: Actor, meeting: CellMeeting, *, at: date) -> list[Wanted]:
    """In the order of a new agenda: what was promised comes first, other matters last."""
    villages = [village.pk for village in villages_of(meeting)]
    uncovered = uncovered_homes(actor, villages, at=at).count()
    return [
        *_tasks(actor, meeting),
        Wanted(ItemSource.REPORTS),
        *([Wanted(ItemSource.UNCOVERED, number=uncovered)] if uncovered else []),
        *_issues(actor, villages, at),
        *_put_off(actor, meeting),
    ]


def _tasks(actor: Actor, meeting: CellMeeting) -> Iterator[Wanted]:
    """Tasks of the meeting before, and older ones that are still open."""
    before = previous_meeting(meeting)
    if before is None:
        return
    told = MeetingTask.objects.visible_to(actor).filter(
        Q(item__meeting=before) | Q(task__ended_on__isnull=True),
        item__meeting__cell=meeting.cell_id,
        item__meeting__month__lt=meeting.month,
    )
    for key in told.order_by("task__due_on", "task").values_list("task", flat=True):
        yield Wanted(ItemSource.TASK, task=key)


def previous_meeting(meeting: CellMeeting) -> CellMeeting | None:
    rows = CellMeeting.objects.filter(cell=meeting.cell_id, month__lt=meeting.month)
    found: CellMeeting | None = rows.order_by("-month").first()
    return found


def _put_off(actor: Actor, meeting: CellMeeting) -> Iterator[Wanted]:
    """Other matters that the meeting before left for this one; issues come by themselves."""
    before = previous_meeting(meeting)
    rows = MeetingItem.objects.visible_to(actor).filter(
        meeting=before, source=ItemSource.OTHER, state=ItemState.DEFERRED
    )
    for item in rows.order_by("position"):
        yield Wanted(ItemSource.OTHER, carried=item.pk, title=item.title)


def _issues(actor: Actor, villages: list[int], at: date) -> Iterator[Wanted]:
    """Open issues, the late and weighty first; few may read of a restricted kind, and of those
    only what the cell had before it stands on its agenda.
    """
    known = ~Q(kind__in=sorted(RESTRICTED)) | Q(chain__contains=[Level.CELL.value])
    rows = Issue.objects.visible_to(actor).open().filter(known, household__village__in=villages)
    order: dict[int, Any] = {
        issue.pk: (
            0 if issue.late_after is not None and issue.late_after < at else 1,
            -spec_of_issue(issue).weight,
            issue.late_after or issue.due_on,
            issue.pk,
        )
        for issue in rows
    }
    for key in sorted(order, key=order.__getitem__):
        yield Wanted(ItemSource.ISSUE, issue=key)


def uncovered_homes(actor: Actor, villages: list[int], *, at: date) -> HouseholdQuerySet[Household]:
    """Living households of the villages that nobody is in charge of."""
    rows = Household.objects.reached_by(actor, READER_ROLES).living(at=at)
    found: HouseholdQuerySet[Household] = rows.filter(village__in=villages).exclude(is_covered(at))
    return found


def reports_of(actor: Actor, meeting: CellMeeting, *, at: date) -> dict[int, Report]:
    """Person → numbers, of everybody in charge of a household of the cell's villages.

    What is owed is counted on the last of the reporting days, or today if that is to come.
    """
    day = min(at, meeting.reports_to - timedelta(days=1))
    found: dict[int, Report] = {}
    for village in villages_of(meeting):
        for keeper in keepers(actor, at=day, village=village.pk):
            row = found.setdefault(keeper.pk, Report())
            row.homes += keeper.standing.homes
            row.behind += keeper.standing.behind
            row.owed += keeper.standing.owed
    done = tallies_of(found.keys(), (meeting.reports_from, meeting.reports_to))
    for person, row in found.items():
        tally: Tally = done[person]
        row.contacts, row.met = tally.contacts, tally.households
    return found
