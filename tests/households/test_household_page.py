"""One household's page: as much as each role needs, and every reading in the log."""

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.models import AccessLog
from apps.accounts.roles import Role
from apps.households.models import Household, HouseholdMember
from apps.households.positions import POSITION_ROLES
from apps.households.querysets import EDITOR_ROLES, KEEPER_ROLES
from tests.factories.areas import GroupFactory
from tests.factories.people import PersonFactory
from tests.households.conftest import Desk

pytestmark = pytest.mark.django_db


def test_what_the_office_sees(desk: Desk, family: list[HouseholdMember]) -> None:
    body = desk.text("page", pk=desk.home.pk)
    for text in (
        desk.home.code,
        "0912000111",
        desk.world.member.full_name,
        "Đảng ủy viên phụ trách thôn",
        "Cán bộ xã phụ trách Tổ NDTQ",
        "13/11/2026 · Trực tiếp",
        "1 trên 2 lần",
        "Lương Thị Mai",
        "household-config",
        f"?v={desk.home.village_id}",
    ):
        assert text in body, text


def test_inspection_reads_no_number(desk: Desk) -> None:
    body = desk.as_role(Role.INSPECTION).text("page", pk=desk.home.pk)
    assert "0912000111" not in body
    assert "Điện thoại" not in body


def test_nothing_to_change_for_who_only_reads(desk: Desk, family: list[HouseholdMember]) -> None:
    body = desk.as_role(Role.MEMBER_IN_CHARGE).text("page", pk=desk.home.pk)
    for name in ("sua/", "lien-lac/", "dien-ho/", "chuyen-di/", "nhan-khau/"):
        assert f"{desk.home.pk}/{name}" not in body


def test_every_reading_stands_in_the_log(desk: Desk) -> None:
    names = ("page", "timeline", "basics", "leave")
    for name in names:
        desk.text(name, pk=desk.home.pk)
    logged = AccessLog.objects.filter(action=AccessLog.Action.READ_HOUSEHOLD)
    assert list(logged.values_list("object_id", flat=True)) == [desk.home.pk] * len(names)


@pytest.mark.parametrize("name", ["page", "timeline", "basics", "move"])
def test_no_cache_keeps_it(desk: Desk, name: str) -> None:
    kept = desk.get(name, pk=desk.home.pk)["Cache-Control"]
    assert {"private", "no-store"} <= set(kept.split(", "))


def test_without_a_position_there_is_no_map(desk: Desk) -> None:
    Household.objects.filter(pk=desk.home.pk).update(
        position=None, position_source="", position_missing="unreadable"
    )
    body = desk.text("page", pk=desk.home.pk)
    assert "Toạ độ không đọc được" in body
    assert "household-config" not in body


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.COMMUNE_OFFICE, True),
        (Role.CELL_COMMITTEE, True),
        (Role.MEMBER_IN_CHARGE, True),
        (Role.INSPECTION, False),
    ],
)
def test_the_way_to_put_it_on_the_map(desk: Desk, role: Role, may: bool) -> None:
    asked = desk.as_role(role)
    link = reverse("desk:position", args=[desk.home.pk])
    assert (link in asked.text("page", pk=desk.home.pk)) is may
    Household.objects.filter(pk=desk.home.pk).update(left_on=date(2026, 11, 1), left_reason="moved")
    assert link not in asked.text("page", pk=desk.home.pk)


def test_whoever_may_more_may_the_less() -> None:
    assert EDITOR_ROLES < KEEPER_ROLES < POSITION_ROLES


def test_a_place_that_stands_in_says_so(desk: Desk) -> None:
    Household.objects.filter(pk=desk.home.pk).update(
        position_source="group_centre", position_accuracy=120.0
    )
    body = desk.text("page", pk=desk.home.pk)
    assert "Vị trí tạm" in body
    assert "sai số khoảng 120 m" in body


def test_without_a_group(desk: Desk) -> None:
    Household.objects.filter(pk=desk.home.pk).update(group=None)
    assert "chưa ghi tổ" in desk.text("page", pk=desk.home.pk)


def test_another_household_out_of_reach_is_not_named(desk: Desk) -> None:
    other = desk.world.households[6]
    Household.objects.filter(pk=desk.home.pk).update(split_from=other)
    committee = desk.as_role(Role.CELL_COMMITTEE)
    for name in ("page", "timeline"):
        assert other.code not in committee.text(name, pk=desk.home.pk)
    assert "ngoài địa bàn của bạn" in committee.text("page", pk=desk.home.pk)
    assert other.code in desk.text("page", pk=desk.home.pk)


def test_who_is_in_charge_of_another_group_is_not_told(desk: Desk) -> None:
    """A group officer sees the tiers of the household, not those of the village's other groups."""
    other = GroupFactory.create(village=desk.world.villages[0])
    stranger = PersonFactory.create(commune=desk.world.commune, full_name="Nông Văn Xa")
    other.assignments.create(tier=2, person=stranger, period=(date(2026, 1, 1), None))
    officer = desk.as_role(Role.GROUP_OFFICER)
    assert "Nông Văn Xa" not in officer.text("page", pk=desk.home.pk)


def test_in_english(desk: Desk) -> None:
    desk.client.cookies["django_language"] = "en"
    assert desk.get("page", pk=desk.home.pk).status_code == 200
    form = desk.get("basics", pk=desk.home.pk)
    assert form.status_code == 200
