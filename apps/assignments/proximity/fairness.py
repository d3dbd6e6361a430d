"""Among all plans of the same least cost, the one whose loads are as even as can be.

At the prices that prove one plan, every other plan of the same cost uses only tight arcs (those
that cost just their home's value) and fills every carrier who has a price. So whatever is chosen
among tight arcs, the cost cannot rise. Each further home of a carrier counts as many points as
they carry by then; the fewest points in all is the fewest sum of squares, and among load vectors
of such a network that is also the lowest highest load, then the lowest second highest, and so on
(Frank and Murota, Decreasing minimization on M-convex sets, 2022).
"""

from __future__ import annotations

import numpy as np

from apps.assignments.proximity.cheapest import Plan
from apps.assignments.proximity.flow import Network
from apps.assignments.proximity.piece import Piece
from apps.assignments.proximity.table import NOBODY, Flags, Ints, numbered


def fairest(piece: Piece, plan: Plan) -> Ints:
    """For each home the position of its arc, or NOBODY; the plan's cost, loads most even.

    A home that costs as much to take as to leave is taken; a pair in force is kept where neither
    cost nor loads speak against it.
    """
    tight = piece.cost + plan.prices[piece.carrier] == plan.value[piece.home]
    may_leave = piece.left_cost == plan.value
    choices = np.bincount(piece.home[tight], minlength=len(may_leave)) + may_leave
    open_arcs = np.flatnonzero(tight & (choices > 1)[piece.home])
    if not len(open_arcs):
        return plan.taken
    settled = plan.taken[(choices == 1) & (plan.taken != NOBODY)]
    given = np.bincount(piece.carrier[settled], minlength=len(piece.room))
    taken = plan.taken.copy()
    taken[choices > 1] = NOBODY
    used = open_arcs[_even_flow(piece, open_arcs, given, plan.prices, may_leave) > 0]
    taken[piece.home[used]] = used
    return taken


def _even_flow(piece: Piece, arcs: Ints, given: Ints, prices: Ints, may_leave: Flags) -> Ints:
    """The flow on each of ``arcs``; ``given``: homes each carrier has for certain."""
    homes, home = numbered(piece.home[arcs])
    carriers, carrier = numbered(piece.carrier[arcs])
    room, load = (piece.room - given)[carriers], (piece.base_load + given)[carriers]
    must_fill = prices[carriers] > 0
    places = np.where(must_fill, 0, np.minimum(room, np.bincount(carrier)))
    filling, level = _levels(load, places)
    leaving = np.flatnonzero(may_leave[homes])
    end = len(homes) + len(carriers)
    worst = level.max(initial=0) + 1
    points = np.concatenate([level, np.full(len(leaving), worst)])
    supply = np.concatenate([np.ones(len(homes), np.int64), np.where(must_fill, -room, 0), [0]])
    supply[end] = -supply.sum()
    # One point outweighs all pairs in force together.
    return Network(
        tail=np.concatenate([home, len(homes) + filling, leaving]),
        head=np.concatenate([len(homes) + carrier, np.full(len(points), end)]),
        capacity=np.ones(len(arcs) + len(points), dtype=np.int64),
        cost=np.concatenate([~piece.in_force[arcs], points * (len(homes) + 1)]),
        supply=supply,
    ).least_cost_flow()[: len(arcs)]


def _levels(load: Ints, places: Ints) -> tuple[Ints, Ints]:
    """For each free place of each carrier: whose it is, and what they carry before it is filled.

    Counted from the least loaded, which leaves smaller numbers and changes nothing.
    """
    whose = np.repeat(np.arange(len(load)), places)
    nth = np.arange(len(whose)) - np.repeat(np.cumsum(places) - places, places)
    level = load[whose] + nth
    return whose, level - level.min(initial=level.max(initial=0))
