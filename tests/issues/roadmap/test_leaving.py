"""A household that left has no open road; taken back, it goes on where it was."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.households.desk.leaving import leave, take_back_leaving
from apps.households.desk.orders import Order
from apps.households.desk.versions import version_of
from apps.households.models import Household
from apps.households.timeline import moments_of
from apps.issues import inbox
from apps.issues.models import PovertyTarget, RoadStep
from apps.people.versions import events_of
from tests.factories.roadmap import decided, step, target
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(world: World, at: date) -> RoadStep:
    """An open step of an open road, late for a week."""
    decided(world.in_charge_of, 2025, "poor")
    return step(target(world.in_charge_of), world.member, due_on=at - timedelta(days=7))


def waiting(world: World, role: Role, now: datetime) -> int:
    rows = inbox.waiting_for(actor_for(world.users[role], at=now), at=now.date())
    return [row.source for row in rows].count("road")


def of_office(world: World, now: datetime) -> Order:
    return Order(actor_for(world.users[Role.COMMUNE_OFFICE], at=now), "vì", now, uuid4())


def leaves(world: World, home: Household, now: datetime, day: date) -> None:
    order, version = of_office(world, now), version_of(home)
    leave(order=order, household=home.pk, version=version, day=day, why="moved")


def returns(world: World, home: Household, now: datetime) -> None:
    order, version = of_office(world, now), version_of(home)
    take_back_leaving(order=order, household=home.pk, version=version)


def test_its_road_ends_and_goes_on_when_the_leaving_is_taken_back(
    world: World, late: RoadStep, now: datetime, at: date
) -> None:
    home, road = world.in_charge_of, late.target
    done = step(road, world.member, due_on=at)
    RoadStep.objects.filter(pk=done.pk).update(done_on=at, outcome="not_needed")
    over = PovertyTarget.objects.create(
        client_uuid=uuid4(),
        household=home,
        target_year=2025,
        registered_on=date(2024, 1, 5),
        ended_on=at,
        result="withdrawn",
    )
    roles = (Role.CELL_COMMITTEE, Role.COMMUNE_OFFICE)
    assert [waiting(world, role, now) for role in roles] == [1, 1]
    leaves(world, home, now, at)
    assert [waiting(world, role, now) for role in roles] == [0, 0]
    late.refresh_from_db()
    road.refresh_from_db()
    assert (late.done_on, late.outcome) == (at, "moved_away")
    assert (road.ended_on, road.result) == (at, "moved_away")
    event = events_of(PovertyTarget).filter(pgh_obj_id=road.pk).latest("pgh_id")
    said = event.pgh_context.metadata
    assert (said["user"], said["verb"]) == (world.users[Role.COMMUNE_OFFICE].pk, "leave")
    told = moments_of(actor_for(world.users[Role.COMMUNE_OFFICE], at=now), home)
    (moment,) = [each for each in told if each.title == "Lộ trình: Hộ đã chuyển đi"]
    assert moment.who == ""
    returns(world, home, now)
    for row in (late, road, done, over):
        row.refresh_from_db()
    assert (late.done_on, late.outcome, road.ended_on, road.result) == (None, "", None, "")
    assert [waiting(world, role, now) for role in roles] == [1, 1]
    # What had ended before stays ended.
    assert (done.done_on, done.outcome) == (at, "not_needed")
    assert (over.ended_on, over.result) == (at, "withdrawn")


def test_who_left_before_registering_ends_on_the_day_of_registering(
    world: World, late: RoadStep, now: datetime
) -> None:
    home, road = world.in_charge_of, late.target
    leaves(world, home, now, road.registered_on - timedelta(days=3))
    road.refresh_from_db()
    assert (road.ended_on, road.result) == (road.registered_on, "moved_away")
    returns(world, home, now)
    assert PovertyTarget.objects.open().get() == road


def test_nobody_chooses_it(
    world: World, late: RoadStep, login: Callable[[User], Client], at: date
) -> None:
    client = login(world.users[Role.CELL_COMMITTEE])
    end = reverse("roadmap:end-target", kwargs={"household": world.in_charge_of.pk})
    sent = {"key": uuid4(), "result": "moved_away", "ended_on": f"{at:%d/%m/%Y}", "text": ""}
    assert client.post(end, sent).status_code == 422
    finish = reverse("roadmap:finish-step", kwargs={"pk": late.pk})
    sent = {"key": uuid4(), "outcome": "moved_away", "done_on": f"{at:%d/%m/%Y}", "text": ""}
    assert client.post(finish, sent).status_code == 422


def test_roads_of_households_that_left_earlier_are_ended_by_the_migration(
    world: World, late: RoadStep, at: date
) -> None:
    other = step(target(world.households[1]), world.member, due_on=at)
    Household.objects.filter(pk=world.in_charge_of.pk).update(left_on=at, left_reason="moved")
    migration = import_module("apps.issues.migrations.0012_roads_of_who_left")
    with connection.cursor() as cursor:
        cursor.execute(migration.END)
    assert PovertyTarget.objects.open().get() == other.target
    assert RoadStep.objects.open().get() == other
    late.refresh_from_db()
    assert (late.done_on, late.outcome, late.target.ended_on) == (at, "moved_away", at)
