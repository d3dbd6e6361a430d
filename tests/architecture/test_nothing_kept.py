"""No cache keeps what somebody was answered: one rule, which a new page cannot forget.

That it holds for every address of the site, the matrix asks (``test_access_matrix``).
"""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from apps.accounts.access import LOGGED_IN, declares
from apps.accounts.models import User
from apps.accounts.roles import Role
from gis_project.urls import urlpatterns as site_urls
from tests.architecture.matrix import KEPT
from tests.factories.world import World

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db
STORED_NOWHERE = {"private", "no-store"}


@declares(LOGGED_IN)
def _careless(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a name", headers={"Cache-Control": "public, max-age=600"})


@declares(LOGGED_IN)
def _silent(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a name")


urlpatterns = [*site_urls, path("careless/", _careless), path("silent/", _silent)]


def _words(client: Client, address: str) -> set[str]:
    return set(client.get(address).get("Cache-Control", "").split(", "))


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("address", ["/careless/", "/silent/", "/nowhere/", "/quy-dinh/"])
def test_a_page_cannot_forget_it(world: World, login: Login, address: str) -> None:
    words = _words(login(world.users[Role.COMMUNE_OFFICE]), address)
    assert words >= STORED_NOWHERE
    assert "public" not in words


def test_only_tiles_may_be_kept_and_their_refusals_may_not(world: World, login: Login) -> None:
    assert settings.KEPT_BY_BROWSERS == KEPT
    tile = {"z": 9, "x": 406, "y": 225}
    leader = login(world.users[Role.COMMUNE_LEADER])
    assert _words(leader, reverse("webmap:tiles", kwargs=tile)) == {"private", "no-cache"}
    no_tile = reverse("webmap:tiles", kwargs={**tile, "x": 9999})
    assert _words(leader, no_tile) >= STORED_NOWHERE
    admin = login(world.users[Role.SYSTEM_ADMIN])
    assert _words(admin, reverse("webmap:tiles", kwargs=tile)) >= STORED_NOWHERE


def test_what_strangers_may_see_says_what_it_said(client: Client) -> None:
    """Scripts and styles are the same for everybody; nothing of theirs needs the rule."""
    assert "no-store" not in _words(client, "/healthz")
