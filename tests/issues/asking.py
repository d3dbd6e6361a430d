"""Asking the interface of issues as somebody of the cast."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.world import World


@dataclass
class Asking:
    world: World
    login: Callable[[User], Client]

    def get(self, role: Role, name: str, query: dict[str, Any] | None = None, **kwargs: int) -> Any:
        client = self.login(self.world.users[role])
        return client.get(reverse(f"issues-api:{name}", kwargs=kwargs), query or {})

    @property
    def outsider(self) -> User:
        assert self.world.outsider is not None
        return self.world.outsider

    def post(self, who: Role | User, name: str, body: dict[str, Any], **kwargs: int) -> Any:
        user = self.world.users[who] if isinstance(who, Role) else who
        url = reverse(f"issues-api:{name}", kwargs=kwargs)
        body = {"key": str(uuid4()), **body} if name != "steps" else body
        return self.login(user).post(url, body, "application/json")
