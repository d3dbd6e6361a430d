"""Committed numbers of queries: a trip of many stops asks as often as one of few."""

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.planning.models import TripStop
from tests.budgets import A_PAGE, Budget
from tests.factories.households import HouseholdFactory
from tests.factories.issues import reported
from tests.planning.conftest import Trips

pytestmark = pytest.mark.django_db
BUDGETS = {
    "trips:list": A_PAGE + 2,
    # The trip, its stops, their numbers, who goes along, two questions of rights; issues, steps,
    # contacts, the commune's classes of days, persons in charge; places.
    "trips:show": A_PAGE + 12,
    # And the log, and who takes it.
    "trips:print": A_PAGE + 15,
}


@pytest.mark.parametrize("name", BUDGETS)
def test_pages_stay_within_their_budget(trips: Trips, budget: Budget, name: str) -> None:
    trip = trips.plan(day=trips.today, companions=(trips.world.member.pk,))

    def grow() -> None:
        office = trips.user(Role.COMMUNE_OFFICE)
        homes = HouseholdFactory.create_batch(20, group=trips.world.groups[1])
        for number, home in enumerate(homes, start=4):
            TripStop.objects.create(trip=trip, household=home, number=number)
            reported(office, home, at=trips.now)
        for _n in range(5):
            trips.plan(day=date(2027, 1, 5))

    kwargs = {} if name == "trips:list" else {"pk": trip.pk}
    user = trips.user(Role.COMMUNE_LEADER)
    budget.holds(user, reverse(name, kwargs=kwargs), BUDGETS[name], grow=grow)
