"""A trip is planned: who may, to whom, once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.issues.kinds import IssueKind
from apps.people.models import Person
from apps.planning.models import FieldTrip
from apps.planning.services import Plan, plan_trip
from apps.planning.states import TripState
from apps.planning.stops import Wanted
from tests.factories.households import HouseholdFactory
from tests.factories.issues import reported
from tests.planning.conftest import Trips, order_of

pytestmark = pytest.mark.django_db


def test_a_leader_plans_a_trip_in_a_good_order(trips: Trips) -> None:
    homes = trips.world.households
    trip = trips.plan(homes=[homes[8], homes[0], homes[4]], name="Thứ năm")
    assert sorted(order_of(trip)) == sorted(home.pk for home in (homes[8], homes[0], homes[4]))
    assert (trip.state, trip.revision, trip.name) == (TripState.PLANNED, 1, "Thứ năm")
    assert trip.leader.user == trips.user(Role.COMMUNE_LEADER)


def test_the_same_again_is_the_same_trip(trips: Trips) -> None:
    key, plan = uuid4(), Plan(day=trips.today)
    stops = [Wanted(trips.world.households[0].pk)]
    asked: dict[str, Any] = {
        "key": key,
        "actor": trips.actor(Role.COMMUNE_LEADER),
        "plan": plan,
        "at": trips.now,
    }
    first = plan_trip(**asked, stops=stops)
    assert plan_trip(**asked, stops=stops) == first
    assert FieldTrip.objects.count() == 1
    with pytest.raises(DomainError) as refused:
        plan_trip(**asked, stops=[])
    assert refused.value.status == 409


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COMMUNE_OFFICE, None),
        (Role.COMMITTEE_MEMBER, None),
        (Role.CELL_COMMITTEE, None),
        (Role.GROUP_OFFICER, None),
        # Inspection reads; a member in charge visits without a trip.
        (Role.INSPECTION, 403),
        (Role.MEMBER_IN_CHARGE, 403),
        (None, 404),
    ],
)
def test_who_plans_trips(trips: Trips, role: Role | None, status: int | None) -> None:
    if status is None:
        assert trips.plan(role, homes=[trips.world.in_charge_of]).pk
        return
    with pytest.raises(DomainError) as refused:
        trips.plan(role, homes=[trips.world.in_charge_of])
    assert refused.value.status == status


@pytest.mark.parametrize(
    ("role", "number"),
    [(Role.CELL_COMMITTEE, 6), (Role.COMMITTEE_MEMBER, 6), (Role.GROUP_OFFICER, 3)],
)
def test_nobody_plans_beyond_the_own_reach(trips: Trips, role: Role, number: int) -> None:
    homes = trips.world.households
    with pytest.raises(DomainError) as refused:
        trips.plan(role, homes=[homes[0], homes[number]])
    assert refused.value.status == 404
    assert not FieldTrip.objects.exists()


def test_no_household_of_another_commune(trips: Trips) -> None:
    with pytest.raises(DomainError) as refused:
        trips.plan(homes=trips.world.other_households)
    assert refused.value.status == 404


def test_no_more_than_sixty(trips: Trips) -> None:
    HouseholdFactory.create_batch(61, group=trips.world.groups[0])
    homes = list(Household.objects.filter(group=trips.world.groups[0])[:61])
    with pytest.raises(DomainError, match="too_many"):
        trips.plan(homes=homes)
    assert trips.plan(homes=homes[:60]).stops.count() == 60


def test_one_household_twice_is_refused(trips: Trips) -> None:
    with pytest.raises(DomainError, match="twice"):
        trips.plan(homes=[trips.world.households[0]] * 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": -1}, "day"),
        ({"day": 400}, "day"),
        ({"name": "a" * 101}, "name"),
        ({"returns": True}, "start"),
        ({"start": (200.0, 21.5)}, "start"),
        ({"leader": 999_999_999}, "leader"),
        ({"companions": (999_999_999,)}, "companions"),
    ],
)
def test_what_is_wrong_is_named(trips: Trips, wrong: dict[str, Any], field: str) -> None:
    if "day" in wrong:
        wrong = {"day": trips.today + timedelta(days=int(str(wrong["day"])))}
    with pytest.raises(DomainError) as refused:
        trips.plan(**wrong)
    assert (refused.value.status, refused.value.detail["field"]) == (422, field)


def test_a_companion_is_of_the_commune(trips: Trips) -> None:
    stranger = Person.objects.get(user=trips.user(None))
    with pytest.raises(DomainError, match="bad_trip"):
        trips.plan(companions=(stranger.pk,))
    trip = trips.plan(companions=(trips.world.member.pk,))
    assert [row.person for row in trip.companions.all()] == [trips.world.member]


def test_a_stop_is_about_an_issue_of_its_household(trips: Trips) -> None:
    home, other = trips.world.households[:2]
    member = trips.user(Role.MEMBER_IN_CHARGE)
    issue = reported(member, home, at=trips.now)
    order = reported(member, home, at=trips.now, kind=IssueKind.PUBLIC_ORDER)

    def plan(household: Household, key: int) -> int:
        answer = plan_trip(
            key=uuid4(),
            actor=trips.actor(Role.COMMUNE_LEADER),
            plan=Plan(day=trips.today),
            stops=[Wanted(household.pk, issue=key)],
            at=trips.now,
        )
        return FieldTrip.objects.get(pk=answer["trip"]).stops.get().issue_id or 0

    assert plan(home, issue.pk) == issue.pk
    for household, key in ((other, issue.pk), (home, order.pk)):
        with pytest.raises(DomainError) as refused:
            plan(household, key)
        assert refused.value.status == 404
