"""The commune around a unit that a link names: only for whose area the unit lies in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.world import World

Login = Callable[[User], Client]


def ask(world: World, login: Login, role: Role, **query: str | int) -> Any:
    return login(world.users[role]).get("/api/map/areas/", query)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.PROVINCE_VIEWER, Role.COMMUNE_LEADER, Role.CELL_COMMITTEE])
def test_a_village_brings_its_commune(world: World, login: Login, role: Role) -> None:
    body = ask(world, login, role, village=world.villages[0].pk).json()
    assert [unit["id"] for unit in body["communes"]] == [world.commune.pk]
    assert world.villages[0].pk in {unit["id"] for unit in body["villages"]}


@pytest.mark.django_db
def test_a_group_brings_its_commune(world: World, login: Login) -> None:
    body = ask(world, login, Role.COMMUNE_LEADER, group=world.groups[0].pk).json()
    assert [unit["id"] for unit in body["communes"]] == [world.commune.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.PROVINCE_VIEWER, Role.COMMUNE_LEADER, Role.MEMBER_IN_CHARGE])
def test_somebody_elses_units_do_not_exist(world: World, login: Login, role: Role) -> None:
    stranger = world.other_households[0]
    assert ask(world, login, role, village=stranger.village_id).status_code == 404
    assert ask(world, login, role, group=stranger.group_id or 0).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 30, "1 or 1=1"])
def test_what_is_no_key_does_not_exist(world: World, login: Login, key: str) -> None:
    assert ask(world, login, Role.COMMUNE_LEADER, village=key).status_code == 404
