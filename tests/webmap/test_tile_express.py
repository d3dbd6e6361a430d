"""Tiles asked for again do not become requests of the site, and are the same to the last header.

That they follow every change is held by ``tests/architecture/shortcut_leaks.py``.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.world import World
from tests.wsgi import served

Login = Callable[[User], Client]
TILE = "/api/map/tiles/0/0/0.mvt"
EMPTY = "/api/map/tiles/12/0/0.mvt"
GAPS = "/api/map/tiles/gaps/0/0/0.mvt"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", [TILE, GAPS, EMPTY])
@pytest.mark.parametrize("packing", ["", "gzip, br"])
def test_both_are_alike(world: World, login: Login, path: str, packing: str) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    first, again = (served(client, path, HTTP_ACCEPT_ENCODING=packing) for _ in range(2))
    assert (first.by_site, again.by_site) == (True, False)
    assert (first.status, first.content) == (again.status, again.content)
    assert first.headers == again.headers
    assert {"Content-Security-Policy", "X-Content-Type-Options", "ETag"} <= set(again.headers)


def test_one_packed_and_one_plain_do_not_get_mixed_up(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    served(client, TILE)
    packed = served(client, TILE, HTTP_ACCEPT_ENCODING="gzip")
    plain = served(client, TILE)
    assert not packed.by_site
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"


def test_who_asks_whether_anything_has_changed_asks_the_site(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    etag = [served(client, TILE) for _ in range(2)][1].headers["ETag"]
    answer = served(client, TILE, HTTP_IF_NONE_MATCH=etag)
    assert (answer.status, answer.by_site) == (304, True)


@pytest.mark.parametrize(
    "more",
    [
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"HTTP_HOST": "localhost:81"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
    ],
)
def test_unusual_ones_go_to_the_site(world: World, login: Login, more: dict[str, str]) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    for _ in range(2):
        served(client, TILE)
    assert served(client, TILE, **more).by_site


def test_nobody_is_served_by_anothers_way(world: World, login: Login) -> None:
    leader = login(world.users[Role.COMMUNE_LEADER])
    for _ in range(2):
        served(leader, TILE)
    assert served(Client(), TILE).status == 401
    member = served(login(world.users[Role.MEMBER_IN_CHARGE]), TILE)
    assert (member.by_site, member.status) == (True, 200)
    assert member.content != served(leader, TILE).content


def test_other_pages_are_let_through(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    assert served(client, "/api/map/areas/").by_site
    assert served(client, "/api/map/tiles/99/0/0.mvt").status == 404
