"""Who lives in a household: they come, change, leave; one of them is the head."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.households.models import Household, HouseholdMember
from tests.factories.households import HouseholdMemberFactory
from tests.factories.people import PersonFactory
from tests.households.conftest import Desk

pytestmark = pytest.mark.django_db

CHILD = {"full_name": "Hoàng Thị Lê", "birth_year": "2015", "relation": "child"}
CHILD |= {"residence": "permanent", "joined_on": "01/11/2026", "job": "Học sinh"}
Family = list[HouseholdMember]


def _now(one: HouseholdMember) -> HouseholdMember:
    return HouseholdMember.objects.get(pk=one.pk)


def test_the_committee_adds_somebody(desk: Desk, family: Family) -> None:
    committee = desk.as_role(Role.CELL_COMMITTEE)
    assert committee.send("add-resident", CHILD, desk.home).status_code == 302
    assert desk.home.members.count() == 5
    page = committee.text("page", pk=desk.home.pk)
    assert "Số khẩu ghi 4, danh sách dưới có 5 người." in page
    story = committee.text("timeline", pk=desk.home.pk)
    assert "Thêm nhân khẩu Hoàng Thị Lê (con), vào hộ từ 01/11/2026." in story


def test_the_first_head_gives_the_household_its_name(desk: Desk) -> None:
    desk.send("add-resident", CHILD | {"relation": "head", "birth_year": "1980"}, desk.home)
    assert (desk.home.head_name, desk.home.head_birth_year) == ("Hoàng Thị Lê", 1980)


def test_a_second_head_is_not_offered(desk: Desk, family: Family) -> None:
    offered = desk.get("add-resident", pk=desk.home.pk).context["form"].fields["relation"]
    assert "head" not in dict(offered.choices)
    response = desk.send("add-resident", CHILD | {"relation": "head"}, desk.home)
    assert response.status_code == 409
    assert "relation" in response.context["form"].errors


def test_a_head_sent_twice_is_added_once(desk: Desk) -> None:
    key = str(uuid4())
    sent = [
        desk.send("add-resident", CHILD | {"relation": "head"}, desk.home, key=key).status_code
        for _n in range(2)
    ]
    assert (sent, desk.home.members.count()) == ([302, 302], 1)


def test_a_change_is_told_with_both_values(desk: Desk, family: Family) -> None:
    data = CHILD | {"full_name": "Hoàng Văn Sơn", "job": "Thợ xây", "is_working_away": "on"}
    assert desk.send("resident", data, family[2]).status_code == 302
    story = desk.text("timeline", pk=desk.home.pk)
    assert "Hoàng Văn Sơn: Đi làm ăn xa: không → có." in story
    assert "Hoàng Văn Sơn: Nghề nghiệp, việc làm: ghi Thợ xây." in story


def test_whoever_leaves_stays_in_the_history(desk: Desk, family: Family) -> None:
    assert desk.send("end-residence", {"day": "10/11/2026"}, family[2]).status_code == 302
    assert _now(family[2]).left_on == date(2026, 11, 10)
    assert "rời hộ 10/11/2026" in desk.text("page", pk=desk.home.pk)
    again = desk.send("end-residence", {"day": "11/11/2026"}, family[2])
    assert again.status_code == 409
    assert _now(family[2]).left_on == date(2026, 11, 10)


@pytest.mark.parametrize("day", ["17/11/2026", "31/10/2026", "hôm qua"])
def test_a_day_that_cannot_be(desk: Desk, family: Family, day: str) -> None:
    HouseholdMember.objects.filter(pk=family[2].pk).update(joined_on=date(2026, 11, 1))
    response = desk.send("end-residence", {"day": day}, family[2])
    assert response.status_code in {409, 422}
    assert "day" in response.context["form"].errors
    assert _now(family[2]).left_on is None


def test_the_head_does_not_just_leave(desk: Desk, family: Family) -> None:
    response = desk.send("end-residence", {"day": "10/11/2026"}, family[0])
    assert response.status_code == 409
    assert "Hãy đổi chủ hộ trước" in response.content.decode()


def test_another_head_gives_the_household_another_name(desk: Desk, family: Family) -> None:
    assert desk.send("head", {"former": "spouse"}, family[1]).status_code == 302
    assert [_now(one).relation for one in family[:2]] == ["spouse", "head"]
    assert desk.home.head_name == "Lương Thị Mai"
    story = desk.text("timeline", pk=desk.home.pk)
    assert "Lương Thị Mai làm chủ hộ." in story


def test_what_else_is_put_right_of_the_head_leaves_the_households_name(
    desk: Desk, family: Family
) -> None:
    """A list has called the household by somebody else since."""
    Household.objects.filter(pk=desk.home.pk).update(head_name="Lò Thị Mai")
    head = next(one for one in family if one.relation == "head")
    data = {"full_name": head.full_name, "birth_year": head.birth_year or "", "job": "Thợ mộc"}
    data |= {"relation": "head", "residence": "permanent"}
    assert desk.send("resident", data, head).status_code == 302
    assert desk.home.head_name == "Lò Thị Mai"
    desk.send("resident", data | {"full_name": "Hoàng Văn Sen"}, _now(head))
    assert desk.home.head_name == "Hoàng Văn Sen"


def test_two_who_change_one_resident(desk: Desk, family: Family) -> None:
    opened = desk.get("resident", pk=desk.home.pk, resident=family[2].pk)
    version = opened.context["form"].initial["version"]
    desk.send("resident", CHILD, family[2])
    response = desk.send("resident", CHILD | {"job": "Thợ may"}, family[2], version=version)
    assert response.status_code == 409
    assert "Nghề nghiệp, việc làm: ghi Học sinh." in response.content.decode()
    assert _now(family[2]).job == "Học sinh"


def _link(desk: Desk, one: HouseholdMember, person: int) -> int:
    data = CHILD | {"full_name": one.full_name, "person": str(person)}
    return desk.send("resident", data, one).status_code


def test_somebody_is_a_person_with_a_duty(desk: Desk, family: Family) -> None:
    person = PersonFactory.create(commune=desk.world.commune, full_name="Hoàng Văn Sơn")
    assert _link(desk, family[2], person.pk) == 302
    assert _now(family[2]).person_id == person.pk


def test_only_people_of_the_same_name_and_commune_are_offered(desk: Desk, family: Family) -> None:
    for commune, name in (
        (desk.world.commune, "Nông Văn Khác"),
        (desk.world.other_commune, "Hoàng Văn Sơn"),
    ):
        person = PersonFactory.create(commune=commune, full_name=name)
        assert _link(desk, family[2], person.pk) in {302, 422}
    assert _now(family[2]).person_id is None


def test_a_person_lives_in_one_home(desk: Desk, family: Family) -> None:
    person = PersonFactory.create(commune=desk.world.commune, full_name="Hoàng Văn Sơn")
    HouseholdMemberFactory.create(household=desk.world.households[1], person=person)
    data = CHILD | {"full_name": "Hoàng Văn Sơn", "person": str(person.pk)}
    response = desk.send("resident", data, family[2])
    assert response.status_code == 409
    assert "đang là nhân khẩu của hộ khác" in response.content.decode()


def test_nobody_is_in_charge_of_their_own_household(desk: Desk, family: Family) -> None:
    member = desk.world.member
    HouseholdMember.objects.filter(pk=family[2].pk).update(full_name=member.full_name)
    response = desk.send(
        "resident",
        CHILD | {"full_name": member.full_name, "person": str(member.pk)},
        _now(family[2]),
    )
    assert response.status_code == 409
    assert "không ai phụ trách hộ của mình" in response.content.decode()


def test_a_resident_of_another_household_is_not_found(desk: Desk, family: Family) -> None:
    other = desk.world.households[1].pk
    assert desk.get("resident", pk=other, resident=family[2].pk).status_code == 404


def test_somebody_else_of_the_committee_elsewhere(desk: Desk) -> None:
    stranger = HouseholdMemberFactory.create(household=desk.world.households[6])
    committee = desk.as_role(Role.CELL_COMMITTEE)
    assert committee.send("end-residence", {"day": "10/11/2026"}, stranger).status_code == 404


def test_joining_in_the_future(desk: Desk, at: date) -> None:
    tomorrow = (at + timedelta(days=1)).strftime("%d/%m/%Y")
    response = desk.send("add-resident", CHILD | {"joined_on": tomorrow}, desk.home)
    assert response.status_code == 422
