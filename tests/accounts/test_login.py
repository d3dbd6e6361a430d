"""Logging in by user name: one message for every failure, limits, a fresh session, Argon2id."""

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.people import PASSWORD
from tests.factories.world import World

LOGIN = "/account/login/"
MEMBER = "nguoi.dung"


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user(MEMBER, PASSWORD)


def _log_in(client: Client, username: str, password: str = PASSWORD) -> str:
    """The page that came back, or where it leads."""
    response = client.post(LOGIN, {"login": username, "password": password})
    return response["Location"] if response.status_code == 302 else response.content.decode()


def test_by_user_name_in_any_case(user: User) -> None:
    assert _log_in(Client(), MEMBER) == "/"
    assert _log_in(Client(), MEMBER.upper()) == "/"


@pytest.mark.django_db
def test_each_role_lands_where_its_work_is(world: World) -> None:
    for role, target in ((Role.SYSTEM_ADMIN, "accounts:list"), (Role.CELL_COMMITTEE, "webmap:map")):
        user = world.users[role]
        user.set_password(PASSWORD)
        user.save()
        assert _log_in(Client(), user.username) == reverse(target)


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(user: User) -> None:
    errors = []
    for username in (MEMBER, "khong.co.ai"):
        response = Client().post(LOGIN, {"login": username, "password": "sai-mật-khẩu-rồi"})
        assert response.status_code == 200
        errors.append(response.context["form"].errors.get_json_data())
    assert errors[0] == errors[1]
    assert errors[0]


def test_a_log_in_switched_off_gets_those_words_or_its_own_page(user: User) -> None:
    user.is_active = False
    user.save()
    client = Client()
    _log_in(client, MEMBER)
    assert "_auth_user_id" not in client.session


def test_after_five_failures_even_the_right_password_waits(user: User) -> None:
    client = Client()
    for _n in range(5):
        _log_in(client, MEMBER, "sai-mật-khẩu-rồi")
    response = client.post(LOGIN, {"login": MEMBER, "password": PASSWORD})
    assert response.status_code in {200, 429}
    assert "_auth_user_id" not in client.session


def test_failures_are_counted_across_processes() -> None:
    """In the database: a count in the memory of one process would be one count per process."""
    assert isinstance(cache._connections[cache._alias], DatabaseCache)  # type: ignore[attr-defined]  # no public way to ask


def test_the_session_key_changes_on_log_in(user: User) -> None:
    client = Client()
    session = client.session
    session["before"] = "kept"
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    _log_in(client, MEMBER)
    assert client.session.session_key != session.session_key
    assert not client.session.exists(str(session.session_key))


def test_passwords_are_kept_as_argon2id(user: User) -> None:
    assert user.password.startswith("argon2$argon2id$")
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/account/signup/", "/account/password/reset/"])
def test_nobody_signs_up_or_resets_by_e_mail(user: User, path: str) -> None:
    assert Client().get(path)["Location"].startswith(LOGIN)
    client = Client()
    client.force_login(user)
    assert client.get(path).status_code == 403
    assert client.post(path, {"username": "moi", "email": "a@example.org"}).status_code == 403
    page = Client().get(LOGIN).content.decode()
    assert path not in page


def test_a_forged_form_is_refused(user: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(LOGIN, {"login": MEMBER, "password": PASSWORD})
    assert response.status_code == 403


def test_next_never_leads_off_the_site(user: User) -> None:
    response = Client().post(
        f"{LOGIN}?next=https://example.org/", {"login": MEMBER, "password": PASSWORD}
    )
    assert response["Location"] == "/"
