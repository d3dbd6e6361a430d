"""A household's story: what changed, when, who, why; newest first."""

from datetime import date, datetime

import pghistory
import pytest

from apps.accounts.roles import Role
from apps.households.models import Household, HouseholdMember
from apps.imports.models import ImportedFile
from apps.visits.models import Contact
from tests.factories.households import HouseholdMemberFactory, contact
from tests.factories.people import PersonFactory
from tests.households.conftest import REASON, Desk
from tests.households.desk import merge

pytestmark = pytest.mark.django_db

REACHING = {"phone": "0987654321", "address": "", "size": "4"}


def _titles(desk: Desk) -> list[str]:
    response = desk.get("timeline", pk=desk.home.pk)
    return [moment.title for moment in response.context["page"]]


def test_one_change_is_one_moment_with_name_and_reason(
    desk: Desk, family: list[HouseholdMember]
) -> None:
    desk.send("head", {"former": "spouse"}, family[1])
    [moment] = [
        one
        for one in desk.get("timeline", pk=desk.home.pk).context["page"]
        if one.title == "Đổi chủ hộ"
    ]
    office = desk.world.users[Role.COMMUNE_OFFICE].person
    assert (moment.who, moment.reason) == (office.full_name, REASON)
    assert len(moment.lines) == 3


def test_whom_the_reader_does_not_know_is_not_named(desk: Desk) -> None:
    desk.send("reaching", REACHING, desk.home)
    body = desk.as_role(Role.MEMBER_IN_CHARGE).text("timeline", pk=desk.home.pk)
    office = desk.world.users[Role.COMMUNE_OFFICE].person
    assert office.full_name not in body
    assert "Người có quyền sửa của xã" in body


def test_a_number_is_told_only_to_who_may_ring(desk: Desk) -> None:
    desk.send("reaching", REACHING, desk.home)
    inspection = desk.as_role(Role.INSPECTION).text("timeline", pk=desk.home.pk)
    assert "Số điện thoại đã đổi." in inspection
    assert "0987654321" not in inspection
    assert "0912000111" not in inspection


def test_contacts_and_charges_stand_in_it(desk: Desk) -> None:
    Contact.objects.filter(household=desk.home).update(note="Con trai đi làm xa")
    body = desk.text("timeline", pk=desk.home.pk)
    assert "Nắm tình hình: Trực tiếp" in body
    assert "Con trai đi làm xa" in body
    assert f"{desk.world.member.full_name} phụ trách hộ từ" in body


def test_what_came_by_file_names_the_file(desk: Desk, now: datetime) -> None:
    ImportedFile.objects.create(
        name="ho_thang_11.xlsx", sha256="ab" * 32, kind="households", imported_at=now, report={}
    )
    with pghistory.context(reason="import", file="ab" * 32):
        Household.objects.filter(pk=desk.home.pk).update(size=7)
    body = desk.text("timeline", pk=desk.home.pk)
    assert "Nạp từ tệp" in body
    assert "Theo tệp ho_thang_11.xlsx" in body


def test_a_boundary_drawn_anew_tells_its_reason(desk: Desk) -> None:
    with pghistory.context(reason="Nghị quyết 12", edit="x"):
        Household.objects.filter(pk=desk.home.pk).update(group=desk.world.groups[1])
    body = desk.text("timeline", pk=desk.home.pk)
    assert "Sửa địa giới" in body
    assert "Tổ: Tổ 1 → Tổ 2." in body
    assert "Nghị quyết 12" in body


def test_a_position_is_told_without_its_numbers(desk: Desk) -> None:
    home = desk.home
    x, y = home.position.coords
    home.position = None
    home.position_source, home.position_missing = "", "not_given"
    home.save()
    home.position = desk.world.households[1].position
    home.position_source, home.position_missing = "map", ""
    home.save()
    home.position.x += 0.001
    home.save()
    body = desk.text("timeline", pk=home.pk)
    for line in (
        "Bỏ vị trí trên bản đồ.",
        "Đặt vị trí (đặt trên bản đồ).",
        "Dời vị trí (đặt trên bản đồ).",
    ):
        assert line in body
    assert str(x) not in body
    assert str(y) not in body


