"""What has changed since a resolution: the reasons for which a plan is amended during the year."""

from datetime import date

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.roles import Role
from apps.assignments.models import Assignment, AssignmentPlan
from apps.assignments.plans.drift import NONE, read_drift
from apps.assignments.plans.kinds import AmendReason
from apps.assignments.plans.known import known_of
from apps.assignments.plans.register import register_of
from apps.households.models import Household
from apps.people.kinds import Health
from apps.people.models import Membership
from tests.assignments.plans.conftest import Committee, refused
from tests.conftest import NOW
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.plans import draft, resolve

pytestmark = pytest.mark.django_db
TODAY, SINCE = NOW.date(), date(2026, 1, 1)


@pytest.fixture
def plan(committee: Committee) -> AssignmentPlan:
    """In force: the first three households are the first member's, the rest the second's."""
    west, south = committee.homes[0].position.coords
    for person in committee.members:
        person.home = Point(west, south, srid=4326)
        person.save()
    Membership.objects.filter(cell=committee.world.cell).update(capacity=6)
    Assignment.objects.for_households().delete()
    pairs = {home: committee.members[number // 3] for number, home in enumerate(committee.homes)}
    for home, person in pairs.items():
        put_in_charge(person, home, since=SINCE)
    Household.objects.filter(pk__in=[home.pk for home in committee.homes]).update(
        position=Point(west, south, srid=4326)
    )
    return resolve(draft(committee.world.cell, pairs))


def test_nothing_has_changed(committee: Committee, plan: AssignmentPlan) -> None:
    told = read_drift(committee.actor(), plan.pk, at=TODAY)
    assert not told.calls_for_change
    assert (told.reason, told.gone) == (None, 0)


def test_a_member_who_left(committee: Committee, plan: AssignmentPlan) -> None:
    gone = committee.members[0]
    Assignment.objects.for_households().filter(person=gone).delete()
    told = read_drift(committee.actor(), plan.pk, at=TODAY)
    assert [(each.name, each.households) for each in told.lost] == [(gone.full_name, 3)]
    assert told.reason == AmendReason.MEMBER_LEFT
    # Who is no longer of the cell is no longer in its committee's sight; the number is.
    Membership.objects.filter(person=gone).update(valid_to=TODAY, left_reason="moved")
    told = read_drift(committee.actor(), plan.pk, at=TODAY)
    assert sum(each.households for each in told.lost) == 3


def test_a_member_who_moved(committee: Committee, plan: AssignmentPlan) -> None:
    mover = committee.members[1]
    mover.home = Point(mover.home.x + 0.05, mover.home.y, srid=4326)
    mover.save()
    told = read_drift(committee.actor(), plan.pk, at=TODAY)
    assert [(each.name, each.households) for each in told.far] == [(mover.full_name, 3)]
    assert (told.max_metres, told.reason) == (1500, AmendReason.MEMBER_MOVED)


def test_a_member_who_fell_ill(committee: Committee, plan: AssignmentPlan) -> None:
    Membership.objects.filter(person=committee.members[1]).update(
        capacity=None, health=Health.WEAK, kind="contact_213"
    )
    told = read_drift(committee.actor(), plan.pk, at=TODAY)
    [over] = told.over
    assert (over.name, over.total, over.capacity) == (committee.members[1].full_name, 3, 2)
    assert told.reason == AmendReason.MEMBER_UNABLE


def test_who_still_looks_after_some_and_is_given_none_any_more(
    committee: Committee, plan: AssignmentPlan
) -> None:
    first = committee.members[0]
    Membership.objects.filter(person=first).update(kind="excused")
    told = read_drift(committee.actor(), plan.pk, at=TODAY)
    assert [(each.name, each.households) for each in told.unable] == [(first.full_name, 3)]
    assert (told.lost, told.reason) == ((), AmendReason.MEMBER_LEFT)


def test_what_the_resolution_knew_calls_for_nothing(
    committee: Committee, plan: AssignmentPlan
) -> None:
    first, second = committee.members[:2]
    Membership.objects.filter(person=second).update(capacity=1)
    Household.objects.filter(pk=committee.homes[0].pk).update(
        position=Point(plan.commune.geom.extent[2] + 0.3, committee.homes[0].position.y, srid=4326)
    )
    told = read_drift(committee.actor(), plan.pk, at=TODAY)
    assert ([s.name for s in told.far], len(told.over)) == ([first.full_name], 1)
    register = register_of(committee.world.cell, at=TODAY)
    pairs = {
        home.pk: (first, second)[number // 3].pk for number, home in enumerate(committee.homes)
    }
    plan.known = known_of(register, pairs)
    plan.save()
    assert not read_drift(committee.actor(), plan.pk, at=TODAY).calls_for_change
    Membership.objects.filter(person=second).update(capacity=0)
    assert len(read_drift(committee.actor(), plan.pk, at=TODAY).over) == 1


def test_households_that_came_and_went(committee: Committee, plan: AssignmentPlan) -> None:
    HouseholdFactory.create(group=committee.world.groups[0])
    first = committee.homes[0]
    Household.objects.filter(pk=first.pk).update(left_on=TODAY, left_reason="moved")
    told = read_drift(committee.actor(), plan.pk, at=TODAY)
    assert (told.unplanned, told.gone) == (1, 1)
    assert told.reason == AmendReason.HOUSEHOLDS_CHANGED


def test_a_draft_has_none(committee: Committee) -> None:
    assert read_drift(committee.actor(), committee.start().pk, at=TODAY) == NONE


@pytest.mark.parametrize("role", [Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE])
def test_who_reads_in_part_is_told_nothing(
    committee: Committee, plan: AssignmentPlan, role: Role
) -> None:
    with refused("not_found", 404):
        read_drift(committee.actor(committee.world.users[role]), plan.pk, at=TODAY)


def test_the_cells_page_and_the_amendment_say_it(
    committee: Committee, plan: AssignmentPlan, client: Client
) -> None:
    client.force_login(committee.secretary)
    home, amend = (
        reverse("plan-pages:home"),
        reverse("plan-pages:amend", kwargs={"pk": plan.pk}),
    )
    assert "Điều cần sửa đổi, bổ sung" not in client.get(home).content.decode()
    Membership.objects.filter(person=committee.members[1]).update(capacity=1)
    told = client.get(home).content.decode()
    name = committee.members[1].full_name
    assert f"{name} đang phụ trách <strong>3</strong> hộ, chỉ nhận được 1" in told
    # Everybody is covered, and yet it is time to amend.
    assert f'class="btn btn-primary plan-next" href="{amend}"' in told
    told = client.get(amend).content.decode()
    assert f"{name} đang phụ trách" in told
    assert '<option value="member_unable" selected>' in told
    assert client.get(reverse("plans:drift", args=[plan.pk])).json() == {
        "lost": [],
        "unable": [],
        "far": [],
        "over": [{"person": committee.members[1].pk, "name": name, "total": 3, "of": 1}],
        "unplanned": 0,
        "gone": 0,
        "reason": "member_unable",
    }


def test_it_asks_no_more_of_many_households(committee: Committee, plan: AssignmentPlan) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            read_drift(committee.actor(), plan.pk, at=TODAY)
        return len(queries)

    HouseholdFactory.create(group=committee.world.groups[1])
    few = asked()
    HouseholdFactory.create_batch(30, group=committee.world.groups[1])
    assert asked() == few
