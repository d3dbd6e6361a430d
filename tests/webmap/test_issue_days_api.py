"""Two days side by side for the map: the same numbers as the page, and hidden in the same way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.areas import CommuneFactory, square
from tests.factories.households import HouseholdFactory
from tests.factories.issues import reported
from tests.factories.world import World

Login = Callable[[User], Client]
LEADER = Role.COMMUNE_LEADER
MONTHS = {"since": "2026-10-01", "until": "2026-11-01"}


def _answer(client: Client, **query: Any) -> Any:
    return client.get(reverse("webmap:areas-days"), query)


def _rows(answer: Any) -> dict[tuple[str, int], dict[str, Any]]:
    assert answer.status_code == 200
    return {(row["level"], row["id"]): row for row in answer.json()["rows"]}


@pytest.mark.django_db
def test_each_area_has_the_numbers_of_both_days(world: World, login: Login, now: datetime) -> None:
    leader = world.users[LEADER]
    for home, days in zip(world.households[:3], (90, 90, 3), strict=True):
        reported(leader, home, at=now - timedelta(days=days))
    answer = _answer(login(leader), since="2026-10-16", until="2026-11-16")
    rows = _rows(answer)
    assert answer.json()["step"] is None
    assert rows["commune", world.commune.pk]["waiting"] == [2, 3]
    assert rows["village", world.villages[0].pk]["waiting"] == [2, 3]
    assert rows["village", world.villages[0].pk]["waiting_late"][1] >= 2
    assert rows["village", world.villages[1].pk]["waiting"] == [0, 0]
    assert rows["group", world.groups[0].pk]["uncovered"] == [2, 2]


@pytest.mark.django_db
def test_nobody_is_told_of_areas_out_of_reach(world: World, login: Login) -> None:
    rows = _rows(_answer(login(world.users[LEADER]), **MONTHS))
    assert {pk for level, pk in rows if level == "commune"} == {world.commune.pk}
    rows = _rows(_answer(login(world.users[Role.CELL_COMMITTEE]), **MONTHS))
    assert {pk for level, pk in rows if level == "village"} == {world.villages[0].pk}
    foreign = world.other_commune.pk
    rows = _rows(_answer(login(world.users[LEADER]), **MONTHS, commune=foreign))
    assert ("commune", foreign) not in rows


@pytest.mark.django_db
def test_the_tier_above_has_steps_of_first_days_and_nothing_small(
    world: World, login: Login, now: datetime
) -> None:
    homes = HouseholdFactory.create_batch(32, group=world.groups[0])
    for number, home in enumerate(homes[:17]):
        reported(world.users[LEADER], home, at=now - timedelta(days=90 if number < 7 else 30))
    reported(world.users[LEADER], world.households[6], at=now - timedelta(days=60))
    client = login(world.users[Role.PROVINCE_VIEWER])
    answer = _answer(client, **MONTHS)
    rows = _rows(answer)
    assert answer.json()["step"] == 5
    assert {level for level, _pk in rows} == {"commune", "village"}
    numbers = [
        number
        for row in rows.values()
        for name in ("waiting", "waiting_late", "uncovered")
        for number in row[name]
    ]
    assert all(number is None or number % 5 == 0 for number in numbers)
    assert None in rows["village", world.villages[1].pk]["waiting"]
    refused = _answer(client, since="2026-10-02", until="2026-11-01")
    assert refused.status_code == 422
    assert "ngày đầu tháng" in refused.json()["message"]


@pytest.mark.django_db
def test_of_many_communes_one_is_asked_for(world: World, login: Login) -> None:
    for number in range(4):
        CommuneFactory.create(
            province=world.commune.province, code=f"9910{number}", geom=square(106.2, 21.7 + number)
        )
    client = login(world.users[Role.PROVINCE_VIEWER])
    assert _answer(client, **MONTHS).status_code == 422
    rows = _rows(_answer(client, **MONTHS, commune=world.commune.pk))
    assert {pk for level, pk in rows if level == "commune"} == {world.commune.pk}
    assert _answer(client, **MONTHS, commune=world.other_commune.pk).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"since": "2026-11-01", "until": "2026-10-01"},
        {"since": "2026-11-01", "until": "2099-10-01"},
        {"since": "x", "until": "2026-10-01"},
    ],
)
def test_days_that_cannot_be_compared_are_refused(
    world: World, login: Login, wrong: dict[str, str]
) -> None:
    answer = _answer(login(world.users[LEADER]), **wrong)
    assert answer.status_code == 422
    assert answer.json()["message"]
