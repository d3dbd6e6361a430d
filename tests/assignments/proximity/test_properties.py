"""What holds of every proposal, whatever is asked."""

import math
import random
from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.assignments.proximity import (
    Carrier,
    Load,
    Mend,
    MendKind,
    Obstacle,
    Problem,
    Reason,
    Spot,
    explain,
    propose,
    weigh,
)
from tests.assignments.proximity import rules
from tests.assignments.proximity.instances import problems
from tests.assignments.proximity.village import pairs

brief = settings(max_examples=20, deadline=None)


@brief
@given(problems(priced=True) | problems())
def test_no_rule_is_broken(problem):
    found = propose(problem)
    homes = {home.id: home for home in problem.homes}
    carriers = {carrier.id: carrier for carrier in problem.carriers}
    free = [pair for pair in found.pairs if not pair.fixed]
    assert all(rules.admissible(problem, homes[p.home], carriers[p.carrier]) for p in free)
    assert not any((pair.home, pair.carrier) in problem.forbidden for pair in found.pairs)
    room = rules.room(problem)
    base = rules.base_loads(problem)
    for key, carrier in carriers.items():
        assert sum(pair.carrier == key for pair in free) <= room[key]
        assert found.loads[key].over == max(0, base[key] - carrier.capacity)
    assert {p.home: p.carrier for p in found.pairs if p.fixed} == dict(problem.fixed)


@brief
@given(problems(priced=True) | problems())
def test_every_home_is_told_once(problem):
    found = propose(problem)
    told = [pair.home for pair in found.pairs] + [left.home for left in found.left]
    assert sorted(told) == [home.id for home in problem.homes]


def can_be_freed(problem: Problem, plan: dict[int, int], home: int) -> bool:
    """Whether somebody can take ``home`` by handing homes on: the search for one more path."""
    homes = {each.id: each for each in problem.homes}
    room = rules.room(problem)
    for taken, taker in plan.items():
        if taken not in problem.fixed:
            room[taker] -= 1
    queue, seen = [home], set[int]()
    while queue:
        wanted = homes[queue.pop()]
        for carrier in problem.carriers:
            if carrier.id in seen or not rules.admissible(problem, wanted, carrier):
                continue
            if room[carrier.id] > 0:
                return True
            seen.add(carrier.id)
            queue += [h for h, c in plan.items() if c == carrier.id and h not in problem.fixed]
    return False


@brief
@given(problems())
def test_nobody_is_left_while_somebody_can_get_room(problem):
    """No path from a home that is left to a free place: by Berge, no plan covers more."""
    found = propose(problem)
    plan = pairs(found)
    assert not any(can_be_freed(problem, plan, left.home) for left in found.left)


