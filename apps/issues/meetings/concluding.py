"""The chair's conclusion on an item, and the task that comes from it."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.common.errors import DomainError
from apps.issues.levels import Level
from apps.issues.meetings.agenda import villages_of
from apps.issues.meetings.changing import Edit, change
from apps.issues.meetings.models import CellMeeting, MeetingItem, MeetingTask
from apps.issues.meetings.people import is_restricted, issue_of, task_owners
from apps.issues.meetings.services import readable_item
from apps.issues.meetings.states import ItemState, MeetingState
from apps.issues.models import FollowTask, Issue, TaskSource

_HELD = frozenset({MeetingState.HELD})


@dataclass(frozen=True, slots=True)
class Conclusion:
    """``text`` is empty where nothing is written in words; ``task_text``, ``owner``, ``due_on``: a
    task from it, ``due_on`` None for none. ``owner`` None: the whole committee's.
    """

    text: str = ""
    task_text: str = ""
    owner: int | None = None
    due_on: date | None = None

    @property
    def has_task(self) -> bool:
        return bool(self.task_text or self.owner or self.due_on)


def conclude(*, edit: Edit, meeting: int, item: int, conclusion: Conclusion) -> Answer:
    """Write down what was concluded, and add its task if there is one.

    Raises DomainError 404 for an item out of reach, 409 before the meeting was held, 422 for what
    is missing, with the field to blame.
    """

    def work(found: CellMeeting) -> None:
        row = readable_item(edit, found, item)
        restricted = is_restricted(row)
        _check(conclusion, edit, restricted=restricted)
        row.state, row.conclusion = ItemState.CONCLUDED, conclusion.text
        row.save(update_fields=["state", "conclusion"])
        if conclusion.has_task:
            _give(edit, found, row, conclusion, restricted=restricted)

    body = {"verb": "conclude", "item": item, **asdict(conclusion)}
    return change(edit, meeting, body=body, states=_HELD, work=work)


def _check(conclusion: Conclusion, edit: Edit, *, restricted: bool) -> None:
    if restricted and (conclusion.text or conclusion.task_text):
        raise _wrong("text", _("Loại việc này không ghi bằng lời. Hãy để trống phần nội dung."))
    if not restricted and not conclusion.text:
        raise _wrong("text", _("Hãy ghi kết luận của chủ trì."))
    if not conclusion.has_task:
        return
    if not restricted and not conclusion.task_text:
        raise _wrong("task_text", _("Hãy ghi việc cần làm."))
    if conclusion.due_on is not None and conclusion.due_on < edit.today:
        raise _wrong("due_on", _("Hạn phải từ hôm nay trở đi."))


def _wrong(name: str, message: str) -> DomainError:
    return DomainError("bad_conclusion", message, status=422, detail={"field": name})


def _give(
    edit: Edit, meeting: CellMeeting, item: MeetingItem, conclusion: Conclusion, *, restricted: bool
) -> None:
    if conclusion.due_on is None:
        raise _wrong("due_on", _("Hãy ghi hạn làm việc này."))
    owners = task_owners(meeting, item, at=edit.today)
    if conclusion.owner is not None and not owners.filter(pk=conclusion.owner).exists():
        raise _wrong("owner", _("Hãy chọn một người trong danh sách."))
    villages, issue = villages_of(meeting), issue_of(item)
    if issue is None and not villages:
        raise _wrong("task_text", _("Chi bộ chưa gắn với thôn nào, nên chưa giao được việc."))
    task = FollowTask.objects.create(
        client_uuid=uuid.uuid5(edit.key, "task"),
        source=TaskSource.MEETING,
        source_key=f"{item.pk}:{edit.key}",
        text=follow_words(issue) if issue and restricted else conclusion.task_text,
        household_id=issue.household_id if issue else None,
        village=None if issue else villages[0],
        issue=issue,
        level=Level.CELL,
        owner_id=conclusion.owner,
        due_on=conclusion.due_on,
        made_at=edit.now,
        made_by_id=edit.actor.user_id,
    )
    MeetingTask.objects.create(item=item, task=task)


def follow_words(issue: Issue) -> str:
    """All that is said of a task about what is not written in words."""
    return _("Theo dõi vấn đề số %(number)s") % {"number": issue.pk}
