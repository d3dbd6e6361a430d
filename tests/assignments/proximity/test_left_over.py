"""Whoever is left is told why, and what would mend it; and it does."""

from dataclasses import replace

from apps.assignments.proximity import Mend, MendKind, Proposal, Reason, propose, weigh
from tests.assignments.proximity.village import (
    BINH,
    CUC,
    DAO,
    LOWER_GROUP,
    LUC,
    MAI,
    NEXT_VILLAGE,
    SEN,
    UPPER_GROUP,
    VILLAGE,
    carrier,
    home,
    pairs,
    problem,
    reasons,
)


def mends(found: Proposal) -> tuple[Mend, ...]:
    assert len(found.left) == 1
    return found.left[0].mends


def test_without_a_position_it_is_to_be_placed():
    found = propose(problem([home(MAI, None)], [carrier(SEN, 0)]))
    assert reasons(found) == {MAI: Reason.NO_POSITION}
    assert mends(found) == (Mend(MendKind.PLACE_HOME, MAI, 1),)


def test_without_a_position_it_loses_its_place_to_nobody_but_the_capacity():
    homes = [home(MAI, None), home(BINH, None)]
    asked = problem(homes, [carrier(SEN, 0, 1)], current={MAI: SEN, BINH: SEN})
    found = propose(asked)
    assert set(reasons(found).values()) == {Reason.NO_POSITION}
    assert mends(found) == (
        Mend(MendKind.RAISE_LOAD, SEN, 2),
        Mend(MendKind.PLACE_HOME, found.left[0].home, 1),
    )


def test_without_a_position_whoever_is_in_charge_stays_however_far_they_live():
    asked = problem([home(MAI, None)], [carrier(SEN, 0)], current={MAI: SEN})
    found = weigh(asked, {})
    assert reasons(found) == {MAI: Reason.NO_POSITION}
    assert mends(found) == (
        Mend(MendKind.KEEP, SEN, 1),
        Mend(MendKind.PLACE_HOME, MAI, 1),
    )


def test_a_neighbour_comes_before_somebody_whose_home_nobody_knows():
    carriers = [carrier(SEN, None), carrier(LUC, 5)]
    found = weigh(problem([home(MAI, 0)], carriers, current={MAI: SEN}), {})
    assert reasons(found) == {MAI: Reason.ROOM_IN_REACH}
    assert mends(found) == (Mend(MendKind.GIVE_TO, LUC, 5),)


def test_somebody_whose_home_nobody_knows_is_not_near():
    found = weigh(problem([home(MAI, 0)], [carrier(SEN, None, 2)], current={MAI: SEN}), {})
    assert reasons(found) == {MAI: Reason.NOBODY_IN_REACH}
    assert mends(found) == (
        Mend(MendKind.KEEP, SEN, 1),
        Mend(MendKind.PLACE_CARRIER, SEN, 2),
        Mend(MendKind.PERSON_IN_VILLAGE, VILLAGE, 1, 1),
    )


def test_a_near_load_is_raised_before_that_of_somebody_whose_home_nobody_knows():
    carriers = [carrier(SEN, None, 1, carried=1), carrier(LUC, 5, 1, carried=1)]
    found = propose(problem([home(MAI, 0)], carriers, current={MAI: SEN}))
    assert mends(found)[0] == Mend(MendKind.RAISE_LOAD, LUC, 2)


def test_one_more_person_takes_the_usual_number_of_those_near():
    homes = [home(10 + n, 100 * n, group=LOWER_GROUP) for n in range(6)]
    homes.append(home(30, 5000, group=LOWER_GROUP))
    asked = problem(homes, [carrier(SEN, 20_000, 1)], usual=4)
    assert {left.mends[-1] for left in propose(asked).left} == {
        Mend(MendKind.PERSON_IN_GROUP, LOWER_GROUP, 4, 7)
    }
    scattered = replace(asked, terms=replace(asked.terms, max_metres=100.0))
    assert {left.mends[-1].number for left in propose(scattered).left} == {3}


