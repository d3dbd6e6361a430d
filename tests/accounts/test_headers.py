"""What every answer says to the browser: no foreign code, no frames, no sniffing."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.world import World

Login = Callable[[User], Client]


def _policy(header: str) -> dict[str, set[str]]:
    parts = (directive.split() for directive in header.split(";") if directive.strip())
    return {name: set(values) for name, *values in parts}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["webmap:map", "account_change_password", "mfa_index"])
def test_scripts_need_the_nonce_of_this_answer(world: World, login: Login, name: str) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    first, second = client.get(reverse(name)), client.get(reverse(name))
    policy = _policy(first["Content-Security-Policy"])
    assert policy["default-src"] == {"'none'"}
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set().union(*policy.values())
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == {"'none'"}
    body = first.content.decode()
    nonces = set(re.findall(r'nonce="([^"]+)"', body))
    for tag in re.findall(r"<script\b[^>]*>", body):
        assert "src=" in tag or "nonce=" in tag or 'type="application/json"' in tag, tag
    assert {f"'nonce-{nonce}'" for nonce in nonces} <= policy["script-src"]
    assert not re.search(r'\son\w+="', body)
    again = _policy(second["Content-Security-Policy"])["script-src"]
    assert not nonces or policy["script-src"] != again


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/account/login/", "/healthz", "/api/map/areas/"])
def test_headers(path: str) -> None:
    answer = Client().get(path)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Content-Security-Policy" in answer


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts(world: World) -> None:
    user = world.users[Role.CELL_COMMITTEE]
    user.set_password("quả-bưởi-trên-đồi-9")
    user.save()
    client = Client()
    client.get("/account/login/")
    client.post("/account/login/", {"login": user.username, "password": "quả-bưởi-trên-đồi-9"})
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


def test_health_needs_no_log_in_and_tells_nothing(db: None) -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
