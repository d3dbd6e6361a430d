"""The data desk leads everybody to what they may do, and says how much of it waits."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.models import Household, MissingReason
from tests.factories.world import World

Login = Callable[[User], Client]
URL = "reports:desk"


def says(world: World, login: Login, role: Role) -> dict[str, str]:
    """Address of each card → what it says."""
    response = login(world.users[role]).get(reverse(URL))
    return {card.url: card.says for card in response.context["cards"]}


def test_the_office_finds_everything(world: World, login: Login) -> None:
    found = says(world, login, Role.COMMUNE_OFFICE)
    names = ("imports:list", "desk:positions", "desk:doubles", "households:list")
    for name in (*names, "people:members", "reports:exports", "rules:own"):
        assert reverse(name) in found
    assert found[reverse("households:list")] == f"{len(world.households)} hộ"
    assert found[reverse("imports:list")] == "Không có lượt nào dang dở"


@pytest.mark.parametrize("role", [Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.INSPECTION])
def test_a_card_is_there_only_for_who_may_open_it(world: World, login: Login, role: Role) -> None:
    client = login(world.users[role])
    for card in client.get(reverse(URL)).context["cards"]:
        assert client.get(card.url).status_code == 200, card.url


def test_counts_are_of_ones_own_reach(world: World, login: Login) -> None:
    for home in (world.households[0], *world.households[-2:], *world.other_households):
        Household.objects.filter(pk=home.pk).update(
            position=None, position_source="", position_missing=MissingReason.NOT_GIVEN
        )
    url = reverse("desk:positions")
    assert says(world, login, Role.COMMUNE_OFFICE)[url].startswith("3 hộ")
    assert says(world, login, Role.MEMBER_IN_CHARGE)[url].startswith("1 hộ")
    members = says(world, login, Role.MEMBER_IN_CHARGE)
    assert members[reverse("households:list")] == "1 hộ"
