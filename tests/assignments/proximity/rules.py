"""The rules told a second time, pair by pair and without arrays, to hold the solver against."""

import math

from apps.assignments.proximity import Carrier, Home, Problem

UNITS = 10


def units(home: Home, carrier: Carrier) -> int:
    """The distance in decimetres; 0 where it is not known."""
    if home.spot is None or carrier.spot is None:
        return 0
    return round(math.dist(_xy(home.spot), _xy(carrier.spot)) * UNITS)


def _xy(spot) -> tuple[float, float]:
    return spot.x, spot.y


def admissible(problem: Problem, home: Home, carrier: Carrier) -> bool:
    """Whether the solver may make, or keep, this pair of its own accord."""
    if (home.id, carrier.id) in problem.forbidden or carrier.capacity == 0:
        return False
    if carrier.villages is not None and home.village not in carrier.villages:
        return False
    if home.spot is None or carrier.spot is None:
        return problem.current.get(home.id) == carrier.id
    return math.dist(_xy(home.spot), _xy(carrier.spot)) <= problem.terms.max_metres


def works(problem: Problem, home: Home) -> int | None:
    """The carrier in force, if that pair may go on."""
    present = next((c for c in problem.carriers if c.id == problem.current.get(home.id)), None)
    if present is None or home.id in problem.fixed or not admissible(problem, home, present):
        return None
    return present.id


def base_loads(problem: Problem) -> dict[int, int]:
    """What each carries before the solver gives them anything."""
    found = {carrier.id: carrier.carried for carrier in problem.carriers}
    for carrier in problem.fixed.values():
        found[carrier] += 1
    return found


def room(problem: Problem) -> dict[int, int]:
    base = base_loads(problem)
    return {each.id: max(0, each.capacity - base[each.id]) for each in problem.carriers}


def cost(problem: Problem, plan: dict[int, int]) -> tuple[int, int]:
    """The weight left and the rest in decimetres; ``plan``: home → carrier, fixed ones too."""
    carriers = {carrier.id: carrier for carrier in problem.carriers}
    left = total = 0
    for home in problem.homes:
        taker = plan.get(home.id)
        if taker is None:
            left += home.weight
        else:
            total += units(home, carriers[taker])
        if works(problem, home) not in (None, taker):
            total += round(problem.terms.change_metres * UNITS)
    if problem.terms.unassigned_metres is None:
        return left, total
    return 0, total + left * round(problem.terms.unassigned_metres * UNITS)
