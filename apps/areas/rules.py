"""What a commune has ruled, with the defaults where it has set nothing."""

from collections.abc import Iterable
from typing import Final

from apps.areas.models import IssueStep, RetentionRule, StepDeadline

# The Regulation names no days; a week at the bottom, more above, until the commune decides.
DEFAULT_STEP_DAYS: Final[dict[IssueStep, int]] = {
    IssueStep.MEMBER_TO_CELL: 3,
    IssueStep.CELL_TO_OFFICER: 5,
    IssueStep.OFFICER_TO_COMMUNE: 7,
    IssueStep.COMMUNE_TO_UPPER: 15,
}


def deadlines_of(commune_id: int) -> dict[IssueStep, int]:
    """Days within which an issue leaves each step."""
    rows = StepDeadline.objects.filter(commune=commune_id)
    return DEFAULT_STEP_DAYS | {IssueStep(row.step): row.days for row in rows}


def retention_of(commune_id: int) -> RetentionRule:
    """How long data is kept; an unsaved default where the commune has set nothing."""
    return retentions_of([commune_id])[commune_id]


def retentions_of(commune_ids: Iterable[int]) -> dict[int, RetentionRule]:
    wanted = set(commune_ids)
    rules = {r.commune_id: r for r in RetentionRule.objects.filter(commune__in=wanted)}
    return {pk: rules.get(pk) or RetentionRule(commune_id=pk) for pk in wanted}
