"""Phones of the cast."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.world import World
from tests.visits.phone import Carry, Phone


@pytest.fixture
def carry(login: Callable[[User], Client], now: datetime) -> Carry:
    """A phone in somebody's hand, whose clock is right."""

    def phone(user: User) -> Phone:
        return Phone(login(user), now, {})

    return phone


@pytest.fixture
def phone(carry: Carry, world: World) -> Phone:
    """That of the member in charge of the first household."""
    return carry(world.users[Role.MEMBER_IN_CHARGE])
