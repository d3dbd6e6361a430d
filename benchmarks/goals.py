"""Rows of a report: a figure of ours beside a peer's, and the goal it was to reach."""

import math
from collections.abc import Sequence
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` of all values do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def row(
    measure: str, ours: float, peer: float, *, peer_name: str, unit: str, goal: float
) -> dict[str, Any]:
    """Ours against a peer; ``goal`` is the highest ratio wanted."""
    ratio = ours / peer if peer else math.inf
    return {
        "measure": measure,
        "ours": round(ours, 2),
        "peer": round(peer, 2),
        "peer_name": peer_name,
        "unit": unit,
        "ratio": round(ratio, 3),
        "goal": goal,
        "met": ratio <= goal,
    }


def limit_row(measure: str, ours: float, limit: float, *, unit: str) -> dict[str, Any]:
    """Ours against a fixed limit."""
    return row(measure, ours, limit, peer_name="limit", unit=unit, goal=1.0)
