"""The short way to tiles: the same answer as the whole way, and the whole way where it must be.

That it follows every change of log-in, reach, data and day is held by
``tests/architecture/shortcut_leaks.py``.
"""

import gzip
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.webmap import lane, shortcut
from tests.factories.world import World

Login = Callable[[User], Client]
TILE = "/api/map/tiles/0/0/0.mvt"
GAPS = "/api/map/tiles/gaps/0/0/0.mvt"


def _asked(client: Client, url: str = TILE, **headers: str) -> tuple[Any, bool]:
    """The answer, and whether it came by the short way."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url, headers=headers)
    return response, not len(queries)


@pytest.mark.django_db
@pytest.mark.parametrize("url", [TILE, GAPS])
@pytest.mark.parametrize("packed", ["", "gzip"])
def test_both_ways_answer_alike(world: World, login: Login, url: str, packed: str) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    headers = {"accept-encoding": packed} if packed else {}
    first, was_short = _asked(client, url, **headers)
    second, is_short = _asked(client, url, **headers)
    assert (was_short, is_short) == (False, True)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert sorted(first.items()) == sorted(second.items())
    assert {"Content-Security-Policy", "X-Frame-Options", "ETag"} <= set(second.headers)


@pytest.mark.django_db
def test_both_ways_say_alike_that_nothing_has_changed(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    etag = client.get(TILE)["ETag"]
    short, is_short = _asked(client, **{"if-none-match": etag})
    shortcut._memory.clear()
    whole, was_short = _asked(client, **{"if-none-match": f"W/{etag}"})
    assert (is_short, was_short) == (True, False)
    assert (short.status_code, whole.status_code) == (304, 304)
    assert sorted(short.items()) == sorted(whole.items())


@pytest.mark.django_db
def test_a_tile_is_packed_for_those_who_can_unpack_it(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    plain = client.get(TILE)
    packed = client.get(TILE, headers={"accept-encoding": "br, gzip"})
    assert len(plain.content) > 200
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] == f"W/{plain['ETag']}"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content


@pytest.mark.django_db
def test_one_way_is_nobody_elses(world: World, login: Login) -> None:
    login(world.users[Role.COMMUNE_LEADER]).get(TILE)
    member = login(world.users[Role.MEMBER_IN_CHARGE])
    assert not _asked(member)[1]
    assert Client().get(TILE).status_code == 401
    english = login(world.users[Role.COMMUNE_LEADER])
    english.get(TILE)
    english.cookies["django_language"] = "en"
    response, is_short = _asked(english)
    assert (is_short, response["Content-Language"]) == (False, "en")


@pytest.mark.django_db
def test_the_way_to_tiles_is_not_the_way_to_gaps(world: World, login: Login) -> None:
    police = login(world.users[Role.COMMUNE_POLICE])
    assert police.get(TILE).status_code == 200
    assert police.get(GAPS).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{"range": "bytes=0-9"}, {"if-match": '"x"'}, {"authorization": "Basic eA=="}]
)
def test_unusual_wishes_go_the_whole_way(
    world: World, login: Login, headers: dict[str, str]
) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    client.get(TILE)
    assert not _asked(client, **headers)[1]
    with CaptureQueriesContext(connection) as queries:
        assert client.post(TILE).status_code == 405
    assert len(queries)


@pytest.mark.django_db
def test_a_foreign_host_is_refused(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    client.get(TILE)
    assert client.get(TILE, headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.django_db
def test_a_broken_line_is_the_whole_way(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> lane.Line:
        raise psycopg.OperationalError

    client = login(world.users[Role.COMMUNE_LEADER])
    first = client.get(TILE)
    monkeypatch.setattr(lane, "lane", broken)
    response, is_short = _asked(client)
    assert (is_short, response.content) == (False, first.content)


@pytest.mark.django_db
def test_a_tile_off_the_world_does_not_exist_by_the_short_way(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    client.get(TILE)
    assert client.get("/api/map/tiles/3/8/0.mvt").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_lane_only_reads_and_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with lane.lane() as first:
        assert first.row(b"SELECT $1::int4 + 1, NULL", [41]) == [b"\0\0\0*", None]
    with lane.lane() as second:
        assert second is first
        for number in range(70):
            assert second.row(f"SELECT {number}::text".encode(), []) == [str(number).encode()]
        assert second.row(b"SHOW plan_cache_mode", []) == [b"force_generic_plan"]
    with pytest.raises(psycopg.OperationalError, match="read-only"), lane.lane() as third:
        third.row(b"DELETE FROM webmap_maptally RETURNING id", [])
    with lane.lane() as fourth:
        assert fourth is not first
    fourth.close()
    lane._free.clear()
