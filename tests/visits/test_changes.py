"""What a phone fetches: its own households, the least of them, and only what differs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.households.models import Household
from apps.visits.models import ContactRule
from apps.visits.phone.cursors import compare
from tests.factories.households import contact, put_in_charge
from tests.factories.world import World
from tests.visits.phone import Carry, Phone, check_in

pytestmark = pytest.mark.django_db


def fetch(phone: Phone, cursor: object = None) -> dict[str, Any]:
    answer = phone.post("changes", {"cursor": cursor})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_member_gets_what_a_visit_needs(world: World, phone: Phone, now: datetime) -> None:
    home = world.in_charge_of
    ContactRule.objects.create(commune=world.commune, per_month=3, in_person_minimum=1)
    phone.accepted(check_in(home, now, channel="phone", next_visit_on="2026-11-28"))
    found = fetch(phone)
    assert found["changed"] == [
        {
            "id": home.pk,
            "code": home.code,
            "head": home.head_name,
            "address": "",
            "village": "Thôn Nà A",
            "group": "Tổ 1",
            "phone": "0912000111",
            "lon": 106.005,
            "lat": 21.505,
            "provisional": False,
            "poverty": "none",
            "month": {"days": 2, "in_person": 1},
            "last_day": "2026-11-16",
            "next_visit_on": "2026-11-28",
            "person_in_charge": world.member.full_name,
            "is_mine": True,
            "issues": [],
        }
    ]
    assert found["rule"] == {
        "per_month": 3,
        "in_person_minimum": 1,
        "month_start": 1,
        "class_days": [7, 15, 30, 60],
    }
    assert found["user"]["name"] == world.member.full_name
    assert (found["gone"], found["wipe"], found["at"]) == ([], False, now.isoformat())
    assert {"code": "zalo", "label": "Zalo"} in found["channels"]
    parts = [each["part"] for each in found["changes"]]
    assert len(set(parts)) == 4
    assert parts == sorted(parts, key=parts.index)


def test_a_date_that_was_kept_is_done_with(world: World, phone: Phone, now: datetime) -> None:
    home = world.in_charge_of
    earlier = check_in(home, now - timedelta(days=2), next_visit_on="2026-11-16")
    phone.accepted(earlier)
    assert fetch(phone)["changed"][0]["next_visit_on"] == "2026-11-16"
    phone.accepted(check_in(home, now))
    assert fetch(phone)["changed"][0]["next_visit_on"] is None


def test_an_officer_gets_the_groups_in_charge(world: World, carry: Carry) -> None:
    found = fetch(carry(world.users[Role.GROUP_OFFICER]))["changed"]
    assert {row["id"] for row in found} == {home.pk for home in world.households[:3]}
    assert not any(row["is_mine"] for row in found)


def test_who_is_in_charge_of_none_gets_none(world: World, carry: Carry) -> None:
    found = fetch(carry(world.users[Role.CELL_COMMITTEE]))
    assert found["changed"] == found["companions"] == []


def test_only_what_differs_comes_again(world: World, carry: Carry, now: datetime) -> None:
    phone = carry(world.users[Role.GROUP_OFFICER])
    first = fetch(phone)
    same = fetch(phone, first["cursor"])
    assert (same["changed"], same["cursor"]) == ([], first["cursor"])
    assert (first["anew"], same["anew"]) == (True, False)
    phone.accepted(check_in(world.households[1], now))
    Household.objects.filter(pk=world.households[2].pk).update(left_on=now.date())
    after = fetch(phone, first["cursor"])
    assert [row["id"] for row in after["changed"]] == [world.households[1].pk]
    assert after["gone"] == [world.households[2].pk]
    assert fetch(phone, after["cursor"])["changed"] == []


def test_what_one_is_relieved_of_is_gone(world: World, phone: Phone, now: datetime) -> None:
    put_in_charge(world.member, world.households[1], since=now.date())
    first = fetch(phone)
    Assignment.objects.filter(household=world.in_charge_of).delete()
    assert fetch(phone, first["cursor"])["gone"] == [world.in_charge_of.pk]


def test_a_cursor_that_is_none_begins_anew(world: World, phone: Phone) -> None:
    for cursor in ("", "x", "á", "AAAA", "A" * 30_000):
        found = fetch(phone, cursor)
        assert (len(found["changed"]), found["anew"]) == (1, True)


def test_somebody_elses_cursor_is_none(world: World, phone: Phone, carry: Carry) -> None:
    other = fetch(carry(world.users[Role.GROUP_OFFICER]))["cursor"]
    found = fetch(phone, other)
    assert ([row["id"] for row in found["changed"]], found["gone"]) == ([world.in_charge_of.pk], [])


def test_what_is_taken_along_is_logged(world: World, phone: Phone, now: datetime) -> None:
    first = fetch(phone)
    fetch(phone, first["cursor"])
    log = AccessLog.objects.get(user=world.users[Role.MEMBER_IN_CHARGE], detail="phone")
    assert (log.action, log.count, log.at) == ("export", 1, now)


def test_companions_are_those_with_a_duty_in_the_village(world: World, phone: Phone) -> None:
    found = {each["id"] for each in fetch(phone)["companions"]}
    near = {Role.GROUP_OFFICER, Role.COMMITTEE_MEMBER}
    assert found == {world.users[role].person.pk for role in near}


def test_a_centre_of_a_group_is_told_as_provisional(world: World, phone: Phone) -> None:
    Household.objects.filter(pk=world.in_charge_of.pk).update(
        position=Point(106.0123456789, 21.5, srid=4326), position_source="group_centre"
    )
    (row,) = fetch(phone)["changed"]
    assert (row["provisional"], row["lon"]) == (True, 106.01235)


def test_strangers_get_nothing() -> None:
    assert Client().post(reverse("phone:changes")).status_code == 401


def test_outlines_are_those_of_ones_own_households(
    world: World, phone: Phone, carry: Carry
) -> None:
    def names(asked: Phone) -> list[Any]:
        answer = asked.client.get(reverse("phone:layers"))
        assert len(answer.content) < 64 * 1024
        features = answer.json()["features"]
        assert {each["geometry"]["type"] for each in features} <= {"MultiPolygon", "Polygon"}
        return [tuple(each["properties"].values()) for each in features]

    assert names(phone) == [("village", "Thôn Nà A"), ("group", "Tổ 1")]
    assert names(carry(world.users[Role.COMMUNE_LEADER])) == []


_rows = st.dictionaries(st.integers(1, 2**40), st.text(max_size=5), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(before=_rows, after=_rows)
def test_a_phone_that_follows_has_what_there_is(
    before: dict[int, str], after: dict[int, str]
) -> None:
    def rows(state: dict[int, str]) -> list[dict[str, Any]]:
        return [{"id": key, "text": text} for key, text in state.items()]

    first = compare(None, rows(before), user=1)
    second = compare(first.cursor, rows(after), user=1)
    held = dict(before)
    held |= {row["id"]: row["text"] for row in second.changed}
    assert {key: text for key, text in held.items() if key not in second.gone} == after
    unchanged = [key for key in before if after.get(key) == before[key]]
    assert not set(unchanged) & {row["id"] for row in second.changed}


def test_a_phone_sees_a_contact_that_the_office_wrote(
    world: World, phone: Phone, now: datetime
) -> None:
    cursor = fetch(phone)["cursor"]
    contact(world.in_charge_of, world.member, now.date() - timedelta(days=1))
    (row,) = fetch(phone, cursor)["changed"]
    assert (row["last_day"], row["month"]["days"]) == ("2026-11-15", 2)
