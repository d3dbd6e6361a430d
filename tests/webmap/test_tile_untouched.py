"""Where no transaction has ended since the last tile, its facts are not compared again."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.areas.models import Commune
from apps.common import clock
from apps.webmap import lane, shortcut
from tests.factories.world import World

Login = Callable[[User], Client]
TILE = "/api/map/tiles/0/0/0.mvt"

pytestmark = pytest.mark.django_db(transaction=True)


# In how many quiet moments to look for one that stays quiet, where others share the cluster.
_TRIALS = 500


@pytest.fixture(params=["UTC", "Asia/Ho_Chi_Minh"])
def client(
    request: pytest.FixtureRequest, world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Client]:
    """Asked for its tile twice, by lines of the site's own; ``now`` is the real one.

    A server's own zone is told as libpq tells it, for connections that do not set theirs.
    """
    monkeypatch.undo()
    monkeypatch.setenv("PGTZ", request.param)
    shortcut._memory.clear()
    client = login(world.users[Role.COMMUNE_LEADER])
    client.get(TILE)
    client.get(TILE)
    yield client
    while lane._free:
        lane._free.pop().close()
    shortcut._memory.clear()


def _is_short(client: Client) -> bool:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(TILE).status_code == 200
    return not len(queries)


def _blind(**changes: Any) -> None:
    """What is remembered, with facts that are not the database's."""
    for key, known in list(shortcut._memory._known.items()):
        standing = replace(known.standing, facts="others")
        shortcut._memory.put(key, replace(known, standing=standing, **changes))


@contextmanager
def _blinded() -> Iterator[None]:
    _blind()
    yield


@contextmanager
def _later() -> Iterator[None]:
    """Long after the session has run out, on the day that is remembered."""
    (day,) = {known.conclusion.at for known in shortcut._memory._known.values()}
    later = timezone.now() + timedelta(days=400)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        patch.setattr(clock, "local_day", lambda at: day)
        yield


def _is_short_unseen(client: Client, after: Callable[[], AbstractContextManager[None]]) -> bool:
    """Whether a tile is given without comparing facts, which would not be the same ``after``.

    Any transaction that ends anywhere on the cluster, be it of another test, makes them compared.
    So what was seen counts only if none has ended meanwhile.
    """
    for _trial in range(_TRIALS):
        client.get(TILE)
        client.get(TILE)
        before = _snapshot()
        with after():
            seen = _is_short(client)
        if seen or before == _snapshot():
            return seen
    raise AssertionError("no quiet moment on this cluster")


def _snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


@contextmanager
def _other() -> Iterator["psycopg.Connection[Any]"]:
    """Somebody else's connection."""
    words = connection.get_connection_params()
    chosen = {name: words[name] for name in ("dbname", "user", "password", "host", "port")
              if name in words}  # fmt: skip
    with psycopg.connect(**chosen) as other:
        yield other


def test_facts_are_not_compared_until_something_happens(client: Client, world: World) -> None:
    assert _is_short_unseen(client, _blinded)
    Commune.objects.filter(pk=world.commune.pk).update(name="Xã đổi tên")
    assert not _is_short(client)


def test_without_a_snapshot_they_are_compared(client: Client) -> None:
    _blind(stood=shortcut.Snapshot())
    assert not _is_short(client)


def test_whoever_is_switched_off_gets_no_other_tile(client: Client, world: World) -> None:
    assert _is_short(client)
    User.objects.filter(pk=world.users[Role.COMMUNE_LEADER].pk).update(is_active=False)
    assert client.get(TILE).status_code != 200


def test_what_somebody_else_has_not_yet_said_counts_once_it_is_said(
    client: Client, world: World
) -> None:
    user = world.users[Role.COMMUNE_LEADER].pk
    with _other() as other:
        other.execute("UPDATE accounts_user SET is_active = FALSE WHERE id = %s", [user])
        assert _is_short(client)
        assert _is_short(client)
        other.commit()
        assert client.get(TILE).status_code != 200


def test_a_session_runs_out_though_nothing_happens(client: Client) -> None:
    with _later():
        assert client.get(TILE).status_code != 200


def test_that_would_be_seen_if_nobody_looked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check above, on a way that has forgotten when sessions end."""
    blind = "$1::text IS NOT NULL AND $3::timestamptz IS NOT NULL"
    monkeypatch.setattr(shortcut, "lasting_sql", lambda: blind)
    shortcut._guarded_statements.clear()
    assert _is_short_unseen(client, _later)
    shortcut._guarded_statements.clear()
