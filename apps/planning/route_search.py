"""The search behind ``route``: a path through places of which some keep their number. Pure.

Places are numbered from 0, distances are whole metres. ``pins``: number in the order → place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

#: places up to which the shortest order of all is found: a table of 2^10 × 10 entries
EXACT: Final = 10
#: solutions that guided local search looks at; sixty places take about a second
SOLUTIONS: Final = 120
# Should the search find no further solution, as where all places are one. Never reached otherwise.
_BRAKE_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Ways:
    """Metres from the start to each place, from each to the end, and between them."""

    from_start: Sequence[int]
    to_end: Sequence[int]
    between: Sequence[Sequence[int]]

    @property
    def count(self) -> int:
        return len(self.from_start)

    def length(self, order: Sequence[int]) -> int:
        if not order:
            return 0
        inner = sum(self.between[a][b] for a, b in pairwise(order))
        return self.from_start[order[0]] + inner + self.to_end[order[-1]]


def best_order(
    *,
    from_start: Sequence[int],
    to_end: Sequence[int],
    between: Sequence[Sequence[int]],
    pins: Mapping[int, int],
) -> list[int]:
    """The shortest order found; never longer than ``nearest_order``."""
    ways = Ways(from_start, to_end, between)
    if ways.count - len(pins) <= 1 or ways.count <= EXACT:
        return _shortest(ways, pins)
    near = nearest_order(ways, pins)
    if ways.length(near) == 0:
        return near
    found = _searched(ways, pins, near)
    return min(near, found, key=ways.length)


def nearest_order(ways: Ways, pins: Mapping[int, int]) -> list[int]:
    """Always on to the nearest place that is left; of two as near the one with the lower number."""
    left = set(range(ways.count)) - set(pins.values())
    order: list[int] = []
    for number in range(ways.count):
        if number in pins:
            order.append(pins[number])
            continue
        metres = ways.between[order[-1]] if order else ways.from_start
        nearest = min(left, key=lambda place: (metres[place], place))
        left.remove(nearest)
        order.append(nearest)
    return order


def _shortest(ways: Ways, pins: Mapping[int, int]) -> list[int]:
    """Held and Karp: for each set of places visited and each last one, the shortest way there."""
    free = set(range(ways.count)) - set(pins.values())
    # (visited, last) → (metres, order); ties go to the order that reads lower.
    table: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {(0, -1): (0, ())}
    for number in range(ways.count):
        choice = [pins[number]] if number in pins else sorted(free)
        table = _one_further(ways, table, choice)
    ends = [(metres + ways.to_end[last], order) for (_, last), (metres, order) in table.items()
            if last >= 0]  # fmt: skip
    return list(min(ends)[1]) if ends else []


def _one_further(
    ways: Ways, table: Mapping[tuple[int, int], tuple[int, tuple[int, ...]]], choice: Sequence[int]
) -> dict[tuple[int, int], tuple[int, tuple[int, ...]]]:
    longer: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
    for (visited, last), (metres, order) in table.items():
        for place in choice:
            if visited >> place & 1:
                continue
            leg = ways.from_start[place] if last < 0 else ways.between[last][place]
            state, told = (visited | 1 << place, place), (metres + leg, (*order, place))
            if state not in longer or told < longer[state]:
                longer[state] = told
    return longer


def _searched(ways: Ways, pins: Mapping[int, int], first: Sequence[int]) -> list[int]:
    """Guided local search from ``first``; node 0 is the start, the last one the end."""
    end = ways.count + 1
    manager: Any = pywrapcp.RoutingIndexManager(end + 1, 1, [0], [end])
    routing: Any = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(_matrix(ways)))
    if pins:
        routing.AddConstantDimension(1, end, True, "number")
        numbers = routing.GetDimensionOrDie("number")
        for number, place in pins.items():
            numbers.CumulVar(manager.NodeToIndex(place + 1)).SetValue(number + 1)
    parameters: Any = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.solution_limit = SOLUTIONS
    parameters.time_limit.FromSeconds(_BRAKE_SECONDS)
    routing.CloseModelWithParameters(parameters)
    nodes = [manager.NodeToIndex(place + 1) for place in first]
    begun = routing.ReadAssignmentFromRoutes([nodes], True)
    solution = routing.SolveFromAssignmentWithParameters(begun, parameters)
    if solution is None:
        return list(first)
    return _read(routing, manager, solution)


def _matrix(ways: Ways) -> list[list[int]]:
    rows = [[0, *ways.from_start, 0]]
    rows += [[0, *row, ways.to_end[place]] for place, row in enumerate(ways.between)]
    return [*rows, [0] * (ways.count + 2)]


def _read(routing: Any, manager: Any, solution: Any) -> list[int]:
    order = []
    index = solution.Value(routing.NextVar(routing.Start(0)))
    while not routing.IsEnd(index):
        order.append(manager.IndexToNode(index) - 1)
        index = solution.Value(routing.NextVar(index))
    return order
