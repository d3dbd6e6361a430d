"""Small numbers stay hidden from the tier above, whatever other post its viewer holds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.people.kinds import PostKind
from apps.people.models import Person
from tests.factories.areas import CommuneFactory
from tests.factories.households import HouseholdFactory
from tests.factories.people import PostFactory
from tests.factories.world import World

Login = Callable[[User], Client]


def _areas(client: Client) -> dict[str, Any]:
    body: dict[str, Any] = client.get(reverse("webmap:areas")).json()
    return body


@pytest.mark.django_db
def test_a_leader_who_also_watches_the_province_reads_no_small_number_elsewhere(
    world: World, login: Login
) -> None:
    leader = world.users[Role.COMMUNE_LEADER]
    province = world.commune.province
    person = Person.objects.get(user=leader)
    PostFactory.create(person=person, kind=PostKind.UPPER_TIER, province=province)
    next_door = CommuneFactory.create(province=province)
    HouseholdFactory.create(group__village__commune=next_door)
    found = {unit["id"]: unit for unit in _areas(login(leader))["communes"]}
    assert found[next_door.pk]["households"] is None
    assert found[world.commune.pk]["households"] == len(world.households)


@pytest.mark.django_db
def test_a_village_without_small_numbers_beside_one_with_is_closed(
    world: World, login: Login
) -> None:
    """Covered households: 1 of 6 in the first village, 0 of 6 in the second."""
    body = _areas(login(world.users[Role.PROVINCE_VIEWER]))
    [commune] = body["communes"]
    assert (commune["households"], commune["covered"], commune["uncovered"]) == (12, None, None)
    for village in body["villages"]:
        assert (village["households"], village["covered"], village["unlocated"]) == (6, None, 0)


@pytest.mark.django_db
def test_those_inside_see_every_number(world: World, login: Login) -> None:
    body = _areas(login(world.users[Role.CELL_COMMITTEE]))
    [village] = body["villages"]
    assert (village["households"], village["covered"], village["uncovered"]) == (6, 1, 5)
