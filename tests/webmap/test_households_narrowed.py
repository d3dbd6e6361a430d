"""Rows of one commune or village, as far as the actor may read them, and never too many."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.webmap import selectors
from tests.factories.world import World

Login = Callable[[User], Client]
URL = "/api/map/households/"


def ids(client: Client, **narrowed: Any) -> set[int]:
    response = client.get(URL, narrowed)
    assert response.status_code == 200
    body = response.json()
    assert body["total"] == len(body["rows"])
    return {row[0] for row in body["rows"]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role",
    [Role.COMMUNE_LEADER, Role.CELL_COMMITTEE, Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE],
)
def test_a_village_brings_its_households_within_reach(
    world: World, login: Login, role: Role
) -> None:
    client = login(world.users[role])
    for village in world.villages:
        inside = {h.pk for h in world.households if h.village_id == village.pk}
        assert ids(client, village=village.pk) == inside & world.reach(role)
    assert ids(client, commune=world.commune.pk) == world.reach(role)


@pytest.mark.django_db
def test_somebody_elses_units_bring_nothing(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    foreign = world.other_households[0]
    assert ids(client, village=foreign.village_id) == set()
    assert ids(client, commune=foreign.commune_id) == set()
    assert ids(client, commune=world.commune.pk, village=foreign.village_id) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["-1", "1e3", "x", "", "9" * 19, "٣", "1;2", "1 OR 1=1"])
@pytest.mark.parametrize("name", ["commune", "village"])
def test_what_is_no_key_does_not_exist(world: World, login: Login, name: str, key: str) -> None:
    response = login(world.users[Role.COMMUNE_LEADER]).get(URL, {name: key})
    assert response.status_code == 404


@pytest.mark.django_db
def test_too_many_are_refused_with_a_way_on(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "MOST_ROWS", 6)
    client = login(world.users[Role.COMMUNE_LEADER])
    response = client.get(URL)
    assert response.status_code == 422
    assert response.json()["code"] == "too_many"
    assert "chọn một thôn" in response.json()["message"]
    assert len(ids(client, village=world.villages[0].pk)) == 6
    page = client.get("/")
    assert page.context["map_config"]["sees"]["rows"] is False
