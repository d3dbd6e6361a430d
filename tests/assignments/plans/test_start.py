"""A draft is begun, from nothing, from who is in charge now, or from the last plan."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan
from apps.assignments.plan_states import PlanState
from apps.assignments.plans import services
from apps.assignments.plans.kinds import Seed
from apps.people.kinds import MemberKind
from apps.people.models import CellVillage, Membership, Term
from tests.assignments.plans.conftest import Committee, refused
from tests.factories.households import HouseholdMemberFactory, put_in_charge
from tests.factories.people import CellFactory, MembershipFactory
from tests.factories.plans import draft, resolve

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)


def test_an_empty_draft_belongs_to_the_cell_and_its_term(committee: Committee) -> None:
    term = Term.objects.create(
        commune=committee.world.commune,
        name="2025–2030",
        starts_on=date(2025, 6, 1),
        ends_on=date(2030, 5, 31),
    )
    plan = committee.start()
    assert (plan.cell, plan.state, plan.term) == (committee.world.cell, PlanState.DRAFT, term)
    assert (plan.revision, plan.pairs.count()) == (0, 0)


def test_from_present_takes_who_is_in_charge(committee: Committee) -> None:
    put_in_charge(committee.members[1], committee.homes[3], since=SINCE)
    plan = committee.start(Seed.PRESENT)
    assert committee.held(plan) == {0: 0, 3: 1}
    assert set(plan.pairs.values_list("source", flat=True)) == {"present"}
    assert plan.edits.get().kind == "seed"


def test_who_can_no_longer_carry_is_left_out_and_told(committee: Committee) -> None:
    Membership.objects.filter(person=committee.members[0]).update(kind=MemberKind.EXCUSED)
    answer = services.start_plan(
        cell=committee.world.cell.pk, seed=Seed.PRESENT, year=2026, order=committee.order()
    )
    assert answer["left_out"] == [committee.homes[0].pk]
    assert answer["changed"] == 0


def test_from_the_last_plan(committee: Committee) -> None:
    homes, members = committee.homes, committee.members
    HouseholdMemberFactory.create(household=homes[4], person=None)
    resolve(draft(committee.world.cell, {homes[2]: members[1], homes[4]: members[2]}))
    HouseholdMemberFactory.create(household=homes[4], person=members[2])
    plan = committee.start(Seed.LAST_PLAN)
    assert committee.held(plan) == {2: 1}


def test_households_of_another_cell_in_the_same_village_are_left_alone(
    committee: Committee,
) -> None:
    other = CellFactory.create(commune=committee.world.commune)
    CellVillage.objects.create(cell=other, village=committee.world.villages[0])
    theirs = MembershipFactory.create(cell=other).person
    put_in_charge(theirs, committee.homes[5], since=SINCE)
    plan = committee.start(Seed.PRESENT)
    assert committee.held(plan) == {0: 0}
    with refused("not_found", 404):
        committee.give(plan, {5: 1})


def test_one_draft_at_a_time(committee: Committee) -> None:
    committee.start()
    with refused("plan_one_open_per_cell"):
        committee.start(user=committee.colleague)


def test_the_same_wish_again_begins_nothing_new(committee: Committee) -> None:
    key = uuid4()
    wish: dict[str, Any] = {
        "cell": committee.world.cell.pk,
        "seed": Seed.EMPTY,
        "order": committee.order(key=key),
    }
    first = services.start_plan(year=2026, **wish)
    assert services.start_plan(year=2026, **wish) == first
    with refused("key_used"):
        services.start_plan(year=2027, **wish)
    assert AssignmentPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        (Role.COMMUNE_LEADER, "role_too_low", 403),
        (Role.COMMITTEE_MEMBER, "role_too_low", 403),
        (Role.MEMBER_IN_CHARGE, "not_found", 404),
        (Role.COMMUNE_POLICE, "not_found", 404),
    ],
)
def test_only_its_own_committee_begins_one(
    committee: Committee, role: Role, code: str, status: int
) -> None:
    with refused(code, status):
        committee.start(user=committee.world.users[role])


def test_another_communes_leader_finds_no_such_cell(committee: Committee) -> None:
    with refused("not_found", 404):
        committee.start(user=committee.world.outsider)


def test_the_committee_of_the_other_cell_in_the_village_reads_but_begins_none(
    committee: Committee,
) -> None:
    other = CellFactory.create(commune=committee.world.commune)
    CellVillage.objects.create(cell=other, village=committee.world.villages[0])
    committee.world.users[Role.CELL_COMMITTEE].person.posts.update(cell=other)
    with refused("role_too_low", 403):
        committee.start()
