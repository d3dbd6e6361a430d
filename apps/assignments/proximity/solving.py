"""From the question to the proposal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from apps.assignments.proximity.arcs import Reach, reach_of
from apps.assignments.proximity.cheapest import cheapest
from apps.assignments.proximity.fairness import fairest
from apps.assignments.proximity.mending import left_homes
from apps.assignments.proximity.piece import split
from apps.assignments.proximity.problem import Problem
from apps.assignments.proximity.proposal import CancelledError, Cost, Load, Pair, Proposal
from apps.assignments.proximity.table import NOBODY, UNITS_PER_METRE, Ints, Table

#: How many of all homes are settled.
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def propose(
    problem: Problem, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Proposal:
    """The plan of least cost; among those, the one with the most even loads.

    ``progress(done, all)`` is told the number of homes settled after each piece of the problem.
    ``cancelled()`` is asked before each piece, and in a large one now and then; true ends in
    CancelledError.
    """
    table = Table.of(problem)
    reach = reach_of(table)
    taker = _settle(table, reach, progress or _tell_nobody, cancelled or _never)
    return _proposal(table, reach, taker)


def weigh(problem: Problem, pairs: Mapping[int, int]) -> Proposal:
    """A plan made by hand (home → carrier), told like one that was proposed.

    Nothing is solved: ``pairs`` stay as given, whatever the terms say. Fixed pairs need not be
    among them; a carrier who is no part of the problem is nobody.
    """
    table = Table.of(problem)
    return _proposal(table, reach_of(table), table.takers({**problem.fixed, **pairs}))


def _proposal(table: Table, reach: Reach, taker: Ints) -> Proposal:
    pairs = _pairs(table, taker)
    loads = table.carried + np.bincount(taker[taker != NOBODY], minlength=len(table.carriers))
    return Proposal(
        pairs=pairs,
        left=left_homes(table, reach, np.flatnonzero(taker == NOBODY), loads),
        loads={
            carrier.id: Load(carrier.carried, total - carrier.carried, carrier.capacity)
            for carrier, total in zip(table.carriers, loads.tolist(), strict=True)
        },
        cost=_cost(table, reach, taker, pairs),
    )


def _settle(table: Table, reach: Reach, progress: Progress, cancelled: Cancelled) -> Ints:
    """Each home's carrier by number, or NOBODY."""

    def check() -> None:
        if cancelled():
            raise CancelledError

    taker = table.fixed.copy()
    pieces = list(split(table, reach))
    everything = len(table.homes)
    done = everything - sum(len(piece.homes) for piece in pieces)
    progress(done, everything)
    for piece in pieces:
        taken = fairest(piece, cheapest(piece, check))
        some = taken != NOBODY
        taker[piece.homes[some]] = piece.carriers[piece.carrier[taken[some]]]
        done += len(piece.homes)
        progress(done, everything)
    return taker


def _tell_nobody(_done: int, _all: int) -> None:
    pass


def _never() -> bool:
    return False


def _pairs(table: Table, taker: Ints) -> tuple[Pair, ...]:
    homes = np.flatnonzero(taker != NOBODY)
    carriers = taker[homes]
    metres = table.metres(homes, carriers)
    rows = zip(
        homes.tolist(),
        carriers.tolist(),
        metres.tolist(),
        (~np.isfinite(metres)).tolist(),
        (table.current[homes] == carriers).tolist(),
        (table.fixed[homes] != NOBODY).tolist(),
        (metres > table.problem.terms.max_metres).tolist(),
        strict=True,
    )
    return tuple(
        Pair(
            home=table.homes[home].id,
            carrier=table.carriers[carrier].id,
            metres=None if unknown else apart,
            provisional=table.homes[home].provisional,
            kept=kept,
            fixed=fixed,
            beyond=beyond,
        )
        for home, carrier, apart, unknown, kept, fixed, beyond in rows
    )


def _cost(table: Table, reach: Reach, taker: Ints, pairs: tuple[Pair, ...]) -> Cost:
    terms = table.problem.terms
    units = sum(round(pair.metres * UNITS_PER_METRE) for pair in pairs if pair.metres is not None)
    broken = int(((reach.works != NOBODY) & (reach.works != taker)).sum())
    left = int(table.weights[taker == NOBODY].sum())
    total = units / UNITS_PER_METRE + broken * terms.change_metres
    return Cost(
        metres=units / UNITS_PER_METRE,
        broken=broken,
        left=left,
        total=total + left * (terms.unassigned_metres or 0.0),
    )
