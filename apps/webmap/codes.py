"""Short names under which tiles carry facts (see ``static/js/core`` for the reading side)."""

from apps.households.models import PovertyStatus

# Attribute ``s`` of a household; absent: none.
POVERTY_CODES = {PovertyStatus.NEAR_POOR: 1, PovertyStatus.POOR: 2, PovertyStatus.ESCAPED: 3}

# Attributes of a unit: households, covered, uncovered, unlocated, kept the rule this month,
# near-poor, poor; then ``r0``, ``r1`` … for the recency classes.
HOUSEHOLDS, COVERED, UNCOVERED, UNLOCATED, KEPT = "h", "c", "u", "l", "k"
NEAR_POOR, POOR = "s1", "s2"
RECENCY = "r"
