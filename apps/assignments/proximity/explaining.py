"""Why this person for this home, and why not the others."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from apps.assignments.proximity.problem import Carrier, Home, Problem
from apps.assignments.proximity.proposal import Load, Obstacle, Option, Pair, Proposal, Why
from apps.assignments.proximity.table import UNITS_PER_METRE


def explain(problem: Problem, proposal: Proposal, home: int, *, limit: int | None = 12) -> Why:
    """The one who takes ``home`` and the ``limit`` nearest others (None: all).

    Those without a position come last. Raises KeyError if the home is no part of the problem.
    """
    asked = next((each for each in problem.homes if each.id == home), None)
    if asked is None:
        raise KeyError(home)
    pair = next((each for each in proposal.pairs if each.home == home), None)
    metres = _metres(problem, asked)
    case = _Case(problem, asked, pair)
    options = [
        Option(
            carrier=carrier.id,
            metres=metres[carrier.id],
            load=proposal.loads[carrier.id],
            obstacle=case.obstacle(carrier, metres[carrier.id], proposal.loads[carrier.id]),
        )
        for carrier in problem.carriers
    ]
    options.sort(key=lambda each: (_or_last(each.metres), each.carrier))
    return Why(
        home=home,
        chosen=next((each for each in options if each.obstacle is None), None),
        pair=pair,
        left=next((each for each in proposal.left if each.home == home), None),
        others=tuple(each for each in options if each.obstacle is not None)[:limit],
    )


def _or_last(metres: float | None) -> float:
    return math.inf if metres is None else metres


def _metres(problem: Problem, home: Home) -> dict[int, float | None]:
    """How far it is to each carrier; None where that is not known, or there is no way."""
    found: dict[int, float | None] = dict.fromkeys(each.id for each in problem.carriers)
    placed = [(each.id, each.spot.x, each.spot.y) for each in problem.carriers if each.spot]
    if home.spot is None or not placed:
        return found
    ends = np.array([place[1:] for place in placed], dtype=np.float64)
    starts = np.tile([home.spot.x, home.spot.y], (len(ends), 1))
    apart = problem.distances.metres(starts, ends).tolist()
    for (carrier, _x, _y), metres in zip(placed, apart, strict=True):
        found[carrier] = metres if math.isfinite(metres) else None
    return found


@dataclass(frozen=True, slots=True)
class _Case:
    problem: Problem
    home: Home
    pair: Pair | None

    def obstacle(self, carrier: Carrier, metres: float | None, load: Load) -> Obstacle | None:
        if self.pair is not None and carrier.id == self.pair.carrier:
            return None
        return self._ruled_out(carrier, metres) or self._passed_over(metres, load)

    def _ruled_out(self, carrier: Carrier, metres: float | None) -> Obstacle | None:
        """By the question itself, whatever the plan."""
        if self.home.id in self.problem.fixed:
            return Obstacle.FIXED
        if (self.home.id, carrier.id) in self.problem.forbidden:
            return Obstacle.FORBIDDEN
        if carrier.villages is not None and self.home.village not in carrier.villages:
            return Obstacle.OTHER_VILLAGE
        if metres is None:
            in_force = self.problem.current.get(self.home.id) == carrier.id
            return None if in_force else Obstacle.NO_POSITION
        return Obstacle.BEYOND_REACH if metres > self.problem.terms.max_metres else None

    def _passed_over(self, metres: float | None, load: Load) -> Obstacle:
        """By the plan."""
        if load.room == 0:
            return Obstacle.FULL
        if self.pair is None:
            return Obstacle.COSTS_MORE
        if metres is None:
            # The one in force, in a plan that gives the home to another: nearer or not, who knows.
            return Obstacle.NO_POSITION
        if _units(metres) >= _units(self.pair.metres):
            return Obstacle.FURTHER
        return Obstacle.PAIR_WORKS if self.pair.kept else Obstacle.NEARER


def _units(metres: float | None) -> int:
    """As the plan counts it: an unknown distance is not held against a pair."""
    return 0 if metres is None else round(metres * UNITS_PER_METRE)
