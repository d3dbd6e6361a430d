"""Check-ins on a bad line against a live server: none lost, none doubled; and the proof's proof."""

from collections.abc import Iterator

import pytest

from apps.common import clock
from benchmarks.sync_clocks import CLOCKS, clocks
from benchmarks.sync_phones import Phone
from benchmarks.sync_revoked import revoked
from benchmarks.sync_rush import KEEPERS, rush, unguarded
from benchmarks.sync_server import Server
from benchmarks.sync_site import close, relieve
from benchmarks.sync_storm import storm
from tests.benchmarks.livesite import live, phones_of, psycopg_address
from tests.factories.world import build_world


@pytest.fixture
def phones(transactional_db: None) -> list[Phone]:
    """Ten phones, each with two households; the server lives today."""
    return phones_of(build_world(clock.local_day(clock.now())), 10)


@pytest.fixture
def server(phones: list[Phone]) -> Iterator[Server]:
    with live() as running:
        yield running


def test_a_bad_line_and_a_killed_server_lose_and_double_nothing(
    server: Server, phones: list[Phone]
) -> None:
    found = storm(server, phones, psycopg_address(), each=30, kills=3, seed=6)
    assert found.verdict.is_clean, found.verdict
    assert found.verdict.accepted + found.verdict.refused == 300
    assert found.verdict.refused > 0
    assert found.not_refused == []
    assert found.kills == 3
    # The line was as bad as it was meant to be, and no batch was answered but with 200.
    assert set(found.statuses) == {200}
    assert found.unheard > 0


def test_one_key_posted_50_ways_at_once_is_one_row(server: Server, phones: list[Phone]) -> None:
    found = rush(server, phones, psycopg_address(), rounds=5, ways=50, seed=6)
    assert found.faults == {}
    assert (found.keys, found.posts) == (5, 253)


def test_without_the_rules_the_checker_fails(phones: list[Phone]) -> None:
    """Planted: no unique key is left, and keys are looked up before they are written."""
    names = [name for _table, name, _rule in KEEPERS]
    with (
        unguarded(psycopg_address(), names=names),
        live(site="benchmarks.sync_unguarded") as server,
    ):
        found = rush(server, phones, psycopg_address(), rounds=2, ways=50, seed=6)
    assert found.faults
    assert any("rows" in fault for fault in found.faults.values()), found.faults


def test_wrong_clocks_lose_nothing_and_are_flagged(server: Server, phones: list[Phone]) -> None:
    found = clocks(server, phones, psycopg_address(), each=6, seed=6)
    assert found.sent == 6 * len(CLOCKS)
    assert found.lost == found.not_flagged == found.flagged_wrongly == found.wrong_day == []


def test_who_is_revoked_is_told_at_the_next_request(server: Server, phones: list[Phone]) -> None:
    found = revoked(server, phones, relieve=relieve, close=close)
    assert [each for each in found if not each.fine] == []
