"""The life of a plan, as a table: which state may follow which, and what each state must say.

draft → submitted (put to the cell meeting) → in force (by a resolution) → amended (an amendment of
the same plan took its place) or ended (the next plan, the end of the term or of the cell). What
ended with a term goes on where the term's days were written down wrong. The same table is enforced
by the database (``plans.triggers``).
"""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanState(TextChoices):
    DRAFT = "draft", _("Dự thảo")
    SUBMITTED = "submitted", _("Đã trình chi bộ")
    IN_FORCE = "in_force", _("Đang có hiệu lực")
    AMENDED = "amended", _("Đã được sửa đổi, bổ sung")
    ENDED = "ended", _("Đã hết hiệu lực")
    DROPPED = "dropped", _("Đã bỏ")


#: not decided yet: one of these at a time for each cell
OPEN: Final = frozenset({PlanState.DRAFT, PlanState.SUBMITTED})
#: a resolution stands behind them
RESOLVED: Final = frozenset({PlanState.IN_FORCE, PlanState.AMENDED, PlanState.ENDED})
#: no longer in force
PAST: Final = frozenset({PlanState.AMENDED, PlanState.ENDED})

_NEXT: Final[dict[PlanState, frozenset[PlanState]]] = {
    PlanState.DRAFT: frozenset({PlanState.SUBMITTED, PlanState.DROPPED}),
    PlanState.SUBMITTED: frozenset({PlanState.DRAFT, PlanState.IN_FORCE, PlanState.DROPPED}),
    PlanState.IN_FORCE: PAST,
    PlanState.AMENDED: frozenset(),
    PlanState.ENDED: frozenset({PlanState.IN_FORCE}),
    PlanState.DROPPED: frozenset(),
}


def may_follow(before: str, after: str) -> bool:
    """Whether a plan in the state ``before`` may become ``after``."""
    return PlanState(after) in _NEXT[PlanState(before)]


def transitions() -> list[tuple[str, str]]:
    """Every step there is, always in the same order."""
    return [(a.value, b.value) for a in PlanState for b in PlanState if may_follow(a, b)]
