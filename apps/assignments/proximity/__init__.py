"""The nearest suitable person for every home. Pure: no database, no clock, same in, same out.

``propose(problem)`` finds the plan of least cost, ``explain`` says why it is so. How it works and
what it costs: decision 021.
"""

from apps.assignments.proximity.problem import (
    Carrier,
    Distances,
    Home,
    Problem,
    Spot,
    StraightLine,
    Terms,
)
from apps.assignments.proximity.proposal import (
    CancelledError,
    Cost,
    Left,
    Load,
    Mend,
    MendKind,
    Obstacle,
    Option,
    Pair,
    Proposal,
    Reason,
    Why,
)

__all__ = [
    "CancelledError",
    "Carrier",
    "Cost",
    "Distances",
    "Home",
    "Left",
    "Load",
    "Mend",
    "MendKind",
    "Obstacle",
    "Option",
    "Pair",
    "Problem",
    "Proposal",
    "Reason",
    "Spot",
    "StraightLine",
    "Terms",
    "Why",
]
