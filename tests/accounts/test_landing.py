"""After log-in each role lands where its work is."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.people import PASSWORD
from tests.factories.world import World


def _log_in_from_the_front_door(user: User) -> str:
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    door = client.get("/")
    response = client.post(door["Location"], {"login": user.username, "password": PASSWORD})
    return str(response["Location"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.SYSTEM_ADMIN, "accounts:list"),
        (Role.COMMUNE_LEADER, "webmap:map"),
        (Role.COMMUNE_POLICE, "inbox:home"),
        (Role.MEMBER_IN_CHARGE, "webmap:map"),
        (Role.PROVINCE_VIEWER, "webmap:map"),
    ],
)
def test_landing_page(world: World, role: Role, page: str) -> None:
    assert _log_in_from_the_front_door(world.users[role]) == reverse(page)