@brief
@given(problems(priced=True) | problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_question_is_irrelevant(problem, chance):
    found = propose(problem)
    assert propose(_shuffled(problem, chance)) == found


def _shuffled(problem: Problem, chance: random.Random) -> Problem:
    def mixed(values):
        return tuple(chance.sample(list(values), len(values)))

    return replace(
        problem,
        homes=mixed(problem.homes),
        carriers=mixed(problem.carriers),
        current=dict(mixed(problem.current.items())),
        fixed=dict(mixed(problem.fixed.items())),
    )


@brief
@given(problems(changes=(1, 50, 150)))
def test_asked_again_with_the_plan_in_force_nothing_moves(problem):
    plan = pairs(propose(problem))
    again = propose(replace(problem, current=plan))
    assert pairs(again) == plan
    assert again.cost.broken == 0


@brief
@given(problems())
def test_two_places_out_of_each_others_reach_are_planned_as_if_alone(problem):
    """The same village twice, far apart, with ids beyond the first's."""
    here = propose(problem)
    both = propose(_twice(problem))
    assert {home: c for home, c in pairs(both).items() if home < 1000} == pairs(here)
    assert {home - 1000: c - 1000 for home, c in pairs(both).items() if home >= 1000} == pairs(here)
    assert math.isclose(both.cost.total, 2 * here.cost.total)


def _twice(problem: Problem) -> Problem:
    def moved(each):
        spot = each.spot and replace(each.spot, x=each.spot.x + 50_000)
        return replace(each, id=each.id + 1000, spot=spot)

    def shifted(pairs_):
        return {(home + 1000, carrier + 1000) for home, carrier in pairs_}

    return replace(
        problem,
        homes=problem.homes + tuple(map(moved, problem.homes)),
        carriers=problem.carriers + tuple(map(moved, problem.carriers)),
        current=dict(problem.current) | dict(shifted(problem.current.items())),
        fixed=dict(problem.fixed) | dict(shifted(problem.fixed.items())),
        forbidden=problem.forbidden | shifted(problem.forbidden),
    )


@brief
@given(problems())
def test_loads_raised_as_told_leave_nobody_for_want_of_room(problem):
    found = propose(problem)
    told = {
        mend.subject: mend.number
        for left in found.left
        for mend in left.mends
        if mend.kind == MendKind.RAISE_LOAD
    }
    raised = tuple(replace(c, capacity=told.get(c.id, c.capacity)) for c in problem.carriers)
    after = propose(replace(problem, carriers=raised))
    assert all(left.reason != Reason.EVERYONE_FULL for left in after.left)


@brief
@given(problems(priced=True) | problems())
def test_reasons_and_mends_are_true(problem):
    found = propose(problem)
    homes = {home.id: home for home in problem.homes}
    for left in found.left:
        home = homes[left.home]
        takers = [c for c in problem.carriers if rules.admissible(problem, home, c)]
        near = [c for c in takers if c.spot is not None and home.spot is not None]
        if home.spot is None:
            assert left.reason == Reason.NO_POSITION
        elif near:
            has_room = any(found.loads[carrier.id].room for carrier in near)
            assert left.reason == (Reason.ROOM_IN_REACH if has_room else Reason.EVERYONE_FULL)
        else:
            assert left.reason not in (
                *(Reason.NO_POSITION, Reason.ROOM_IN_REACH, Reason.EVERYONE_FULL),
            )
        assert left.mends
        assert all(_could_help(found.loads, mend) for mend in left.mends)


def _could_help(loads: Mapping[int, Load], mend: Mend) -> bool:
    if mend.kind == MendKind.RAISE_LOAD:
        return loads[mend.subject].capacity > 0 and mend.number > loads[mend.subject].total
    if mend.kind in (
        *(MendKind.WIDEN_REACH, MendKind.PLACE_CARRIER, MendKind.GIVE_TO, MendKind.KEEP),
    ):
        return loads[mend.subject].room > 0
    return mend.number > 0


@brief
@given(problems(), st.integers(1, 3))
def test_one_more_person_there_takes_as_many_as_told(problem, usual):
    """Wherever among them is best for it, and with everybody else left alone."""
    problem = replace(problem, usual=usual)
    found = propose(problem)
    spots = {home.id: home.spot for home in problem.homes}
    told: dict[Mend, list[int]] = {}
    for left in found.left:
        for mend in left.mends:
            if mend.kind in (MendKind.PERSON_IN_GROUP, MendKind.PERSON_IN_VILLAGE):
                told.setdefault(mend, []).append(left.home)
    for mend, wanting in told.items():
        assert mend.among == len(wanting)
        taken = [_taken_by_newcomer(problem, pairs(found), wanting, spots[h]) for h in wanting]
        assert max(taken) == mend.number


def _taken_by_newcomer(
    problem: Problem, plan: dict[int, int], wanting: list[int], spot: Spot | None
) -> int:
    newcomer = Carrier(999, spot, None, problem.usual or 0)
    asked = replace(
        problem,
        homes=tuple(home for home in problem.homes if home.id in {*plan, *wanting}),
        carriers=(*problem.carriers, newcomer),
        fixed=plan,
    )
    return propose(asked).loads[newcomer.id].given


@brief
@given(problems(priced=True) | problems())
def test_nobody_is_passed_over_without_an_obstacle(problem):
    found = propose(problem)
    left = {each.home: each.reason for each in found.left}
    for home in problem.homes:
        why = explain(problem, found, home.id, limit=None)
        obstacles = {option.obstacle for option in why.others}
        assert Obstacle.NEARER not in obstacles
        assert len(why.others) + (why.chosen is not None) == len(problem.carriers)
        if Obstacle.COSTS_MORE in obstacles:
            assert left[home.id] == Reason.ROOM_IN_REACH


@brief
@given(problems(priced=True) | problems())
def test_a_proposal_made_by_hand_weighs_the_same(problem):
    found = propose(problem)
    assert weigh(problem, pairs(found)) == found
