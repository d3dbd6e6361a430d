"""The judge of the ledgers finds what is planted; weather and rows of the report."""

import asyncio
from datetime import UTC, datetime

import psycopg
import pytest

from apps.common import clock
from benchmarks.sync import load_rows, none_row
from benchmarks.sync_http import run
from benchmarks.sync_ledger import Verdict, judge
from benchmarks.sync_load import Load
from benchmarks.sync_phones import Ledger, Phone, items_of
from benchmarks.sync_proxy import WEIGHTS, RoughProxy
from tests.benchmarks.livesite import phones_of, psycopg_address
from tests.factories.world import build_world

NOW = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
SOMEBODY = Phone("may", "d", "c", "x", 1, (1, 2), 3)

_WRITE = """
INSERT INTO visits_contact (client_uuid, household_id, person_id, channel, said_at, received_at,
    happened_at, note, changes)
VALUES (%s, %s, %s, %s, %s, now(), %s, %s, '{}') RETURNING id, day::text
"""


def _write(phone: Phone, item: dict[str, object], uuid: str) -> tuple[int, str]:
    with psycopg.connect(psycopg_address(), autocommit=True) as connection:
        said = item["said_at"]
        values = [uuid, item["household"], phone.person, item["channel"], said, said, item["note"]]
        row = connection.execute(_WRITE, values).fetchone()
    assert row is not None
    return int(row[0]), str(row[1])


@pytest.fixture
def ledger(transactional_db: None) -> Ledger:
    """Four check-ins, told to be accepted and there."""
    (phone,) = phones_of(build_world(clock.local_day(clock.now())), 1)
    found = Ledger(items_of(phone, 4, seed=1, now=NOW, bad=0))
    for uuid, item in found.items.items():
        pk, day = _write(phone, item, uuid)
        found.answers[uuid] = {"status": "accepted", "answer": {"contact": pk, "day": day}}
    return found


def _judged(ledger: Ledger) -> Verdict:
    with psycopg.connect(psycopg_address(), autocommit=True) as connection:
        return judge([ledger], connection)


def test_what_is_planted_is_found(ledger: Ledger) -> None:
    assert _judged(ledger).is_clean
    told, other, third, fourth = ledger.items
    # A row that nobody was told of, one told another way, one not told at all.
    ledger.answers[told]["status"] = "refused"
    ledger.answers[other]["answer"]["contact"] += 1_000
    ledger.differing.add(third)
    del ledger.answers[fourth]
    found = _judged(ledger)
    assert (found.uncalled, found.lost) == ([told], [other])
    assert (found.differing, found.unanswered) == ([third], [fourth])


def test_the_same_under_two_keys_and_a_changed_row_are_found(ledger: Ledger) -> None:
    first, second, *_others = ledger.items
    with psycopg.connect(psycopg_address(), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO visits_contact (client_uuid, household_id, person_id, channel, said_at,"
            " received_at, happened_at, note, changes) SELECT gen_random_uuid(), household_id,"
            " person_id, channel, said_at, received_at, happened_at, note, changes"
            " FROM visits_contact WHERE client_uuid = %s",
            [first],
        )
        connection.execute(
            "UPDATE visits_contact SET channel = 'email' WHERE client_uuid = %s", [second]
        )
    found = _judged(ledger)
    assert (found.doubled, found.lost) == ([first], [second])


def test_a_seed_gives_the_same_check_ins_again() -> None:
    assert items_of(SOMEBODY, 50, seed=4, now=NOW) == items_of(SOMEBODY, 50, seed=4, now=NOW)
    assert items_of(SOMEBODY, 50, seed=4, now=NOW) != items_of(SOMEBODY, 50, seed=5, now=NOW)


def test_the_line_is_bad_in_every_way() -> None:
    """Nobody answers behind it; each fate befalls some of the requests."""

    async def ask_nobody() -> RoughProxy:
        async with RoughProxy(1, seed=3) as proxy:
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
            writer.write(b"POST / HTTP/1.1\r\nX-Device: a\r\nContent-Length: 0\r\n\r\n")
            assert await reader.read() == b""
            writer.close()
            await writer.wait_closed()
        return proxy

    assert sum(run(ask_nobody()).fates.values()) >= 1
    assert sum(WEIGHTS.values()) == 100


def test_rows_say_what_is_met() -> None:
    assert none_row("lost", 0)["met"]
    assert not none_row("lost", 1)["met"]
    slow = Load(check_ins=100, requests=[1.0, 30.0], ours=[10.0], bare=[1.0], errors=["500"])
    beside, middle, slowest, errors = load_rows(slow, batch=10, goal=20)
    assert (beside["ratio"], beside["met"]) == (10, True)
    assert (middle["met"], slowest["met"], errors["met"]) == (True, False, False)
    assert next(load_rows(slow, batch=1, goal=None))["goal"] is None
