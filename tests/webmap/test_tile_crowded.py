"""Where a tile would hold too many households, counts stand in it, never some of them."""

from collections.abc import Callable

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.models import Household, PositionSource
from apps.webmap import scope, tiles
from tests.factories.world import World
from tests.vectortile import Feature, read_tile
from tests.webmap.test_tiles import address

Login = Callable[[User], Client]

pytestmark = pytest.mark.django_db

MOST_FEATURES = 5_000
MOST_BYTES = 150_000
SETTLERS = 5_100


def settle(world: World, how_many: int, *, spread: float = 0.002) -> None:
    """Tower blocks around the first group's households, within one tile of zoom 16."""
    first = world.households[0]
    assert first.position is not None
    lon, lat = first.position.coords
    group = world.groups[0]
    Household.objects.bulk_create(
        Household(
            commune=world.commune,
            village=world.villages[0],
            group=group,
            code=f"N{number:05d}",
            head_name=f"Hoàng Thị {number}",
            size=4,
            position=Point(
                lon + spread * (number % 70) / 70, lat + spread * (number // 70) / 75, srid=4326
            ),
            position_source=PositionSource.FILE_WGS84,
        )
        for number in range(how_many)
    )


def tile_at(client: Client, world: World, zoom: int) -> bytes:
    position = world.households[0].position
    assert position is not None
    where = address(position.x + 0.001, position.y + 0.001, zoom)
    response = client.get(f"/api/map/tiles/{where}")
    assert response.status_code == 200
    return response.content


def counted(layers: dict[str, list[Feature]], key: str) -> int:
    return sum(feature.properties[key] for feature in layers["crowds"])


@pytest.mark.parametrize(
    ("zoom", "most_counted"), [(14, 4_500), (16, 4_500), (16, 60_000)], ids=str
)
def test_no_tile_is_larger_than_it_may_be(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch, zoom: int, most_counted: int
) -> None:
    monkeypatch.setattr(scope, "MOST_COUNTED", most_counted)
    settle(world, SETTLERS)
    client = login(world.users[Role.COMMUNE_LEADER])
    body = tile_at(client, world, zoom)
    layers = read_tile(body)
    assert len(body) <= MOST_BYTES
    assert sum(map(len, layers.values())) <= MOST_FEATURES
    assert "households" not in layers
    # The first group's three, of whom one has somebody in charge.
    assert (counted(layers, "n"), counted(layers, "u")) == (SETTLERS + 3, SETTLERS + 2)
    with CaptureQueriesContext(connection) as queries:
        again = tile_at(client, world, zoom)
    assert (again, len(queries)) == (body, 0)


def test_neighbours_of_a_crowded_tile_hold_their_households(world: World, login: Login) -> None:
    settle(world, SETTLERS)
    client = login(world.users[Role.COMMUNE_LEADER])
    assert "crowds" in read_tile(tile_at(client, world, 16))
    position = world.households[-1].position
    assert position is not None
    where = address(position.x, position.y, 16)
    layers = read_tile(client.get(f"/api/map/tiles/{where}").content)
    assert len(layers["households"]) == 3
    assert "crowds" not in layers


def test_a_crowd_is_only_what_the_actor_sees(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "MOST_BYTES", 0)
    for role in (Role.MEMBER_IN_CHARGE, Role.GROUP_OFFICER, Role.COMMUNE_LEADER):
        client = login(world.users[role])
        assert counted(read_tile(tile_at(client, world, 16)), "n") == min(3, len(world.reach(role)))


def test_long_facts_make_a_tile_too_large_as_well(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    size = len(tile_at(client, world, 16))
    monkeypatch.setattr(tiles, "MOST_BYTES", size - 1)
    # The whole way, then the short one.
    for asking in (login(world.users[Role.COMMUNE_LEADER]), client):
        assert "households" not in read_tile(tile_at(asking, world, 16))
