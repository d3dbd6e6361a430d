"""Households are given to people in a draft; what somebody else changed is not overwritten."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from apps.accounts.roles import Role
from apps.assignments.models import PlanPair
from apps.assignments.plans import editing, undoing
from apps.assignments.plans.kinds import BanReason
from apps.households.models import Household, PositionSource
from apps.people.kinds import MemberKind
from apps.people.models import Membership, VillageWorker
from tests.assignments.plans.conftest import Committee, refused
from tests.factories.households import HouseholdMemberFactory
from tests.factories.people import PersonFactory
from tests.factories.plans import submit

pytestmark = pytest.mark.django_db


def test_several_at_once_and_nobody_again(committee: Committee) -> None:
    plan = committee.start()
    answer = committee.give(plan, {0: 0, 1: 0, 2: 1})
    assert (answer["revision"], answer["changed"]) == (1, 3)
    committee.give(plan, {1: None, 2: 2})
    assert committee.held(plan) == {0: 0, 2: 2}


def test_no_change_is_no_edit(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0})
    answer = committee.give(plan, {0: 0, 3: None})
    assert (answer["revision"], answer["edit"]) == (1, None)


def test_changes_elsewhere_merge(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0}, user=committee.colleague)
    answer = committee.give(plan, {1: 1}, seen=0)
    assert answer["revision"] == 2
    assert committee.held(plan) == {0: 0, 1: 1}


def test_who_comes_second_is_told_and_overwrites_nothing(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0, 4: 2})
    committee.give(plan, {0: 1, 3: 2}, user=committee.colleague)
    with refused("changed_since") as told:
        committee.give(plan, {0: 2, 5: 2}, seen=1)
    [change] = told.detail["changes"]
    assert (change["household"], change["who"]) == (committee.homes[0].pk, "Vi Thị Hai")
    members = committee.members
    assert (change["before"], change["after"]) == (members[0].pk, members[1].pk)
    assert told.detail["revision"] == 2
    assert committee.held(plan) == {0: 1, 3: 2, 4: 2}


def test_the_same_thought_twice_is_no_conflict(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 1}, user=committee.colleague)
    assert committee.give(plan, {0: 1}, seen=0)["changed"] == 0


def test_quick_edits_of_one_page_do_not_get_in_each_others_way(committee: Committee) -> None:
    plan, page = committee.start(), uuid4()
    committee.give(plan, {0: 0}, seen=0, session=page)
    committee.give(plan, {0: 1}, seen=0, session=page)
    assert committee.held(plan) == {0: 1}


@pytest.mark.parametrize("phone", [uuid4(), None], ids=["another page", "no page"])
def test_ones_own_work_on_another_machine_is_not_overwritten(
    committee: Committee, phone: UUID | None
) -> None:
    """What a phone could not send on Monday, after Tuesday's work at the laptop."""
    plan = committee.start()
    committee.give(plan, {0: 1}, seen=0, session=uuid4())
    with refused("changed_since") as told:
        committee.give(plan, {0: 2, 1: 2}, seen=0, session=phone)
    [change] = told.detail["changes"]
    assert change["household"] == committee.homes[0].pk
    assert committee.held(plan) == {0: 1}


def test_a_session_of_somebody_else_opens_nothing(committee: Committee) -> None:
    plan, page = committee.start(), uuid4()
    committee.give(plan, {0: 1}, user=committee.colleague, seen=0, session=page)
    with refused("changed_since"):
        committee.give(plan, {0: 2}, seen=0, session=page)


def test_who_locked_it_meanwhile_is_told_by_name(committee: Committee) -> None:
    plan, home = committee.start(), committee.homes[0].pk
    committee.give(plan, {0: 0, 1: 0})
    their = committee.order(committee.colleague)
    editing.lock_pairs(plan=plan.pk, households=[home], locked=True, seen=1, order=their)
    with refused("changed_since") as told:
        committee.give(plan, {0: 1, 1: 1}, seen=1)
    [change] = told.detail["changes"]
    assert (change["household"], change["who"], change["locked"]) == (home, "Vi Thị Hai", True)
    # Seen, it is no news.
    with refused("locked"):
        committee.give(plan, {0: 1, 1: 1}, seen=2)


def test_who_forbade_it_meanwhile_is_told_by_name(committee: Committee) -> None:
    plan, home, person = committee.start(), committee.homes[0].pk, committee.members[1].pk
    their = committee.order(committee.colleague)
    about = {"plan": plan.pk, "household": home, "person": person}
    editing.ban_pair(**about, reason=BanReason.HOUSEHOLD_ASKED, seen=0, order=their)
    with refused("changed_since") as told:
        committee.give(plan, {0: 1, 1: 1}, seen=0)
    [change] = told.detail["changes"]
    assert (change["what"], change["household"], change["person"]) == ("ban", home, person)
    assert change["who"] == "Vi Thị Hai"
    with refused("banned"):
        committee.give(plan, {0: 1}, seen=1)
    # Another person is no matter of theirs.
    assert committee.give(plan, {0: 2, 1: 1}, seen=0)["changed"] == 2


def test_who_took_a_pair_away_before_it_was_locked_is_told_by_name(committee: Committee) -> None:
    plan, homes = committee.start(), [home.pk for home in committee.homes[:2]]
    committee.give(plan, {0: 0, 1: 0})
    committee.give(plan, {1: None}, user=committee.colleague)
    about: dict[str, Any] = {"plan": plan.pk, "households": homes, "locked": True}
    with refused("changed_since") as told:
        editing.lock_pairs(**about, seen=1, order=committee.order())
    assert [change["household"] for change in told.detail["changes"]] == homes[1:]
    with refused("not_found", 404):
        editing.lock_pairs(**about, seen=2, order=committee.order())


