"""Whoever holds two posts: names, outlines and numbers are those of what is counted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.common import clock
from apps.webmap.scope import scope_of
from tests.factories.households import put_in_charge
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


def config(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/").context["map_config"]
    return found


@pytest.mark.parametrize("role", [Role.COMMUNE_LEADER, Role.PROVINCE_VIEWER, Role.COMMUNE_POLICE])
def test_a_household_elsewhere_has_its_units_around_it(world: World, at: date, role: Role) -> None:
    user = world.users[role]
    home = world.other_households[0]
    put_in_charge(user.person, home, since=at)
    scope = scope_of(actor_for(user, at=clock.now()), at=at)
    assert scope.communes == {home.commune_id}
    assert scope.villages == {home.village_id}
    assert scope.is_wide


def test_the_police_in_charge_of_households_counts_and_names_these(
    world: World, login: Login, at: date
) -> None:
    user = world.users[Role.COMMUNE_POLICE]
    client = login(user)
    assert config(client)["area"]["name"] == world.commune.full_name
    put_in_charge(user.person, world.households[1], since=at)
    assert config(client)["area"]["level"] == "households"


def test_the_tier_above_in_charge_of_households_is_told_steps_only(
    world: World, login: Login, at: date
) -> None:
    user = world.users[Role.PROVINCE_VIEWER]
    put_in_charge(user.person, world.households[1], since=at)
    told = config(login(user))
    assert told["area"]["level"] == "province"
    assert told["sees"]["households"]
    assert told["sees"]["steps_only"]
    assert not config(login(world.users[Role.COMMUNE_LEADER]))["sees"]["steps_only"]


def test_villages_beyond_the_reach_of_the_police_have_no_number_instead_of_none(
    world: World, login: Login, at: date
) -> None:
    user = world.users[Role.COMMUNE_POLICE]
    client = login(user)
    bare = client.get(config(client)["urls"]["areas"])
    assert {unit["households"] for unit in bare.json()["villages"]} == {None}
    put_in_charge(user.person, world.households[1], since=at)
    told = client.get(config(client)["urls"]["areas"]).json()
    assert [unit["households"] for unit in told["communes"]] == [1]
    assert [unit["households"] for unit in told["villages"]] == [1, None]
    assert [unit["households"] for unit in told["groups"]] == [1, None, None, None]
    assert told["villages"][1]["recency"]["never"] is None
