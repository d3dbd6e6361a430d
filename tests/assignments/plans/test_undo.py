"""An edit is taken back, and back again, as long as nobody built on it."""

from typing import Any
from uuid import UUID

import pytest

from apps.accounts.models import User
from apps.assignments.models import AssignmentPlan, PlanBan, PlanPair
from apps.assignments.plans import editing, reading, undoing
from apps.assignments.plans.kinds import BanReason, Seed
from tests.assignments.plans.conftest import Committee, refused
from tests.factories.people import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


def _undo(
    committee: Committee,
    plan: AssignmentPlan,
    edit: str | None = None,
    user: User | None = None,
) -> dict[str, Any]:
    return undoing.undo(
        plan=plan.pk, edit=UUID(edit) if edit else None, order=committee.order(user)
    )


def test_back_and_forth(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0, 1: 1})
    committee.give(plan, {0: 2, 1: None})
    undone = _undo(committee, plan)
    assert committee.held(plan) == {0: 0, 1: 1}
    _undo(committee, plan, undone["edit"])
    assert committee.held(plan) == {0: 2}
    _undo(committee, plan)
    _undo(committee, plan)
    assert committee.held(plan) == {}
    with refused("nothing_to_undo"):
        _undo(committee, plan)


def test_one_takes_back_ones_own(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0})
    committee.give(plan, {1: 1}, user=committee.colleague)
    _undo(committee, plan)
    assert committee.held(plan) == {1: 1}


def test_what_others_built_on_is_told_and_stays(committee: Committee) -> None:
    plan = committee.start()
    first = committee.give(plan, {0: 0, 1: 0})
    committee.give(plan, {0: 1}, user=committee.colleague)
    with refused("changed_since") as told:
        _undo(committee, plan, first["edit"])
    assert [change["who"] for change in told.detail["changes"]] == ["Vi Thị Hai"]
    assert committee.held(plan) == {0: 1, 1: 0}


def test_nothing_is_taken_back_twice(committee: Committee) -> None:
    plan = committee.start()
    first = committee.give(plan, {0: 0})
    _undo(committee, plan, first["edit"])
    with refused("undone"):
        _undo(committee, plan, first["edit"])


def test_a_ban_comes_off_with_the_pair_back(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0})
    editing.ban_pair(
        plan=plan.pk,
        household=committee.homes[0].pk,
        person=committee.members[0].pk,
        reason=BanReason.OTHER_DUTY,
        seen=1,
        order=committee.order(),
    )
    undone = _undo(committee, plan)
    assert (committee.held(plan), PlanBan.objects.count()) == ({0: 0}, 0)
    _undo(committee, plan, undone["edit"])
    assert (committee.held(plan), PlanBan.objects.count()) == ({}, 1)


def test_the_seed_can_be_taken_back(committee: Committee) -> None:
    plan = committee.start(Seed.PRESENT)
    _undo(committee, plan)
    assert committee.held(plan) == {}


def test_an_edit_of_another_plan_does_not_exist_here(committee: Committee) -> None:
    plan = committee.start()
    with refused("not_found", 404):
        _undo(committee, plan, "7f1c5a52-9f0c-4d0e-8c54-7d3b0a3f1d11")


def test_what_changed_without_an_edit_is_not_written_over_either(committee: Committee) -> None:
    plan = committee.start()
    first = committee.give(plan, {0: 0})
    PlanPair.objects.filter(plan=plan).update(person=committee.members[1])
    with refused("changed_since") as told:
        _undo(committee, plan, first["edit"])
    assert told.detail["changes"] == []
    assert committee.held(plan) == {0: 1}


def test_nobody_comes_back_who_is_no_longer_in_the_register(committee: Committee) -> None:
    plan = committee.start()
    leaving = PersonFactory.create(commune=committee.world.commune)
    membership = MembershipFactory.create(person=leaving, cell=committee.world.cell)
    committee.members.append(leaving)
    committee.give(plan, {0: 3})
    last = committee.give(plan, {0: None})
    membership.delete()
    leaving.delete()
    with refused("gone"):
        _undo(committee, plan, last["edit"])
    assert committee.held(plan) == {}


def test_the_trail_tells_ones_own_edits_and_what_others_took_back(committee: Committee) -> None:
    plan = committee.start(Seed.PRESENT)
    first = committee.give(plan, {1: 1, 2: 1})
    committee.give(plan, {3: 1}, user=committee.colleague)
    taken = _undo(committee, plan, first["edit"], committee.colleague)
    told = reading.trail(committee.actor(), plan)
    assert [(row["kind"], row["mine"], row["changed"]) for row in told] == [
        ("seed", True, 1),
        ("change", True, 2),
        ("undo", False, 2),
    ]
    assert (told[2]["key"], told[2]["undoes"]) == (taken["edit"], first["edit"])
    edits = reading.edits(committee.actor(), plan.pk, since=3)["edits"]
    assert [row["undoes"] for row in edits] == [first["edit"]]