def test_who_locked_a_pair_before_it_was_forbidden_is_told_by_name(committee: Committee) -> None:
    plan, home = committee.start(), committee.homes[0].pk
    committee.give(plan, {0: 0})
    their = committee.order(committee.colleague)
    editing.lock_pairs(plan=plan.pk, households=[home], locked=True, seen=1, order=their)
    about = {"plan": plan.pk, "household": home, "person": committee.members[0].pk}
    with refused("changed_since"):
        editing.ban_pair(**about, reason=BanReason.RELATIVE, seen=1, order=committee.order())


def test_what_was_forbidden_since_does_not_come_back_by_an_undo(committee: Committee) -> None:
    plan, home = committee.start(), committee.homes[0].pk
    committee.give(plan, {0: 0})
    taken = committee.give(plan, {0: None})
    their = committee.order(committee.colleague)
    about = {"plan": plan.pk, "household": home, "person": committee.members[0].pk}
    editing.ban_pair(**about, reason=BanReason.RELATIVE, seen=2, order=their)
    with refused("changed_since") as told:
        undoing.undo(plan=plan.pk, edit=UUID(taken["edit"]), order=committee.order())
    assert [change["what"] for change in told.detail["changes"]] == ["ban"]


def test_a_revision_from_the_future_is_refused(committee: Committee) -> None:
    plan = committee.start()
    with refused("invalid", 422):
        committee.give(plan, {0: 0}, seen=5)


def test_the_same_key_writes_once(committee: Committee) -> None:
    plan, key = committee.start(), uuid4()
    first = committee.give(plan, {0: 0}, seen=0, key=key)
    assert committee.give(plan, {0: 0}, seen=0, key=key) == first
    with refused("key_used"):
        committee.give(plan, {0: 1}, seen=0, key=key)
    assert plan.edits.count() == 1


def test_a_household_of_another_village_does_not_exist_here(committee: Committee) -> None:
    plan = committee.start()
    with refused("not_found", 404):
        editing.change_pairs(
            plan=plan.pk,
            pairs={committee.world.households[6].pk: committee.members[0].pk},
            seen=0,
            order=committee.order(),
        )


@pytest.mark.parametrize("kind", [MemberKind.EXCUSED, MemberKind.WORKING_AWAY])
def test_who_is_excused_is_given_nobody(committee: Committee, kind: MemberKind) -> None:
    plan = committee.start()
    Membership.objects.filter(person=committee.members[1]).update(kind=kind)
    with refused("cannot_carry") as told:
        committee.give(plan, {0: 0, 2: 1})
    assert told.detail["households"] == [committee.homes[2].pk]
    assert committee.held(plan) == {}


def test_a_village_worker_works_in_the_own_village_only(committee: Committee) -> None:
    worker = PersonFactory.create(commune=committee.world.commune)
    VillageWorker.objects.create(
        person=worker, village=committee.world.villages[0], work="Y tế thôn"
    )
    committee.members.append(worker)
    plan = committee.start()
    committee.give(plan, {0: 3})
    VillageWorker.objects.update(village=committee.world.villages[1])
    with refused("cannot_carry"):
        committee.give(plan, {1: 3})


def test_nobody_is_given_their_own_household(committee: Committee) -> None:
    HouseholdMemberFactory.create(household=committee.homes[2], person=committee.members[1])
    plan = committee.start()
    with refused("own_household") as told:
        committee.give(plan, {1: 1, 2: 1})
    assert told.detail["households"] == [committee.homes[2].pk]


def test_a_household_at_its_groups_centre_is_provisional(committee: Committee) -> None:
    Household.objects.filter(pk=committee.homes[1].pk).update(
        position=None, position_source="", position_missing="not_given"
    )
    Household.objects.filter(pk=committee.homes[2].pk).update(
        position_source=PositionSource.GROUP_CENTRE
    )
    plan = committee.start()
    committee.give(plan, {0: 0, 1: 0, 2: 0})
    provisional = PlanPair.objects.filter(plan=plan, is_provisional=True)
    assert set(provisional.values_list("household", flat=True)) == {
        committee.homes[1].pk,
        committee.homes[2].pk,
    }


def test_a_plan_before_the_meeting_is_not_altered(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0})
    submit(plan)
    with refused("wrong_state"):
        committee.give(plan, {1: 0})


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        (Role.COMMUNE_OFFICE, "role_too_low", 403),
        (Role.COMMITTEE_MEMBER, "role_too_low", 403),
        (Role.GROUP_OFFICER, "not_found", 404),
        (Role.MEMBER_IN_CHARGE, "not_found", 404),
        (Role.PROVINCE_VIEWER, "not_found", 404),
    ],
)
def test_nobody_else_writes(committee: Committee, role: Role, code: str, status: int) -> None:
    plan = committee.start()
    with refused(code, status):
        committee.give(plan, {0: 0}, user=committee.world.users[role])


def test_a_committee_member_writes_until_the_post_ends(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0}, user=committee.colleague)
    committee.colleague.person.posts.update(valid_to="2026-11-16")
    with refused("not_found", 404):
        committee.give(plan, {1: 0}, user=committee.colleague)
