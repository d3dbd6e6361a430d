"""Fixtures that all tests share."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.common import clock
from tests.factories.world import World, build_world

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
# A Monday morning in Vietnam, in the middle of a month.
NOW = datetime(2026, 11, 16, 8, 30, tzinfo=clock.ZONE)


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


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """A real commune's files, where they lie beside the project (they do in CI)."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no ../shared/data beside the project")
    return SHARED_DATA
