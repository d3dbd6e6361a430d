"""Tasks, and meetings whose minutes are not signed, as things that wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.issues.inbox import Waiting
from apps.issues.meetings.models import CellMeeting
from apps.issues.meetings.querysets import committee_cells
from apps.issues.meetings.states import MeetingState
from apps.issues.models import FollowTask
from apps.issues.tasks.services import is_wordless

TASKS: Final = "tasks"
MEETINGS: Final = "meetings"
# A task counts as much as an issue of middling weight.
_TASK_WEIGHT: Final = 3
_MEETING_WEIGHT: Final = 2
# Within so many days after the meeting its minutes are signed.
_SIGN_DAYS: Final = 7


def waiting_tasks(actor: Actor, at: date) -> Iterator[Waiting]:
    """Open tasks of the actor, by name or by level; of what is late also what somebody else of the
    level has, and for the commune's leaders whatever below them nobody has.
    """
    for task in with_places(FollowTask.objects.waiting_or_left(actor, at=at)):
        yield Waiting(
            source=TASKS,
            key=task.pk,
            title=task.text,
            where=where(task),
            what=_what(actor, task),
            due_on=task.due_on,
            weight=_TASK_WEIGHT,
            url=reverse("tasks:show", kwargs={"pk": task.pk}),
        )


def _what(actor: Actor, task: FollowTask) -> str:
    if task.owner is None or task.owner_id == actor.person_id:
        return _("Làm và ghi kết quả")
    return _("Đôn đốc %(name)s") % {"name": task.owner.full_name}


def with_places(rows: QuerySet[FollowTask]) -> QuerySet[FollowTask]:
    """With what a list says of them, and without outlines."""
    places = ("household__village", "village", "owner", "issue")
    return rows.select_related(*places).defer("household__village__geom", "village__geom")


def where(task: FollowTask) -> str:
    """The household, or the village; of what few may read of, the village alone."""
    home = task.household
    if home is None:
        return task.village.name if task.village else ""
    if is_wordless(task):
        return home.village.name
    return f"{home.head_name} ({home.code}), {home.village.name}"


def waiting_meetings(actor: Actor, at: date) -> Iterator[Waiting]:
    """Meetings of the actor's cells that are prepared or held, and not signed."""
    cells = committee_cells(actor, at=at)
    rows = CellMeeting.objects.visible_to(actor).unsigned().filter(cell__in=cells)
    for meeting in rows.select_related("cell").order_by("month", "pk"):
        held = meeting.state == MeetingState.HELD
        yield Waiting(
            source=MEETINGS,
            key=meeting.pk,
            title=_("Sinh hoạt chi bộ tháng %(month)s") % {"month": f"{meeting.month:%m/%Y}"},
            where=meeting.cell.name,
            what=_("Ghi kết luận và ký biên bản") if held else _("Chuẩn bị và ghi buổi họp"),
            due_on=_due(meeting),
            weight=_MEETING_WEIGHT,
            url=reverse("meetings:show", kwargs={"pk": meeting.pk}),
        )


def _due(meeting: CellMeeting) -> date:
    if meeting.held_on is not None:
        return meeting.held_on + timedelta(days=_SIGN_DAYS)
    return (meeting.month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
