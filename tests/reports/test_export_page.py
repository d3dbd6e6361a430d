"""The export page: who gets which rows of what, and what is written down about it."""

import csv
import io
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyogrio
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.reports.exports import extracts
from apps.reports.exports.subjects import SUBJECTS
from tests.factories.areas import GroupFactory
from tests.factories.households import HouseholdFactory, contact, put_in_charge
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.world import World
from tests.reports.roundtrip import TODAY, VN2000, exported

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db
READERS = [
    Role.COMMUNE_LEADER,
    Role.COMMUNE_OFFICE,
    Role.INSPECTION,
    Role.COMMITTEE_MEMBER,
    Role.CELL_COMMITTEE,
    Role.GROUP_OFFICER,
    Role.MEMBER_IN_CHARGE,
]


def ask(client: Client, subject: str = "households", **data: str) -> "TestResponse":
    body = {
        "area": "",
        "form": SUBJECTS[subject].forms[-1],
        "crs": "EPSG:4326",
        "first_day": "2026-08-01",
        "last_day": "16/11/2026",
        "purpose": "meeting",
    }
    return client.post(f"{reverse('reports:exports')}?loai={subject}", body | data)


def table(response: "TestResponse") -> list[dict[str, str]]:
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    heading, *rows = lines[lines.index([]) + 1 :]
    return [dict(zip(heading, row, strict=True)) for row in rows]


@pytest.mark.parametrize("role", READERS)
def test_each_role_gets_its_reach(world: World, login: Login, role: Role) -> None:
    response = ask(login(world.users[role]), form="csv")
    codes = {h.code for h in world.households if h.pk in world.reach(role)}
    assert {row["Mã hộ"] for row in table(response)} == codes
    assert AccessLog.objects.get().count == len(codes)


@pytest.mark.parametrize("role", READERS)
def test_contacts_and_assignments_follow_the_households(
    world: World, login: Login, role: Role
) -> None:
    other = world.other_households[0]
    neighbour = PersonFactory.create(commune=world.other_commune)
    put_in_charge(neighbour, other, since=TODAY)
    contact(other, neighbour, TODAY)
    seen = {h.code for h in world.households if h.pk in world.reach(role)}
    for subject in ("contacts", "assignments"):
        response = ask(login(world.users[role]), subject, form="csv")
        if response.status_code == 200:
            assert {row["Mã hộ"] for row in table(response)} <= seen
            assert other.head_name not in response.content.decode()
            assert neighbour.full_name not in response.content.decode()


