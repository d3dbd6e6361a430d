"""A household leaves and counts no more; or that it left is taken back."""

from datetime import date, timedelta

import pytest
from django.db import connection

from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.households.models import Household, HouseholdMember
from apps.people.models import Membership, Person
from tests.factories.households import HouseholdMemberFactory, put_in_charge
from tests.factories.people import MembershipFactory, PersonFactory
from tests.households.conftest import Desk
from tests.households.desk import another_request

pytestmark = pytest.mark.django_db

GONE = {"day": "10/11/2026", "why": "moved"}
DAY = date(2026, 11, 10)


def _living(desk: Desk, day: date) -> bool:
    return Household.objects.living(at=day).filter(pk=desk.home.pk).exists()


def _mark(household: Household) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT living::text FROM webmap_householdmark WHERE household_id = %s",
            [household.pk],
        )
        return str(cursor.fetchone()[0])


def test_it_counts_up_to_that_day(desk: Desk, family: list[HouseholdMember]) -> None:
    assert desk.send("leave", GONE, desk.home).status_code == 302
    assert [_living(desk, DAY - timedelta(days=1)), _living(desk, DAY)] == [True, False]
    assert _mark(desk.home) == "(,2026-11-10)"
    assert desk.home.members.filter(left_on__isnull=True).count() == 4
    page = desk.text("page", pk=desk.home.pk)
    assert "Hộ không còn được tính từ 10/11/2026" in page
    assert "Chuyển đi nơi khác" in page
    story = desk.text("timeline", pk=desk.home.pk)
    assert "Hộ không còn được tính từ 10/11/2026. Chuyển đi nơi khác." in story


def test_whoever_was_in_charge_is_so_up_to_that_day(desk: Desk) -> None:
    asked = desk.text("leave", pk=desk.home.pk)
    assert f"{desk.world.member.full_name} thôi phụ trách hộ từ ngày hộ chuyển đi." in asked
    member = desk.as_role(Role.MEMBER_IN_CHARGE)
    assert member.get("page", pk=desk.home.pk).status_code == 200
    desk.send("leave", GONE, desk.home)
    assert Assignment.objects.get(household=desk.home).period.upper == DAY
    assert member.get("page", pk=desk.home.pk).status_code == 403
    story = desk.text("timeline", pk=desk.home.pk)
    assert f"{desk.world.member.full_name} thôi phụ trách hộ từ 10/11/2026." in story


def test_what_had_not_begun_by_then_is_no_more(desk: Desk) -> None:
    other = desk.world.households[1]
    put_in_charge(desk.world.member, other, since=DAY + timedelta(days=2))
    desk.send("leave", GONE, other)
    assert not Assignment.objects.filter(household=other).exists()


@pytest.mark.parametrize(
    "change", [{"day": "17/11/2026"}, {"day": "31/10/2025"}, {"why": "double"}, {"day": ""}]
)
def test_what_cannot_be(desk: Desk, change: dict[str, str]) -> None:
    Household.objects.filter(pk=desk.home.pk).update(moved_in_on=date(2026, 1, 1))
    response = desk.send("leave", GONE | change, desk.home)
    assert response.status_code in {409, 422}
    assert set(change) <= set(response.context["form"].errors)
    assert desk.home.left_on is None


def test_it_does_not_leave_twice(desk: Desk) -> None:
    desk.send("leave", GONE, desk.home)
    response = desk.send("leave", GONE | {"day": "12/11/2026"}, desk.home)
    assert response.status_code == 409
    assert desk.home.left_on == DAY


def test_taken_back_it_was_never_away(desk: Desk) -> None:
    before = _mark(desk.home)
    desk.send("leave", GONE, desk.home)
    assert desk.send("take-back", {}, desk.home).status_code == 302
    assert [_living(desk, DAY), desk.home.left_reason] == [True, ""]
    assert _mark(desk.home) == before
    assert Assignment.objects.get(household=desk.home).period.upper is None
    story = desk.text("timeline", pk=desk.home.pk)
    assert "Bỏ ghi chuyển đi từ 10/11/2026; hộ lại được tính." in story
    assert f"{desk.world.member.full_name} lại phụ trách hộ." in story


def test_taken_back_the_charge_stays_with_whoever_has_it_since(desk: Desk) -> None:
    desk.send("leave", GONE, desk.home)
    other = PersonFactory.create(commune=desk.world.commune)
    put_in_charge(other, desk.home, since=DAY + timedelta(days=1))
    assert desk.send("take-back", {}, desk.home).status_code == 302
    assert Assignment.objects.get(household=desk.home, person=desk.world.member).period.upper == DAY


