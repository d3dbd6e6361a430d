"""The shell of the app on a phone: kept by the phone, so nobody stands in it."""

import json
import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.world import World

Login = Callable[[User], Client]
NONCE = re.compile(r'nonce="[^"]+"')


def _shell(client: Client) -> str:
    response = client.get(reverse("mine:shell"))
    assert isinstance(response, HttpResponse)
    assert response.status_code == 200
    return response.content.decode()


def _worker(client: Client) -> str:
    return client.get(reverse("mine:worker")).content.decode()


def _told(worker: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(re.findall(r"startWorker\((.*)\);", worker)[0])
    return told


def test_the_page_is_the_same_for_everybody(world: World, login: Login) -> None:
    pages = {
        NONCE.sub("", _shell(login(world.users[role])))
        for role in (Role.MEMBER_IN_CHARGE, Role.GROUP_OFFICER, Role.COMMUNE_OFFICE)
    }
    assert len(pages) == 1
    [page] = pages
    names = [home.head_name for home in world.households]
    for name in (*names, world.member.full_name, "dangvien", "csrfmiddlewaretoken"):
        assert name not in page


def test_the_worker_names_what_it_keeps(client: Client, db: None, settings: Settings) -> None:
    modules = _worker(client)
    assert modules.startswith('import "/static/js/pages/mineworker.js";')
    settings.PAGES_PACKED = True
    packed = _worker(client)
    assert packed.startswith('importScripts("/static/dist/mineworker.js");')
    told = _told(packed)
    assert told["page"] == reverse("mine:shell")
    assert {"/static/dist/mine.js", "/static/dist/mine.css"} <= set(told["files"])  # type: ignore[call-overload]
    assert told["version"] != _told(modules)["version"]


def test_another_language_is_another_version(client: Client, db: None) -> None:
    vietnamese = _told(_worker(client))["version"]
    client.cookies["django_language"] = "en"
    assert _told(_worker(client))["version"] != vietnamese


def test_nothing_but_the_worker_keeps_the_page(world: World, login: Login) -> None:
    client = login(world.users[Role.MEMBER_IN_CHARGE])
    for name in ("mine:shell", "mine:token", "mine:worker"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"]


def test_the_worker_is_asked_for_anew_each_time(client: Client, db: None) -> None:
    response = client.get(reverse("mine:worker"))
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"].startswith("text/javascript")


def test_a_fresh_token_is_good_for_the_api(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users[Role.MEMBER_IN_CHARGE])
    token = client.get(reverse("mine:token")).json()["csrf"]
    body = {"cursor": None}
    refused = client.post(reverse("phone:changes"), body, content_type="application/json")
    assert refused.status_code == 403
    taken = client.post(
        reverse("phone:changes"),
        body,
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert taken.status_code == 200


@pytest.mark.parametrize("role", [Role.INSPECTION, Role.COMMUNE_POLICE, Role.PROVINCE_VIEWER])
def test_who_visits_nobody_has_no_app(world: World, login: Login, role: Role) -> None:
    assert login(world.users[role]).get(reverse("mine:shell")).status_code == 403
