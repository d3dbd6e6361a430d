"""The plan of least cost for one piece, and the prices that prove it is one.

A home with a hundred people in reach is nearly always taken by one of the nearest few. So the flow
is first solved over those few, and the dual prices of the carriers tell whether any other pair
could make the plan cheaper. If so, those pairs are added and the flow is solved anew; if not, the
plan is optimal over all pairs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from apps.assignments.proximity.flow import Network
from apps.assignments.proximity.piece import Piece
from apps.assignments.proximity.table import NOBODY, Flags, Ints

#: Measured: fewer need more rounds, more make each round longer.
NEAREST = 16


@dataclass(frozen=True, slots=True)
class Plan:
    """``taken``: for each home the position of its arc, or NOBODY. ``prices``: of each carrier's
    last place, in units, 0 where there is room. ``value``: what each home costs at these prices.

    With them the plan proves itself: no arc costs less than its home's value, what is taken costs
    just that, and only full carriers have a price.
    """

    taken: Ints
    prices: Ints
    value: Ints


def cheapest(piece: Piece, check: Callable[[], None]) -> Plan:
    """``check`` is called before each round and may raise."""
    few = _nearest(piece)
    while True:
        check()
        taken = _solve(piece, np.flatnonzero(few))
        plan = _priced(piece, taken, np.flatnonzero(few))
        cheaper = piece.cost + plan.prices[piece.carrier] < plan.value[piece.home]
        if not cheaper.any():
            return plan
        few |= cheaper


def _nearest(piece: Piece) -> Flags:
    order = np.argsort(piece.home * (piece.cost.max() + 1) + piece.cost, kind="stable")
    starts = np.searchsorted(piece.home, np.arange(len(piece.homes)))
    few = np.zeros(len(order), dtype=np.bool_)
    few[order[np.arange(len(order)) - starts[piece.home] < NEAREST]] = True
    return few


def _solve(piece: Piece, arcs: Ints) -> Ints:
    """For each home the arc of ``arcs`` that it takes, at the least cost over those arcs."""
    homes, carriers = len(piece.homes), len(piece.carriers)
    end = homes + carriers
    ones = np.ones(len(arcs) + homes, dtype=np.int64)
    flows = Network(
        tail=np.concatenate([piece.home[arcs], np.arange(end)]),
        head=np.concatenate([homes + piece.carrier[arcs], np.full(end, end)]),
        capacity=np.concatenate([ones, piece.room]),
        cost=np.concatenate([piece.cost[arcs], piece.left_cost, np.zeros(carriers, np.int64)]),
        supply=np.concatenate([np.ones(homes, np.int64), np.zeros(carriers, np.int64), [-homes]]),
    ).least_cost_flow()
    used = arcs[flows[: len(arcs)] > 0]
    taken = np.full(homes, NOBODY, dtype=np.int64)
    taken[piece.home[used]] = used
    return taken


def _priced(piece: Piece, taken: Ints, arcs: Ints) -> Plan:
    """The lowest prices at which nobody gains by another of ``arcs``.

    A home that is left drives up the price of all it could have had; a home that is taken, the
    price of what it would rather have, by what its own carrier costs already. Prices rise along
    such chains until they rest, which they do since the plan is optimal over ``arcs``.
    """
    left = taken == NOBODY
    owner = np.where(left, NOBODY, piece.carrier[taken])
    paid = np.where(left, piece.left_cost, piece.cost[taken])
    home, carrier = piece.home[arcs], piece.carrier[arcs]
    gain = paid[home] - piece.cost[arcs]
    prices = np.zeros(len(piece.carriers), dtype=np.int64)
    of_left = left[home]
    np.maximum.at(prices, carrier[of_left], gain[of_left])
    carrier, gain, before = carrier[~of_left], gain[~of_left], owner[home][~of_left]
    rising = np.ones(len(prices), dtype=np.bool_)
    while rising.any():
        some = np.flatnonzero(rising[before])
        higher = prices.copy()
        np.maximum.at(higher, carrier[some], prices[before[some]] + gain[some])
        rising, prices = higher > prices, higher
    return Plan(taken, prices, paid + np.where(left, 0, prices[owner]))
