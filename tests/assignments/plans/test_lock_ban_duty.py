"""Pairs are locked and forbidden; duties beside the households are written in."""

import pytest

from apps.assignments.models import PlanBan, PlanDuty, PlanPair
from apps.assignments.plans import editing
from apps.assignments.plans.kinds import BanReason
from tests.assignments.plans.conftest import Committee, refused

pytestmark = pytest.mark.django_db


def _lock(committee: Committee, plan: object, homes: list[int], locked: bool = True) -> None:
    editing.lock_pairs(
        plan=plan.pk,  # type: ignore[attr-defined]  # a plan
        households=[committee.homes[home].pk for home in homes],
        locked=locked,
        seen=plan.edits.count(),  # type: ignore[attr-defined]
        order=committee.order(),
    )


def _ban(committee: Committee, plan: object, home: int, member: int, reason: str | None) -> None:
    editing.ban_pair(
        plan=plan.pk,  # type: ignore[attr-defined]
        household=committee.homes[home].pk,
        person=committee.members[member].pk,
        reason=reason,
        seen=plan.edits.count(),  # type: ignore[attr-defined]
        order=committee.order(),
    )


def test_a_locked_pair_stays_until_it_is_unlocked(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0, 1: 0})
    _lock(committee, plan, [0])
    with refused("locked") as told:
        committee.give(plan, {0: 1, 1: 1})
    assert told.detail["households"] == [committee.homes[0].pk]
    _lock(committee, plan, [0], locked=False)
    committee.give(plan, {0: 1})
    assert committee.held(plan) == {0: 1, 1: 0}


def test_nobody_is_locked_where_nobody_is_planned(committee: Committee) -> None:
    plan = committee.start()
    with refused("not_found", 404):
        _lock(committee, plan, [0])


def test_a_ban_takes_the_pair_off_and_keeps_it_off(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0})
    _ban(committee, plan, 0, 0, BanReason.RELATIVE)
    assert committee.held(plan) == {}
    with refused("banned"):
        committee.give(plan, {0: 0})
    _ban(committee, plan, 0, 0, None)
    committee.give(plan, {0: 0})
    assert not PlanBan.objects.exists()


def test_a_ban_needs_a_reason_of_the_list(committee: Committee) -> None:
    with refused("invalid", 422):
        _ban(committee, committee.start(), 0, 0, "không hợp tính")


def test_a_locked_pair_is_not_banned(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0})
    _lock(committee, plan, [0])
    with refused("locked"):
        _ban(committee, plan, 0, 0, BanReason.RELATIVE)
    assert PlanPair.objects.filter(plan=plan).count() == 1


def test_a_duty_is_one_line_and_can_be_taken_away(committee: Committee) -> None:
    plan = committee.start()
    about = {"plan": plan.pk, "person": committee.members[0].pk}
    editing.write_duty(
        **about, text="  Phụ trách  loa truyền thanh ", seen=0, order=committee.order()
    )
    assert PlanDuty.objects.get().text == "Phụ trách loa truyền thanh"
    with refused("invalid", 422):
        editing.write_duty(**about, text="x" * 301, seen=1, order=committee.order())
    editing.write_duty(**about, text="", seen=1, order=committee.order())
    assert not PlanDuty.objects.exists()


def test_two_duties_for_one_person_at_once(committee: Committee) -> None:
    plan = committee.start()
    about = {"plan": plan.pk, "person": committee.members[0].pk}
    colleague = committee.order(committee.colleague)
    editing.write_duty(**about, text="Loa truyền thanh", seen=0, order=colleague)
    with refused("changed_since") as told:
        editing.write_duty(**about, text="Văn nghệ", seen=0, order=committee.order())
    assert told.detail["changes"][0]["after"] == "Loa truyền thanh"
