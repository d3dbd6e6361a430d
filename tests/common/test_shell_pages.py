"""The pages around the map, as a browser gets them: our layout, Vietnamese, CSP-clean."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.world import World

Login = Callable[[User], Client]

SCRIPT = re.compile(r"<script\b([^>]*)>")
STYLE_OR_HANDLER = re.compile(r"<[a-z][^>]*\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)
ALLAUTH_ENGLISH = re.compile(r"\b(?:Sign (?:In|Out)|Password|Forgot|Two-Factor|Username)\b")
OWN_PAGES = [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
]


def text_of(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def check_page(text: str) -> None:
    """One of our pages, and nothing on it that the policy would block."""
    assert '<html lang="vi">' in text
    assert "Gần Dân" in text
    assert STYLE_OR_HANDLER.search(text) is None
    assert ALLAUTH_ENGLISH.search(text) is None
    for attributes in SCRIPT.findall(text):
        assert "nonce=" in attributes or 'type="application/json"' in attributes


@pytest.mark.django_db
def test_log_in_page_says_what_to_do_about_a_lost_password(client: Client) -> None:
    response = client.get(reverse("account_login"))

    assert response.status_code == 200
    check_page(text_of(response))
    assert "văn phòng Đảng ủy xã" in text_of(response)
    assert reverse("account_reset_password") not in text_of(response)


@pytest.mark.django_db
def test_the_scripts_nonce_is_that_of_the_header(client: Client) -> None:
    response = client.get(reverse("account_login"))

    nonces = set(re.findall(r'nonce="([^"]+)"', text_of(response)))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_account_pages(name: str, world: World, login: Login) -> None:
    response = login(world.users[Role.CELL_COMMITTEE]).get(reverse(name))

    assert response.status_code == 200
    check_page(text_of(response))


@pytest.mark.parametrize("name", ["list", "create"])
def test_administrator_s_pages(name: str, world: World, login: Login) -> None:
    response = login(world.users[Role.SYSTEM_ADMIN]).get(reverse(f"accounts:{name}"))

    assert response.status_code == 200
    check_page(text_of(response))


def test_administrator_sets_a_password(world: World, login: Login) -> None:
    account = world.users[Role.INSPECTION]
    page = reverse("accounts:password", kwargs={"pk": account.pk})

    response = login(world.users[Role.SYSTEM_ADMIN]).get(page)

    check_page(text_of(response))
    assert account.username in text_of(response)


def test_menu_shows_the_list_of_accounts_to_the_administrator_only(
    world: World, login: Login
) -> None:
    pages = {
        role: text_of(login(world.users[role]).get(reverse("mfa_index")))
        for role in (Role.SYSTEM_ADMIN, Role.CELL_COMMITTEE)
    }

    assert "Danh sách tài khoản" in pages[Role.SYSTEM_ADMIN]
    assert "Bản đồ" not in pages[Role.SYSTEM_ADMIN]
    assert "Danh sách tài khoản" not in pages[Role.CELL_COMMITTEE]
    assert "Bản đồ" in pages[Role.CELL_COMMITTEE]


def test_logging_out_takes_a_post(world: World, login: Login) -> None:
    client = login(world.users[Role.CELL_COMMITTEE])

    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_language_is_changed_and_kept(world: World, login: Login) -> None:
    client = login(world.users[Role.CELL_COMMITTEE])

    response = client.post(
        reverse("set_language"), {"language": "en", "next": reverse("mfa_index")}
    )

    assert response.headers["Location"] == reverse("mfa_index")
    assert '<html lang="en">' in text_of(client.get(reverse("mfa_index")))


def test_role_too_low_is_told_whom_to_ask(world: World, login: Login) -> None:
    response = login(world.users[Role.CELL_COMMITTEE]).get(reverse("accounts:list"))

    assert response.status_code == 403
    check_page(text_of(response))
    assert "văn phòng Đảng ủy xã" in text_of(response)


def test_unknown_address(world: World, login: Login) -> None:
    response = login(world.users[Role.CELL_COMMITTEE]).get("/khong-co/")

    assert response.status_code == 404
    check_page(text_of(response))


@pytest.mark.django_db
def test_stale_form_is_told_to_reload() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"))

    assert response.status_code == 403
    check_page(text_of(response))
    assert "tải lại trang" in text_of(response)


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_server_errors_need_neither_request_nor_database(name: str) -> None:
    # No django_db mark: a query would fail the test.
    check_page(render_to_string(name))


@pytest.mark.django_db
def test_too_many_attempts(client: Client) -> None:
    attempt = {"login": "ai-do", "password": "sai"}
    responses = [client.post(reverse("account_login"), attempt) for _ in range(31)]

    assert responses[0].status_code == 200
    assert responses[-1].status_code == 429
    check_page(text_of(responses[-1]))