def test_taken_back_what_had_not_begun_is_there_again(desk: Desk) -> None:
    """A day long before, written down by mistake: nobody had the household yet on that day."""
    Assignment.objects.filter(household=desk.home).delete()
    earlier, later = _carriers(desk)
    turn = DAY + timedelta(days=2)
    put_in_charge(earlier, desk.home, since=DAY - timedelta(days=5), until=turn)
    put_in_charge(later, desk.home, since=turn)
    had = _charges(desk)
    desk.send("leave", GONE, desk.home)
    assert [upper for _who, _lower, upper in _charges(desk)] == [DAY]
    assert desk.send("take-back", {}, desk.home).status_code == 302
    assert _charges(desk) == had
    page = desk.text("page", pk=desk.home.pk)
    assert later.full_name in page
    # And once more: it is the second leaving that is taken back then.
    desk.send("leave", GONE | {"day": "01/11/2026"}, desk.home)
    assert _charges(desk) == []
    desk.send("take-back", {}, desk.home)
    assert _charges(desk) == had


def test_taken_back_what_had_not_begun_gives_way_to_who_has_it_since(desk: Desk) -> None:
    Assignment.objects.filter(household=desk.home).delete()
    first, second = _carriers(desk)
    put_in_charge(first, desk.home, since=DAY + timedelta(days=2))
    desk.send("leave", GONE, desk.home)
    with another_request():
        put_in_charge(second, desk.home, since=DAY + timedelta(days=4))
    assert desk.send("take-back", {}, desk.home).status_code == 302
    assert [who for who, _lower, _upper in _charges(desk)] == [second.pk]


def test_taken_back_nobody_is_put_in_charge_of_the_own_household(desk: Desk) -> None:
    desk.send("leave", GONE | {"day": "31/10/2025"}, desk.home)
    assert not _charges(desk) or _charges(desk)[0][2] == date(2025, 10, 31)
    lost = _charges(desk)
    with another_request():
        HouseholdMemberFactory.create(
            household=desk.home, person=desk.world.member, left_on=date(2026, 11, 12)
        )
    assert desk.send("take-back", {}, desk.home).status_code == 302
    assert _charges(desk) == lost


def test_taken_back_whose_duty_has_ended_gets_nothing_back(desk: Desk) -> None:
    Assignment.objects.filter(household=desk.home).delete()
    first, second = _carriers(desk)
    put_in_charge(first, desk.home, since=DAY - timedelta(days=5), until=DAY + timedelta(days=2))
    put_in_charge(second, desk.home, since=DAY + timedelta(days=2))
    desk.send("leave", GONE, desk.home)
    with another_request():
        for membership in Membership.objects.filter(person__in=(first, second)):
            membership.valid_to = DAY + timedelta(days=3)
            membership.save()
    assert desk.send("take-back", {}, desk.home).status_code == 302
    # What was over by today is as it was.
    assert [(who, upper) for who, _lower, upper in _charges(desk)] == [
        (first.pk, DAY + timedelta(days=2))
    ]


def _carriers(desk: Desk) -> tuple[Person, Person]:
    """Two members who can be in charge."""
    first, second = (PersonFactory.create(commune=desk.world.commune) for _each in range(2))
    for person in (first, second):
        MembershipFactory.create(person=person)
    return first, second


def _charges(desk: Desk) -> list[tuple[int, date, date | None]]:
    rows = Assignment.objects.filter(household=desk.home).order_by("period")
    return [(row.person_id, row.period.lower, row.period.upper) for row in rows]


def test_taken_back_an_assignment_that_ended_by_itself_stays_ended(desk: Desk) -> None:
    Assignment.objects.filter(household=desk.home).delete()
    since = DAY - timedelta(days=100)
    put_in_charge(desk.world.member, desk.home, since=since, until=DAY)
    desk.send("leave", GONE, desk.home)
    desk.send("take-back", {}, desk.home)
    assert Assignment.objects.get(household=desk.home).period.upper == DAY


def test_what_did_not_leave_is_not_taken_back(desk: Desk) -> None:
    assert desk.send("take-back", {}, desk.home).status_code == 409


def test_not_into_a_village_that_ended(desk: Desk) -> None:
    desk.send("leave", GONE, desk.home)
    village = desk.home.village
    village.valid_to = date(2026, 11, 12)
    village.save(update_fields=["valid_to"])
    response = desk.send("take-back", {}, desk.home)
    assert response.status_code == 409
    assert "đã hết hiệu lực" in response.content.decode()


def test_a_double_that_lives_on_elsewhere_is_not_changed(desk: Desk) -> None:
    Household.objects.filter(pk=desk.home.pk).update(
        left_on=DAY, left_reason="double", merged_into=desk.world.households[1]
    )
    response = desk.send("take-back", {}, desk.home)
    assert response.status_code == 409
    assert "đã nhập vào hộ khác" in response.content.decode()
    assert "Sửa" not in desk.text("page", pk=desk.home.pk).split("</h1>")[1].split("<nav")[0]


@pytest.mark.parametrize("role", [Role.CELL_COMMITTEE, Role.INSPECTION, Role.MEMBER_IN_CHARGE])
def test_others_do_not(desk: Desk, role: Role) -> None:
    assert desk.as_role(role).send("leave", GONE, desk.home).status_code == 403
    assert desk.home.left_on is None


def test_the_outsider_finds_nothing(desk: Desk) -> None:
    assert desk.world.outsider is not None
    client = desk.login(desk.world.outsider)
    assert client.post(f"/ho/{desk.home.pk}/chuyen-di/", GONE).status_code == 404
