"""The pages of issues as the cast uses them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.issues.models import Issue
from tests.factories.issues import reported
from tests.factories.world import World
from tests.issues.asking import Asking

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse


@dataclass
class Pages:
    """Opens and sends them as one role of the cast, or as the stranger next door."""

    world: World
    login: Callable[[User], Client]

    def client(self, role: Role | None) -> Client:
        user = self.world.outsider if role is None else self.world.users[role]
        assert user is not None
        return self.login(user)

    def get(self, role: Role | None, name: str, query: str = "", **kwargs: int) -> "TestResponse":
        return self.client(role).get(reverse(name, kwargs=kwargs) + query)

    def text(self, role: Role | None, name: str, query: str = "", **kwargs: int) -> str:
        answer = self.get(role, name, query, **kwargs)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def send(
        self, role: Role | None, name: str, data: dict[str, Any], **kwargs: int
    ) -> "TestResponse":
        """A form with a key of its own, unless ``data`` has one."""
        sent = {"key": str(uuid4()), **data}
        return self.client(role).post(reverse(name, kwargs=kwargs), sent)

    def step(
        self, role: Role | None, issue: Issue, verb: str, seen: int | None = None, **data: Any
    ) -> "TestResponse":
        issue.refresh_from_db()
        sent = {"verb": verb, "seen": seen or issue.steps, **data}
        return self.send(role, "issues:step", sent, pk=issue.pk)


@pytest.fixture
def pages(world: World, login: Callable[[User], Client]) -> Pages:
    return Pages(world, login)


@pytest.fixture
def ask(world: World, login: Callable[[User], Client]) -> Asking:
    return Asking(world, login)


@pytest.fixture
def issue(world: World, now: datetime) -> Issue:
    """Of housing, just reported by the member in charge of the household."""
    return reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
