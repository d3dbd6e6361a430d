"""Roles that open a whole commune need a second factor where real data is kept."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.world import World

Login = Callable[[User], Client]
NEEDED = {
    Role.SYSTEM_ADMIN,
    Role.COMMUNE_LEADER,
    Role.COMMUNE_OFFICE,
    Role.INSPECTION,
    Role.COMMUNE_POLICE,
    Role.PROVINCE_VIEWER,
}


def _page(role: Role) -> str:
    return reverse("accounts:list" if role == Role.SYSTEM_ADMIN else "webmap:map")


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_who_must_set_one_up(world: World, login: Login, settings: Settings, role: Role) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    response = login(world.users[role]).get(_page(role))
    if role in NEEDED:
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))
    else:
        assert response.status_code == 200


@pytest.mark.django_db
def test_the_api_says_so_in_json(world: World, login: Login, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    response = login(world.users[Role.COMMUNE_LEADER]).get(reverse("webmap:areas"))
    assert response.status_code == 403
    assert response.json()["code"] == "second_factor_needed"


@pytest.mark.django_db
def test_with_one_the_door_opens(world: World, login: Login, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    leader = world.users[Role.COMMUNE_LEADER]
    Authenticator.objects.create(user=leader, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert login(leader).get(reverse("webmap:areas")).status_code == 200


@pytest.mark.django_db
def test_a_log_in_with_one_asks_for_it(world: World, settings: Settings) -> None:
    leader = world.users[Role.COMMUNE_LEADER]
    leader.set_password("quả-bưởi-trên-đồi-9")
    leader.save()
    Authenticator.objects.create(user=leader, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    response = client.post(
        "/account/login/", {"login": leader.username, "password": "quả-bưởi-trên-đồi-9"}
    )
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_the_page_to_set_it_up_stays_open(world: World, login: Login, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = login(world.users[Role.COMMUNE_LEADER])
    body = client.get(reverse("mfa_index"))
    assert body.status_code == 200
    page = body.content.decode()
    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_list_webauthn") in page or reverse("mfa_add_webauthn") in page
