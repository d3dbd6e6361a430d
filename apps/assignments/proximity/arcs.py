"""Who could take which home: pairs within reach, and pairs in force that may go on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from shapely import STRtree, points

from apps.assignments.proximity.problem import Floats
from apps.assignments.proximity.table import NOBODY, UNITS_PER_METRE, Flags, Ints, Table, grouped

# Distances are compared exactly afterwards; the straight line may find a little too much, never too
# little.
_MARGIN = 1e-6
# Measured: up to so many pairs of a village, comparing all is faster than an index.
_FEW_PAIRS = 200_000


@dataclass(frozen=True, slots=True)
class Arcs:
    """Pairs of numbers of homes and carriers, sorted; ``metres`` nan where not known.

    ``cost``: units, the penalty for leaving a pair that works included.
    """

    home: Ints
    carrier: Ints
    metres: Floats
    cost: Ints

    def __len__(self) -> int:
        return len(self.home)

    def where(self, these: Flags) -> Arcs:
        if these.all():
            return self
        return self.at(np.flatnonzero(these))

    def at(self, these: Ints) -> Arcs:
        return Arcs(self.home[these], self.carrier[these], self.metres[these], self.cost[these])


@dataclass(frozen=True, slots=True)
class Reach:
    """All that could be.

    ``arcs``: every pair within reach of a home that is not fixed and somebody of its village with
    a capacity, forbidden ones included, and the pairs in force that may go on without a position.
    ``allowed``: for each arc, not forbidden. ``works``: for each home, the carrier in force if that
    pair may go on, else NOBODY.
    """

    arcs: Arcs
    allowed: Flags
    works: Ints


def reach_of(table: Table) -> Reach:
    home, carrier, metres = _within_reach(table)
    unplaced = _unplaced_pairs_in_force(table)
    home = np.concatenate([home, unplaced])
    carrier = np.concatenate([carrier, table.current[unplaced]])
    metres = np.concatenate([metres, np.full(len(unplaced), np.nan)])
    codes = table.codes(home, carrier)
    if np.any(codes[1:] < codes[:-1]):
        order = np.argsort(codes)
        home, carrier, metres, codes = home[order], carrier[order], metres[order], codes[order]
    allowed = ~table.forbidden_among(codes)
    in_force = allowed & (table.current[home] == carrier)
    works = np.full(len(table.homes), NOBODY, dtype=np.int64)
    works[home[in_force]] = carrier[in_force]
    # What is not known is not held against a pair that works: it counts 0.
    known = np.where(np.isnan(metres), 0.0, metres)
    cost = np.rint(known * UNITS_PER_METRE).astype(np.int64)
    cost += np.where((works[home] != NOBODY) & ~in_force, change_cost(table), 0)
    return Reach(Arcs(home, carrier, metres, cost), allowed, works)


def change_cost(table: Table) -> int:
    """Units that breaking a pair that works costs."""
    return round(table.problem.terms.change_metres * UNITS_PER_METRE)


def _within_reach(table: Table) -> tuple[Ints, Ints, Floats]:
    homes, carriers = [], []
    for some, takers in _by_village(table):
        near = _near(table.home_places[some], table.carrier_places[takers], table)
        homes.append(some[near[0]])
        carriers.append(takers[near[1]])
    home = np.concatenate([np.empty(0, np.int64), *homes])
    carrier = np.concatenate([np.empty(0, np.int64), *carriers])
    metres = table.problem.distances.metres(table.home_places[home], table.carrier_places[carrier])
    near_enough = metres <= table.problem.terms.max_metres
    if near_enough.all():
        return home, carrier, metres
    return home[near_enough], carrier[near_enough], metres[near_enough]


def _near(homes: Floats, carriers: Floats, table: Table) -> tuple[Ints, Ints]:
    """Positions in ``homes`` and in ``carriers`` of those in reach by the straight line."""
    most = table.problem.terms.max_metres + _MARGIN
    if len(homes) * len(carriers) > _FEW_PAIRS:
        tree = STRtree(np.asarray(points(carriers)))
        found: Ints = tree.query(points(homes), predicate="dwithin", distance=most)
        return found[0], found[1]
    apart = np.subtract.outer(homes[:, 0], carriers[:, 0])
    np.hypot(apart, np.subtract.outer(homes[:, 1], carriers[:, 1]), out=apart)
    pairs = np.flatnonzero(apart <= most)
    home = pairs // len(carriers)
    return home, pairs - home * len(carriers)


def _by_village(table: Table) -> Iterator[tuple[Ints, Ints]]:
    """Homes with all who may work there, by numbers; a carrier and a home meet once."""
    homes = np.flatnonzero((table.fixed == NOBODY) & ~np.isnan(table.home_places[:, 0]))
    takers = _takers(table)
    everywhere = takers.pop(None, None)
    if everywhere and len(homes):
        yield homes, np.array(everywhere)
    for village, some in grouped(table.villages[homes]):
        if village in takers:
            yield homes[some], np.array(takers[village])


def _takers(table: Table) -> dict[int | None, list[int]]:
    """By village, who may work there and can be given homes; under None, who may anywhere."""
    takers = defaultdict(list)
    for number, carrier in enumerate(table.carriers):
        if carrier.spot is not None and carrier.capacity > 0:
            for village in carrier.villages if carrier.villages is not None else (None,):
                takers[village].append(number)
    return takers


def _unplaced_pairs_in_force(table: Table) -> Ints:
    """Homes that are not fixed, with a pair in force whose distance nobody knows."""
    homes = np.flatnonzero((table.fixed == NOBODY) & (table.current != NOBODY))
    unknown = np.isnan(table.home_places[homes, 0])
    unknown |= np.isnan(table.carrier_places[table.current[homes], 0])
    return np.array([home for home in homes[unknown] if _may_take(table, home)], dtype=np.int64)


def _may_take(table: Table, home: int) -> bool:
    """Whether the carrier in force may work in the home's village and carries homes at all."""
    carrier = table.carriers[table.current[home]]
    works_there = carrier.villages is None or table.homes[home].village in carrier.villages
    return works_there and carrier.capacity > 0
