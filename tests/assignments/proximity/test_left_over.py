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
    assert set(reasons(found).values()) == {Reason.EVERYONE_FULL}
    assert mends(found) == (
        Mend(MendKind.RAISE_LOAD, SEN, 2),
        Mend(MendKind.PLACE_HOME, found.left[0].home, 1),
    )


def test_where_nobody_works_one_person_is_wanted():
    found = propose(problem([home(MAI, 0, village=NEXT_VILLAGE)], [carrier(SEN, 0)]))
    assert reasons(found) == {MAI: Reason.NOBODY_HERE}
    assert mends(found) == (Mend(MendKind.PERSON_IN_VILLAGE, NEXT_VILLAGE, 1),)


def test_out_of_reach_says_how_far_the_nearest_with_room_is():
    homes = [home(MAI, 3000, group=UPPER_GROUP)]
    carriers = [carrier(SEN, 100.5), carrier(LUC, 900, 0, carried=1)]
    found = propose(problem(homes, carriers))
    assert reasons(found) == {MAI: Reason.NOBODY_IN_REACH}
    assert mends(found) == (
        Mend(MendKind.WIDEN_REACH, SEN, 2900),
        Mend(MendKind.PERSON_IN_GROUP, UPPER_GROUP, 1),
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
        Mend(MendKind.PERSON_IN_VILLAGE, VILLAGE, 1),
    )


def test_everybody_full_says_whose_load_to_raise_and_to_what():
    homes = [home(key, 0, group=LOWER_GROUP) for key in (MAI, BINH, CUC)]
    asked = problem(homes, [carrier(SEN, 0, 1), carrier(LUC, 900, 0)])
    found = propose(asked)
    assert set(reasons(found).values()) == {Reason.EVERYONE_FULL}
    for left in found.left:
        assert left.mends == (
            Mend(MendKind.RAISE_LOAD, SEN, 3),
            Mend(MendKind.PERSON_IN_GROUP, LOWER_GROUP, 2),
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
