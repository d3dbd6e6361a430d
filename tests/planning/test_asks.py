"""What is long unvisited, by the commune's own classes of days."""

import pytest

from apps.accounts.roles import Role
from apps.planning import reading
from apps.visits.models import ContactRule
from tests.planning.conftest import Trips


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("class_days", "is_long"), [([7, 39, 60], True), ([7, 40, 60], False), ([39], True)]
)
def test_the_second_class_of_the_commune_is_the_bound(
    trips: Trips, class_days: list[int], is_long: bool
) -> None:
    """The household was met forty days ago."""
    commune = trips.world.commune
    ContactRule.objects.update_or_create(commune=commune, defaults={"class_days": class_days})
    trip = trips.plan(homes=[trips.world.households[1]])
    row = reading.trip_page(trips.actor(Role.COMMUNE_LEADER), trip.pk, at=trips.today).rows[0]
    assert ("40 ngày chưa nắm tình hình" in row.lines) == is_long
