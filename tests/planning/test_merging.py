"""A stop at a double is one at the household kept, until the merge is taken back."""

import pytest

from tests.households.desk import another_request, merge, unmerge
from tests.planning.conftest import Trips, order_of

pytestmark = pytest.mark.django_db


def test_a_stop_follows_a_merge_and_comes_back(trips: Trips) -> None:
    kept, double, other = trips.world.households[:3]
    trip = trips.plan(homes=[double, other])
    with another_request():
        answer = merge(trips.world, trips.now, kept, double)
    assert sorted(order_of(trip)) == sorted([kept.pk, other.pk])
    with another_request():
        unmerge(trips.world, trips.now, answer)
    assert sorted(order_of(trip)) == sorted([double.pk, other.pk])


def test_a_trip_to_both_keeps_both(trips: Trips) -> None:
    kept, double = trips.world.households[:2]
    trip = trips.plan(homes=[kept, double])
    with another_request():
        merge(trips.world, trips.now, kept, double)
    assert sorted(order_of(trip)) == sorted([kept.pk, double.pk])
