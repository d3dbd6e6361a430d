"""One piece of a problem, numbered for itself: the flow network's homes and carriers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from apps.assignments.proximity.arcs import Arcs, Reach, change_cost
from apps.assignments.proximity.pieces import pieces_of
from apps.assignments.proximity.table import NOBODY, UNITS_PER_METRE, Flags, Ints, Table, numbered


@dataclass(frozen=True, slots=True)
class Piece:
    """``home`` and ``carrier`` of each arc count from 0 within the piece, sorted by home.

    ``cost`` of taking (units), ``left_cost`` of leaving each home. ``room`` and ``base_load`` of
    each carrier. ``in_force``: the arc is the present pair. ``homes`` and ``carriers``: their
    numbers in the table.
    """

    home: Ints
    carrier: Ints
    cost: Ints
    in_force: Flags
    left_cost: Ints
    room: Ints
    base_load: Ints
    homes: Ints
    carriers: Ints


def split(table: Table, reach: Reach) -> Iterator[Piece]:
    """The pieces of what can be decided: arcs that are allowed, to people who have room."""
    arcs = reach.arcs.where(reach.allowed & (table.room[reach.arcs.carrier] > 0))
    pieces = pieces_of(arcs)
    for positions in pieces:
        yield _piece(table, reach, arcs if len(pieces) == 1 else arcs.at(positions))


def _piece(table: Table, reach: Reach, arcs: Arcs) -> Piece:
    homes, home = numbered(arcs.home)
    carriers, carrier = numbered(arcs.carrier)
    works = reach.works[homes]
    left_cost = table.weights[homes] * _left_cost(table, arcs.cost, len(homes), len(carriers))
    left_cost += np.where(works != NOBODY, change_cost(table), 0)
    return Piece(
        home=home,
        carrier=carrier,
        cost=arcs.cost,
        in_force=reach.works[arcs.home] == arcs.carrier,
        left_cost=left_cost,
        room=table.room[carriers],
        base_load=table.base_load[carriers],
        homes=homes,
        carriers=carriers,
    )


def _left_cost(table: Table, cost: Ints, homes: int, carriers: int) -> int:
    """Units that leaving a home of weight 1 costs, the broken pair apart.

    Where coverage comes first it is more than any exchange could cost that takes one more: the
    home that is taken, one that each carrier on the way hands on, and one left for it at the end.
    """
    stated = table.problem.terms.unassigned_metres
    if stated is not None:
        return round(stated * UNITS_PER_METRE)
    dearest = max(int(cost.max()), change_cost(table))
    return (min(homes, carriers) + 1) * dearest + 1
