"""The list of households is taken away as it was narrowed, and nothing beside it."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.households.models import Household
from tests.factories.world import World
from tests.reports.roundtrip import TODAY
from tests.reports.test_export_page import table

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _various(world: World) -> None:
    """One is poor, one has no place, one has left; one's name begins as a formula does."""
    poor, nowhere, left, odd = (home.pk for home in world.households[:4])
    rows = Household.objects.all()
    rows.filter(pk=poor).update(
        poverty_status="poor", poverty_decision_number="1", poverty_decision_date=TODAY
    )
    rows.filter(pk=nowhere).update(
        position=None, position_source="", position_accuracy=None, position_missing="new"
    )
    gone_on = TODAY - timedelta(days=3)
    rows.filter(pk=left).update(left_on=gone_on, left_reason="moved")
    rows.filter(pk=odd).update(head_name="=Tìm Tôi", poverty_status="")


def _address(client: Client, **chosen: str) -> str:
    """Where the list's own link leads, after its form was sent."""
    listed = client.post(reverse("households:list"), chosen, follow=True)
    page = listed.content.decode()
    link = page.split("Xuất danh sách này")[0].rpartition('href="')[2].partition('"')[0]
    return link.replace("&amp;", "&")


def _taken(client: Client, address: str) -> list[dict[str, str]]:
    sent = {"form": "csv", "crs": "EPSG:4326", "purpose": "meeting"}
    response = client.post(address, sent)
    assert response.status_code == 200, response.content.decode()[:300]
    return table(response)


@pytest.mark.parametrize(
    ("chosen", "number"),
    [({"status": "poor"}, 0), ({"located": "no"}, 1), ({"left": "left"}, 2)],
)
def test_what_is_seen_is_what_is_taken(
    world: World, login: Login, chosen: dict[str, str], number: int
) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    address = _address(client, **chosen)
    assert "Tệp có đúng <strong>1</strong> hộ" in client.get(address).content.decode()
    (row,) = _taken(client, address)
    assert row["Mã hộ"] == world.households[number].code
    log = AccessLog.objects.get(action=AccessLog.Action.EXPORT)
    assert (log.count, log.detail) == (1, "households csv narrowed meeting")


def test_who_left_is_marked(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    rows = {row["Mã hộ"]: row for row in _taken(client, _address(client, left="all"))}
    assert len(rows) == 12
    gone, living = rows[world.households[2].code], rows[world.households[0].code]
    assert gone["Chuyển đi từ"] == "13/11/2026"
    assert gone["Vì sao đi"] == "Chuyển đi nơi khác"
    assert gone["Đủ theo quy định tháng"] == "Đã chuyển đi"
    assert gone["Người phụ trách"] != "Chưa có người phụ trách"
    assert living["Chuyển đi từ"] == "Đang ở"
    plain = _taken(client, f"{reverse('reports:exports')}?loai=households")
    assert len(plain) == 11
    assert "Chuyển đi từ" not in plain[0]


def test_a_search_is_taken_without_standing_in_an_address(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_OFFICE])
    address = _address(client, q="tim toi")
    assert "toi" not in address.lower()
    page = client.get(address).content.decode()
    assert "“tim toi”" in page
    (row,) = _taken(client, address)
    assert row["Chủ hộ"].endswith("=Tìm Tôi")
    assert not row["Chủ hộ"].startswith("=")
    # Somebody else's session knows nothing of it, and takes away nobody.
    other = login(world.users[Role.COMMUNE_LEADER])
    refused = other.post(address, {"form": "csv", "crs": "EPSG:4326", "purpose": "meeting"})
    assert refused.status_code == 422
    assert "Nội dung tìm của đường dẫn này không còn" in refused.content.decode()
    assert AccessLog.objects.filter(action=AccessLog.Action.EXPORT).count() == 1


def test_each_takes_what_lies_in_reach(world: World, login: Login) -> None:
    office = _address(login(world.users[Role.COMMUNE_OFFICE]), left="all")
    member = login(world.users[Role.MEMBER_IN_CHARGE])
    assert {row["Mã hộ"] for row in _taken(member, office)} <= {
        home.code for home in world.households if home.pk in world.reach(Role.MEMBER_IN_CHARGE)
    }
    assert world.outsider is not None
    nothing = login(world.outsider).post(
        office, {"form": "csv", "crs": "EPSG:4326", "purpose": "meeting"}
    )
    assert world.households[2].code not in nothing.content.decode()


@pytest.mark.parametrize("chosen", [{"status": "x"}, {"left": "x"}, {"place": "999999"}])
def test_what_cannot_be_read_takes_nothing(
    world: World, login: Login, chosen: dict[str, str]
) -> None:
    address = f"{reverse('reports:exports')}?loai=households&{urlencode(chosen)}"
    client = login(world.users[Role.COMMUNE_OFFICE])
    assert client.get(address).status_code == 404
    sent = {"form": "csv", "crs": "EPSG:4326", "purpose": "meeting"}
    assert client.post(address, sent).status_code == 404


def test_a_place_out_of_reach_does_not_exist(world: World, login: Login) -> None:
    other = world.other_households[0].village_id
    address = f"{reverse('reports:exports')}?loai=households&place={other}"
    assert login(world.users[Role.COMMUNE_OFFICE]).get(address).status_code == 404
