"""Some of a household's people become a household of their own."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.households.desk.versions import version_of
from apps.households.models import Household, HouseholdMember
from apps.visits.models import Contact
from tests.factories.people import PersonFactory
from tests.households.conftest import Desk

pytestmark = pytest.mark.django_db
Family = list[HouseholdMember]


def _split(family: Family, **change: Any) -> dict[str, Any]:
    going = {"residents": [str(family[2].pk), str(family[3].pk)], "head": str(family[2].pk)}
    return {**going, "day": "10/11/2026", "code": "", "same_place": "on"} | change


def test_two_households_out_of_one(desk: Desk, family: Family) -> None:
    response = desk.send("split", _split(family), desk.home)
    new = Household.objects.get(split_from=desk.home)
    assert response["Location"] == f"/ho/{new.pk}/"
    assert (new.code, new.head_name, new.size) == ("T01-1-4", "Hoàng Văn Sơn", 2)
    assert (new.moved_in_on, new.position) == (date(2026, 11, 10), desk.home.position)
    assert [one.relation for one in new.members.order_by("pk")] == ["head", "member"]
    assert desk.home.size == 2
    assert desk.home.members.filter(left_on__isnull=True).count() == 2
    assert not Contact.objects.filter(household=new).exists()
    page = desk.text("page", pk=new.pk)
    assert "Tách ra từ hộ" in page
    assert "Chưa có người phụ trách" in page
    assert "Hộ tách ra" in desk.text("page", pk=desk.home.pk)
    assert f"Tách ra từ hộ {desk.home.code}." in desk.text("timeline", pk=new.pk)
    assert "Hoàng Thị Đào rời hộ từ 10/11/2026." in desk.text("timeline", pk=desk.home.pk)


def test_elsewhere_it_stands_on_the_worklist(desk: Desk, family: Family) -> None:
    split = _split(family)
    del split["same_place"]
    desk.send("split", split, desk.home)
    new = Household.objects.get(split_from=desk.home)
    assert (new.position, new.position_missing) == (None, "not_given")


def test_a_person_with_a_duty_goes_along(desk: Desk, family: Family) -> None:
    person = PersonFactory.create(commune=desk.world.commune)
    HouseholdMember.objects.filter(pk=family[2].pk).update(person=person)
    assert desk.send("split", _split(family), desk.home).status_code == 302
    new = Household.objects.get(split_from=desk.home)
    assert new.members.get(person=person).relation == "head"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"residents": []}, "residents"),
        ({"residents": [999_999_999]}, "residents"),
        ({"head": ""}, "head"),
        ({"day": "17/11/2026"}, "day"),
        ({"code": "T01-1-2"}, "code"),
    ],
)
def test_what_cannot_be(desk: Desk, family: Family, change: dict[str, Any], field: str) -> None:
    response = desk.send("split", _split(family, **change), desk.home)
    assert response.status_code in {409, 422}
    assert field in response.context["form"].errors
    assert not Household.objects.filter(split_from=desk.home).exists()
    assert HouseholdMember.objects.filter(left_on__isnull=False).count() == 0


def test_the_new_head_is_one_of_those_who_go(desk: Desk, family: Family) -> None:
    response = desk.send("split", _split(family, head=str(family[1].pk)), desk.home)
    assert response.status_code == 422
    assert "head" in response.context["form"].errors


def test_the_old_head_stays(desk: Desk, family: Family) -> None:
    response = desk.send("split", _split(family, residents=[str(family[0].pk)]), desk.home)
    assert response.status_code == 422


def test_somebody_stays_where_no_head_is_listed(desk: Desk, family: Family) -> None:
    family[0].delete()
    everybody = [str(one.pk) for one in family[1:]]
    response = desk.send("split", _split(family, residents=everybody), desk.home)
    assert response.status_code == 422
    assert "Chủ hộ ở lại hộ cũ" in response.content.decode()


def test_with_nobody_listed_the_page_says_what_to_do(desk: Desk) -> None:
    assert "Hãy thêm nhân khẩu trước" in desk.text("split", pk=desk.home.pk)


def test_sent_twice_is_split_once(desk: Desk, family: Family) -> None:
    key, version = str(uuid4()), version_of(desk.home)
    data = _split(family)
    first = desk.send("split", data, desk.home, key=key, version=version)
    # The browser sends again what it had: those who went are no longer offered.
    second = desk.send("split", data, desk.home, key=key, version=version)
    assert Household.objects.filter(split_from=desk.home).count() == 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]


def test_the_committee_does_not_split(desk: Desk, family: Family) -> None:
    committee = desk.as_role(Role.CELL_COMMITTEE)
    assert committee.send("split", _split(family), desk.home).status_code == 403
