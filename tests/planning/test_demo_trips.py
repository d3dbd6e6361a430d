"""The demo's trips, made once."""

import pytest

from apps.accounts.roles import Role
from apps.planning.demo_trips import create_demo_trips
from apps.planning.models import FieldTrip
from tests.factories.issues import reported
from tests.planning.conftest import Trips, order_of

pytestmark = pytest.mark.django_db


def test_the_demo_has_its_trips_once(trips: Trips) -> None:
    leader, commune = trips.user(Role.COMMUNE_LEADER), trips.world.commune
    leader.username = "lanhdao"
    leader.save()
    homes = trips.world.households[:3]
    for home in homes:
        reported(leader, home, at=trips.now)
    assert create_demo_trips(commune, at=trips.now) == 1
    assert create_demo_trips(commune, at=trips.now) == 1
    trip = FieldTrip.objects.get()
    assert sorted(order_of(trip)) == sorted(home.pk for home in homes)
    assert all(stop.issue_id for stop in trip.stops.all())


def test_without_issues_there_is_nothing_to_plan(trips: Trips) -> None:
    assert create_demo_trips(trips.world.commune, at=trips.now) == 0
