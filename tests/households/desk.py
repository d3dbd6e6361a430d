"""How tests of the desk's worklists ask: merges, their undoing, and a look at all that is kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pghistory
from django.apps import apps
from django.db import models

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.households import merging, unmerging
from apps.households.merging import Merger
from apps.households.models import Household, HouseholdMember
from apps.households.versions import version_of
from apps.visits.models import Contact
from apps.webmap.models import HouseholdMark
from tests.factories.world import World

REGISTER: tuple[type[models.Model], ...] = (
    Household,
    HouseholdMember,
    Assignment,
    Contact,
    HouseholdMark,
)


def office(world: World, now: datetime) -> Actor:
    return actor_for(world.users[Role.COMMUNE_OFFICE], at=now)


def merger_of(
    kept: Household, double: Household, choices: Mapping[str, str] | None = None
) -> Merger:
    versions = (version_of(kept.pk), version_of(double.pk))
    return Merger(kept.pk, double.pk, versions, choices or {}, "Ghi hai lần")


def merge(
    world: World,
    now: datetime,
    kept: Household,
    double: Household,
    choices: Mapping[str, str] | None = None,
    key: UUID | None = None,
) -> Answer:
    return merging.merge(
        actor=office(world, now),
        key=key or uuid4(),
        merger=merger_of(kept, double, choices),
        now=now,
    )


def unmerge(world: World, now: datetime, answer: Answer) -> Answer:
    return unmerging.unmerge(
        actor=office(world, now),
        key=uuid4(),
        merge=answer["merge"],
        reason="Nhầm, là hai hộ",
        now=now,
    )


def register() -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables that a merge may touch, as it stands."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in REGISTER
    }


@contextmanager
def another_request() -> Iterator[None]:
    """What is written inside has a context of history of its own.

    PostgreSQL forgets a context with its transaction; a test is one long transaction.
    """
    with pghistory.context():
        yield


def events(model: str) -> Any:
    return apps.get_model("households", f"{model}Event")._default_manager.all()
