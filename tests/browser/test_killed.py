"""A browser killed with -9 while check-ins wait loses none of those it said it had kept."""

import pytest

from apps.common import clock
from benchmarks.map_database import collect_static
from benchmarks.sync_browser import killed_while_queued
from benchmarks.sync_http import apart
from benchmarks.tiles_database import Database
from tests.benchmarks.livesite import database_address, live, phones_of, psycopg_address
from tests.factories.world import build_world


@pytest.mark.usefixtures("transactional_db")
def test_a_killed_browser_keeps_what_it_said_it_keeps() -> None:
    (phone,) = phones_of(build_world(clock.local_day(clock.now())), 1)
    collect_static(Database(database_address(), 0))
    with live() as server:
        address = psycopg_address()
        found = apart(lambda: killed_while_queued(server, phone, address, kills=5, seed=6))
    assert found.kills == 5
    assert found.said
    assert found.lost == found.doubled == []
