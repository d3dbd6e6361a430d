"""Short names under which tiles carry facts (see ``static/js/core`` for the reading side)."""

from collections.abc import Mapping
from typing import Any

from apps.households.models import PovertyStatus
from apps.reports.selectors import Figures

# Attribute ``s`` of a household; absent: none.
POVERTY_CODES = {PovertyStatus.NEAR_POOR: 1, PovertyStatus.POOR: 2, PovertyStatus.ESCAPED: 3}
STATUS_OF_CODE = {code: status.value for status, code in POVERTY_CODES.items()}

# Attributes of a unit beside ``r0``, ``r1`` … for the recency classes of its own commune.
HOUSEHOLDS, COVERED, UNCOVERED, UNLOCATED, KEPT = "h", "c", "u", "l", "k"
NEAR_POOR, POOR = "s1", "s2"


def figures_of(numbers: Mapping[str, int]) -> Figures:
    """Figures as ``MapUnit.figures`` keeps them, without the days since the last contact."""
    return Figures(
        households=numbers.get(HOUSEHOLDS, 0),
        covered=numbers.get(COVERED, 0),
        unlocated=numbers.get(UNLOCATED, 0),
        kept=numbers.get(KEPT, 0),
        near_poor=numbers.get(NEAR_POOR, 0),
        poor=numbers.get(POOR, 0),
    )


_NAMES = {
    HOUSEHOLDS: "households",
    COVERED: "covered",
    UNCOVERED: "uncovered",
    UNLOCATED: "unlocated",
    KEPT: "kept",
    NEAR_POOR: "near_poor",
    POOR: "poor",
}


def numbers_of(numbers: Mapping[str, Any]) -> dict[str, int]:
    """A unit's numbers under their codes; what is hidden is left out.

    Classes of recency are left out too: the tier above reads them under bounds that its communes
    share, and of two ways to part the same households the difference could tell of a few.
    """
    under = {code: numbers[name] for code, name in _NAMES.items()}
    return {code: n for code, n in under.items() if n is not None}
