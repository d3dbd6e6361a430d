"""Against every plan there is, tried one by one: least cost, then the most even loads."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings

from apps.assignments.proximity import Problem, cheapest, propose
from tests.assignments.proximity import rules
from tests.assignments.proximity.instances import problems
from tests.assignments.proximity.village import loads, pairs

Key = tuple[tuple[int, int], int, list[int]]


def plans(problem: Problem) -> Iterator[dict[int, int]]:
    """Every plan that breaks no rule."""
    room = rules.room(problem)
    free = [home for home in problem.homes if home.id not in problem.fixed]
    choices = [
        [None, *(c.id for c in problem.carriers if rules.admissible(problem, home, c))]
        for home in free
    ]
    for chosen in product(*choices):
        taken = [(home.id, c) for home, c in zip(free, chosen, strict=True) if c is not None]
        given = Counter(carrier for _home, carrier in taken)
        if all(given[carrier] <= room[carrier] for carrier in given):
            yield dict(problem.fixed) | dict(taken)


def rank(problem: Problem, plan: dict[int, int]) -> Key:
    """What comes first is better: cost, homes taken where that costs nothing, highest loads."""
    found = {carrier.id: carrier.carried for carrier in problem.carriers}
    for carrier in plan.values():
        found[carrier] += 1
    return rules.cost(problem, plan), -len(plan), sorted(found.values(), reverse=True)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(homes=(3, 5), carriers=(2, 4)))
def test_no_plan_is_cheaper_or_as_cheap_and_more_even(problem):
    best = min(rank(problem, plan) for plan in plans(problem))
    assert rank(problem, pairs(propose(problem))) == best


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(homes=(3, 5), carriers=(2, 4), priced=True))
def test_nor_where_leaving_a_home_has_its_price(problem):
    found = propose(problem)
    best = min(rank(problem, plan) for plan in plans(problem))
    assert rank(problem, pairs(found)) == best
    assert round(found.cost.total * rules.UNITS) == best[0][1]


@settings(max_examples=30, deadline=None)
@given(problems())
def test_the_loads_and_the_cost_told_are_those_of_the_pairs(problem):
    found = propose(problem)
    expected = {carrier.id: carrier.carried for carrier in problem.carriers}
    for pair in found.pairs:
        expected[pair.carrier] += 1
    assert loads(found) == expected
    left, total = rules.cost(problem, pairs(found))
    assert (found.cost.left, round(found.cost.total * rules.UNITS)) == (left, total)


@settings(max_examples=30, deadline=None)
@given(problems() | problems(priced=True))
def test_looking_at_the_nearest_first_changes_neither_cost_nor_evenness(problem):
    """Prices bring back every pair that matters, however few the solver begins with."""
    with patch.object(cheapest, "NEAREST", 1):
        begun_with_one = propose(problem)
    assert rank(problem, pairs(begun_with_one)) == rank(problem, pairs(propose(problem)))
