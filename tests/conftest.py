"""Fixtures that all tests share."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from pytest_django.plugin import DjangoDbBlocker

from apps.accounts.models import User
from apps.common import clock
from apps.imports.readers import sandbox
from apps.imports.readers.isolation import ALSO_WRITABLE, clean_environment
from apps.issues.attachments import cleaning
from apps.webmap import lane
from tests.budgets import Budget
from tests.factories.world import World, build_world
from tests.hostile.forkserver import ForkServer

TESTS = Path(__file__).resolve().parent
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
# A busy machine is slow; that is nothing against the code.
hypothesis.settings.register_profile(
    "gandan", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("gandan")
# A Monday morning in Vietnam, in the middle of a month.
NOW = datetime(2026, 11, 16, 8, 30, tzinfo=clock.ZONE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Do not count lines where the same ones are run over and over, by thousands of requests.

    Counting takes nearly as long again as what is counted, and no line is run by these alone that
    the tests of its own app would not run.
    """
    for item in items:
        if {"architecture", "browser", "hostile"} & set(item.path.relative_to(TESTS).parts[:1]):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """All that the imports made stays to the end: no search for garbage goes through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.fixture(scope="session", autouse=True)
def measured_readers() -> Iterator[None]:
    """Count the lines that the reading processes run, when coverage is measured at all.

    Their environment is emptied on purpose; what coverage.py hands to child processes is put back,
    and they may write where its data lies.
    """
    handed_down = {name: text for name, text in os.environ.items() if name.startswith("COVERAGE_")}
    if handed_down:
        handed_down[ALSO_WRITABLE] = str(Path.cwd())

    def environment(home: str, root: str) -> dict[str, str]:
        return clean_environment(home, root) | handed_down

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "clean_environment", environment)
        patch.setattr(cleaning, "clean_environment", environment)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database, which nobody else holds open when it is dropped.

    A browser that was closed in the middle of a request can leave a session behind for longer
    than the five seconds that ``DROP DATABASE`` waits.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user"
            " AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def one_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles by the short way see what the test wrote: they take the test's own connection."""

    @contextmanager
    def own() -> Iterator[lane.Line]:
        connection.ensure_connection()
        if lines.get("of") is not connection.connection:
            lines.update(of=connection.connection, line=lane.Line(connection.connection))
        yield lines["line"]

    lines: dict[str, Any] = {}

    monkeypatch.setattr(lane, "lane", own)


@pytest.fixture(autouse=True)
def own_language() -> None:
    """Every test begins in the site's language: a request leaves its reader's active."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def at() -> date:
    """The day on which tests take place."""
    return NOW.date()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The moment at which requests take place."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW


@pytest.fixture
def world(db: None) -> World:
    """Two communes, with one log-in per role in the first; see ``World``."""
    return build_world(NOW.date())


@pytest.fixture
def login(now: datetime) -> Callable[[User], Client]:
    """A client that is logged in as somebody."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def budget(
    login: Callable[[User], Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> Budget:
    """Reads pages as somebody, and counts what they ask the database."""
    return Budget(login, django_assert_max_num_queries)


@pytest.fixture(scope="session")
def prepared_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    with ForkServer(tmp_path_factory.mktemp("reader")) as server:
        yield server


@pytest.fixture
def quick_reader(prepared_reader: ForkServer, monkeypatch: pytest.MonkeyPatch) -> ForkServer:
    """Files are read by forks, under the limits of every reading process."""
    monkeypatch.setattr(sandbox, "subprocess", prepared_reader)
    return prepared_reader


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """A real commune's files, where they lie beside the project (they do in CI)."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no ../shared/data beside the project")
    return SHARED_DATA
