"""What was said of a household at its cell's meetings, and what hangs on its issues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Prefetch, Q
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.issues.attachments.models import IssueAttachment
from apps.issues.kinds import RESTRICTED
from apps.issues.meetings.models import MeetingItem, MeetingTask
from apps.issues.rights.registry import Holding, Subject, register_holding
from apps.issues.rights.words import day, joined, moment


def register() -> None:
    register_holding("meetings", _meetings, models=("CellMeeting", "MeetingItem", "MeetingTask"))
    register_holding("attachments", _attachments, models=("IssueAttachment", "AttachmentContent"))


def _meetings(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    """Items about the household's issues and tasks; never what concerns public order."""
    rows = MeetingItem.objects.visible_to(actor).filter(
        Q(issue__household__in=subject.entries) | Q(task__household__in=subject.entries)
    )
    rows = rows.exclude(issue__kind__in=sorted(RESTRICTED))
    rows = rows.exclude(task__issue__kind__in=sorted(RESTRICTED))
    tasks = MeetingTask.objects.visible_to(actor).select_related("task").order_by("pk")
    told = rows.select_related("meeting__cell", "issue", "task").prefetch_related(
        Prefetch("tasks", queryset=tasks, to_attr="given")
    )
    yield Holding(
        _("Ở các buổi sinh hoạt chi bộ"),
        (_("Tháng, ngày họp"), _("Nội dung"), _("Kết luận"), _("Giao việc")),
        tuple(
            (
                joined(f"{row.meeting.month:%m/%Y}", day(row.meeting.held_on), row.meeting.cell),
                _about(row),
                joined(row.get_state_display(), row.conclusion),
                joined(*(tie.task.text for tie in row.given)),
            )
            for row in told.order_by("meeting__month", "position", "pk")
        ),
    )


def _about(row: MeetingItem) -> str:
    if row.issue is not None:
        return joined(row.issue.get_kind_display(), row.issue.summary)
    return row.task.text if row.task is not None else row.title


def _attachments(actor: Actor, subject: Subject, at: datetime) -> Iterator[Holding]:
    rows = IssueAttachment.objects.visible_to(actor).filter(issue__household__in=subject.entries)
    rows = rows.exclude(issue__kind__in=sorted(RESTRICTED)).select_related("issue", "content")
    yield Holding(
        _("Ảnh, giấy tờ gắn với vấn đề"),
        (_("Lúc"), _("Vấn đề"), _("Tệp")),
        tuple(
            (
                moment(row.added_at),
                joined(row.issue.get_kind_display(), row.issue.summary),
                joined(
                    row.content.get_type_display(),
                    _("%(n)d trang") % {"n": row.pages},
                    filesizeformat(row.size),
                ),
            )
            for row in rows.defer("content__data").order_by("added_at", "pk")
        ),
        note=_("Bản ảnh, giấy tờ in ở trang vấn đề khi hộ yêu cầu."),
    )
