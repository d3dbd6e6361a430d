"""Fixtures of the tests of issues."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.issues.models import Issue
from tests.factories.issues import reported
from tests.factories.world import World
from tests.issues.asking import Asking


@pytest.fixture
def ask(world: World, login: Callable[[User], Client]) -> Asking:
    return Asking(world, login)


@pytest.fixture
def issue(world: World, now: datetime) -> Issue:
    """Of housing, just reported by the member in charge of the household."""
    return reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
