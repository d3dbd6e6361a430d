"""The interface of phones is described, and takes no more questions for a long batch."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from pytest_django import DjangoAssertNumQueries

from apps.accounts.roles import Role
from apps.visits.phone.urls import urlpatterns
from tests.budgets import WHO_ASKS
from tests.factories.households import HouseholdFactory, contact
from tests.factories.world import World
from tests.visits.phone import Carry, Phone, check_in

pytestmark = pytest.mark.django_db
# Begin and end of the transaction.
_AROUND = 2
# Keys claimed, households, contacts, talks joined to what was told and to stops of trips,
# neighbours, answers kept.
SYNC = WHO_ASKS + _AROUND + 7
# The same wish again: claimed in vain, looked up.
AGAIN = WHO_ASKS + 2 + 2
# Communes and rule, households, their issues, the log; the user; villages and companions.
CHANGES = WHO_ASKS + 8


def test_the_interface_is_described(phone: Phone) -> None:
    GENERATOR_STATS.reset()
    SchemaGenerator(urlconf="apps.visits.phone.urls").get_schema(request=None, public=True)
    assert not GENERATOR_STATS
    described = phone.client.get(reverse("phone:schema")).json()
    assert len(described["paths"]) == len(urlpatterns) - 1
    items = described["components"]["schemas"]["SyncBody"]["properties"]["items"]["items"]
    assert items == {"$ref": "#/components/schemas/PhoneItem"}


def test_a_long_batch_asks_no_more_than_a_short_one(
    world: World,
    carry: Carry,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    officer = carry(world.users[Role.GROUP_OFFICER])
    homes = HouseholdFactory.create_batch(40, group=world.groups[0])
    for home in homes:
        contact(home, world.member, now.date())
    hour = timedelta(hours=1)
    one = check_in(homes[0], now)
    many = [check_in(home, now - n % 20 * hour) for n, home in enumerate(homes * 2)]
    # Between two check-ins of one hour lies too short a way to be odd; the rest is flagged.
    with django_assert_max_num_queries(SYNC):
        officer.accepted(one)
    with django_assert_max_num_queries(SYNC + 1):
        officer.accepted(*many)
    with django_assert_max_num_queries(AGAIN):
        officer.accepted(*many)


def test_what_a_phone_fetches_stays_within_its_budget(
    world: World,
    carry: Carry,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    officer = carry(world.users[Role.GROUP_OFFICER])
    for home in HouseholdFactory.create_batch(60, group=world.groups[0]):
        contact(home, world.member, now.date())
    with django_assert_max_num_queries(CHANGES):
        assert len(officer.post("changes", {}).json()["changed"]) == 63
