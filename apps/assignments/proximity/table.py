"""The problem as arrays, in the order of ids, so that the order it was written in says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.assignments.proximity.problem import Carrier, Floats, Home, Problem, Spot

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
#: In an array of carriers' numbers: none.
NOBODY = -1
#: Costs are whole decimetres: finer than any position known, and exact to add up.
UNITS_PER_METRE = 10


@dataclass(frozen=True, slots=True)
class Table:
    """Homes and carriers sorted by id; arrays hold one entry for each, numbers count from 0.

    ``current`` and ``fixed``: number of the carrier, or NOBODY. ``room``: how many a carrier can
    take beyond what they carry and have fixed; 0, never less.
    """

    problem: Problem
    homes: tuple[Home, ...]
    carriers: tuple[Carrier, ...]
    home_places: Floats
    carrier_places: Floats
    villages: Ints
    weights: Ints
    current: Ints
    fixed: Ints
    capacity: Ints
    carried: Ints
    base_load: Ints
    room: Ints

    @classmethod
    def of(cls, problem: Problem) -> Table:
        homes = tuple(sorted(problem.homes, key=lambda home: home.id))
        carriers = tuple(sorted(problem.carriers, key=lambda carrier: carrier.id))
        fixed = _takers(homes, carriers, problem.fixed)
        carried = _ints(carrier.carried for carrier in carriers)
        capacity = _ints(carrier.capacity for carrier in carriers)
        base_load = carried + np.bincount(fixed[fixed != NOBODY], minlength=len(carriers))
        return cls(
            problem=problem,
            homes=homes,
            carriers=carriers,
            home_places=_places(home.spot for home in homes),
            carrier_places=_places(carrier.spot for carrier in carriers),
            villages=_ints(home.village for home in homes),
            weights=_ints(home.weight for home in homes),
            current=_takers(homes, carriers, problem.current),
            fixed=fixed,
            capacity=capacity,
            carried=carried,
            base_load=base_load,
            room=np.maximum(0, capacity - base_load),
        )

    def takers(self, pairs: Mapping[int, int]) -> Ints:
        """For each home the number of its carrier in ``pairs``, or NOBODY."""
        return _takers(self.homes, self.carriers, pairs)

    def metres(self, homes: Ints, carriers: Ints) -> Floats:
        """Distances of pairs of numbers; nan where one of the two has no position."""
        start, end = self.home_places[homes], self.carrier_places[carriers]
        known = ~np.isnan(start[:, 0] + end[:, 0])
        found = np.full(len(homes), np.nan)
        if known.any():
            found[known] = self.problem.distances.metres(start[known], end[known])
        return found

    def codes(self, homes: Ints, carriers: Ints) -> Ints:
        """One number for each pair, rising by home, then by carrier."""
        return homes * len(self.carriers) + carriers

    def forbidden_among(self, codes: Ints) -> Flags:
        """Which of the rising ``codes`` are of pairs that must not be."""
        home = {home.id: number for number, home in enumerate(self.homes)}
        carrier = {carrier.id: number for number, carrier in enumerate(self.carriers)}
        stated = [
            (home[first], carrier[second])
            for first, second in self.problem.forbidden
            if first in home and second in carrier
        ]
        pairs = np.array(stated, dtype=np.int64).reshape(-1, 2)
        wanted = self.codes(pairs[:, 0], pairs[:, 1])
        found = np.zeros(len(codes), dtype=np.bool_)
        if len(codes):
            at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
            found[at[codes[at] == wanted]] = True
        return found


def grouped(values: Ints) -> Iterator[tuple[int, Ints]]:
    """Each value, rising, with its positions, rising."""
    if len(values) and values.min() == values.max():
        return iter([(int(values[0]), np.arange(len(values)))])
    order = np.argsort(values, kind="stable")
    keys, starts = np.unique(values[order], return_index=True)
    return zip(keys.tolist(), np.split(order, starts[1:])[: len(keys)], strict=True)


def numbered(values: Ints) -> tuple[Ints, Ints]:
    """The different values, rising, and for each of ``values``, of which there must be some, its
    number among them.
    """
    lowest = int(values.min())
    there = np.zeros(int(values.max()) - lowest + 1, dtype=np.int64)
    there[values - lowest] = 1
    return np.flatnonzero(there) + lowest, (np.cumsum(there) - 1)[values - lowest]


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _places(spots: Iterable[Spot | None]) -> Floats:
    rows = [(np.nan, np.nan) if spot is None else (spot.x, spot.y) for spot in spots]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def _takers(homes: Iterable[Home], carriers: Iterable[Carrier], pairs: Mapping[int, int]) -> Ints:
    number = {carrier.id: each for each, carrier in enumerate(carriers)}
    return _ints(
        number.get(pairs[home.id], NOBODY) if home.id in pairs else NOBODY for home in homes
    )
