"""Trips as the cast plans them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.planning.changing import Edit
from apps.planning.models import FieldTrip
from tests.factories.trips import planned
from tests.factories.world import World

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse


@dataclass
class Trips:
    """Plans and changes trips as one role of the cast, or as the stranger next door."""

    world: World
    now: datetime
    login: Callable[[User], Client]

    @property
    def today(self) -> date:
        return self.now.date()

    def user(self, role: Role | None) -> User:
        user = self.world.outsider if role is None else self.world.users[role]
        assert user is not None
        return user

    def actor(self, role: Role | None) -> Actor:
        return actor_for(self.user(role), at=self.now)

    def plan(
        self,
        role: Role | None = Role.COMMUNE_LEADER,
        homes: Sequence[Household] | None = None,
        **more: Any,
    ) -> FieldTrip:
        """A trip tomorrow, unless ``more`` says otherwise, to the first three households."""
        chosen = self.world.households[:3] if homes is None else homes
        told = {"day": self.today + timedelta(days=1), **more}
        return planned(self.user(role), chosen, at=self.now, **told)

    def edit(self, trip: FieldTrip, role: Role | None = Role.COMMUNE_LEADER) -> Edit:
        trip.refresh_from_db()
        return Edit(self.actor(role), uuid4(), self.now, trip.revision)

    def get(self, role: Role | None, name: str, query: str = "", **kwargs: int) -> "TestResponse":
        return self.login(self.user(role)).get(reverse(name, kwargs=kwargs) + query)

    def send(
        self, role: Role | None, name: str, data: dict[str, Any], **kwargs: int
    ) -> "TestResponse":
        """A form with a key of its own, unless ``data`` has one."""
        sent = {"key": str(uuid4()), **data}
        return self.login(self.user(role)).post(reverse(name, kwargs=kwargs), sent)

    def ask(
        self, role: Role | None, name: str, body: dict[str, Any], **kwargs: int
    ) -> "TestResponse":
        """The interface, with a key unless ``body`` has one."""
        sent = {"key": str(uuid4()), **body}
        url = reverse(name, kwargs=kwargs)
        return self.login(self.user(role)).post(url, sent, content_type="application/json")


@pytest.fixture
def trips(world: World, now: datetime, login: Callable[[User], Client]) -> Trips:
    return Trips(world, now, login)


def order_of(trip: FieldTrip) -> list[int]:
    """The trip's households in their order."""
    return list(trip.stops.order_by("number").values_list("household", flat=True))