def test_an_area_narrows(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    for area, number in (
        (f"commune-{world.commune.pk}", 12),
        (f"village-{world.villages[1].pk}", 6),
        (f"group-{world.groups[2].pk}", 3),
    ):
        assert len(table(ask(client, area=area, form="csv"))) == number


@pytest.mark.parametrize("role", READERS)
def test_areas_beyond_reach_do_not_exist(world: World, login: Login, role: Role) -> None:
    other = world.other_households[0]
    client = login(world.users[role])
    for key in (
        f"commune-{other.commune_id}",
        f"village-{other.village_id}",
        f"group-{other.group_id}",
        "village-999999999",
    ):
        assert ask(client, area=key).status_code == 404
    assert not AccessLog.objects.exists()
    page = client.get(reverse("reports:exports")).content.decode()
    assert f"village-{other.village_id}" not in page


@pytest.mark.parametrize(
    "data",
    [
        {"area": "village-0"},
        {"area": "province-1"},
        {"area": "village-1 or 1=1"},
        {"form": "shp"},
        {"crs": "EPSG:3857"},
        {"crs": "EPSG:9215 "},
        {"purpose": "because"},
        {"purpose": ""},
    ],
)
def test_bad_wishes_are_said_and_the_rest_is_kept(
    world: World, login: Login, data: dict[str, str]
) -> None:
    sent = {"form": "geojson"} | data
    response = ask(login(world.users[Role.COMMUNE_LEADER]), **sent)
    assert response.status_code == 422
    assert 'class="field-error"' in response.content.decode()
    assert not AccessLog.objects.exists()
    if "form" not in data:
        assert 'value="geojson"' in response.content.decode()


def test_a_period_that_ends_before_it_begins(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    response = ask(client, "contacts", last_day="2026-07-31")
    assert response.status_code == 422
    assert "Ngày cuối phải từ ngày đầu trở đi." in response.content.decode()
    response = ask(client, "contacts", first_day="hôm qua")
    assert "Hãy ghi ngày dạng ngày/tháng/năm" in response.content.decode()


@pytest.mark.parametrize("days", [{"last_day": "9999-12-31"}, {"first_day": "0001-01-01"}])
def test_a_day_beyond_the_calendar_is_refused(
    world: World, login: Login, days: dict[str, str]
) -> None:
    response = ask(login(world.users[Role.COMMUNE_LEADER]), "contacts", **days)
    assert response.status_code == 422
    assert "Hãy xem lại năm." in response.content.decode()
    assert next(iter(days.values())) in response.content.decode()


def test_a_period_holds_both_its_days(world: World, login: Login) -> None:
    for ago in (9, 8, 7, 6):
        contact(world.households[2], world.member, TODAY - timedelta(days=ago))
    client = login(world.users[Role.COMMUNE_LEADER])
    response = ask(client, "contacts", first_day="2026-11-08", last_day="2026-11-09")
    assert [row["Ngày"] for row in table(response)] == ["08/11/2026", "09/11/2026"]


def test_nothing_there_is_said(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    empty = GroupFactory.create(village=world.villages[0])
    response = ask(client, area=f"group-{empty.pk}")
    assert response.status_code == 422
    assert "Không có dòng nào để xuất" in response.content.decode()


def test_too_many_rows_are_refused(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extracts, "MOST_ROWS", 11)
    response = ask(login(world.users[Role.COMMUNE_LEADER]), form="xlsx")
    assert response.status_code == 422
    assert "25.000" in response.content.decode()
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("role", [Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE])
def test_who_sees_no_people_gets_no_list_of_them(world: World, login: Login, role: Role) -> None:
    client = login(world.users[role])
    url = f"{reverse('reports:exports')}?loai=members"
    assert client.get(url).status_code == 403
    assert ask(client, "members").status_code == 403
    assert "?loai=members" not in client.get(reverse("reports:exports")).content.decode()


def test_a_subject_that_is_none(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    assert client.get(f"{reverse('reports:exports')}?loai=users").status_code == 404


@pytest.mark.parametrize("role", [Role.COMMUNE_LEADER, Role.INSPECTION, Role.CELL_COMMITTEE])
def test_members_of_ones_own_commune_and_phones_by_role(
    world: World, login: Login, role: Role
) -> None:
    world.member.phone = "0912000777"
    world.member.save()
    MembershipFactory.create(person=PersonFactory.create(commune=world.other_commune))
    response = ask(login(world.users[role]), "members", form="csv")
    assert [row["Họ và tên"] for row in table(response)] == [world.member.full_name]
    assert ("0912000777" in response.content.decode()) == (role != Role.INSPECTION)


def test_inspection_gets_no_phones_in_any_form(world: World, login: Login) -> None:
    client = login(world.users[Role.INSPECTION])
    for form in ("csv", "geojson", "gpkg"):
        body = ask(client, form=form).content
        assert b"0912000111" not in body
        assert b"dien_thoai" not in body


def test_log_and_name_hold_kind_form_system_and_purpose_only(
    world: World, login: Login, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world.commune.province.code = "20"
    world.commune.province.save()
    user = world.users[Role.COMMUNE_LEADER]
    response = ask(
        login(user), form="gpkg", crs="EPSG:9215", area=f"village-{world.villages[0].pk}"
    )
    entry = AccessLog.objects.get()
    assert (entry.user, entry.action, entry.count) == (user, AccessLog.Action.EXPORT, 6)
    assert entry.detail == "households gpkg epsg9215 meeting"
    name = 'attachment; filename="danh-sach-ho-20261116-0830.gpkg"'
    assert response["Content-Disposition"] == name
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    secrets = [text for home in world.households for text in (home.code, home.head_name)]
    written = [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert not [text for text in secrets if text in " ".join(written)]


def test_layer_says_who_when_and_what_for(world: World, tmp_path: Path) -> None:
    HouseholdFactory.create(group=world.groups[0], position=None)
    user = world.users[Role.COMMUNE_LEADER]
    path = tmp_path / "a.gpkg"
    path.write_bytes(exported(user, "households", "gpkg", grid=VN2000).body)
    assert dict(pyogrio.list_layers(path)) == {"ho": "Point", "ghi_chu_xuat": None}
    info = pyogrio.read_info(path, layer="ho", force_feature_count=True)
    assert (info["crs"], info["features"]) == ("EPSG:9215", 13)
    assert user.username in str(info["layer_metadata"])
    notes = pyogrio.read_dataframe(path, layer="ghi_chu_xuat")
    said = dict(zip(notes["muc"], notes["noi_dung"], strict=True))
    assert said["Số hộ"] == "13"
    assert said["Mục đích"] == "Họp, giao ban"
    assert said["Hệ toạ độ"].endswith("(EPSG:9215)")
    assert "16/11/2026 08:30" in said["Lưu ý"]


def test_geojson_names_its_system_only_in_metres(world: World) -> None:
    HouseholdFactory.create(group=world.groups[0], position=None)
    user = world.users[Role.COMMUNE_LEADER]
    metres = json.loads(exported(user, "households", "geojson", grid=VN2000).body)
    degrees = json.loads(exported(user, "households", "geojson").body)
    assert metres["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::9215"
    assert "crs" not in degrees
    for body in (metres, degrees):
        assert user.username in body["ghi_chu_xuat"]["Lưu ý"]
        assert len(body["features"]) == 13
        assert sum(one["geometry"] is None for one in body["features"]) == 1
    [east, north] = next(
        one["geometry"]["coordinates"] for one in metres["features"] if one["geometry"]
    )
    assert 300_000 < east < 500_000 < 2_000_000 < north


def test_workbook_has_the_mark_and_metres(world: World) -> None:
    user = world.users[Role.COMMUNE_LEADER]
    file = exported(user, "households", "xlsx", grid=VN2000)
    page = load_workbook(io.BytesIO(file.body)).active
    assert page is not None
    assert "Mục đích: Họp, giao ban" in str(page["A2"].value)
    assert "EPSG:9215" in str(page["A2"].value)
    assert user.username in str(page.oddFooter.center.text)
    assert [cell.value for cell in page[5]][-2:] == ["X (Bắc)", "Y (Đông)"]


def test_the_file_is_vietnamese_for_every_reader(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    client.cookies["django_language"] = "en"
    response = ask(client, form="csv")
    assert "Chủ hộ" in table(response)[0]


HOSTILE = '=cmd|"/c calc"!A1<script>alert(1)</script>'


@pytest.mark.parametrize("subject", ["households", "assignments", "contacts", "members"])
def test_hostile_names_are_no_formulas(world: World, login: Login, subject: str) -> None:
    world.households[0].head_name = world.member.full_name = HOSTILE
    world.households[0].save()
    world.member.save()
    client = login(world.users[Role.COMMUNE_LEADER])
    cells = [cell for row in table(ask(client, subject, form="csv")) for cell in row.values()]
    assert f"'{HOSTILE}" in cells
    assert HOSTILE not in cells
    book = load_workbook(io.BytesIO(ask(client, subject, form="xlsx").content))
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


def test_hostile_units_are_escaped_on_the_page(world: World, login: Login) -> None:
    world.villages[0].name = HOSTILE
    world.villages[0].save()
    page = login(world.users[Role.COMMUNE_LEADER]).get(reverse("reports:exports"))
    assert "<script>alert" not in page.content.decode()


def test_strangers_and_other_sites_get_nothing(world: World, now: Any) -> None:
    assert ask(Client()).status_code == 302
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users[Role.COMMUNE_LEADER])
    assert ask(client).status_code == 403
    assert not AccessLog.objects.exists()


def test_the_other_commune_gets_its_own(world: World, login: Login) -> None:
    assert world.outsider is not None
    rows = table(ask(login(world.outsider), form="csv"))
    assert [row["Mã hộ"] for row in rows] == [world.other_households[0].code]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_queries_do_not_grow_with_the_rows(
    world: World,
    login: Login,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    subject: str,
) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    for home in HouseholdFactory.create_batch(20, group=world.groups[1]):
        contact(home, world.member, TODAY)
        put_in_charge(world.member, home, since=TODAY)
    with django_assert_max_num_queries(17):
        assert ask(client, subject).status_code == 200
