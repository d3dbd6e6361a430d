"""A resolution puts a plan in force: what it changes, what it leaves, what it refuses."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pghistory.models
import pytest
from django.apps import apps

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import Assignment, AssignmentPlan
from apps.assignments.plan_states import PlanState
from apps.assignments.plans import resolving, services
from apps.assignments.plans.resolving import Resolution
from apps.households.models import Household
from apps.people.kinds import MemberKind, PostKind
from apps.people.models import CellVillage, Membership
from tests.assignments.plans.conftest import Committee, refused
from tests.conftest import NOW
from tests.factories.households import HouseholdMemberFactory, put_in_charge
from tests.factories.people import CellFactory, MembershipFactory

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAY = TODAY - timedelta(days=3)
LONG_AGO = TODAY - timedelta(days=100)


def _submitted(committee: Committee, pairs: dict[int, int]) -> AssignmentPlan:
    plan = committee.start()
    committee.give(plan, dict(pairs))
    plan.refresh_from_db()
    services.submit(plan=plan.pk, seen=plan.revision, order=committee.order())
    plan.refresh_from_db()
    return plan


def _resolve(
    committee: Committee,
    plan: AssignmentPlan,
    *,
    agreed: int = 0,
    effective: date = DAY,
    decided: date = DAY,
    number: str = "12-NQ/CB",
    user: User | None = None,
    order: Any = None,
) -> dict[str, Any]:
    return resolving.resolve(
        plan=plan.pk,
        resolution=Resolution(number, decided, effective),
        seen=plan.revision,
        agreed=agreed,
        order=order or committee.order(user),
    )


def _in_charge(committee: Committee, at: date = TODAY) -> dict[int, int]:
    homes = {home.pk: number for number, home in enumerate(committee.world.households)}
    members = {person.pk: number for number, person in enumerate(committee.members)}
    rows = Assignment.objects.for_households().in_force(at=at)
    return {
        homes[home]: members.get(person, -1)
        for home, person in rows.values_list("household_id", "person_id")
    }


def test_who_goes_on_who_is_new_and_who_is_replaced(committee: Committee) -> None:
    going_on = Assignment.objects.get(household=committee.homes[0])
    replaced = put_in_charge(committee.members[1], committee.homes[1], since=LONG_AGO)
    plan = _submitted(committee, {0: 0, 1: 2, 2: 2})
    answer = _resolve(committee, plan)
    counted = {name: answer[name] for name in ("kept", "opened", "replaced", "closed")}
    assert counted == {"kept": 1, "opened": 1, "replaced": 1, "closed": 0}
    assert _in_charge(committee) == {0: 0, 1: 2, 2: 2}
    # The same row, untouched since.
    again = Assignment.objects.get(household=committee.homes[0])
    assert (again.pk, again.period) == (going_on.pk, going_on.period)
    events = apps.get_model("assignments", "AssignmentEvent")._default_manager
    assert events.filter(pgh_obj_id=going_on.pk).count() == 1
    # Closed, not deleted: it was so until the day.
    replaced.refresh_from_db()
    assert (replaced.period.lower, replaced.period.upper) == (LONG_AGO, DAY)
    assert _in_charge(committee, DAY - timedelta(days=1)) == {0: 0, 1: 1}
    plan.refresh_from_db()
    assert (plan.state, plan.resolution_number) == (PlanState.IN_FORCE, "12-NQ/CB")
    assert (plan.resolution_date, plan.effective_on) == (DAY, DAY)


def test_the_history_names_the_resolution(committee: Committee) -> None:
    plan = _submitted(committee, {0: 0, 2: 2})
    _resolve(committee, plan)
    opened = Assignment.objects.get(household=committee.homes[2])
    event = apps.get_model("assignments", "AssignmentEvent")._default_manager.get(
        pgh_obj_id=opened.pk
    )
    context = pghistory.models.Context.objects.get(pk=event.pgh_context_id)
    assert context.metadata["reason"] == "Nghị quyết số 12-NQ/CB ngày 13/11/2026"
    assert context.metadata["user"] == committee.secretary.pk


def test_who_loses_somebody_has_to_be_agreed_to(committee: Committee) -> None:
    plan = _submitted(committee, {2: 2})
    with refused("will_lose") as told:
        _resolve(committee, plan)
    assert told.detail["lost"] == 1
    assert _in_charge(committee) == {0: 0}
    assert _resolve(committee, plan, agreed=1)["closed"] == 1
    assert _in_charge(committee) == {2: 2}


def test_other_cells_households_are_never_touched(committee: Committee) -> None:
    world = committee.world
    other = CellFactory.create(commune=world.commune)
    for village in world.villages:
        CellVillage.objects.create(cell=other, village=village)
    theirs = MembershipFactory.create(cell=other).person
    same_village = put_in_charge(theirs, committee.homes[5], since=LONG_AGO)
    next_village = put_in_charge(theirs, world.households[7], since=LONG_AGO)
    before = [same_village.period, next_village.period]
    _resolve(committee, _submitted(committee, {0: 0}))
    for row in (same_village, next_village):
        row.refresh_from_db()
    assert [same_village.period, next_village.period] == before
    assert Assignment.objects.filter(household=committee.homes[5]).count() == 1


def test_the_next_plan_ends_the_last(committee: Committee) -> None:
    first = _submitted(committee, {0: 0})
    _resolve(committee, first, effective=DAY, decided=DAY)
    second = _submitted(committee, {0: 1})
    _resolve(committee, second, effective=TODAY, decided=TODAY)
    first.refresh_from_db()
    assert (first.state, first.ended_on) == (PlanState.ENDED, TODAY)
    assert first.pairs.count() == 1
    assert _in_charge(committee) == {0: 1}
    assert _in_charge(committee, DAY) == {0: 0}


def test_what_is_no_longer_possible_is_left_out_once_agreed(committee: Committee) -> None:
    plan = _submitted(committee, {0: 0, 1: 1, 2: 2, 3: 2})
    Membership.objects.filter(person=committee.members[1]).update(kind=MemberKind.EXCUSED)
    Household.objects.filter(pk=committee.homes[2].pk).update(left_on=DAY, left_reason="moved")
    HouseholdMemberFactory.create(household=committee.homes[3], person=committee.members[2])
    with refused("will_lose") as told:
        _resolve(committee, plan)
    assert told.detail["lost"] == 3
    answer = _resolve(committee, plan, agreed=3)
    homes = committee.homes
    assert dict(answer["left_out"]) == {
        homes[1].pk: "cannot_carry",
        homes[2].pk: "household_gone",
        homes[3].pk: "own_household",
    }
    assert _in_charge(committee) == {0: 0}


def test_nothing_begins_before_what_began_later(committee: Committee) -> None:
    plan = _submitted(committee, {0: 0, 1: 2})
    put_in_charge(committee.members[1], committee.homes[1], since=TODAY)
    with refused("too_early") as told:
        _resolve(committee, plan)
    assert told.detail["field"] == "effective_on"
    assert _in_charge(committee) == {0: 0, 1: 1}


def test_what_began_on_the_day_had_not_begun_and_its_history_stays(committee: Committee) -> None:
    # As after an import of this morning; and somebody whose turn would have come tomorrow.
    gone = put_in_charge(committee.members[1], committee.homes[1], since=TODAY).pk
    put_in_charge(committee.members[1], committee.homes[2], since=TODAY + timedelta(days=1))
    kept = put_in_charge(committee.members[0], committee.homes[3], since=TODAY)
    plan = _submitted(committee, {0: 0, 1: 2, 2: 2, 3: 0})
    assert _resolve(committee, plan, effective=TODAY)["replaced"] == 2
    assert _in_charge(committee) == {0: 0, 1: 2, 2: 2, 3: 0}
    assert _in_charge(committee, TODAY + timedelta(days=2)) == {0: 0, 1: 2, 2: 2, 3: 0}
    assert Assignment.objects.get(household=committee.homes[3]) == kept
    events = apps.get_model("assignments", "AssignmentEvent")._default_manager
    last = events.filter(pgh_obj_id=gone).latest("pgh_id")
    assert (last.pgh_label, last.person_id) == ("delete", committee.members[1].pk)
    assert "12-NQ/CB" in last.pgh_context.metadata["reason"]


def test_a_plan_is_followed_on_the_very_day_of_its_effect(committee: Committee) -> None:
    first = _submitted(committee, {0: 0, 1: 1})
    _resolve(committee, first, effective=TODAY)
    second = _submitted(committee, {0: 0, 1: 2})
    _resolve(committee, second, effective=TODAY, number="13-NQ/CB")
    first.refresh_from_db()
    assert (first.state, first.effective_on, first.ended_on) == (PlanState.ENDED, TODAY, TODAY)
    assert _in_charge(committee) == {0: 0, 1: 2}
    third = _submitted(committee, {0: 0})
    with refused("too_early"):
        _resolve(committee, third, agreed=1)


def test_nor_before_the_plan_that_it_follows(committee: Committee) -> None:
    _resolve(committee, _submitted(committee, {0: 0}), effective=TODAY)
    with refused("plan_ended_when"):
        _resolve(committee, _submitted(committee, {0: 0}))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"number": "  "}, "number"),
        ({"number": "x" * 61}, "number"),
        ({"decided": TODAY}, "effective_on"),
        ({"effective": TODAY + timedelta(days=1)}, "effective_on"),
    ],
)
def test_a_paper_says_all_and_holds_already(
    committee: Committee, fields: dict[str, Any], field: str
) -> None:
    plan = _submitted(committee, {0: 0})
    with refused("invalid", 422) as told:
        _resolve(committee, plan, **fields)
    assert told.detail["field"] == field


def test_a_draft_was_not_decided(committee: Committee) -> None:
    plan = committee.start()
    committee.give(plan, {0: 0})
    plan.refresh_from_db()
    with refused("wrong_state"):
        _resolve(committee, plan)


def test_twice_is_once(committee: Committee) -> None:
    plan, order = _submitted(committee, {0: 0, 1: 1}), committee.order(key=uuid4())
    first = _resolve(committee, plan, order=order)
    assert _resolve(committee, plan, order=order) == first
    with refused("key_used"):
        _resolve(committee, plan, order=order, number="13-NQ/CB")
    with refused("wrong_state"):
        _resolve(committee, plan)


@pytest.mark.parametrize(
    ("kind", "may"),
    [(PostKind.CELL_DEPUTY_SECRETARY, True), (PostKind.CELL_COMMITTEE_MEMBER, False)],
)
def test_secretary_and_deputy_put_in_force(committee: Committee, kind: PostKind, may: bool) -> None:
    committee.colleague.person.posts.update(kind=kind)
    plan = _submitted(committee, {0: 0})
    if may:
        assert _resolve(committee, plan, user=committee.colleague)["state"] == PlanState.IN_FORCE
        return
    with refused("role_too_low", 403):
        _resolve(committee, plan, user=committee.colleague)


@pytest.mark.parametrize("role", [Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE])
def test_the_commune_does_not_resolve_for_a_cell(committee: Committee, role: Role) -> None:
    plan = _submitted(committee, {0: 0})
    with refused("role_too_low", 403):
        _resolve(committee, plan, user=committee.world.users[role])


def test_what_fails_in_the_middle_changes_nothing(
    committee: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = _submitted(committee, {1: 1})

    def fails(*_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(resolving, "_put_in_force", fails)
    with pytest.raises(RuntimeError):
        _resolve(committee, plan, agreed=1)
    assert _in_charge(committee) == {0: 0}
    plan.refresh_from_db()
    assert plan.state == PlanState.SUBMITTED
