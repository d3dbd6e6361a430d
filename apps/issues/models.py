"""Household issues: what a household needs, who has it in hand, until when, and what was done."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune, Village
from apps.households.models import Household
from apps.issues.attachments.models import AttachmentContent as AttachmentContent
from apps.issues.attachments.models import IssueAttachment as IssueAttachment
from apps.issues.blanking.models import IssueBlanking as IssueBlanking
from apps.issues.desk.models import AnswerTemplate as AnswerTemplate
from apps.issues.followups.models import FollowUpRule as FollowUpRule
from apps.issues.kinds import WORDLESS, IssueKind
from apps.issues.levels import Level
from apps.issues.machine import BY_CLOCK, ENDED, PENDING, TABLE, State, Verb
from apps.issues.meetings import triggers as meeting_triggers
from apps.issues.meetings.models import CellMeeting as CellMeeting
from apps.issues.meetings.models import MeetingItem as MeetingItem
from apps.issues.meetings.models import MeetingReport as MeetingReport
from apps.issues.meetings.models import MeetingTask as MeetingTask
from apps.issues.querysets import (
    FollowTaskQuerySet,
    IssueActionQuerySet,
    IssueCauseQuerySet,
    IssueQuerySet,
)
from apps.issues.rights.models import DataRequest as DataRequest
from apps.issues.roadmap.models import HouseholdSupport as HouseholdSupport
from apps.issues.roadmap.models import PovertyTarget as PovertyTarget
from apps.issues.roadmap.models import PovertyYear as PovertyYear
from apps.issues.roadmap.models import RoadRule as RoadRule
from apps.issues.roadmap.models import RoadStep as RoadStep
from apps.people.models import Person
from apps.visits.models import Contact

_WORDLESS = sorted(WORDLESS)
_ENDED = sorted(ENDED)
_PENDING = sorted(PENDING)

# Whatever writes the row: its state is the one that its last action led to.
STEP_RULE = """
    IF NOT EXISTS (
        SELECT 1 FROM issues_issueaction AS action
        WHERE action.issue_id = NEW.id AND action.number = NEW.steps
          AND action.to_state = NEW.state AND action.to_level = NEW.level
          AND action.due_on IS NOT DISTINCT FROM NEW.due_on
          AND action.late_after IS NOT DISTINCT FROM NEW.late_after
    ) THEN
        RAISE EXCEPTION 'an issue changes by its steps alone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'issue_changes_by_steps';
    END IF;
    RETURN NULL;
"""
# What is written about an issue of a kind without free words has none either.
WORDLESS_RULE = """
    IF NEW.text <> '' AND EXISTS (
        SELECT 1 FROM issues_issue AS issue
        WHERE issue.id = NEW.issue_id
          AND issue.kind IN (KINDS)
    ) THEN
        RAISE EXCEPTION 'nothing is written in free words about this kind of issue'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'issue_action_wordless';
    END IF;
    RETURN NEW;
