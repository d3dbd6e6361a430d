"""Which poor households were given nothing within a year, as the map's filter asks."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.issues.models import HouseholdSupport
from apps.webmap.selectors import SUPPORT_DAYS
from tests.factories import roadmap as road
from tests.factories.world import World

Login = Callable[[User], Client]


def _asked(client: Client, **query: Any) -> set[int]:
    answer = client.get("/api/map/households/", query)
    assert answer.status_code == 200
    return set(answer.json()["unsupported"])


@pytest.mark.django_db
def test_only_poor_households_without_support_are_named(
    world: World, login: Login, at: date
) -> None:
    poor = world.households[:4]
    Household.objects.update(poverty_status="near_poor")
    Household.objects.filter(pk__in=[home.pk for home in poor]).update(poverty_status="poor")
    for home, days in zip(poor, (0, SUPPORT_DAYS, SUPPORT_DAYS + 1), strict=False):
        given = road.support(home)
        HouseholdSupport.objects.filter(pk=given.pk).update(given_on=at - timedelta(days=days))
    leader = login(world.users[Role.COMMUNE_LEADER])
    assert _asked(leader) == {poor[2].pk, poor[3].pk}
    assert _asked(leader, village=world.villages[1].pk) <= {poor[2].pk, poor[3].pk}


@pytest.mark.django_db
def test_a_member_is_told_of_their_own_alone(world: World, login: Login) -> None:
    Household.objects.update(poverty_status="poor")
    member = login(world.users[Role.MEMBER_IN_CHARGE])
    assert _asked(member) == world.reach(Role.MEMBER_IN_CHARGE)
