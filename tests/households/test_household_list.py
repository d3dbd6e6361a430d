"""The list of households in reach: searched, narrowed, sorted, a page at a time."""

from datetime import date

import pytest

from apps.accounts.roles import Role
from apps.households.models import Household
from tests.factories.households import HouseholdFactory
from tests.households.conftest import Desk

pytestmark = pytest.mark.django_db


def _codes(desk: Desk, query: str) -> list[str]:
    response = desk.client.get(f"/ho/?{query}")
    assert response.status_code == 200
    return [home.code for home in response.context["listed"].page]


def _found(desk: Desk, typed: str, **chosen: str) -> list[str]:
    """As the form asks: posted, then led to the list."""
    response = desk.client.post("/ho/", {"q": typed, **chosen}, follow=True)
    assert response.redirect_chain
    return [home.code for home in response.context["listed"].page]


@pytest.mark.parametrize("role", sorted(set(Role), key=str))
def test_everybody_their_own(desk: Desk, role: Role) -> None:
    response = desk.as_role(role).get("list")
    reach = desk.world.reach(role)
    if not reach:
        assert response.status_code == 403
    else:
        assert {home.pk for home in response.context["listed"].page} == reach


@pytest.mark.parametrize("typed", ["duom", "ĐƯỢM", "anh  đuo", "an--9", "0987 654 321"])
def test_found_without_accents_by_name_code_or_number(desk: Desk, typed: str) -> None:
    group = desk.world.groups[0]
    HouseholdFactory.create(
        group=group, head_name="Hoàng Ánh Đượm", code="ÁN--9", phone="0987654321"
    )
    assert _found(desk, typed) == ["ÁN--9"]


def test_whoever_may_not_ring_finds_nothing_by_number(desk: Desk) -> None:
    assert _found(desk.as_role(Role.INSPECTION), "0912000111") == []
    assert len(_found(desk, "0912000111")) == 12


def test_narrowed(desk: Desk) -> None:
    village, group = desk.world.villages[0].pk, desk.world.groups[0].pk
    homes = [home.code for home in desk.world.households]
    Household.objects.filter(pk=desk.home.pk).update(
        poverty_status="poor", position=None, position_source="", position_missing="not_given"
    )
    Household.objects.filter(code=homes[1]).update(left_on=date(2026, 11, 1))
    Household.objects.filter(code=homes[2]).update(is_policy_family=True)
    assert len(_codes(desk, f"place={village}")) == 5
    assert _codes(desk, f"place={village}-{group}") == [homes[0], homes[2]]
    assert _codes(desk, "status=poor") == [homes[0]]
    assert _codes(desk, "status=policy") == [homes[2]]
    assert _codes(desk, "located=no") == [homes[0]]
    assert _codes(desk, "left=left") == [homes[1]]
    assert len(_codes(desk, "left=all")) == 12


@pytest.mark.parametrize(
    "query", ["place=7-8", "place=x", "status=rich", "left=2", "order=age", "page=x", "page=99"]
)
def test_what_cannot_be_read_narrows_nothing(desk: Desk, query: str) -> None:
    assert len(_codes(desk, query)) == 11 + 1


def test_by_code_as_numbers_or_by_the_last_word_of_the_name(desk: Desk) -> None:
    group = desk.world.groups[0]
    for code, name in (("Z-10", "Ma Thị Yên"), ("Z-9", "Bế Văn Đán"), ("Z-11", "An Thị Dung")):
        HouseholdFactory.create(group=group, code=code, head_name=name)
    assert _found(desk, "z-") == ["Z-9", "Z-10", "Z-11"]
    assert _found(desk, "z-", order="name") == ["Z-11", "Z-9", "Z-10"]


def test_a_page_at_a_time(desk: Desk) -> None:
    HouseholdFactory.create_batch(45, group=desk.world.groups[0])
    response = desk.client.get("/ho/?order=name&page=2")
    assert len(response.context["listed"].page) == 7
    body = response.content.decode()
    assert "Trang 2 trên 2" in body
    assert "?order=name&amp;page=1" in body


def test_a_name_is_text(desk: Desk) -> None:
    Household.objects.filter(pk=desk.home.pk).update(head_name="<b>Đậm</b>")
    assert "&lt;b&gt;Đậm" in desk.text("list")


def test_nothing_found_says_so(desk: Desk) -> None:
    body = desk.client.post("/ho/", {"q": "khongai"}, follow=True).content.decode()
    assert "Không có hộ nào khớp" in body