def test_where_nobody_works_one_person_is_wanted():
    found = propose(problem([home(MAI, 0, village=NEXT_VILLAGE)], [carrier(SEN, 0)]))
    assert reasons(found) == {MAI: Reason.NOBODY_HERE}
    assert mends(found) == (Mend(MendKind.PERSON_IN_VILLAGE, NEXT_VILLAGE, 1, 1),)


def test_out_of_reach_says_how_far_the_nearest_with_room_is():
    homes = [home(MAI, 3000, group=UPPER_GROUP)]
    carriers = [carrier(SEN, 100.5), carrier(LUC, 900, 0, carried=1)]
    found = propose(problem(homes, carriers))
    assert reasons(found) == {MAI: Reason.NOBODY_IN_REACH}
    assert mends(found) == (
        Mend(MendKind.WIDEN_REACH, SEN, 2900),
        Mend(MendKind.PERSON_IN_GROUP, UPPER_GROUP, 1, 1),
    )
    assert pairs(propose(problem(homes, carriers, reach=2900))) == {MAI: SEN}


def test_only_forbidden_people_in_reach():
    asked = problem(
        [home(MAI, 0)],
        [carrier(SEN, 0), carrier(LUC, 1500)],
        forbidden=frozenset({(MAI, SEN)}),
    )
    found = propose(asked)
    assert reasons(found) == {MAI: Reason.FORBIDDEN}
    assert mends(found) == (
        Mend(MendKind.WIDEN_REACH, LUC, 1500),
        Mend(MendKind.PERSON_IN_VILLAGE, VILLAGE, 1, 1),
    )


def test_everybody_full_says_whose_load_to_raise_and_to_what():
    homes = [home(key, 0, group=LOWER_GROUP) for key in (MAI, BINH, CUC)]
    asked = problem(homes, [carrier(SEN, 0, 1), carrier(LUC, 900, 0)])
    found = propose(asked)
    assert set(reasons(found).values()) == {Reason.EVERYONE_FULL}
    for left in found.left:
        assert left.mends == (
            Mend(MendKind.RAISE_LOAD, SEN, 3),
            Mend(MendKind.PERSON_IN_GROUP, LOWER_GROUP, 2, 2),
        )
    raised = replace(asked, carriers=(carrier(SEN, 0, 3), carrier(LUC, 900, 0)))
    assert not propose(raised).left


def test_raised_loads_are_spread():
    homes = [home(key, 0) for key in (MAI, BINH, CUC, DAO)]
    found = propose(problem(homes, [carrier(SEN, 10, 1), carrier(LUC, 600, 1)]))
    raised = {(left.mends[0].subject, left.mends[0].number) for left in found.left}
    assert raised == {(SEN, 2), (LUC, 2)}


def test_somebody_with_room_who_stands_nowhere_could_be_placed():
    carriers = [carrier(SEN, 0, 0), carrier(LUC, None, 4, carried=1)]
    found = propose(problem([home(MAI, 0)], carriers))
    assert reasons(found) == {MAI: Reason.NOBODY_IN_REACH}
    assert Mend(MendKind.PLACE_CARRIER, LUC, 3) in mends(found)


def test_a_plan_made_by_hand_is_told_alike():
    homes = [home(MAI, 0), home(BINH, 100), home(CUC, 200)]
    asked = problem(
        homes,
        [carrier(SEN, 0, 1), carrier(LUC, 500)],
        current={MAI: SEN},
        forbidden=frozenset({(CUC, SEN)}),
    )
    found = weigh(asked, {MAI: LUC, CUC: SEN})
    assert pairs(found) == {MAI: LUC, CUC: SEN}
    assert found.cost.metres == 700
    assert found.cost.broken == 1
    assert reasons(found) == {BINH: Reason.ROOM_IN_REACH}
    assert mends(found) == (Mend(MendKind.GIVE_TO, LUC, 400),)
