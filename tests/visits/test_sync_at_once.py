"""The same check-in sent many ways at once is one row, because the database says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from apps.accounts.models import RequestKey, User
from apps.accounts.roles import Role
from apps.visits.models import Contact
from tests.factories.world import World, build_world
from tests.visits.phone import Item, Phone, check_in, uuids

WAYS, KEYS = 8, 6
_UNIQUE = (
    ("visits_contact", "visits_contact_client_uuid_key", "client_uuid"),
    ("accounts_requestkey", "accounts_requestkey_key_key", "key"),
)


@pytest.fixture
def at_once(transactional_db: None, now: datetime) -> World:
    return build_world(now.date())


def _phone(user: User, now: datetime) -> Phone:
    client = Client()
    client.force_login(user)
    return Phone(client, now, {})


def _sent_at_once(world: World, now: datetime, batches: list[list[Item]]) -> list[Any]:
    """The batches by as many phones of one user, all begun together; what each was answered."""
    user = world.users[Role.GROUP_OFFICER]
    phones = [_phone(user, now) for _batch in batches]
    start = threading.Barrier(len(batches))

    def send(phone: Phone, batch: list[Item]) -> Any:
        try:
            start.wait(20)
            return phone.results(*batch)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(batches)) as pool:
        return list(pool.map(send, phones, batches))


def _rows(items: list[Item]) -> int:
    return Contact.objects.filter(client_uuid__in=uuids(items)).count()


def test_many_ways_at_once_one_row_each(at_once: World, now: datetime) -> None:
    homes = at_once.households
    items = [check_in(homes[n % 3], now, note=str(n)) for n in range(KEYS)]
    # Half of them the other way round, so that they meet in the middle.
    batches = [items if n % 2 else items[::-1] for n in range(WAYS)]
    answers = _sent_at_once(at_once, now, batches)
    assert _rows(items) == KEYS
    by_key = [{result["uuid"]: result for result in answer} for answer in answers]
    assert all(answer == by_key[0] for answer in by_key)
    assert {result["status"] for result in by_key[0].values()} == {"accepted"}


def test_of_several_bodies_one_is_taken(at_once: World, now: datetime) -> None:
    item = check_in(at_once.households[0], now)
    answers = _sent_at_once(at_once, now, [[item | {"note": str(n)}] for n in range(WAYS)])
    codes = sorted(result["code"] for answer in answers for result in answer)
    assert codes == [200, *[409] * (WAYS - 1)]
    assert _rows([item]) == 1


@pytest.fixture
def nothing_unique(at_once: World) -> Iterator[None]:
    """Without the constraints in the database; put back afterwards."""
    with connection.cursor() as cursor:
        for table, name, _column in _UNIQUE:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    Contact.objects.all().delete()
    RequestKey.objects.all().delete()
    with connection.cursor() as cursor:
        for table, name, column in _UNIQUE:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE ({column})")


@pytest.mark.usefixtures("nothing_unique")
def test_it_is_the_constraint_that_does_it(
    at_once: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking before writing, which is all that is left without it, lets doubles through."""
    monkeypatch.setattr("apps.accounts.batches._CLAIM", _LOOK_FIRST)
    item = check_in(at_once.households[0], now)
    _sent_at_once(at_once, now, [[item]] * WAYS)
    assert _rows([item]) > 1


_LOOK_FIRST = """
INSERT INTO accounts_requestkey (key, user_id, body_sha256, answer, at)
SELECT wish.key, %s, wish.digest, '{}', %s
FROM unnest(%s::uuid[], %s::text[]) AS wish (key, digest)
WHERE NOT EXISTS (SELECT FROM accounts_requestkey AS known WHERE known.key = wish.key)
RETURNING key
"""
