"""By which day the next step is due: pure, in calendar days of Vietnam."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from apps.areas.models import IssueStep
from apps.issues.kinds import CURRENT, IssueKind
from apps.issues.levels import STEP_OF_LEVEL, Level
from apps.issues.machine import ENDED, PENDING, UNANSWERED, UNTOLD, State
from apps.issues.models import KindDeadline

# What the household agreed to is closed by itself after a week without a word.
CLOSE_AFTER_DAYS: Final = 7


def due_after(
    state: State,
    level: Level,
    *,
    step_days: Mapping[IssueStep, int],
    day: date,
    answer_by: date | None = None,
) -> date | None:
    """The last day for the next step after what was done on ``day``; None once ended.

    ``answer_by``: when the household is to be answered; while that lies ahead no level has longer.
    """
    if state in ENDED:
        return None
    if state == State.CONFIRMED:
        return day + timedelta(days=CLOSE_AFTER_DAYS)
    step = IssueStep.MEMBER_TO_CELL if state in UNTOLD else STEP_OF_LEVEL[level]
    due = day + timedelta(days=step_days[step])
    is_promised = state in UNANSWERED and answer_by is not None and answer_by >= day
    return min(due, answer_by) if is_promised and answer_by is not None else due


def late_after(
    state: State, *, due_on: date | None, answer_by: date, missed: date | None = None
) -> date | None:
    """The last day on which an issue is in time; None where no household waits.

    The earlier of the step's clock and the day of the answer. ``missed``: the day before a step
    that was nobody's doing; passed on by itself, an issue is as late as it was.
    """
    if state not in PENDING:
        return None
    days = [day for day in (due_on, answer_by, missed) if day is not None]
    return min(days)


def answer_days(commune_id: int, kind: IssueKind) -> int:
    """Within how many days the commune wants issues of this kind answered."""
    row = KindDeadline.objects.filter(commune=commune_id, kind=kind).first()
    return CURRENT[kind].answer_days if row is None else row.days
