"""A household that left keeps its issues: what was asked may still have its answer.

Nobody is in charge of it any more, so its issues go to the committee (``handover``), which is asked
by a task to see to each of them: to go on with it, or to refuse it for that reason and say so to
the household. Restricted kinds go to those who know of them, without a task that others would read.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils.translation import gettext_noop

from apps.areas.rules import deadlines_of
from apps.common import clock
from apps.households.signals import Departure, Return
from apps.issues.kinds import RESTRICTED
from apps.issues.levels import STEP_OF_LEVEL, Level
from apps.issues.models import FollowTask, Issue, TaskResult, TaskSource

_NAMES: Final = UUID("5f0e3c1c-8a4c-4b8e-9d0a-6a1f5a7d2b90")
TEXT: Final = gettext_noop(
    "Hộ đã chuyển đi. Xem vấn đề này: làm tiếp, hoặc ghi không giải quyết rồi báo cho hộ."
)


def ask_committee(*, departure: Departure, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.signals.household_left``: a task for each open issue."""
    now = clock.now()
    issues = Issue.objects.open().filter(household=departure.household)
    issues = issues.exclude(kind__in=sorted(RESTRICTED)).select_related("household")
    tasks = [_task(issue, departure.at, now) for issue in issues.order_by("pk")]
    # The household may have left before, on the same day, and come back.
    FollowTask.objects.bulk_create(tasks, ignore_conflicts=True)
    _of_leaving(departure.household, departure.at).filter(result=TaskResult.NOT_NEEDED).update(
        ended_on=None, result=""
    )
    return {"follow_tasks": len(tasks)}


def ask_about(issue: Issue, *, left_on: date, now: datetime) -> None:
    """The same of an issue that comes only now, of a household that left since it told of it."""
    if issue.kind not in RESTRICTED:
        FollowTask.objects.bulk_create([_task(issue, left_on, now)], ignore_conflicts=True)


def _key(issue: int, left_on: date) -> str:
    return f"left:{issue}:{left_on.isoformat()}"


def _task(issue: Issue, left_on: date, now: datetime) -> FollowTask:
    days = deadlines_of(issue.household.commune_id)[STEP_OF_LEVEL[Level.CELL]]
    key = _key(issue.pk, left_on)
    return FollowTask(
        client_uuid=uuid5(_NAMES, key),
        source=TaskSource.ISSUE,
        source_key=key,
        text=TEXT,
        household_id=issue.household_id,
        issue=issue,
        level=Level.CELL,
        due_on=clock.local_day(now) + timedelta(days=days),
        made_at=now,
    )


def _of_leaving(household: int, left_on: date) -> Any:
    keys = Q(source_key__startswith="left:", source_key__endswith=f":{left_on.isoformat()}")
    return FollowTask.objects.filter(keys, household=household, source=TaskSource.ISSUE)


def take_question_back(*, returned: Return, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.signals.household_returned``: it was never away."""
    tasks = _of_leaving(returned.household, returned.left_on).filter(ended_on__isnull=True)
    today = clock.local_day(clock.now())
    return {"follow_tasks": tasks.update(ended_on=today, result=TaskResult.NOT_NEEDED)}
