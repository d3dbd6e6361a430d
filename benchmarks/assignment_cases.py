"""Made-up villages, communes and provinces to be assigned; the same for the same seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from apps.assignments.proximity import Carrier, Home, Problem, Spot, Terms, propose
from apps.assignments.proximity.problem import MOST_METRES, Floats

#: A village's width in metres, as far as people walk, and a change that is worth it: less than by
#: the product's default rule, so that more is weighed.
WIDTH, REACH, CHANGE = 2_000.0, 1_500.0, 300.0
#: What a change must be worth when the product asks: by a commune's rule where it has set nothing
#: (which a test holds against the model), and when a plan in force is amended.
BY_DEFAULT_RULE, BY_AMENDMENT = 500.0, float(MOST_METRES)


def village(
    seed: int,
    homes: int,
    carriers: int,
    capacity: int,
    *,
    width: float = WIDTH,
    reach: float = REACH,
    first: int = 0,
) -> Problem:
    """Homes anywhere in a square, carriers living in some of them; ids begin at ``first``."""
    chance = np.random.default_rng(seed)
    places = chance.uniform(0, width, (homes, 2))
    own = chance.choice(homes, carriers, replace=carriers > homes)
    lived_in = places[own] + chance.normal(0, 5, (carriers, 2))
    return Problem(
        homes=tuple(Home(first + n, spot, 1) for n, spot in enumerate(_spots(places))),
        carriers=tuple(
            Carrier(first + n, spot, None, capacity) for n, spot in enumerate(_spots(lived_in))
        ),
        terms=Terms(reach, CHANGE),
        forbidden=frozenset((first + int(home), first + n) for n, home in enumerate(own)),
    )


def _spots(places: Floats) -> list[Spot]:
    return [Spot(x, y) for x, y in places.round(1).tolist()]


def tangled_village(seed: int) -> Problem:
    """A village with all that makes it hard.

    Room for fewer than there are, loads from elsewhere, forbidden pairs, poor households, some
    places unknown, half of the pairs in force already; every second one with a price on coverage.
    """
    chance = np.random.default_rng(seed)
    plain = village(seed, int(chance.integers(100, 321)), int(chance.integers(8, 41)), 1)
    homes, carriers = len(plain.homes), len(plain.carriers)
    capacity = chance.multinomial(int(0.95 * homes) + 2 * carriers, [1 / carriers] * carriers)
    carried = chance.integers(0, 5, carriers)
    pairs = [(int(chance.integers(homes)), int(chance.integers(carriers))) for _n in range(homes)]
    lost = set(chance.choice(homes, homes // 30, replace=False).tolist())
    return replace(
        plain,
        homes=tuple(
            replace(home, weight=weight, spot=None if home.id in lost else home.spot)
            for home, weight in zip(
                plain.homes, chance.choice([1, 1, 1, 2, 4], homes).tolist(), strict=True
            )
        ),
        carriers=tuple(
            replace(each, capacity=limit, carried=elsewhere)
            for each, limit, elsewhere in zip(
                plain.carriers, capacity.tolist(), carried.tolist(), strict=True
            )
        ),
        terms=Terms(REACH / 2, CHANGE, 900.0 if seed % 2 else None),
        current=dict(pairs[: homes // 2]),
        forbidden=plain.forbidden | set(pairs[homes // 2 :]),
    )


def commune(seed: int = 1) -> Problem:
    """7,237 households and 2,178 people (a real town's numbers) with no border between them."""
    return village(seed, 7_237, 2_178, 4, width=12_000.0)


def province(cells: int, homes: int, carriers: int) -> list[Problem]:
    """Each cell a problem of its own; room for a tenth more than there are homes."""
    capacity = -(-11 * homes // (10 * carriers))
    return [village(seed, homes, carriers, capacity, first=seed * 100_000) for seed in range(cells)]


def in_force(problem: Problem) -> Problem:
    """The same with its own plan in force."""
    return replace(problem, current={pair.home: pair.carrier for pair in propose(problem).pairs})


def changed_for(problem: Problem, metres: float) -> Problem:
    """The same where a pair in force is broken only for a gain of more than ``metres``."""
    return replace(problem, terms=replace(problem.terms, change_metres=metres))


def without(problem: Problem, carrier: int) -> Problem:
    """The same after somebody left."""
    rest = tuple(each for each in problem.carriers if each.id != carrier)
    return replace(problem, carriers=rest)
