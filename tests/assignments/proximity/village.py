"""A made-up village along one road: places are metres from the gate.

Sen, Lực and Tuấn take households; those of Mai, Bình, Cúc and Đào are to be taken.
"""

from collections.abc import Mapping
from typing import Any

from apps.assignments.proximity import Carrier, Home, Problem, Proposal, Spot, Terms

SEN, LUC, TUAN = 1, 2, 3
MAI, BINH, CUC, DAO = 11, 12, 13, 14
VILLAGE, NEXT_VILLAGE = 100, 101
UPPER_GROUP, LOWER_GROUP = 201, 202


def home(key: int, at: float | None, **facts: Any) -> Home:
    spot = None if at is None else Spot(at, 0.0)
    return Home(key, spot, **({"village": VILLAGE} | facts))


def carrier(key: int, at: float | None, capacity: int = 5, **facts: Any) -> Carrier:
    spot = None if at is None else Spot(at, 0.0)
    villages = facts.pop("villages", frozenset({VILLAGE}))
    return Carrier(key, spot, villages, capacity, **facts)


def problem(
    homes: list[Home],
    carriers: list[Carrier],
    *,
    reach: float = 1000.0,
    change: float = 0.0,
    unassigned: float | None = None,
    **more: Any,
) -> Problem:
    return Problem(tuple(homes), tuple(carriers), Terms(reach, change, unassigned), **more)


def pairs(proposal: Proposal) -> dict[int, int]:
    return {pair.home: pair.carrier for pair in proposal.pairs}


def loads(proposal: Proposal) -> dict[int, int]:
    return {key: load.total for key, load in proposal.loads.items()}


def reasons(proposal: Proposal) -> Mapping[int, str]:
    return {left.home: left.reason for left in proposal.left}
