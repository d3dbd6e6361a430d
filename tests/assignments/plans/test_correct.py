"""Number and day of a resolution are put right; what it put in force stays."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import Assignment, AssignmentPlan
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.correcting import Paper, correct_resolution, corrections_of
from apps.people.kinds import PostKind
from tests.assignments.plans.conftest import Committee, refused
from tests.factories.plans import DECIDED, draft, resolve

pytestmark = pytest.mark.django_db
RIGHT = Paper("15-NQ/CB", DECIDED - timedelta(days=2))
WRITTEN = Paper("05-NQ/CB", DECIDED)


@pytest.fixture
def plan(committee: Committee) -> AssignmentPlan:
    return resolve(draft(committee.world.cell, {committee.homes[0]: committee.members[0]}))


def _correct(
    committee: Committee,
    plan: AssignmentPlan,
    paper: Paper = RIGHT,
    *,
    seen: Paper = WRITTEN,
    user: User | None = None,
    **more: Any,
) -> dict[str, Any]:
    order = committee.order(user, more.get("key"))
    return correct_resolution(plan=plan.pk, seen=seen, paper=paper, order=order)


def _written(plan: AssignmentPlan) -> Paper:
    plan.refresh_from_db()
    assert plan.resolution_date is not None
    return Paper(plan.resolution_number, plan.resolution_date)


def test_the_paper_is_put_right_and_nothing_else(
    committee: Committee, plan: AssignmentPlan
) -> None:
    charges = list(Assignment.objects.values_list("pk", "period"))
    _correct(committee, plan, Paper("  15-NQ/CB ", RIGHT.decided_on))
    assert _written(plan) == RIGHT
    assert (plan.state, plan.effective_on) == (PlanState.IN_FORCE, DECIDED)
    assert list(Assignment.objects.values_list("pk", "period")) == charges


def test_what_stood_there_stays_with_who_and_why(
    committee: Committee, plan: AssignmentPlan
) -> None:
    _correct(committee, plan)
    _correct(committee, plan, Paper("16-NQ/CB", DECIDED), seen=RIGHT)
    told = corrections_of(committee.actor(), plan.pk)
    assert [(each["number"], each["decided_on"]) for each in told] == [
        ("15-NQ/CB", RIGHT.decided_on),
        ("05-NQ/CB", DECIDED),
    ]
    assert told[0]["who"] == committee.secretary.person.full_name
    assert told[0]["reason"] == "Soạn kế hoạch"


def test_also_of_a_plan_that_is_over(committee: Committee, plan: AssignmentPlan) -> None:
    AssignmentPlan.objects.filter(pk=plan.pk).update(state="ended", ended_on=date(2026, 11, 12))
    _correct(committee, plan)
    assert _written(plan) == RIGHT


def test_of_a_draft_there_is_nothing_to_put_right(committee: Committee) -> None:
    with refused("wrong_state"):
        _correct(committee, committee.start())


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (Paper(" ", DECIDED), "number"),
        (Paper("x" * 61, DECIDED), "number"),
        (Paper("15-NQ/CB", DECIDED + timedelta(days=1)), "decided_on"),
    ],
)
def test_what_no_paper_can_say(
    committee: Committee, plan: AssignmentPlan, paper: Paper, field: str
) -> None:
    with refused("invalid", 422) as told:
        _correct(committee, plan, paper)
    assert told.detail["field"] == field
    assert _written(plan) == WRITTEN


def test_the_second_is_told_what_stands_there_by_now(
    committee: Committee, plan: AssignmentPlan
) -> None:
    _correct(committee, plan)
    with refused("stale") as told:
        _correct(committee, plan, Paper("17-NQ/CB", DECIDED))
    assert told.detail["number"] == "15-NQ/CB"


def test_twice_is_once(committee: Committee, plan: AssignmentPlan) -> None:
    key = uuid4()
    assert _correct(committee, plan, key=key) == _correct(committee, plan, key=key)
    assert len(corrections_of(committee.actor(), plan.pk)) == 1


@pytest.mark.parametrize(
    ("kind", "may"),
    [(PostKind.CELL_DEPUTY_SECRETARY, True), (PostKind.CELL_COMMITTEE_MEMBER, False)],
)
def test_who_may_put_in_force_may_put_right(
    committee: Committee, plan: AssignmentPlan, kind: PostKind, may: bool
) -> None:
    committee.colleague.person.posts.update(kind=kind)
    if may:
        _correct(committee, plan, user=committee.colleague)
        return
    with refused("role_too_low", 403):
        _correct(committee, plan, user=committee.colleague)


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [(Role.COMMUNE_LEADER, "role_too_low", 403), (Role.COMMUNE_POLICE, "not_found", 404)],
)
def test_nobody_else_does(
    committee: Committee, plan: AssignmentPlan, role: Role, code: str, status: int
) -> None:
    with refused(code, status):
        _correct(committee, plan, user=committee.world.users[role])


def test_a_communes_paper_is_put_right_by_its_leader(committee: Committee) -> None:
    plan = draft(None, commune=committee.world.commune, tier=2)
    resolve(plan)
    with refused("role_too_low", 403):
        _correct(committee, plan, user=committee.world.users[Role.COMMUNE_OFFICE])
    _correct(committee, plan, user=committee.world.users[Role.COMMUNE_LEADER])
    assert _written(plan) == RIGHT
