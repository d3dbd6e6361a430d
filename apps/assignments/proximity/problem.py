"""What the solver is asked: homes to be taken, people who take them, and on which terms.

Words are those of tier 3 (member → household). The same question is asked at tier 2 (officer →
self-managed group) and tier 1 (committee member → village): a ``Home`` is then a group or a village
standing at its centre, and a capacity counts groups or villages.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: A home's id and a carrier's.
HomeCarrier = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in metres, in a plane that holds the whole problem (the province's zone)."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Home:
    """What is to be taken by one person: a household, or a group or village at its centre.

    ``spot`` None: no position; such a home is never newly given to anybody, but a pair in force is
    kept. ``provisional``: the spot is not its own (the group's centre), so are distances from it.
    ``village`` decides who may take it, ``group`` where one more person would help.

    ``weight``, a whole number of at least 1, says how much worse it is to leave this home than one
    of weight 1 (poor, near-poor, open issues), and nothing else: it makes no distance longer. When
    not all can be taken, the weights of those left add up to as little as can be. So one of weight
    3 is taken before two of weight 1 in the same room, and not before three in room for three.
    """

    id: int
    spot: Spot | None
    village: int
    group: int | None = None
    weight: int = 1
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Carrier:
    """Somebody who takes homes.

    ``villages``: where they may work; None is anywhere in the problem. ``capacity``: how many they
    can carry in all; 0 takes nobody but those fixed. ``carried``: how many of those places are
    taken by homes that are no part of this problem. ``spot`` None: they keep whom they have and
    get nobody new.
    """

    id: int
    spot: Spot | None
    villages: frozenset[int] | None
    capacity: int
    carried: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan costs, in metres, so that a committee can say what it prefers.

    ``max_metres``: nobody is given a home further away. ``change_metres``: a pair in force that
    works is broken only for a gain of more than this. ``unassigned_metres``: leaving a home of
    weight 1 costs as much as so many metres, one of weight 3 three times that. None: coverage
    comes first, whatever it takes in metres and changes; no home is left while somebody in reach
    has room or can get room by handing another home on.
    """

    max_metres: float
    change_metres: float = 0.0
    unassigned_metres: float | None = None

    def __post_init__(self) -> None:
        stated = (self.max_metres, self.change_metres, self.unassigned_metres or 0.0)
        if not all(math.isfinite(metres) and 0 <= metres <= MOST_METRES for metres in stated):
            raise ValueError(f"metres must be between 0 and {MOST_METRES}")


#: Beyond the country; keeps whole-number costs far from overflowing.
MOST_METRES = 1_000_000
MOST_WEIGHT = 100


class Distances(Protocol):
    """How far it is from one place to another; a road graph would be another of these."""

    def metres(self, start: Floats, end: Floats) -> Floats:
        """Distances of n pairs, shape (n,), for n places (n, 2) at either end.

        Never shorter than the straight line, by which those in reach are looked for; infinite
        where there is no way.
        """
        ...


class StraightLine:
    """As the crow flies."""

    def metres(self, start: Floats, end: Floats) -> Floats:
        apart = start - end
        found: Floats = np.hypot(apart[:, 0], apart[:, 1])
        return found


@dataclass(frozen=True, slots=True)
class Problem:
    """The whole question.

    ``current``: home → carrier in force; a carrier who is no part of the problem is gone, and so is
    the pair. ``forbidden``: pairs that must not be, the own household among them. ``fixed``: home →
    carrier as the committee decided, kept even beyond reach, outside of the carrier's villages and
    over capacity. ``usual``: how many somebody new would carry, for what would mend a plan; None:
    nobody says.

    Raises ValueError where the question contradicts itself.
    """

    homes: tuple[Home, ...]
    carriers: tuple[Carrier, ...]
    terms: Terms
    current: Mapping[int, int] = field(default_factory=dict)
    forbidden: frozenset[HomeCarrier] = frozenset()
    fixed: Mapping[int, int] = field(default_factory=dict)
    distances: Distances = field(default_factory=StraightLine)
    usual: int | None = None

    def __post_init__(self) -> None:
        _once("home", (home.id for home in self.homes))
        _once("carrier", (carrier.id for carrier in self.carriers))
        _check_numbers(self.homes, self.carriers)
        homes = {home.id for home in self.homes}
        carriers = {carrier.id for carrier in self.carriers}
        for pair in self.fixed.items():
            if pair[0] not in homes or pair[1] not in carriers:
                raise ValueError(f"the fixed pair {pair} is no part of the problem")
            if pair in self.forbidden:
                raise ValueError(f"the pair {pair} is both fixed and forbidden")


def _once(what: str, ids: Iterable[int]) -> None:
    twice = sorted(each for each, times in Counter(ids).items() if times > 1)
    if twice:
        raise ValueError(f"{what} given twice: {twice[:5]}")


def _check_numbers(homes: Iterable[Home], carriers: Iterable[Carrier]) -> None:
    for home in homes:
        if not 1 <= home.weight <= MOST_WEIGHT:
            raise ValueError(f"home {home.id}: weight must be between 1 and {MOST_WEIGHT}")
        _check_spot("home", home.id, home.spot)
    for carrier in carriers:
        if carrier.capacity < 0 or carrier.carried < 0:
            raise ValueError(f"carrier {carrier.id}: capacity and carried cannot be below 0")
        _check_spot("carrier", carrier.id, carrier.spot)


def _check_spot(what: str, key: int, spot: Spot | None) -> None:
    if spot is not None and not (math.isfinite(spot.x) and math.isfinite(spot.y)):
        raise ValueError(f"{what} {key}: its spot is no place")
