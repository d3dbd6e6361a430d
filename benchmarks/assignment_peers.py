"""The same questions put to others: an exact LP (scipy, HiGHS) and PuLP with CBC.

The formulations are written from the definition of a plan (``problem.py``), with no code of the
solver's, so that a mistake of the solver's is not made twice.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pulp
from scipy.optimize import linprog
from scipy.sparse import coo_array

from apps.assignments.proximity import Carrier, Home, Problem

_UNITS = 10


def _units(home: Home, carrier: Carrier) -> int | None:
    if home.spot is None or carrier.spot is None:
        return None
    metres = math.hypot(home.spot.x - carrier.spot.x, home.spot.y - carrier.spot.y)
    return round(metres * _UNITS)


def _may_be(problem: Problem, home: Home, carrier: Carrier) -> bool:
    if (home.id, carrier.id) in problem.forbidden or carrier.capacity == 0:
        return False
    if home.spot is None or carrier.spot is None:
        return problem.current.get(home.id) == carrier.id
    apart = math.hypot(home.spot.x - carrier.spot.x, home.spot.y - carrier.spot.y)
    return apart <= problem.terms.max_metres


@dataclass(slots=True)
class ExactPlan:
    """The least weight left where coverage comes first (else 0), and the least cost in dm."""

    left: int
    units: int


@dataclass(slots=True)
class _Program:
    """Variables x(home, carrier) between 0 and 1; the matrix is totally unimodular, so an optimum
    of the relaxed programme is one in whole numbers."""

    problem: Problem
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    untouched: int = 0

    def __post_init__(self) -> None:
        change = round(self.problem.terms.change_metres * _UNITS)
        for row, home in enumerate(self.problem.homes):
            taken_by = dict(self._takers(home))
            works = self.problem.current.get(home.id) in taken_by
            penalty = change if works else 0
            self.untouched += penalty
            for carrier, (number, apart) in taken_by.items():
                kept = self.problem.current.get(home.id) == carrier
                column = len(self.cost)
                self.rows += [row, len(self.problem.homes) + number]
                self.columns += [column, column]
                self.cost.append(apart - (penalty if kept else 0))
                self.weight.append(home.weight)

    def _takers(self, home: Home) -> Iterator[tuple[int, tuple[int, int]]]:
        for number, carrier in enumerate(self.problem.carriers):
            if _may_be(self.problem, home, carrier):
                yield carrier.id, (number, _units(home, carrier) or 0)

    def least(self, cost: list[float], *, covering: float | None = None) -> float:
        """The least cost; with at least so much weight taken, where that is asked."""
        problem = self.problem
        shape = len(problem.homes) + len(problem.carriers), len(self.cost)
        matrix = coo_array((np.ones(len(self.rows)), (self.rows, self.columns)), shape=shape)
        room = [max(0, each.capacity - each.carried) for each in problem.carriers]
        found = linprog(
            cost,
            A_ub=matrix.tocsr(),
            b_ub=[1] * len(problem.homes) + room,
            A_eq=None if covering is None else [self.weight],
            b_eq=None if covering is None else [covering],
            bounds=(0, 1),
            method="highs",
        )
        if not found.success:
            raise RuntimeError(found.message)
        return float(found.fun)


def exact(problem: Problem) -> ExactPlan:
    """The optimum by HiGHS: first the most weight, then the least cost; or both at once."""
    program = _Program(problem)
    everything = sum(home.weight for home in problem.homes)
    price = problem.terms.unassigned_metres
    if price is not None:
        saved = [
            c - w * round(price * _UNITS) for c, w in zip(program.cost, program.weight, strict=True)
        ]
        units = program.least(saved) + everything * round(price * _UNITS)
        return ExactPlan(0, round(units) + program.untouched)
    most = round(-program.least([-weight for weight in program.weight]))
    units = program.least(program.cost, covering=most)
    return ExactPlan(everything - most, round(units) + program.untouched)


def cbc(problem: Problem) -> int | None:
    """As CommCare's microplanning asks it: yes or no for each pair, everybody taken exactly once.

    The least distance in dm, or None where there is room for fewer than there are: then the
    programme has no answer at all.
    """
    apart = {
        (home.id, carrier.id): _units(home, carrier)
        for home in problem.homes
        for carrier in problem.carriers
        if (home.id, carrier.id) not in problem.forbidden
    }
    programme = pulp.LpProblem("assignment", pulp.LpMinimize)
    chosen = pulp.LpVariable.dicts("x", apart, cat=pulp.LpBinary)
    programme += pulp.lpSum(metres * chosen[pair] for pair, metres in apart.items())
    for home in problem.homes:
        pairs = [(home.id, each.id) for each in problem.carriers]
        programme += pulp.lpSum(chosen[pair] for pair in pairs if pair in chosen) == 1
    for carrier in problem.carriers:
        pairs = [(each.id, carrier.id) for each in problem.homes]
        programme += (
            pulp.lpSum(chosen[pair] for pair in pairs if pair in chosen) <= carrier.capacity
        )
    programme.solve(pulp.PULP_CBC_CMD(msg=False))
    if programme.status != pulp.LpStatusOptimal:
        return None
    return round(float(pulp.value(programme.objective)))
