"""The same question at the tiers above: officers and groups, committee members and villages."""

from apps.assignments.proximity import propose
from tests.assignments.proximity.village import (
    LOWER_GROUP,
    LUC,
    NEXT_VILLAGE,
    SEN,
    TUAN,
    UPPER_GROUP,
    VILLAGE,
    carrier,
    home,
    pairs,
    problem,
)


def test_officers_take_groups_anywhere_in_the_commune():
    groups = [home(UPPER_GROUP, 0), home(LOWER_GROUP, 4000, village=NEXT_VILLAGE)]
    officers = [carrier(SEN, 2500, 1, villages=None), carrier(LUC, 3000, 1, villages=None)]
    assert pairs(propose(problem(groups, officers, reach=9000))) == {
        UPPER_GROUP: SEN,
        LOWER_GROUP: LUC,
    }


def test_committee_members_take_villages_one_by_hand():
    villages = [home(VILLAGE, 0, village=VILLAGE), home(NEXT_VILLAGE, 5000, village=NEXT_VILLAGE)]
    members = [carrier(key, 4000, 1, villages=None) for key in (SEN, LUC, TUAN)]
    found = propose(problem(villages, members, reach=9000, fixed={VILLAGE: TUAN}))
    assert pairs(found) == {VILLAGE: TUAN, NEXT_VILLAGE: pairs(found)[NEXT_VILLAGE]}
    assert pairs(found)[NEXT_VILLAGE] != TUAN
