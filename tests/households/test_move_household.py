"""A household moves to another village or group of its commune."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.households.desk.versions import version_of
from apps.households.models import Household, HouseholdMove
from tests.households.conftest import REASON, Desk

pytestmark = pytest.mark.django_db


def _there(desk: Desk) -> dict[str, str]:
    place = f"{desk.world.villages[1].pk}-{desk.world.groups[2].pk}"
    return {"place": place, "day": "10/11/2026", "keeps_charge": "on"}


def test_it_is_of_the_other_group_from_then_on(desk: Desk) -> None:
    assert desk.send("move", _there(desk), desk.home).status_code == 302
    assert desk.home.group_id == desk.world.groups[2].pk
    move = HouseholdMove.objects.get()
    assert (move.moved_on, move.reason) == (date(2026, 11, 10), REASON)
    assert (move.from_village_id, move.to_village_id) == tuple(v.pk for v in desk.world.villages)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT village_id, group_id FROM webmap_householdmark WHERE household_id = %s",
            [desk.home.pk],
        )
        assert cursor.fetchone() == (desk.world.villages[1].pk, desk.world.groups[2].pk)
    line = "Thôn Nà A, Tổ 1 → Thôn Nà B, Tổ 1, từ 10/11/2026."
    assert desk.text("timeline", pk=desk.home.pk).count(line) == 1
    assert "10/11/2026: Thôn Nà A, Tổ 1" in desk.text("page", pk=desk.home.pk)


def test_whoever_is_in_charge_stays_so(desk: Desk) -> None:
    asked = desk.text("move", pk=desk.home.pk)
    assert f"{desk.world.member.full_name} vẫn phụ trách hộ" in asked
    desk.send("move", _there(desk), desk.home)
    assert Assignment.objects.get(household=desk.home).period.upper is None


def test_or_is_so_up_to_that_day(desk: Desk) -> None:
    there = _there(desk)
    del there["keeps_charge"]
    desk.send("move", there, desk.home)
    assert Assignment.objects.get(household=desk.home).period.upper == date(2026, 11, 10)


def test_sent_twice_it_moves_once(desk: Desk) -> None:
    key, version, there = str(uuid4()), version_of(desk.home), _there(desk)
    del there["keeps_charge"]
    sent = [
        desk.send("move", there, desk.home, key=key, version=version).status_code for _n in range(2)
    ]
    assert (sent, HouseholdMove.objects.count()) == ([302, 302], 1)


def test_into_a_village_without_a_group(desk: Desk) -> None:
    place = str(desk.world.villages[1].pk)
    desk.send("move", _there(desk) | {"place": place}, desk.home)
    assert (desk.home.village_id, desk.home.group_id) == (desk.world.villages[1].pk, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"day": "17/11/2026"}, "day"),
        ({"day": "31/12/2025"}, "day"),
        ({"place": ""}, "place"),
        ({"place": "1-2-3"}, "place"),
    ],
)
def test_what_cannot_be(desk: Desk, change: dict[str, str], field: str) -> None:
    Household.objects.filter(pk=desk.home.pk).update(moved_in_on=date(2026, 1, 1))
    response = desk.send("move", _there(desk) | change, desk.home)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not HouseholdMove.objects.exists()


def test_not_to_where_it_is(desk: Desk) -> None:
    place = f"{desk.home.village_id}-{desk.home.group_id}"
    response = desk.send("move", _there(desk) | {"place": place}, desk.home)
    assert "Hộ đang ở đúng thôn, tổ này" in response.content.decode()


def test_not_before_the_last_move(desk: Desk) -> None:
    desk.send("move", _there(desk), desk.home)
    back = {"place": str(desk.world.villages[0].pk), "day": "09/11/2026"}
    assert desk.send("move", back, desk.home).status_code == 422
    assert desk.send("move", back | {"day": "10/11/2026"}, desk.home).status_code == 302
    assert HouseholdMove.objects.count() == 2


def test_not_to_another_commune_nor_an_ended_unit(desk: Desk) -> None:
    elsewhere = str(desk.world.other_households[0].village_id)
    assert desk.send("move", _there(desk) | {"place": elsewhere}, desk.home).status_code == 422
    village = desk.world.villages[1]
    village.valid_to = date(2026, 11, 1)
    village.save(update_fields=["valid_to"])
    assert desk.send("move", _there(desk), desk.home).status_code == 422
    assert desk.home.village_id == desk.world.villages[0].pk


def test_what_left_does_not_move(desk: Desk) -> None:
    Household.objects.filter(pk=desk.home.pk).update(left_on=date(2026, 11, 1))
    assert desk.send("move", _there(desk), desk.home).status_code == 409


def test_of_two_movers_the_second_is_told(desk: Desk) -> None:
    opened = desk.get("move", pk=desk.home.pk).context["form"].initial["version"]
    desk.send("move", _there(desk), desk.home)
    leader = desk.as_role(Role.COMMUNE_LEADER)
    other = _there(desk) | {"place": str(desk.world.villages[1].pk)}
    response = leader.send("move", other, desk.home, version=opened)
    assert response.status_code == 409
    assert "Thôn: Thôn Nà A → Thôn Nà B." in response.content.decode()
    assert HouseholdMove.objects.count() == 1