""".replace("KINDS", ", ".join(f"'{kind}'" for kind in _WORDLESS))

# Steps hang together: each begins where the one before it ended. So a clock, which is the last day
# that a step set, is ended by one step only; and by itself it ends no sooner than on the day after,
# whatever the server's clock was set to in between.
FOLLOWS_RULE = """
    IF NEW.number > 1 AND NOT EXISTS (
        SELECT 1 FROM issues_issueaction AS earlier
        WHERE earlier.issue_id = NEW.issue_id AND earlier.number = NEW.number - 1
          AND earlier.to_state = NEW.from_state AND earlier.to_level = NEW.from_level
    ) THEN
        RAISE EXCEPTION 'a step begins where the one before it ended'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'issue_action_follows';
    END IF;
    IF (NEW.verb IN (CLOCK) OR NEW.verb = 'close' AND NEW.user_id IS NULL) AND NOT EXISTS (
        SELECT 1 FROM issues_issueaction AS earlier
        WHERE earlier.issue_id = NEW.issue_id AND earlier.number = NEW.number - 1
          AND earlier.due_on < (NEW.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    ) THEN
        RAISE EXCEPTION 'the clock of this issue is still running'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'issue_clock_ran_out';
    END IF;
    RETURN NULL;
""".replace("CLOCK", ", ".join(f"'{verb}'" for verb in sorted(BY_CLOCK)))


@pghistory.track()
class IssueCause(models.Model):
    """One cause behind the issues of several households: a washed-out road, a dry well."""

    client_uuid = models.UUIDField(unique=True, editable=False)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="issue_causes")
    kind = models.CharField(_("loại"), max_length=20, choices=IssueKind.choices)
    # About a thing, not about anybody.
    title = models.CharField(_("nguyên nhân chung"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = IssueCauseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="issue_cause_titled"),
            # What only few may know of is not tied to what many read.
            models.CheckConstraint(
                condition=~Q(kind__in=_WORDLESS), name="issue_cause_not_restricted"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Issue(models.Model):
    """One issue of one household. It changes by steps alone, each an ``IssueAction``."""

    # Made where it was written down; the same again is the same issue.
    client_uuid = models.UUIDField(unique=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="issues", db_index=False
    )
    kind = models.CharField(_("loại"), max_length=20, choices=IssueKind.choices)
    kind_version = models.PositiveSmallIntegerField()
    # The kind's own fields, by its version (``details.clean_details``).
    details = models.JSONField(default=dict)
    summary = models.CharField(_("nội dung"), max_length=1000, blank=True)
    # What the household wishes, in its own words, if it chose to say so.
    wish = models.CharField(_("hộ đề nghị"), max_length=500, blank=True)
    # The day on which the household told of it, and the moment when the server learnt of it.
    reported_on = models.DateField(_("ngày hộ nêu"))
    received_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="reported_issues"
    )
    state = models.CharField(_("trạng thái"), max_length=20, choices=State.choices)
    level = models.CharField(_("đang ở"), max_length=20, choices=Level.choices)
    # Every level in whose hands it has been.
    chain = ArrayField(models.CharField(max_length=20, choices=Level.choices))
    # Who of that level took it up; nobody yet: all of them are asked.
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_issues"
    )
    # The last day for the next step; the clock fires on the day after.
    due_on = models.DateField(_("hạn bước này"), null=True, blank=True)
    # The last day in time; once missed, the first one missed, until somebody acts (``deadlines``).
    late_after = models.DateField(_("đúng hạn đến"), null=True, blank=True)
    # The last day for an answer to the household, by the kind.
    answer_by = models.DateField(_("hạn trả lời"))
    # The level that answered or refused: where it goes back to when the household disagrees.
    answered_level = models.CharField(max_length=20, choices=Level.choices, blank=True)
    answer = models.CharField(_("trả lời"), max_length=1000, blank=True)
    # How many steps were taken; the number of the last action.
    steps = models.PositiveIntegerField()
    cause = models.ForeignKey(
        IssueCause, on_delete=models.PROTECT, null=True, blank=True, related_name="issues"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="doubles"
    )
    ended_on = models.DateField(null=True, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=IssueKind.values), name="issue_kind"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="issue_state"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="issue_level"),
            models.CheckConstraint(
                condition=Q(chain__contained_by=Level.values, chain__len__gte=1),
                name="issue_chain",
            ),
            # What is open has a clock running; what has ended has none, and says when.
            models.CheckConstraint(
                condition=Q(state__in=_ENDED, due_on__isnull=True, ended_on__isnull=False)
                | ~Q(state__in=_ENDED) & Q(due_on__isnull=False, ended_on__isnull=True),
                name="issue_open_has_deadline",
            ),
            # What a household waits for is late some day, whatever the steps' clocks say.
            models.CheckConstraint(
                condition=Q(state__in=_PENDING, late_after__isnull=False)
                | ~Q(state__in=_PENDING) & Q(late_after__isnull=True),
                name="issue_pending_may_be_late",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | ~Q(state=State.MERGED) & Q(merged_into__isnull=True),
                name="issue_merged_into_one",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="issue_not_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=_WORDLESS) | Q(summary="", wish="", answer=""),
                name="issue_wordless",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=_WORDLESS) | Q(cause__isnull=True),
                name="issue_restricted_without_cause",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "state"], name="issue_of_household"),
            # The clock asks for what is overdue, every hour.
            models.Index(
                fields=["due_on"], condition=~Q(state__in=_ENDED), name="issue_running_clock"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="changes_by_steps",
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("state", "level", "due_on", "late_after", "steps"),  # type: ignore[no-untyped-call]
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=STEP_RULE,
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} ({self.kind})"


def _legal_steps() -> Q:
    legal = Q(verb=Verb.REPORT, from_state="", to_state=State.REPORTED)
    for (verb, origin), target in sorted(TABLE.items()):
        legal |= Q(verb=verb, from_state=origin, to_state=target)
    return legal


class IssueAction(models.Model):
    """One step in an issue's life; never altered, but that the talk it was told in may join it."""

    issue = models.ForeignKey(
        Issue, on_delete=models.PROTECT, related_name="actions", db_index=False
    )
    # 1 for the report, then one more each.
    number = models.PositiveIntegerField()
    verb = models.CharField(_("bước"), max_length=20, choices=Verb.choices)
    from_state = models.CharField(max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=20, choices=State.choices)
    from_level = models.CharField(max_length=20, choices=Level.choices, blank=True)
    to_level = models.CharField(max_length=20, choices=Level.choices)
    text = models.CharField(_("nội dung"), max_length=1000, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Who has it from now on, where a person took it up.
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    # The talk with the household in which this step was taken.
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="issue_actions"
    )
    # The phone's key of that talk, while it is still on its way here.
    talk_key = models.UUIDField(null=True, editable=False)
    # Of a merge: the one it went into.
    other = models.ForeignKey(
        Issue, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    # The clock as it runs after this step, and the last day on which the issue is in time.
    due_on = models.DateField(null=True)
    late_after = models.DateField(null=True)

    objects = IssueActionQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "number"]
        constraints = [
            # Two at once: the second finds the number taken, and is told what changed.
            models.UniqueConstraint(fields=["issue", "number"], name="issue_action_number"),
            models.CheckConstraint(condition=_legal_steps(), name="issue_action_legal"),
            models.CheckConstraint(
                condition=Q(verb=Verb.REPORT, number=1) | ~Q(verb=Verb.REPORT) & Q(number__gt=1),
                name="issue_action_begins",
            ),
            # People take steps; the clock takes only its own.
            models.CheckConstraint(
                condition=Q(verb__in=sorted(BY_CLOCK), user__isnull=True)
                | ~Q(verb__in=sorted(BY_CLOCK)),
                name="issue_action_by_clock",
            ),
        ]
        indexes = [
            # Each contact that a phone brings asks whether a step waits for it.
            models.Index(
                fields=["talk_key"],
                condition=Q(talk_key__isnull=False, contact__isnull=True),
                name="issue_action_awaits_talk",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            # The talk it was told in may arrive after it, once.
            pgtrigger.Protect(
                name="never_altered",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["contact"]),
            ),
            pgtrigger.Protect(
                name="talk_joins_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__contact__isnull=False),
            ),
            pgtrigger.Trigger(
                name="wordless",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=WORDLESS_RULE,
            ),
            pgtrigger.Trigger(
                name="follows",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                func=FOLLOWS_RULE,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.issue_id}.{self.number}: {self.verb}"


@pghistory.track()
class KindDeadline(models.Model):
    """Within how many days the commune wants an issue of a kind answered."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="kind_deadlines")
    kind = models.CharField(_("loại"), max_length=20, choices=IssueKind.choices)
    days = models.PositiveSmallIntegerField(_("số ngày"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "kind"], name="kind_deadline_once"),
            models.CheckConstraint(condition=Q(kind__in=IssueKind.values), name="kind_known"),
            models.CheckConstraint(condition=Q(days__range=(1, 365)), name="kind_deadline_range"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"


class TaskSource(models.TextChoices):
    """What a task came from."""

    MEETING = "meeting", _("Kết luận sinh hoạt chi bộ")
    RULE = "rule", _("Quy tắc theo dõi")
    ISSUE = "issue", _("Vấn đề của hộ")


class TaskResult(models.TextChoices):
    DONE = "done", _("Đã làm")
    NOT_NEEDED = "not_needed", _("Không còn cần")


@pghistory.track()
class FollowTask(models.Model):
    """Something somebody has to do by a day: from a meeting's conclusion, a rule, an issue."""

    client_uuid = models.UUIDField(unique=True, editable=False)
    source = models.CharField(_("từ đâu"), max_length=20, choices=TaskSource.choices)
    # What the source knows it by; it makes the same task only once.
    source_key = models.CharField(max_length=100)
    text = models.CharField(_("việc cần làm"), max_length=300)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_tasks"
    )
    # Of tasks that are not about one household.
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_tasks"
    )
    issue = models.ForeignKey(
        Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    level = models.CharField(_("giao cho"), max_length=20, choices=Level.choices)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_tasks"
    )
    due_on = models.DateField(_("hạn"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_on = models.DateField(_("xong ngày"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=20, choices=TaskResult.choices, blank=True)
    result_text = models.CharField(_("ghi chú kết quả"), max_length=500, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FollowTaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="follow_task_once"),
            models.CheckConstraint(condition=~Q(text=""), name="follow_task_says_what"),
            models.CheckConstraint(
                condition=Q(source__in=TaskSource.values, level__in=Level.values),
                name="follow_task_lists",
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=False) | Q(village__isnull=False),
                name="follow_task_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, result="")
                | Q(ended_on__isnull=False, result__in=TaskResult.values),
                name="follow_task_ended_in_full",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(ended_on__isnull=True), name="follow_task_open"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="wordless",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=meeting_triggers.WORDLESS_TASK,
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} ({self.source})"
