"""A print or picture is written down before the page gets what stands on it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.webmap.strings import map_strings
from tests.factories.world import World

Login = Callable[[User], Client]
FORM = {"kind": "print", "households": 12, "paper": "a3", "orientation": "landscape"}


def tell(client: Client, **change: Any) -> Any:
    body = json.dumps({**FORM, **change})
    return client.post("/api/map/takeaway/", body, content_type="application/json")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["print", "png"])
def test_it_is_logged_and_answered_with_the_watermark(
    world: World, login: Login, kind: str
) -> None:
    user = world.users[Role.CELL_COMMITTEE]
    response = tell(login(user), kind=kind, names=True)
    assert response.status_code == 201
    assert response.json() == {
        "by": f"{user.person.full_name} ({user.username})",
        "at": "16/11/2026 08:30",
    }
    entry = AccessLog.objects.get()
    assert (entry.user, entry.action, entry.count) == (user, kind, 12)
    assert entry.detail == "a3 landscape names"


@pytest.mark.django_db
def test_the_tier_above_takes_no_household(world: World, login: Login) -> None:
    assert tell(login(world.users[Role.PROVINCE_VIEWER]), names=True).status_code == 201
    assert AccessLog.objects.get().count == 0
    assert AccessLog.objects.get().detail == "a3 landscape"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"kind": "pdf"},
        {"kind": None},
        {"households": -1},
        {"households": "nhiều"},
        {"households": 10**9},
        {"paper": "a0"},
        {"orientation": "<b>"},
    ],
    ids=str,
)
def test_bad_input_is_refused(world: World, login: Login, change: dict[str, Any]) -> None:
    assert tell(login(world.users[Role.COMMUNE_LEADER]), **change).status_code == 400
    assert not AccessLog.objects.exists()


@pytest.mark.django_db
def test_nothing_is_answered_when_it_cannot_be_logged(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**entry: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("apps.webmap.takeaway.record_access", broken)
    with pytest.raises(ConnectionError):
        tell(login(world.users[Role.COMMUNE_LEADER]))


@pytest.mark.django_db
def test_the_north_arrow_has_the_letter_of_the_readers_language(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = map_strings() | {"north": "N"}
    monkeypatch.setattr("apps.webmap.page.map_strings", lambda: english)
    body = login(world.users[Role.COMMUNE_LEADER]).get("/").content.decode()
    assert 'text-anchor="middle">N</text>' in body
