"""A draft is put to the cell, comes back, or is given up."""

from functools import partial

import pytest

from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan
from apps.assignments.plan_states import PlanState
from apps.assignments.plans import services
from tests.assignments.plans.conftest import Committee, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(committee: Committee) -> AssignmentPlan:
    plan = committee.start()
    committee.give(plan, {0: 0})
    return plan


def test_put_to_the_cell_and_back(committee: Committee, plan: AssignmentPlan) -> None:
    services.submit(plan=plan.pk, seen=1, order=committee.order(committee.colleague))
    plan.refresh_from_db()
    assert (plan.state, plan.submitted_at) == (PlanState.SUBMITTED, committee.order().now)
    services.return_to_draft(plan=plan.pk, order=committee.order())
    committee.give(plan, {1: 1})
    assert committee.held(plan) == {0: 0, 1: 1}


def test_only_what_was_seen_is_submitted(committee: Committee, plan: AssignmentPlan) -> None:
    committee.give(plan, {1: 1}, user=committee.colleague)
    with refused("stale") as told:
        services.submit(plan=plan.pk, seen=1, order=committee.order())
    assert told.detail["revision"] == 2


def test_an_empty_plan_is_none(committee: Committee, plan: AssignmentPlan) -> None:
    committee.give(plan, {0: None})
    with refused("empty"):
        services.submit(plan=plan.pk, seen=2, order=committee.order())


def test_a_dropped_draft_makes_room_for_another(committee: Committee, plan: AssignmentPlan) -> None:
    services.drop(plan=plan.pk, seen=1, order=committee.order())
    with refused("wrong_state"):
        services.drop(plan=plan.pk, seen=1, order=committee.order())
    assert committee.start().pk != plan.pk


def test_what_others_did_since_is_not_dropped_unseen(
    committee: Committee, plan: AssignmentPlan
) -> None:
    committee.give(plan, {1: 1}, user=committee.colleague)
    with refused("stale") as told:
        services.drop(plan=plan.pk, seen=1, order=committee.order())
    assert told.detail["revision"] == 2
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_draft_does_not_come_back_from_nowhere(
    committee: Committee, plan: AssignmentPlan
) -> None:
    with refused("wrong_state"):
        services.return_to_draft(plan=plan.pk, order=committee.order())


@pytest.mark.parametrize("verb", [services.return_to_draft, partial(services.drop, seen=1)])
def test_the_commune_reads_and_does_not_meddle(
    committee: Committee, plan: AssignmentPlan, verb: object
) -> None:
    leader = committee.order(committee.world.users[Role.COMMUNE_LEADER])
    with refused("role_too_low", 403):
        verb(plan=plan.pk, order=leader)  # type: ignore[operator]  # a service
    stranger = committee.order(committee.world.outsider)
    with refused("not_found", 404):
        verb(plan=plan.pk, order=stranger)  # type: ignore[operator]
