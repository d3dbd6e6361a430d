"""Nobody moves into a household that has left, or into a double that was merged."""

from datetime import date
from typing import Any

import pytest

from apps.accounts.roles import Role
from apps.households.models import Household, HouseholdMember
from tests.database import refused
from tests.factories.households import HouseholdFactory, HouseholdMemberFactory
from tests.households.conftest import Desk
from tests.overlapping import second_is_refused

DAY = date(2026, 11, 5)
CHILD = {"full_name": "Hoàng Thị Lê", "relation": "child", "residence": "permanent"}
LEFT: dict[str, Any] = {"left_on": DAY, "left_reason": "moved"}


def _gone(home: Household, **more: Any) -> None:
    Household.objects.filter(pk=home.pk).update(**LEFT | more)


@pytest.mark.django_db
def test_the_desk_says_why_and_what_to_do(desk: Desk) -> None:
    _gone(desk.home)
    answer = desk.send("add-resident", CHILD, desk.home)
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Hộ này đã ghi chuyển đi từ 05/11/2026, nên không thêm nhân khẩu được." in body
    assert "hãy bỏ ghi chuyển đi trước" in body
    assert 'value="Hoàng Thị Lê"' in body
    assert not desk.home.members.exists()


@pytest.mark.django_db
def test_a_merged_double_leads_to_the_household_kept(desk: Desk) -> None:
    _gone(desk.home, left_reason="double", merged_into=desk.world.households[1])
    answer = desk.send("add-resident", CHILD, desk.home)
    assert answer.status_code == 409
    assert "Hãy sửa ở hộ được giữ lại." in answer.content.decode()


@pytest.mark.django_db
def test_the_page_offers_it_only_while_somebody_lives_there(desk: Desk) -> None:
    link = f"/ho/{desk.home.pk}/nhan-khau/moi/"
    assert desk.get("add-resident", pk=desk.home.pk).request["PATH_INFO"] == link
    assert link in desk.text("page", pk=desk.home.pk)
    _gone(desk.home)
    assert link not in desk.as_role(Role.CELL_COMMITTEE).text("page", pk=desk.home.pk)


@pytest.mark.django_db
def test_who_lived_there_is_still_put_right(desk: Desk, family: list[HouseholdMember]) -> None:
    _gone(desk.home)
    data = CHILD | {"full_name": "Hoàng Văn Sơn", "job": "Thợ xây"}
    assert desk.send("resident", data, family[2]).status_code == 302
    assert HouseholdMember.objects.get(pk=family[2].pk).job == "Thợ xây"


@pytest.mark.django_db
def test_the_database_refuses_every_way_in() -> None:
    gone, there = HouseholdFactory.create(**LEFT), HouseholdFactory.create()
    lives = HouseholdMemberFactory.create(household=there)
    was = HouseholdMemberFactory.create(household=gone, left_on=DAY)
    rows = HouseholdMember.objects
    with refused("resident_of_living_home"):
        rows.create(household=gone, full_name="Lê Thị Mới")
    with refused("resident_of_living_home"):
        rows.filter(pk=lives.pk).update(household=gone)
    with refused("resident_of_living_home"):
        rows.filter(pk=was.pk).update(left_on=None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", ["leaving first", "moving in first"])
def test_leaving_and_moving_in_cannot_pass_each_other(order: str) -> None:
    home = HouseholdFactory.create()

    def move_in() -> None:
        HouseholdMember.objects.create(household=home, full_name="Lê Thị Mới")

    if order == "leaving first":
        assert second_is_refused(lambda: _gone(home), move_in) is True
        assert not home.members.exists()
    else:
        # Whoever came in time lived there, and stays in the history of the household.
        assert second_is_refused(move_in, lambda: _gone(home)) is False
        assert home.members.count() == 1
