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
    return deadlines_of_all([commune_id])[commune_id]


def deadlines_of_all(commune_ids: Iterable[int]) -> dict[int, dict[IssueStep, int]]:
    """The same for several communes, by their keys."""
    found = {pk: dict(DEFAULT_STEP_DAYS) for pk in commune_ids}
    for row in StepDeadline.objects.filter(commune__in=found):
        found[row.commune_id][IssueStep(row.step)] = row.days
    return found


def retention_of(commune_id: int) -> RetentionRule:
    """How long data is kept; an unsaved default where the commune has set nothing."""
    return retentions_of([commune_id])[commune_id]


def retentions_of(commune_ids: Iterable[int]) -> dict[int, RetentionRule]:
    wanted = set(commune_ids)
    rules = {r.commune_id: r for r in RetentionRule.objects.filter(commune__in=wanted)}
    return {pk: rules.get(pk) or RetentionRule(commune_id=pk) for pk in wanted}
