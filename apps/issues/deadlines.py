"""By which day the next step is due: pure, in calendar days of Vietnam."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from apps.areas.models import IssueStep
from apps.issues.kinds import CURRENT, IssueKind
from apps.issues.levels import STEP_OF_LEVEL, Level
from apps.issues.machine import ENDED, UNTOLD, State
from apps.issues.models import KindDeadline

# What the household agreed to is closed by itself after a week without a word.
CLOSE_AFTER_DAYS: Final = 7


def due_after(
    state: State, level: Level, *, step_days: Mapping[IssueStep, int], day: date
) -> date | None:
    """The last day for the next step after what was done on ``day``; None once ended."""
    if state in ENDED:
        return None
    if state == State.CONFIRMED:
        return day + timedelta(days=CLOSE_AFTER_DAYS)
    step = IssueStep.MEMBER_TO_CELL if state in UNTOLD else STEP_OF_LEVEL[level]
    return day + timedelta(days=step_days[step])


def answer_days(commune_id: int, kind: IssueKind) -> int:
    """Within how many days the commune wants issues of this kind answered."""
    row = KindDeadline.objects.filter(commune=commune_id, kind=kind).first()
    return CURRENT[kind].answer_days if row is None else row.days
