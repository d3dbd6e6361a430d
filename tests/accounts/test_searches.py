"""What is typed into a search stays out of every address, and the list can still be paged."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.searches import MOST_KEPT, Search, find_search, keep_search
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

Login = Callable[[User], Client]
LISTS = {
    "households:list": Role.COMMUNE_OFFICE,
    "people:members": Role.COMMUNE_OFFICE,
    "people:officers": Role.COMMUNE_OFFICE,
    "people:workers": Role.COMMUNE_OFFICE,
    "people:posts": Role.COMMUNE_OFFICE,
    "accounts:list": Role.SYSTEM_ADMIN,
}


def _sent(client: Client, name: str, **typed: str) -> str:
    """Where the posted form leads to."""
    response = client.post(reverse(name), typed)
    assert response.status_code == 302
    return str(response["Location"])


def _links(body: str) -> Iterator[str]:
    for part in body.split('href="')[1:]:
        yield part.split('"')[0]


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("typed", ["Đượm", "0912 000 111"])
def test_no_address_holds_what_was_typed(world: World, login: Login, name: str, typed: str) -> None:
    client = login(world.users[LISTS[name]])
    address = _sent(client, name, q=typed)
    assert set(parse_qs(urlsplit(address).query)) == {"tim"}
    page = client.get(address)
    assert page.status_code == 200
    assert f'value="{typed}"' in page.content.decode()
    told = ("Đượm", "%C4%90", "0912", "q=")
    assert not [link for link in _links(page.content.decode()) if any(t in link for t in told)]


@pytest.mark.django_db
def test_pages_and_orders_keep_the_search(world: World, login: Login) -> None:
    HouseholdFactory.create_batch(60, group=world.groups[0], head_name="Hoàng Thị Đượm")
    client = login(world.users[Role.COMMUNE_OFFICE])
    address = _sent(client, "households:list", q="duom", order="name", left="")
    body = client.get(address).content.decode()
    following = next(link for link in _links(body) if "page=2" in link).replace("&amp;", "&")
    second = client.get(reverse("households:list") + following)
    assert [second.context["listed"].total, len(second.context["listed"].page)] == [60, 10]
    assert parse_qs(following[1:])["order"] == ["name"]
    # Back to the first page: asked again, it is the same.
    assert client.get(address).context["listed"].total == 60


@pytest.mark.django_db
def test_somebody_else_with_the_address_is_told(world: World, login: Login) -> None:
    address = _sent(login(world.users[Role.COMMUNE_OFFICE]), "households:list", q="đượm")
    other = login(world.users[Role.COMMUNE_LEADER]).get(address)
    assert "Nội dung tìm của đường dẫn này không còn" in other.content.decode()
    assert other.context["listed"].total == 12


@pytest.mark.django_db
def test_nothing_typed_is_no_search(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    assert _sent(client, "people:members", q="  \x00 ") == reverse("people:members")
    assert _sent(client, "people:members", q="", kind="excused").endswith("?kind=excused")
    assert "tim=" not in client.get(reverse("people:members")).content.decode()


@pytest.mark.django_db
def test_an_old_address_with_a_name_narrows_nothing(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    answer = client.get(reverse("households:list"), {"q": "khongai"})
    assert answer.context["listed"].total == 12


def test_a_text_keeps_its_token_and_the_oldest_goes() -> None:
    session = SessionStore()
    tokens = [keep_search(session, f"ho {number}") for number in range(MOST_KEPT)]
    assert keep_search(session, "ho 0") == tokens[0]
    keep_search(session, "one more")
    assert find_search(session, tokens[0]) == Search("ho 0", tokens[0])
    assert find_search(session, tokens[1]).is_forgotten
    assert find_search(session, "") == Search()