def test_merging_and_what_is_taken_back_of_it(desk: Desk) -> None:
    kept = desk.world.households[1]
    day = date(2026, 11, 1)
    rows = Household.objects.filter(pk=desk.home.pk)
    rows.update(merged_into=kept, left_on=day, left_reason="double")
    rows.update(merged_into=None, left_on=None, left_reason="")
    body = desk.text("timeline", pk=desk.home.pk)
    assert f"Ghi trùng, nhập vào hộ {kept.code}." in body
    assert "Tách lại khỏi hộ đã nhập vào." in body


def test_what_happened_to_residents(desk: Desk) -> None:
    one = HouseholdMemberFactory.create(household=desk.home, full_name="Ma Văn Bốn")
    one.person = PersonFactory.create(commune=desk.world.commune)
    one.save()
    one.person = None
    one.save()
    one.left_on = date(2026, 11, 1)
    one.save()
    one.left_on = None
    one.save()
    one.delete()
    body = desk.text("timeline", pk=desk.home.pk)
    for line in (
        "Ma Văn Bốn: gắn với danh sách",
        "Ma Văn Bốn: bỏ gắn với danh sách",
        "Ma Văn Bốn rời hộ từ 01/11/2026.",
        "Ma Văn Bốn vẫn ở trong hộ: bỏ ngày rời hộ 01/11/2026.",
        "Xoá nhân khẩu Ma Văn Bốn.",
    ):
        assert line in body


def test_names_are_text(desk: Desk) -> None:
    Household.objects.filter(pk=desk.home.pk).update(head_name="<script>x</script>")
    body = desk.text("timeline", pk=desk.home.pk)
    assert "<script>x" not in body


def test_a_page_at_a_time_newest_first(desk: Desk, at: date) -> None:
    for day in range(1, 32):
        contact(desk.home, desk.world.member, date(2026, 10, day))
    response = desk.get("timeline", pk=desk.home.pk)
    moments = list(response.context["page"])
    assert len(moments) == 30
    assert [one.at for one in moments] == sorted((one.at for one in moments), reverse=True)
    assert "Trang 1 trên 2" in response.content.decode()


def test_of_a_household_out_of_reach_there_is_none(desk: Desk) -> None:
    far = desk.world.households[6].pk
    assert desk.as_role(Role.CELL_COMMITTEE).get("timeline", pk=far).status_code == 404
    assert _titles(desk)


def test_what_happened_to_a_double_is_told_with_its_code(desk: Desk, now: datetime) -> None:
    world = desk.world
    double = world.households[1]
    HouseholdMemberFactory.create(household=double, full_name="Lý Thị Sen")
    village, group = world.villages[0].pk, world.groups[1].pk
    desk.send("reaching", REACHING | {"address": "Ngõ 7"}, double)
    place = {"place": f"{village}-{group}", "day": "10/11/2026", "keeps_charge": "on"}
    desk.send("move", place, double)
    assert "Ngõ 7" not in desk.text("timeline", pk=desk.home.pk)
    merge(world, now, desk.home, Household.objects.get(pk=double.pk))
    body = desk.text("timeline", pk=desk.home.pk)
    named = f"Hộ ghi trùng {double.code}: "
    assert f"{named}Địa chỉ" in body
    assert f"{named}Thêm nhân khẩu Lý Thị Sen" in body
    assert f"{named}Thôn Nà A, Tổ 1 → Thôn Nà A, Tổ 2, từ 10/11/2026." in body
    # Of the double's double, too.
    third = world.households[2]
    desk.send("reaching", REACHING | {"address": "Ngõ 9"}, third)
    merge(world, now, Household.objects.get(pk=third.pk), desk.home)
    body = desk.text("timeline", pk=third.pk)
    assert "Ngõ 7" in body
    assert f"{named}Địa chỉ" in body


def test_nothing_of_a_double_out_of_reach_is_told(desk: Desk, now: datetime) -> None:
    world = desk.world
    double = world.households[-1]
    desk.send("reaching", REACHING | {"address": "Ngõ 7"}, double)
    merge(world, now, desk.home, Household.objects.get(pk=double.pk))
    assert double.village_id != desk.home.village_id
    assert "Ngõ 7" in desk.text("timeline", pk=desk.home.pk)
    committee = desk.as_role(Role.CELL_COMMITTEE).text("timeline", pk=desk.home.pk)
    assert "Ngõ 7" not in committee
