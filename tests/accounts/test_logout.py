"""Logging out leaves nothing of the map behind in a browser that others use too."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.world import World


@pytest.mark.django_db
def test_the_browser_is_told_to_drop_what_it_kept(
    world: World, login: Callable[[User], Client]
) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    response = client.post(reverse("account_logout"))
    assert response.status_code == 302
    assert response["Clear-Site-Data"] == '"cache"'
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_asking_whether_to_log_out_drops_nothing(
    world: World, login: Callable[[User], Client]
) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    response = client.get(reverse("account_logout"))
    assert response.status_code == 200
    assert "Clear-Site-Data" not in response
    assert "_auth_user_id" in client.session
