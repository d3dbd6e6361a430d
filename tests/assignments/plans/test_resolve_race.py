"""Somebody leaves while a plan that names them is put in force: whoever comes second is told."""

from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.accounts.orders import Order
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import Assignment, AssignmentPlan, Tier
from apps.assignments.plans import resolving
from apps.assignments.plans.resolving import Resolution
from apps.people.duties import end_duty
from apps.people.memberships import Ending, Leaving, leave
from apps.people.models import CommuneOfficer, Membership
from apps.people.versions import version_of
from tests.conftest import NOW
from tests.factories.plans import draft, submit
from tests.factories.world import World, build_world
from tests.overlapping import second_is_told

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = NOW.date()


@pytest.fixture
def world() -> World:
    made = build_world(TODAY)
    Assignment.objects.all().delete()
    return made


def _order(user: User) -> Order:
    return Order(actor_for(user, at=NOW), "Chuyển đi", NOW, uuid4())


def _resolve(plan: AssignmentPlan, user: User) -> None:
    said = Resolution("12-NQ/CB", TODAY, TODAY)
    resolving.resolve(plan=plan.pk, resolution=said, seen=0, agreed=0, order=_order(user))


def _leave(world: World) -> None:
    row = Membership.objects.get(person=world.member)
    leave(
        person=world.member.pk,
        leaving=Leaving(TODAY, "moved", everything=False, agreed=0),
        seen=version_of(world.member, row),
        order=_order(world.users[Role.COMMUNE_OFFICE]),
    )


@pytest.mark.parametrize(
    ("first", "code", "in_charge"), [("leaving", "will_lose", 0), ("resolving", "stakes", 1)]
)
def test_nobody_is_put_in_charge_who_left_meanwhile(
    world: World, first: str, code: str, in_charge: int
) -> None:
    plan = submit(draft(world.cell, {world.households[1]: world.member}))
    verbs = [
        lambda: _leave(world),
        lambda: _resolve(plan, world.users[Role.CELL_COMMITTEE]),
    ]
    one, other = verbs if first == "leaving" else verbs[::-1]
    assert second_is_told(one, other) == code
    assert Assignment.objects.count() == in_charge
    assert Membership.objects.in_force(at=TODAY).count() == in_charge


def test_nor_an_officer_whose_office_ended_meanwhile(world: World) -> None:
    officer = world.users[Role.GROUP_OFFICER].person
    office = CommuneOfficer.objects.create(person=officer, commune=world.commune, title="Công chức")
    plan = draft(None, commune=world.commune, tier=Tier.OFFICER)
    plan.seats.create(group=world.groups[0], person=officer, source="hand")
    submit(plan)

    def end() -> None:
        ending = Ending(TODAY, agreed=0)
        end_duty(duty=office, ending=ending, order=_order(world.users[Role.COMMUNE_OFFICE]))

    leader = world.users[Role.COMMUNE_LEADER]
    assert second_is_told(end, lambda: _resolve(plan, leader)) == "will_lose"
    assert not Assignment.objects.exists()
