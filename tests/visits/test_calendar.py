"""The private calendar: numbers and days for whoever has the address, nothing for others."""

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.visits.models import CalendarFeed
from apps.visits.reminders.views import CalendarThrottle
from tests.factories.households import contact, put_in_charge
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    CalendarThrottle.cache.clear()


def _new_address(client: Client) -> str:
    page = client.post(reverse("contacts:calendar-feed"), {"on": "1"})
    assert page.status_code == 200
    url: str = page.context["feed_url"]
    return url.removeprefix("http://testserver")


def _read(url: str) -> Any:
    return Client().get(url)


def _meet(world: World, at: date) -> None:
    """Two households with the same day for the next visit, one whose day is past."""
    homes = world.households[:3]
    for home in homes[1:]:
        put_in_charge(world.member, home, since=at - timedelta(days=50))
    days = (4, 4, -2)
    for home, wanted in zip(homes, [at + timedelta(days=n) for n in days], strict=True):
        row = contact(home, world.member, at - timedelta(days=5))
        row.next_visit_on = wanted
        row.note = "một việc riêng"
        row.save(update_fields=["next_visit_on", "note"])


def test_numbers_and_days(world: World, login: Login, at: date) -> None:
    _meet(world, at)
    answer = _read(_new_address(login(world.users[Role.MEMBER_IN_CHARGE])))
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    wanted = f"DTSTART;VALUE=DATE:{at + timedelta(days=4):%Y%m%d}"
    assert text.count("SUMMARY:Thăm hộ (2)") == 1
    assert wanted in text
    # What is past is due today.
    assert f"DTSTART;VALUE=DATE:{at:%Y%m%d}" in text
    assert "DTSTART;VALUE=DATE:20261130" in text
    assert "SUMMARY:Hết kỳ nắm tình hình: còn 2 hộ" in text


def test_nothing_of_anybody(world: World, login: Login, at: date) -> None:
    _meet(world, at)
    text = _read(_new_address(login(world.users[Role.MEMBER_IN_CHARGE]))).content.decode()
    for home in world.households[:3]:
        for told in (home.code, home.head_name, home.phone, "một việc riêng", home.village.name):
            assert told not in text
    assert world.member.full_name not in text


def test_a_contact_ends_what_was_agreed(world: World, login: Login, at: date) -> None:
    _meet(world, at)
    contact(world.households[2], world.member, at)
    text = _read(_new_address(login(world.users[Role.MEMBER_IN_CHARGE]))).content.decode()
    assert f"DTSTART;VALUE=DATE:{at:%Y%m%d}" not in text


def test_only_the_hash_is_kept_and_the_secret_is_shown_once(world: World, login: Login) -> None:
    client = login(world.users[Role.MEMBER_IN_CHARGE])
    token = _new_address(client).split("/")[-1].removesuffix(".ics")
    assert len(token) >= 43
    assert CalendarFeed.objects.get().token_sha256 == sha256(token.encode()).hexdigest()
    assert token not in client.get(reverse("contacts:reminders")).content.decode()


def test_renewed_and_switched_off(world: World, login: Login) -> None:
    client = login(world.users[Role.MEMBER_IN_CHARGE])
    old = _new_address(client)
    new = _new_address(client)
    assert (_read(old).status_code, _read(new).status_code) == (404, 200)
    client.post(reverse("contacts:calendar-feed"), {"off": "1"})
    assert _read(new).status_code == 404


def test_an_account_that_is_switched_off(world: World, login: Login) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    url = _new_address(login(user))
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert _read(url).status_code == 404


def test_what_is_taken_away_is_gone_from_the_calendar(world: World, login: Login, at: date) -> None:
    _meet(world, at)
    url = _new_address(login(world.users[Role.MEMBER_IN_CHARGE]))
    for row in world.member.assignments.all():
        row.period = (row.period.lower, at)
        row.save(update_fields=["period"])
    assert "SUMMARY" not in _read(url).content.decode()


@pytest.mark.parametrize("token", ["x", "x" * 43, "%00", "..", "a b"])
def test_wrong_addresses(db: None, token: str) -> None:
    assert _read(f"/nam-tinh-hinh/lich/{token}.ics").status_code == 404


def test_guessing_is_slowed_down(world: World) -> None:
    url = reverse("contacts:calendar", kwargs={"token": "x" * 43})
    found = [_read(url).status_code for _n in range(202)]
    assert found[0] == 404
    assert found[-1] == 429
