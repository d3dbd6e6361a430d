"""The bar and the menu lead only to pages that the reader may open."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import resolve, reverse

from apps.accounts.access import access_of
from apps.accounts.actor import NOBODY
from apps.accounts.models import User
from apps.accounts.navigation import links
from apps.accounts.roles import Role
from gis_project.navigation import NAVIGATION
from tests.factories.world import World

Login = Callable[[User], Client]


@pytest.mark.parametrize("role", list(Role))
def test_every_link_of_a_page_opens(world: World, login: Login, role: Role) -> None:
    client = login(world.users[role])
    start = reverse("accounts:list") if role is Role.SYSTEM_ADMIN else reverse("webmap:map")
    pages = client.get(start).context["pages"]
    assert pages
    for page in pages:
        assert client.get(page.url).status_code == 200, page.url


def test_the_page_itself_is_marked(world: World, login: Login) -> None:
    pages = login(world.users[Role.SYSTEM_ADMIN]).get(reverse("accounts:create")).context["pages"]
    assert [page.is_current for page in pages if page.url == reverse("accounts:list")] == [True]


def test_the_map_is_not_current_everywhere(world: World, login: Login) -> None:
    response = login(world.users[Role.COMMUNE_LEADER]).get(reverse("account_change_password"))
    assert not any(page.is_current for page in response.context["pages"])


def test_nobody_is_led_anywhere() -> None:
    assert list(links(NAVIGATION, NOBODY, path="/")) == []


def test_every_entry_leads_to_a_page_that_says_who_may_open_it() -> None:
    for entry in NAVIGATION:
        match = resolve(reverse(entry.url_name))
        access = access_of(match.func, match.url_name)
        assert access is not None, entry.url_name
        assert access.needs_login, entry.url_name


def test_a_page_of_the_data_desk_marks_the_desk_too(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    pages = client.get(reverse("desk:doubles")).context["pages"]
    here = {page.url for page in pages if page.is_current}
    assert here == {reverse("reports:desk"), reverse("desk:doubles")}
