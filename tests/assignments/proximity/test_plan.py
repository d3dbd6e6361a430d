"""Who takes whom, in a village small enough to see it."""

import pytest

from apps.assignments.proximity import CancelledError, Reason, propose
from tests.assignments.proximity.village import (
    BINH,
    CUC,
    DAO,
    LUC,
    MAI,
    NEXT_VILLAGE,
    SEN,
    TUAN,
    carrier,
    home,
    loads,
    pairs,
    problem,
    reasons,
)


def test_everybody_is_taken_by_the_nearest_who_has_room():
    asked = problem([home(MAI, 10), home(BINH, 490)], [carrier(SEN, 0), carrier(LUC, 500)])
    found = propose(asked)
    assert pairs(found) == {MAI: SEN, BINH: LUC}
    assert [pair.metres for pair in found.pairs] == [10, 10]
    assert found.cost.metres == 20


def test_the_nearest_pair_gives_way_where_the_whole_walk_is_shorter():
    """Greedy gives Mai to Sen, who is nearest of all, and Bình walks 900 m to Lực."""
    homes = [home(MAI, 90), home(BINH, 0)]
    asked = problem(homes, [carrier(SEN, 100, 1), carrier(LUC, 200, 1)])
    assert pairs(propose(asked)) == {BINH: SEN, MAI: LUC}


def test_a_home_is_handed_on_so_that_another_is_taken():
    """Only Sen reaches Mai; Bình moves to Lực, though Sen is nearer."""
    homes = [home(MAI, 0), home(BINH, 600)]
    asked = problem(homes, [carrier(SEN, 500, 1), carrier(LUC, 1500, 1)], change=5000)
    asked = problem(homes, list(asked.carriers), change=5000, current={BINH: SEN})
    found = propose(asked)
    assert pairs(found) == {MAI: SEN, BINH: LUC}
    assert found.cost.broken == 1


def test_what_somebody_carries_elsewhere_takes_their_room():
    asked = problem([home(MAI, 0)], [carrier(SEN, 0, 5, carried=5), carrier(LUC, 800)])
    assert pairs(propose(asked)) == {MAI: LUC}


def test_a_poor_household_comes_before_two_others_in_the_same_room():
    homes = [home(MAI, 0), home(BINH, 0), home(CUC, 900, weight=3)]
    found = propose(problem(homes, [carrier(SEN, 0, 1)]))
    assert pairs(found) == {CUC: SEN}
    assert found.cost.left == 2


def test_nobody_works_in_a_village_that_is_not_theirs():
    homes = [home(MAI, 0, village=NEXT_VILLAGE)]
    asked = problem(homes, [carrier(SEN, 0), carrier(LUC, 700, villages=None)])
    assert pairs(propose(asked)) == {MAI: LUC}


def test_a_pair_that_works_is_kept_unless_the_gain_outweighs_the_change():
    carriers = [carrier(SEN, 0), carrier(LUC, 500)]
    homes = [home(MAI, 100), home(BINH, 300)]
    asked = problem(homes, carriers, change=200, current={MAI: LUC, BINH: SEN})
    found = propose(asked)
    assert pairs(found) == {MAI: SEN, BINH: SEN}
    assert {pair.home: pair.kept for pair in found.pairs} == {MAI: False, BINH: True}
    assert found.cost.broken == 1


def test_nothing_is_moved_for_no_gain_even_without_a_penalty():
    carriers = [carrier(SEN, 0), carrier(LUC, 200)]
    for present in (SEN, LUC):
        asked = problem([home(MAI, 100)], carriers, current={MAI: present})
        assert pairs(propose(asked)) == {MAI: present}


def test_a_pair_that_goes_too_far_no_longer_works():
    asked = problem(
        [home(MAI, 0)], [carrier(SEN, 1200), carrier(LUC, 900)], change=9000, current={MAI: SEN}
    )
    found = propose(asked)
    assert pairs(found) == {MAI: LUC}
    assert found.cost.broken == 0


def test_equal_walks_are_shared_out_evenly():
    homes = [home(key, 100) for key in (MAI, BINH, CUC, DAO)]
    asked = problem(homes, [carrier(SEN, 0), carrier(LUC, 200), carrier(TUAN, 999)])
    assert loads(propose(asked)) == {SEN: 2, LUC: 2, TUAN: 0}


