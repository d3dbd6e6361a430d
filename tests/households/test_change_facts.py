"""Facts of a household, changed by a form with its reason."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.households.models import Household, HouseholdMember
from tests.factories.people import PersonFactory
from tests.households.conftest import REASON, Desk

pytestmark = pytest.mark.django_db

REACHING = {"phone": "0824.273.167 / 0912 000 999", "address": "Xóm  Trên", "size": "5"}
STATUS = {
    "poverty_status": "poor",
    "poverty_decision_number": "1234/QĐ-UBND",
    "poverty_decision_date": "20/10/2026",
}


def test_a_phone_is_kept_as_digits_with_its_reason(desk: Desk) -> None:
    response = desk.send("reaching", REACHING, desk.home)
    assert response.status_code == 302
    assert (desk.home.phone, desk.home.address, desk.home.size) == ("0824273167", "Xóm Trên", 5)
    story = desk.text("timeline", pk=desk.home.pk)
    assert "Điện thoại: 0912000111 → 0824273167." in story
    assert "Số khẩu: 4 → 5." in story
    assert f"Lý do: {REASON}" in story


@pytest.mark.parametrize(
    ("data", "field", "says"),
    [
        ({"phone": "gọi sau"}, "phone", "Không gọi được số này"),
        ({"size": "0"}, "size", "từ 1 đến 60"),
        ({"size": "nhiều"}, "size", "từ 1 đến 60"),
    ],
)
def test_what_cannot_be_is_told_and_kept_in_the_form(
    desk: Desk, data: dict[str, str], field: str, says: str
) -> None:
    response = desk.send("reaching", REACHING | data, desk.home)
    assert response.status_code == 422
    assert says in str(response.context["form"].errors[field])
    assert data[field] in response.content.decode()
    assert desk.home.phone == "0912000111"


def test_without_a_reason_nothing_is_written(desk: Desk) -> None:
    response = desk.send("reaching", REACHING, desk.home, reason="  ")
    assert response.status_code == 422
    assert "Hãy ghi lý do" in response.content.decode()
    assert desk.home.phone == "0912000111"


def test_the_head_among_the_residents_is_called_as_the_household(
    desk: Desk, family: list[HouseholdMember]
) -> None:
    data = {"head_name": "hoàng văn cường", "head_birth_year": "1970", "code": "t01-9"}
    assert desk.send("basics", data, desk.home).status_code == 302
    head = HouseholdMember.objects.get(pk=family[0].pk)
    assert (head.full_name, head.birth_year) == ("Hoàng Văn Cường", 1970)
    assert (desk.home.head_name, desk.home.code) == ("Hoàng Văn Cường", "T01-9")


def _basics(desk: Desk, name: str) -> dict[str, str]:
    return {"head_name": name, "head_birth_year": "", "code": desk.home.code}


def test_the_household_is_called_by_another_resident(
    desk: Desk, family: list[HouseholdMember]
) -> None:
    head, other = (
        next(one for one in family if (one.relation == "head") is is_head)
        for is_head in (True, False)
    )
    assert desk.send("basics", _basics(desk, other.full_name), desk.home).status_code == 302
    relations = dict(desk.home.members.values_list("pk", "relation"))
    assert (relations[head.pk], relations[other.pk]) == ("member", "head")
    # Nobody was called otherwise.
    names = dict(desk.home.members.values_list("pk", "full_name"))
    assert (names[head.pk], names[other.pk]) == (head.full_name, other.full_name)


def test_somebody_with_a_duty_is_not_called_otherwise(
    desk: Desk, family: list[HouseholdMember]
) -> None:
    head = next(one for one in family if one.relation == "head")
    head.person = PersonFactory.create(commune=desk.home.commune, full_name=head.full_name)
    head.save()
    response = desk.send("basics", _basics(desk, "Ma Văn Khác"), desk.home)
    assert response.status_code == 409
    assert head.full_name in response.context["form"].errors["head_name"][0]
    assert desk.home.head_name == head.full_name
    assert desk.send("basics", _basics(desk, head.full_name.upper()), desk.home).status_code == 302


def test_a_code_in_use_is_refused_at_its_field(desk: Desk) -> None:
    taken = desk.world.households[1].code
    response = desk.send("basics", {"head_name": "Ma Văn A", "code": taken}, desk.home)
    assert response.status_code == 409
    assert "code" in response.context["form"].errors


@pytest.mark.parametrize("year", ["1889", "2027"])
def test_an_impossible_birth_year(desk: Desk, year: str) -> None:
    data = {"head_name": "Ma Văn A", "code": "X1", "head_birth_year": year}
    response = desk.send("basics", data, desk.home)
    assert response.status_code == 422
    assert "head_birth_year" in response.context["form"].errors


def test_a_status_names_its_decision(desk: Desk) -> None:
    assert desk.send("status", STATUS, desk.home).status_code == 302
    assert desk.home.poverty_decision_date == date(2026, 10, 20)
    page = desk.text("page", pk=desk.home.pk)
    assert "Hộ nghèo, theo quyết định số 1234/QĐ-UBND ngày 20/10/2026" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"poverty_decision_number": ""}, "poverty_decision_number"),
        ({"poverty_decision_date": ""}, "poverty_decision_date"),
        ({"poverty_decision_date": "17/11/2026"}, "poverty_decision_date"),
        ({"poverty_decision_date": "30/02/2026"}, "poverty_decision_date"),
        ({"is_policy_family": "on"}, "policy_decision_number"),
    ],
)
def test_a_status_without_its_decision_is_refused(
    desk: Desk, change: dict[str, Any], field: str
) -> None:
    response = desk.send("status", STATUS | change, desk.home)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert desk.home.poverty_status == "none"


def test_a_status_that_came_by_file_may_stay_without_a_decision(desk: Desk) -> None:
    Household.objects.filter(pk=desk.home.pk).update(poverty_status="near_poor")
    data = {
        "poverty_status": "near_poor",
        "is_policy_family": "on",
        "policy_decision_number": "7/QĐ",
        "policy_decision_date": "1/10/2026",
    }
    assert desk.send("status", data, desk.home).status_code == 302
    assert "Hộ cận nghèo, chưa ghi quyết định" in desk.text("page", pk=desk.home.pk)


def test_sent_twice_is_done_once(desk: Desk) -> None:
    key = str(uuid4())
    events = Household.pgh_event_model.objects  # type: ignore[attr-defined]  # made by pghistory
    version = events.filter(pgh_obj=desk.home.pk).latest("pgh_id").pgh_id
    answers = [
        desk.send("reaching", REACHING, desk.home, key=key, version=version) for _n in range(2)
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert events.filter(pgh_obj=desk.home.pk).count() == 2


def test_the_same_key_for_something_else_is_refused(desk: Desk) -> None:
    key = str(uuid4())
    desk.send("reaching", REACHING, desk.home, key=key)
    response = desk.send("reaching", REACHING | {"size": "6"}, desk.home, key=key)
    assert response.status_code == 409
    assert desk.home.size == 5


def test_of_two_editors_the_second_sees_both_and_overwrites_nothing(desk: Desk) -> None:
    opened = desk.get("reaching", pk=desk.home.pk).context["form"].initial["version"]
    desk.send("reaching", REACHING, desk.home)
    leader = desk.as_role(Role.COMMUNE_LEADER)
    late = {"phone": "0912000111", "address": "Xóm Dưới", "size": "4"}
    response = leader.send("reaching", late, desk.home, version=opened)
    body = response.content.decode()
    assert response.status_code == 409
    assert desk.home.address == "Xóm Trên"
    assert "Xóm Trên" in body
    assert "Xóm Dưới" in body
    again = response.context["form"]["version"].value()
    assert leader.send("reaching", late, desk.home, version=again).status_code == 302
    assert desk.home.address == "Xóm Dưới"


def test_a_form_without_its_version_is_stale(desk: Desk) -> None:
    assert desk.send("reaching", REACHING, desk.home, version="").status_code == 409


def test_the_cell_committee_reaches_but_does_not_rename(desk: Desk) -> None:
    committee = desk.as_role(Role.CELL_COMMITTEE)
    assert committee.send("reaching", REACHING, desk.home).status_code == 302
    assert committee.get("basics", pk=desk.home.pk).status_code == 403
    assert committee.get("reaching", pk=desk.world.households[6].pk).status_code == 404


@pytest.mark.parametrize("role", [Role.INSPECTION, Role.MEMBER_IN_CHARGE, Role.GROUP_OFFICER])
def test_who_only_reads_changes_nothing(desk: Desk, role: Role) -> None:
    assert desk.as_role(role).send("reaching", REACHING, desk.home).status_code == 403
    assert desk.home.phone == "0912000111"
