"""Taking a list of households away as a file."""

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.people.models import Post
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def export(client: Client, ids: Any, form: Any = "csv") -> "TestResponse":
    body = {"ids": ids, "format": form}
    return client.post(reverse("webmap:export"), body, "application/json")


def table(response: "TestResponse") -> list[dict[str, str]]:
    """Rows below the lines at the top, by heading."""
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    heading, *rows = lines[lines.index([]) + 1 :]
    return [dict(zip(heading, row, strict=True)) for row in rows]


def keys(households: list[Household]) -> list[int]:
    return [household.pk for household in households]


def test_leader_gets_the_chosen_households(world: World, login: Login) -> None:
    response = export(login(world.users[Role.COMMUNE_LEADER]), keys(world.households[:2]))
    first, second = table(response)
    assert first["Mã hộ"] == world.households[0].code
    assert first["Chủ hộ"] == world.households[0].head_name
    assert first["Điện thoại"] == "0912000111"
    assert first["Người phụ trách"] == world.member.full_name
    assert first["Lần nắm tình hình gần nhất"] == "13/11/2026"
    assert first["Số ngày nắm trong tháng"] == "1"
    assert second["Người phụ trách"] == "Chưa có người phụ trách"
    assert second["Số ngày nắm trong tháng"] == "0"


def test_a_village_head_in_charge_of_some_takes_away_those_alone(
    world: World, login: Login
) -> None:
    client = login(world.users[Role.MEMBER_IN_CHARGE])
    Post.objects.filter(village__isnull=False).update(person=world.member)
    assert (
        client.get(reverse("households:page", kwargs={"pk": world.households[1].pk})).status_code
        == 200
    )
    rows = table(export(client, keys(world.households[:3])))
    assert [row["Mã hộ"] for row in rows] == [world.in_charge_of.code]
    form = client.get(reverse("reports:exports")).content.decode()
    assert f"village-{world.villages[0].pk}" not in form
    assert (
        export(login(world.users[Role.VILLAGE_HEAD]), keys(world.households[:1])).status_code == 403
    )


def test_the_top_says_what_who_and_when(world: World, login: Login) -> None:
    user = world.users[Role.COMMUNE_LEADER]
    text = export(login(user), keys(world.households)).content.decode("utf-8-sig")
    title, made, mark = text.splitlines()[:3]
    assert world.commune.full_name in title
    assert user.username in made
    assert "16/11/2026 08:30" in made
    assert "Số hộ: 12" in made
    assert user.username in mark


def test_workbook_holds_the_same(world: World, login: Login) -> None:
    response = export(login(world.users[Role.COMMUNE_LEADER]), keys(world.households), "xlsx")
    page = load_workbook(io.BytesIO(response.content)).active
    assert page is not None
    assert [page.cell(5 + n, 2).value for n in range(1, 13)] == [h.code for h in world.households]
    assert response["Content-Disposition"] == (
        'attachment; filename="danh-sach-ho-20261116-0830.xlsx"'
    )


def test_households_beyond_reach_are_left_out_in_silence(world: World, login: Login) -> None:
    ids = keys([*world.households, *world.other_households])
    response = export(login(world.users[Role.MEMBER_IN_CHARGE]), ids)
    assert [row["Mã hộ"] for row in table(response)] == [world.in_charge_of.code]
    assert "Số hộ: 1" in response.content.decode()
    assert AccessLog.objects.get().count == 1


def test_only_foreign_households_are_not_there(world: World, login: Login) -> None:
    response = export(login(world.users[Role.CELL_COMMITTEE]), keys(world.other_households))
    assert response.status_code == 404
    assert not AccessLog.objects.exists()


def test_inspection_has_no_column_for_phones(world: World, login: Login) -> None:
    response = export(login(world.users[Role.INSPECTION]), keys(world.households))
    assert "Điện thoại" not in table(response)[0]
    assert "0912000111" not in response.content.decode()


def test_taking_away_is_logged_by_number_only(world: World, login: Login) -> None:
    user = world.users[Role.COMMUNE_LEADER]
    export(login(user), keys(world.households[:3]), "xlsx")
    log = AccessLog.objects.get()
    assert (log.user, log.action, log.count) == (user, AccessLog.Action.EXPORT, 3)
    assert (log.object_id, log.detail) == (None, "households xlsx")


def test_names_become_no_formula(world: World, login: Login) -> None:
    home = HouseholdFactory.create(group=world.groups[0], head_name='=HYPERLINK("//x";"y")')
    [row] = table(export(login(world.users[Role.COMMUNE_LEADER]), [home.pk]))
    assert row["Chủ hộ"] == '\'=HYPERLINK("//x";"y")'


def test_households_that_left_are_not_in_it(world: World, login: Login, at: Any) -> None:
    Household.objects.filter(pk=world.households[1].pk).update(left_on=at)
    response = export(login(world.users[Role.COMMUNE_LEADER]), keys(world.households[:2]))
    assert [row["Mã hộ"] for row in table(response)] == [world.households[0].code]


def test_unlocated_household_says_so(world: World, login: Login) -> None:
    home = HouseholdFactory.create(group=world.groups[0], position=None)
    [row] = table(export(login(world.users[Role.COMMUNE_LEADER]), [home.pk]))
    assert (row["Kinh độ"], row["Vĩ độ"]) == ("Chưa có toạ độ", "")


@pytest.mark.parametrize(
    "ids", [None, [], "1", [1, "2"], [True], [1.5], [0], [-1], [2**63], {"1": 2}, [[1]]]
)
def test_ids_are_whole_numbers(world: World, login: Login, ids: Any) -> None:
    response = export(login(world.users[Role.COMMUNE_LEADER]), ids)
    assert response.status_code == 422
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("form", ["pdf", "", None, ["csv"]])
def test_only_known_formats(world: World, login: Login, form: Any) -> None:
    response = export(login(world.users[Role.COMMUNE_LEADER]), [1], form)
    assert response.status_code == 422


def test_too_many_are_refused(world: World, login: Login) -> None:
    response = export(login(world.users[Role.COMMUNE_LEADER]), list(range(1, 25_002)))
    assert (response.status_code, response.json()["code"]) == (422, "too_many")


@pytest.mark.parametrize("role", [Role.PROVINCE_VIEWER, Role.COMMUNE_POLICE, Role.SYSTEM_ADMIN])
def test_roles_without_households_are_refused(world: World, login: Login, role: Role) -> None:
    assert export(login(world.users[role]), keys(world.households)).status_code == 403


def test_a_stranger_is_asked_to_log_in(world: World) -> None:
    assert export(Client(), keys(world.households)).status_code == 401


def test_a_form_of_another_site_is_refused(world: World, now: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users[Role.COMMUNE_LEADER])
    assert export(client, keys(world.households)).status_code == 403
    assert not AccessLog.objects.exists()


def test_queries_do_not_grow_with_the_rows(
    world: World, login: Login, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    many = HouseholdFactory.create_batch(30, group=world.groups[1])
    with django_assert_max_num_queries(12):
        assert export(client, keys(many)).status_code == 200
