"""Raising a rule's tasks, once per household and period, and closing those without a reason.

Whatever kills it in between, the next run makes of the same day the same tasks: a task's key says
which rule, household and period it is of.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import pghistory
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_noop

from apps.assignments.expressions import is_covered
from apps.common.chunks import chunks
from apps.common.clock import local_day
from apps.issues.followups.kinds import SPECS, RuleKind
from apps.issues.followups.matching import late_issues, matching
from apps.issues.followups.models import FollowUpRule
from apps.issues.levels import Level
from apps.issues.models import FollowTask, TaskResult, TaskSource
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of

_SOME: Final = 1000
_KEYS: Final = uuid.UUID("5a3f1d0e-6a62-4c0b-9d5b-2f1f0f6d7c11")
# Written once, read by everybody: in the commune's language.
_GONE: Final = gettext_noop("Lý do nêu việc này không còn.")
_OFF: Final = gettext_noop("Quy tắc đã tắt.")
# Ended by the rule itself, by nobody.
_BY_RULE: Final = Q(result=TaskResult.NOT_NEEDED, ended_by__isnull=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    raised: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """What a task is raised for: a household, or one of its issues."""

    household: int
    covered: bool
    issue: int | None = None

    @property
    def subject(self) -> str:
        return f"{self.household}" if self.issue is None else f"{self.household}-{self.issue}"


def run_rules(*, now: datetime) -> Outcome:
    """Every rule that is on, each in a transaction of its own."""
    raised = closed = 0
    for pk in FollowUpRule.objects.on().order_by("pk").values_list("pk", flat=True):
        done = run_rule(pk, now=now)
        raised, closed = raised + done.raised, closed + done.closed
    return Outcome(raised, closed)


@transaction.atomic
def run_rule(pk: int, *, now: datetime) -> Outcome:
    """One rule; two at once wait for each other, and one that was switched off does nothing."""
    rule = FollowUpRule.objects.select_for_update().filter(pk=pk, is_on=True).first()
    if rule is None:
        return Outcome()
    at = local_day(now)
    reasons = {reason.subject: reason for reason in reasons_of(rule, at=at)}
    with pghistory.context(reason="follow_up_rule"), translation.override("vi"):
        closed = _close(rule, keep=reasons.keys(), at=at)
        raised = _raise(rule, reasons.values(), now=now, at=at)
    return Outcome(raised, closed)


def reasons_of(rule: FollowUpRule, *, at: date) -> Iterator[Reason]:
    """All that the rule speaks of on the day ``at``, in the order of keys."""
    homes: Any = matching(rule, at=at).annotate(covered=is_covered(at)).order_by("pk")
    covered = dict(homes.values_list("pk", "covered"))
    if rule.kind != RuleKind.ISSUE_LATE:
        yield from (Reason(home, is_met) for home, is_met in covered.items())
        return
    late = late_issues(rule.number, at).filter(household__in=homes.values("pk")).order_by("pk")
    for issue, home in late.values_list("pk", "household"):
        yield Reason(home, covered[home], issue)


def open_tasks(rule: FollowUpRule) -> QuerySet[FollowTask]:
    rows: QuerySet[FollowTask] = FollowTask.objects.open().filter(
        source=TaskSource.RULE, source_key__startswith=f"{rule.pk}:"
    )
    return rows


def _subject(source_key: str) -> str:
    """The middle of "rule:subject:period"."""
    return source_key.split(":")[1]


def _close(rule: FollowUpRule, *, keep: Iterable[str], at: date) -> int:
    kept = set(keep)
    rows = open_tasks(rule).values_list("pk", "source_key")
    gone = [pk for pk, key in rows if _subject(key) not in kept]
    return _end(gone, _GONE, at)


def close_all(rule: FollowUpRule, *, at: date) -> int:
    """The rule was switched off."""
    return _end(list(open_tasks(rule).values_list("pk", flat=True)), _OFF, at)


def _end(tasks: list[int], text: str, at: date) -> int:
    ended = 0
    for some in chunks(tasks, _SOME):
        ended += FollowTask.objects.filter(pk__in=some, ended_on__isnull=True).update(
            ended_on=at, result=TaskResult.NOT_NEEDED, result_text=text
        )
    return ended


def _raise(rule: FollowUpRule, reasons: Iterable[Reason], *, now: datetime, at: date) -> int:
    """Not where a task of the rule is still open, from an earlier period too.

    One of this period that a rule ended, switched off or tuned, is open again; what somebody ended
    stays so.
    """
    period = period_of(rule, at=at)
    waiting = open_subjects(rule)
    fresh = (reason for reason in reasons if reason.subject not in waiting)
    before = open_tasks(rule).count()
    for some in chunks(fresh, _SOME):
        tasks = [_task(rule, reason, period, now, at) for reason in some]
        _reopen(tasks)
        FollowTask.objects.bulk_create(tasks, ignore_conflicts=True)
    return open_tasks(rule).count() - before


def period_of(rule: FollowUpRule, *, at: date) -> date:
    """The first day of the commune's month, in which a rule speaks of each subject once."""
    month_start = rules_of([rule.commune_id])[rule.commune_id].month_start
    return month_of(at, month_start)[0]


def ended_by_people(rule: FollowUpRule, *, at: date) -> set[str]:
    """Subjects whose task of this period somebody ended: it is not raised again."""
    period = period_of(rule, at=at).isoformat()
    rows = FollowTask.objects.filter(
        source=TaskSource.RULE,
        source_key__startswith=f"{rule.pk}:",
        source_key__endswith=f":{period}",
        ended_on__isnull=False,
    ).exclude(_BY_RULE)
    return {_subject(key) for key in rows.values_list("source_key", flat=True)}


def open_subjects(rule: FollowUpRule) -> set[str]:
    return {_subject(key) for key in open_tasks(rule).values_list("source_key", flat=True)}


def _reopen(tasks: list[FollowTask]) -> None:
    keys = [task.source_key for task in tasks]
    ended = FollowTask.objects.filter(_BY_RULE, source=TaskSource.RULE, source_key__in=keys)
    due = tasks[0].due_on
    ended.update(ended_on=None, result="", result_text="", due_on=due)


def _task(rule: FollowUpRule, reason: Reason, period: date, now: datetime, at: date) -> FollowTask:
    key = f"{rule.pk}:{reason.subject}:{period.isoformat()}"
    return FollowTask(
        client_uuid=uuid.uuid5(_KEYS, key),
        source=TaskSource.RULE,
        source_key=key,
        text=str(SPECS[RuleKind(rule.kind)].task),
        household_id=reason.household,
        issue_id=reason.issue,
        # Where nobody is in charge, the committee sees to it.
        level=rule.level if reason.covered else Level.CELL,
        due_on=at + timedelta(days=rule.due_days),
        made_at=now,
    )
