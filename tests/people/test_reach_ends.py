"""What has ended is gone with the very next request of a session that is still open."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.common import clock
from apps.people.kinds import PostKind
from apps.people.models import CellVillage, Post
from tests.factories.households import put_in_charge
from tests.factories.world import World

Login = Callable[[User], Client]
BY_POST = (
    Role.COMMUNE_LEADER,
    Role.COMMUNE_OFFICE,
    Role.INSPECTION,
    Role.CELL_COMMITTEE,
    Role.VILLAGE_HEAD,
    Role.COMMUNE_POLICE,
    Role.PROVINCE_VIEWER,
)
BY_ASSIGNMENT = (Role.COMMITTEE_MEMBER, Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE)


def _areas(client: Client) -> int:
    return client.get(reverse("webmap:areas")).status_code


def _rows(client: Client) -> set[int]:
    body = client.get(reverse("webmap:households")).json()
    return {row[0] for row in body["rows"]}


@pytest.mark.django_db
@pytest.mark.parametrize("role", BY_POST)
def test_a_post_ends_at_midnight_in_vietnam(
    world: World, login: Login, now: datetime, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    client = login(world.users[role])
    tomorrow = clock.local_day(now) + timedelta(days=1)
    Post.objects.filter(person__user=world.users[role]).update(valid_to=tomorrow)
    evening = now.replace(hour=23, minute=59)
    monkeypatch.setattr(clock, "now", lambda: evening)
    assert _areas(client) == 200
    monkeypatch.setattr(clock, "now", lambda: evening + timedelta(minutes=1))
    assert _areas(client) == 403


@pytest.mark.django_db
@pytest.mark.parametrize("role", BY_ASSIGNMENT)
def test_an_assignment_ends(
    world: World, login: Login, now: datetime, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    client = login(world.users[role])
    today = clock.local_day(now)
    until = DateRange(today - timedelta(days=100), today + timedelta(days=1))
    Assignment.objects.filter(person__user=world.users[role]).update(period=until)
    assert _rows(client) == world.reach(role)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))
    assert _areas(client) == 403


@pytest.mark.django_db
def test_a_post_that_has_not_begun_gives_nothing(world: World, login: Login, now: datetime) -> None:
    today = clock.local_day(now)
    Post.objects.update(valid_from=today + timedelta(days=1))
    assert _areas(login(world.users[Role.COMMUNE_LEADER])) == 403


@pytest.mark.django_db
def test_one_of_two_duties_ends_and_the_other_stays(
    world: World, login: Login, now: datetime
) -> None:
    today = clock.local_day(now)
    client = login(world.users[Role.MEMBER_IN_CHARGE])
    put_in_charge(world.member, world.households[7], since=today - timedelta(days=9))
    assert _rows(client) == {world.households[0].pk, world.households[7].pk}
    Assignment.objects.filter(household=world.households[0]).update(
        period=DateRange(today - timedelta(days=100), today)
    )
    assert _rows(client) == {world.households[7].pk}


@pytest.mark.django_db
def test_a_village_leaves_the_cell(world: World, login: Login) -> None:
    client = login(world.users[Role.CELL_COMMITTEE])
    assert _rows(client)
    CellVillage.objects.all().delete()
    assert _areas(client) == 403


@pytest.mark.django_db
def test_a_village_head_reaches_the_village_and_no_other(world: World, login: Login) -> None:
    client = login(world.users[Role.VILLAGE_HEAD])
    assert _rows(client) == world.reach(Role.VILLAGE_HEAD)
    Post.objects.filter(kind=PostKind.VILLAGE_HEAD).update(village=world.villages[1])
    assert _rows(client) == {h.pk for h in world.households if h.village_id != world.villages[0].pk}


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_log_in_switched_off_is_a_stranger(world: World, login: Login, role: Role) -> None:
    user = world.users[role]
    client = login(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert _areas(client) == 401
