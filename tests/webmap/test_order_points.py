"""Public-order issues on the map of the commune's police."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.webmap import orderpoints
from tests.factories.issues import reported, step
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
ORDER = IssueKind.PUBLIC_ORDER


@pytest.fixture
def police(world: World, login: Login) -> Client:
    return login(world.users[Role.COMMUNE_POLICE])


def _ask(client: Client, **headers: str) -> Any:
    return client.get(reverse("webmap:order-points"), headers=headers)


def _told(client: Client) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in _ask(client).json()["features"]]


def test_a_point_says_what_it_is_how_far_and_until_when(
    world: World, police: Client, now: datetime
) -> None:
    home = world.in_charge_of
    issue = reported(world.users[Role.MEMBER_IN_CHARGE], home, at=now, kind=ORDER)
    answer = _ask(police)
    assert answer["Content-Type"] == "application/geo+json"
    [feature] = answer.json()["features"]
    assert home.position is not None
    assert feature["geometry"]["coordinates"] == [
        round(home.position.x, 6),
        round(home.position.y, 6),
    ]
    assert issue.due_on is not None
    assert feature["properties"] == {
        "id": issue.pk,
        "what": "Trộm cắp",
        "stage": "new",
        "late": "in_time",
        "due": min(issue.due_on, issue.answer_by).isoformat(),
        "provisional": False,
    }


def test_what_is_late_is_told(
    world: World, police: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    for home, days in ((world.households[0], 9), (world.households[0], 60)):
        reported(user, home, at=now - timedelta(days=days), kind=ORDER)
    assert [told["late"] for told in _told(police)] == ["very_late", "late"]


def test_what_waits_no_longer_is_no_point(world: World, police: Client, now: datetime) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    issue = reported(user, world.in_charge_of, at=now, kind=ORDER)
    step(world.users[Role.COMMUNE_POLICE], issue, Verb.ANSWER, at=now)
    assert [told["stage"] for told in _told(police)] == ["untold"]
    step(user, issue, Verb.CONFIRM, at=now)
    assert _told(police) == []


def test_who_has_no_position_is_counted_beside(world: World, police: Client, now: datetime) -> None:
    home = world.in_charge_of
    home.position, home.position_source, home.position_missing = None, "", "not_given"
    home.position_accuracy = None
    home.save()
    reported(world.users[Role.MEMBER_IN_CHARGE], home, at=now, kind=ORDER)
    body = _ask(police).json()
    assert (body["features"], body["unlocated"], body["left_off"]) == ([], 1, 0)


def test_of_very_many_those_due_first_are_shown(
    world: World, police: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    reported(user, world.in_charge_of, at=now, kind=ORDER)
    older = reported(user, world.in_charge_of, at=now - timedelta(days=9), kind=ORDER)
    monkeypatch.setattr(orderpoints, "MOST_POINTS", 1)
    body = _ask(police).json()
    assert [feature["properties"]["id"] for feature in body["features"]] == [older.pk]
    assert body["left_off"] == 1


def test_unchanged_until_something_changes(world: World, police: Client, now: datetime) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    first = _ask(police)
    known = first["ETag"]
    again = _ask(police, if_none_match=known)
    assert (again.status_code, again.content) == (304, b"")
    # No cache on the way or in the browser has it.
    assert {"private", "no-store"} <= set(first["Cache-Control"].split(", "))
    reported(user, world.in_charge_of, at=now, kind=ORDER)
    assert _ask(police, if_none_match=known).status_code == 200


def test_as_many_questions_for_many_as_for_one(world: World, police: Client, now: datetime) -> None:
    user, counts = world.users[Role.MEMBER_IN_CHARGE], []
    for _n in range(2):
        reported(user, world.in_charge_of, at=now, kind=ORDER)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            _ask(police)
        counts.append(len(queries))
    assert counts[0] == counts[1]
