"""Why this person, and why not the others."""

import pytest

from apps.assignments.proximity import Obstacle, Reason, explain, propose, weigh
from tests.assignments.proximity.village import (
    BINH,
    LUC,
    MAI,
    NEXT_VILLAGE,
    SEN,
    TUAN,
    carrier,
    home,
    problem,
)

GATE, FAR_AWAY, NEIGHBOUR, NOWHERE = 4, 5, 6, 7


def test_the_chosen_and_the_others_nearest_first():
    homes = [home(MAI, 0), home(BINH, 0)]
    carriers = [
        carrier(SEN, 300),
        carrier(LUC, 100, 2, carried=2),
        carrier(TUAN, 400),
        carrier(GATE, 10),
        carrier(FAR_AWAY, 1100),
        carrier(NEIGHBOUR, 20, villages=frozenset({NEXT_VILLAGE})),
        carrier(NOWHERE, None),
    ]
    asked = problem(homes, carriers, forbidden=frozenset({(MAI, GATE)}))
    why = explain(asked, propose(asked), MAI)
    assert (why.chosen.carrier, why.chosen.metres, why.chosen.load.total) == (SEN, 300, 1)
    assert why.left is None
    assert [(each.carrier, each.metres, each.obstacle) for each in why.others] == [
        (GATE, 10, Obstacle.FORBIDDEN),
        (NEIGHBOUR, 20, Obstacle.OTHER_VILLAGE),
        (LUC, 100, Obstacle.FULL),
        (TUAN, 400, Obstacle.FURTHER),
        (FAR_AWAY, 1100, Obstacle.BEYOND_REACH),
        (NOWHERE, None, Obstacle.NO_POSITION),
    ]
    assert len(explain(asked, propose(asked), MAI, limit=2).others) == 2


def test_a_nearer_one_passed_over_because_the_pair_works():
    asked = problem(
        [home(MAI, 0)], [carrier(SEN, 200), carrier(LUC, 100)], change=300, current={MAI: SEN}
    )
    why = explain(asked, propose(asked), MAI)
    assert why.pair.kept
    assert why.others[0].obstacle == Obstacle.PAIR_WORKS


def test_a_nearer_one_passed_over_by_hand():
    asked = problem([home(MAI, 0)], [carrier(SEN, 200), carrier(LUC, 100)])
    why = explain(asked, weigh(asked, {MAI: SEN}), MAI)
    assert why.others[0].obstacle == Obstacle.NEARER


def test_nobody_is_called_nearer_whose_home_nobody_knows():
    asked = problem(
        [home(MAI, 0)], [carrier(SEN, 200), carrier(LUC, None)], current={MAI: LUC}, change=300
    )
    why = explain(asked, weigh(asked, {MAI: SEN}), MAI)
    assert why.others[0].obstacle == Obstacle.NO_POSITION


def test_a_fixed_pair_rules_out_all_others():
    asked = problem([home(MAI, 0)], [carrier(SEN, 200), carrier(LUC, 100)], fixed={MAI: SEN})
    why = explain(asked, propose(asked), MAI)
    assert why.chosen.carrier == SEN
    assert why.others[0].obstacle == Obstacle.FIXED


def test_a_home_that_is_left():
    asked = problem([home(MAI, 0)], [carrier(SEN, 200)], unassigned=100)
    why = explain(asked, propose(asked), MAI)
    assert why.chosen is None
    assert why.left.reason == Reason.ROOM_IN_REACH
    assert why.others[0].obstacle == Obstacle.COSTS_MORE


def test_a_pair_in_force_without_a_position_was_full():
    homes = [home(MAI, None), home(BINH, 0)]
    asked = problem(homes, [carrier(SEN, 0, 1)], current={MAI: SEN}, fixed={BINH: SEN})
    why = explain(asked, propose(asked), MAI)
    assert why.others[0].obstacle == Obstacle.FULL


def test_a_home_nobody_asked_about():
    asked = problem([home(MAI, 0)], [carrier(SEN, 0)])
    with pytest.raises(KeyError):
        explain(asked, propose(asked), BINH)
