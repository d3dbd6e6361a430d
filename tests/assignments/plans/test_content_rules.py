"""What a draft may hold, as the database keeps it."""

import pytest
from django.db import ProgrammingError, transaction

from apps.assignments.models import AssignmentPlan, PlanBan, PlanDuty, PlanEdit, PlanPair
from apps.assignments.plans.kinds import BanReason, EditKind, PairSource
from tests.database import refused
from tests.factories.households import HouseholdFactory, HouseholdMemberFactory
from tests.factories.people import PersonFactory, UserFactory
from tests.factories.plans import MADE, draft, resolve
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(world: World) -> AssignmentPlan:
    return draft(world.cell, {world.households[1]: world.member})


def _pair(plan: AssignmentPlan, world: World, number: int = 2) -> PlanPair:
    return PlanPair.objects.create(
        plan=plan,
        household=world.households[number],
        person=world.member,
        source=PairSource.HAND,
    )


def test_one_person_for_each_household(world: World, plan: AssignmentPlan) -> None:
    assert _pair(plan, world).pk
    with refused("plan_pair_once"):
        _pair(plan, world)


def test_a_household_of_another_cell_gets_into_no_plan(world: World, plan: AssignmentPlan) -> None:
    with refused("plan_pair_in_villages"):
        _pair(plan, world, number=6)
    with refused("plan_pair_in_villages"):
        PlanPair.objects.update(household=world.other_households[0])


def test_a_forbidden_pair_and_the_pair_itself_exclude_each_other(
    world: World, plan: AssignmentPlan
) -> None:
    about = {"plan": plan, "person": world.member, "reason": BanReason.RELATIVE}
    PlanBan.objects.create(household=world.households[2], **about)
    with refused("plan_pair_not_banned"):
        _pair(plan, world)
    with refused("plan_ban_not_paired"):
        PlanBan.objects.create(household=world.households[1], **about)


def test_nobody_is_planned_for_their_own_household(world: World, plan: AssignmentPlan) -> None:
    HouseholdMemberFactory.create(household=world.households[2], person=world.member)
    with refused("plan_pair_not_own_household"):
        _pair(plan, world)


def test_a_ban_has_a_reason_of_the_list(world: World, plan: AssignmentPlan) -> None:
    with refused("plan_ban_reason_known"):
        PlanBan.objects.create(
            plan=plan, household=world.households[2], person=world.member, reason="ghét"
        )


def test_nothing_of_a_decided_plan_is_altered(world: World, plan: AssignmentPlan) -> None:
    duty = PlanDuty.objects.create(plan=plan, person=world.member, text="Loa truyền thanh")
    resolve(plan)
    with refused("plan_written_in_draft"):
        _pair(plan, world)
    with refused("plan_written_in_draft"):
        PlanPair.objects.filter(plan=plan).update(person=PersonFactory.create())
    with refused("plan_written_in_draft"):
        PlanPair.objects.filter(plan=plan).delete()
    with refused("plan_written_in_draft"):
        duty.delete()


def test_edits_are_only_ever_added(plan: AssignmentPlan) -> None:
    edit = PlanEdit.objects.create(
        plan=plan,
        revision=1,
        key="7f1c5a52-9f0c-4d0e-8c54-7d3b0a3f1d11",
        kind=EditKind.CHANGE,
        user=UserFactory.create(),
        at=MADE,
    )
    with pytest.raises(ProgrammingError), transaction.atomic():
        PlanEdit.objects.filter(pk=edit.pk).update(revision=2)
    with pytest.raises(ProgrammingError), transaction.atomic():
        edit.delete()


def test_a_household_may_stand_in_the_plans_of_both_cells_of_a_village(world: World) -> None:
    home = HouseholdFactory.create(group=world.groups[0])
    assert draft(world.cell, {home: world.member}).pairs.count() == 1