def test_evenness_counts_what_is_carried_already():
    homes = [home(key, 100) for key in (MAI, BINH, CUC, DAO)]
    asked = problem(homes, [carrier(SEN, 0, 9, carried=2), carrier(LUC, 200)])
    assert loads(propose(asked)) == {SEN: 3, LUC: 3}


def test_evenness_never_costs_a_metre():
    homes = [home(key, 99.9) for key in (MAI, BINH, CUC, DAO)]
    asked = problem(homes, [carrier(SEN, 0), carrier(LUC, 200)])
    assert loads(propose(asked)) == {SEN: 4, LUC: 0}


def test_a_fixed_pair_stays_beyond_reach_in_another_village_and_over_capacity():
    homes = [home(MAI, 5000, village=NEXT_VILLAGE), home(BINH, 0)]
    asked = problem(homes, [carrier(SEN, 0, 0), carrier(LUC, 10)], fixed={MAI: SEN})
    found = propose(asked)
    assert pairs(found) == {MAI: SEN, BINH: LUC}
    assert found.pairs[0].fixed
    assert found.pairs[0].beyond
    assert {key: load.over for key, load in found.over.items()} == {SEN: 1}


def test_who_carries_too_many_already_gets_no_more_and_is_named():
    asked = problem([home(MAI, 0)], [carrier(SEN, 0, 3, carried=4)])
    found = propose(asked)
    assert reasons(found) == {MAI: Reason.EVERYONE_FULL}
    assert found.over[SEN].over == 1


def test_a_household_at_its_groups_centre_is_marked():
    found = propose(problem([home(MAI, 0, provisional=True)], [carrier(SEN, 0)]))
    assert found.pairs[0].provisional


def test_a_pair_in_force_without_a_position_is_kept_and_no_other_made():
    homes = [home(MAI, None), home(BINH, 0), home(CUC, 0)]
    carriers = [carrier(SEN, 10), carrier(LUC, None)]
    found = propose(problem(homes, carriers, current={MAI: SEN, BINH: LUC}))
    assert pairs(found) == {MAI: SEN, BINH: LUC, CUC: SEN}
    assert [pair.metres for pair in found.pairs] == [None, None, 10]


def test_coverage_comes_first_or_has_its_price():
    homes, carriers = [home(MAI, 0)], [carrier(SEN, 900)]
    assert pairs(propose(problem(homes, carriers, unassigned=901))) == {MAI: SEN}
    found = propose(problem(homes, carriers, unassigned=899))
    assert reasons(found) == {MAI: Reason.ROOM_IN_REACH}
    assert found.cost.total == 899


def test_where_taking_costs_as_much_as_leaving_the_home_is_taken():
    asked = problem([home(MAI, 0)], [carrier(SEN, 900)], unassigned=900)
    assert pairs(propose(asked)) == {MAI: SEN}


def test_distances_may_come_from_elsewhere():
    class Detour:
        """A river between them: three times the straight way."""

        def metres(self, start, end):
            return 3 * abs(start[:, 0] - end[:, 0])

    homes, carriers = [home(MAI, 0), home(BINH, 100)], [carrier(SEN, 400)]
    found = propose(problem(homes, carriers, distances=Detour()))
    assert pairs(found) == {BINH: SEN}
    assert found.pairs[0].metres == 900
    assert reasons(found) == {MAI: Reason.NOBODY_IN_REACH}


def test_nothing_to_take_and_nobody_to_take_it():
    assert propose(problem([], [])).pairs == ()
    assert loads(propose(problem([], [carrier(SEN, 0, carried=2)]))) == {SEN: 2}
    assert reasons(propose(problem([home(MAI, 0)], []))) == {MAI: Reason.NOBODY_HERE}


def test_progress_is_told_piece_by_piece():
    told = []
    homes = [home(MAI, 0), home(BINH, 5000), home(CUC, 99_000)]
    asked = problem(homes, [carrier(SEN, 0), carrier(LUC, 5000)])
    propose(asked, progress=lambda done, everything: told.append((done, everything)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_cancelled_proposal_stops():
    asked = problem([home(MAI, 0)], [carrier(SEN, 0)])
    with pytest.raises(CancelledError):
        propose(asked, cancelled=lambda: True)
