"""A cell's monthly meeting: its agenda, the chair's conclusions, the tasks that come from them."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.issues.meetings import triggers
from apps.issues.meetings.querysets import (
    MeetingItemQuerySet,
    MeetingQuerySet,
    MeetingReportQuerySet,
    MeetingTaskQuerySet,
)
from apps.issues.meetings.states import ItemSource, ItemState, MeetingState
from apps.people.models import PartyCell, Person

_CHANGES = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
# Each at most once in a meeting.
_SINGLE = [ItemSource.REPORTS.value, ItemSource.UNCOVERED.value]


@pghistory.track()
class CellMeeting(models.Model):
    """Sinh hoạt chi bộ of one cell in one month. Once signed nothing in it changes."""

    cell = models.ForeignKey(PartyCell, on_delete=models.PROTECT, related_name="meetings")
    # Its first day.
    month = models.DateField(_("tháng"))
    # The members' reports tell of the days from the first up to, not including, the second.
    reports_from = models.DateField()
    reports_to = models.DateField()
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=MeetingState.choices, default=MeetingState.DRAFT
    )
    held_on = models.DateField(_("ngày họp"), null=True, blank=True)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    chair = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="chaired_meetings"
    )
    secretary = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="written_meetings"
    )
    present = models.PositiveSmallIntegerField(_("có mặt"), null=True, blank=True)
    absent = models.PositiveSmallIntegerField(_("vắng mặt"), null=True, blank=True)
    minutes_number = models.CharField(_("số biên bản"), max_length=40, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the minutes say in print, from the day they are signed (``papers.signed``); of those
    # signed before this was kept, nothing.
    minutes = models.JSONField(null=True, editable=False)
    # Counts the changes: who edits says which one was seen.
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cell", "month"], name="meeting_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="meeting_month"),
            models.CheckConstraint(
                condition=Q(reports_to__gt=F("reports_from")), name="meeting_reports_period"
            ),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="meeting_state"
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.DRAFT)
                | Q(
                    held_on__isnull=False,
                    chair__isnull=False,
                    secretary__isnull=False,
                    present__gte=1,
                    absent__isnull=False,
                )
                & ~Q(place=""),
                name="meeting_held_in_full",
            ),
            models.CheckConstraint(
                condition=~Q(chair=F("secretary")), name="meeting_chair_not_secretary"
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.SIGNED)
                & Q(minutes_number="", signed_at__isnull=True)
                | Q(state=MeetingState.SIGNED, signed_at__isnull=False) & ~Q(minutes_number=""),
                name="meeting_signed_in_full",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="signed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state="signed"),
                func=triggers.SIGNED_MEETING,
            )
        ]

    def __str__(self) -> str:
        return f"#{self.cell_id} {self.month:%m/%Y}"


@pghistory.track()
class MeetingItem(models.Model):
    """One item of the agenda, and what the chair concluded."""

    meeting = models.ForeignKey(
        CellMeeting, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    source = models.CharField(_("từ đâu"), max_length=20, choices=ItemSource.choices)
    issue = models.ForeignKey(
        "issues.Issue", on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    task = models.ForeignKey(
        "issues.FollowTask", on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    # Of an item put off by the meeting before: that one.
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried"
    )
    # What somebody wrote down; the other sources speak for themselves.
    title = models.CharField(_("nội dung"), max_length=300, blank=True)
    # Households of an item that counts some.
    number = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField()
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=ItemState.choices, default=ItemState.OPEN
    )
    conclusion = models.CharField(_("kết luận"), max_length=1000, blank=True)

    objects = MeetingItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="meeting_item_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["meeting", "issue"], name="meeting_item_issue_once"),
            models.UniqueConstraint(fields=["meeting", "task"], name="meeting_item_task_once"),
            models.UniqueConstraint(
                fields=["meeting", "carried_from"], name="meeting_item_carried_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "source"],
                condition=Q(source__in=_SINGLE),
                name="meeting_item_single",
            ),
            models.CheckConstraint(
                condition=Q(source__in=ItemSource.values, state__in=ItemState.values),
                name="meeting_item_lists",
            ),
            models.CheckConstraint(
                condition=Q(source=ItemSource.ISSUE, issue__isnull=False, task__isnull=True)
                | Q(source=ItemSource.TASK, issue__isnull=True, task__isnull=False)
                | Q(source__in=_SINGLE, issue__isnull=True, task__isnull=True)
                | Q(source=ItemSource.OTHER, issue__isnull=True, task__isnull=True) & ~Q(title=""),
                name="meeting_item_fits_source",
            ),
            # Why a kind without free words has none here either, see ``triggers.WORDLESS_ITEM``.
            models.CheckConstraint(
                condition=~Q(state=ItemState.CONCLUDED)
                | ~Q(conclusion="")
                | Q(issue__isnull=False)
                | Q(task__isnull=False),
                name="meeting_item_concluded_in_words",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="signed",
                operation=_CHANGES,
                when=pgtrigger.Before,
                func=triggers.OF_MEETING,
            ),
            pgtrigger.Trigger(
                name="wordless",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=triggers.WORDLESS_ITEM,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.meeting_id}.{self.position} ({self.source})"


@pghistory.track()
class MeetingReport(models.Model):
    """What somebody in charge of households did in the period: numbers, nothing else."""

    meeting = models.ForeignKey(
        CellMeeting, on_delete=models.PROTECT, related_name="reports", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="meeting_reports")
    homes = models.PositiveIntegerField(_("hộ phụ trách"))
    contacts = models.PositiveIntegerField(_("lần nắm tình hình"))
    met = models.PositiveIntegerField(_("hộ đã gặp"))
    behind = models.PositiveIntegerField(_("hộ chưa đủ lần"))
    owed = models.PositiveIntegerField(_("lần còn thiếu"))

    objects = MeetingReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meeting_report_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="signed",
                operation=_CHANGES,
                when=pgtrigger.Before,
                func=triggers.OF_MEETING,
            )
        ]

    def __str__(self) -> str:
        return f"#{self.meeting_id}: #{self.person_id}"


@pghistory.track()
class MeetingTask(models.Model):
    """Ties a task to the conclusion that it came from."""

    item = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, related_name="tasks")
    task = models.OneToOneField(
        "issues.FollowTask", on_delete=models.PROTECT, related_name="from_meeting"
    )

    objects = MeetingTaskQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="signed",
                operation=_CHANGES,
                when=pgtrigger.Before,
                func=triggers.OF_ITEM,
            )
        ]

    def __str__(self) -> str:
        return f"#{self.item_id}: #{self.task_id}"
