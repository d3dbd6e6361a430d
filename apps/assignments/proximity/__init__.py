"""The nearest suitable person for every home. Pure: no database, no clock, same in, same out.

``propose(problem)`` finds the plan of least cost, ``weigh`` tells a plan made by hand alike, and
``explain`` says why this person. How it works and
what it costs: decision 021.
"""

from apps.assignments.proximity.explaining import explain
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
from apps.assignments.proximity.solving import propose, weigh

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
    "explain",
    "propose",
    "weigh",
]
