"""What the database refuses, whatever code writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.planning.models import FieldTrip, TripStop
from tests.factories.issues import reported
from tests.planning.conftest import Trips

pytestmark = pytest.mark.django_db


def refused(rows: Any, **values: Any) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        _write(rows, values)
    return str(error.value)


def _write(rows: Any, values: dict[str, Any]) -> None:
    rows.update(**values)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"state": "lost"}, "trip_state"),
        ({"returns": True}, "trip_returns_to_a_start"),
        ({"day": F("made_on") - timedelta(days=1)}, "trip_not_before_it_was_planned"),
    ],
)
def test_trips(trips: Trips, values: dict[str, Any], rule: str) -> None:
    trip = trips.plan()
    assert rule in refused(FieldTrip.objects.filter(pk=trip.pk), **values)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"number": 61}, "trip_stop_number"),
        ({"number": 2}, "trip_stop_number_once"),
        ({"minutes": 0}, "trip_stop_minutes"),
        ({"outcome": "lost"}, "trip_stop_outcome"),
    ],
)
def test_stops(trips: Trips, values: dict[str, Any], rule: str) -> None:
    trip = trips.plan()
    assert rule in refused(trip.stops.filter(number=1), **values)


def test_a_household_once_and_of_the_commune(trips: Trips) -> None:
    trip = trips.plan()
    first, second = trip.stops.order_by("number")[:2]
    rows = TripStop.objects.filter(pk=first.pk)
    assert "trip_household_once" in refused(rows, household=second.household)
    strange = trips.world.other_households[0]
    assert "households of its own commune" in refused(rows, household=strange)


def test_no_stop_is_about_public_order(trips: Trips) -> None:
    home, member = trips.world.in_charge_of, trips.user(Role.MEMBER_IN_CHARGE)
    order = reported(member, home, at=trips.now, kind=IssueKind.PUBLIC_ORDER)
    rows = trips.plan().stops.filter(household=home)
    assert "no stop is about this kind" in refused(rows, issue=order)
