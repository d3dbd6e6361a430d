"""The office decides on positions proposed from the spot."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.households import positions
from apps.households.models import Household
from apps.households.versions import version_of
from apps.visits.desk.proposals import where
from apps.visits.models import PositionProposal
from tests.budgets import A_PAGE, Budget
from tests.conftest import NOW
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
# Some 1.1 km to the north-east of it, in the same village.
EAST, NORTH = 0.008, 0.007


def propose(world: World, home: Household, at: datetime, **fields: object) -> PositionProposal:
    assert home.position is not None
    point = Point(home.position.x + EAST, home.position.y + NORTH, srid=4326)
    values = {"position": point, "accuracy": 12.0, "said_at": at, "received_at": at} | fields
    made: PositionProposal = PositionProposal.objects.create(
        client_uuid=uuid4(), household=home, person=world.member, **values
    )
    return made


def decide(client: Client, row: PositionProposal, **fields: str) -> tuple[int, str]:
    home = Household.objects.get(pk=row.household_id)
    sent = {"key": str(uuid4()), "seen": where(home)} | fields
    answer = client.post(reverse("contacts:proposal", args=[row.pk]), sent)
    return answer.status_code, answer.content.decode()


def _state(row: PositionProposal) -> str:
    row.refresh_from_db()
    return row.state


def test_the_list_and_the_page(world: World, login: Login) -> None:
    row = propose(world, world.in_charge_of, NOW)
    client = login(world.users[Role.COMMUNE_OFFICE])
    listed = client.get(reverse("contacts:proposals")).content.decode()
    for wanted in (world.in_charge_of.head_name, "1,1 km", "sai số 12 m", world.member.full_name):
        assert wanted in listed
    page = client.get(reverse("contacts:proposal", args=[row.pk])).content.decode()
    assert "doubles-config" in page
    assert '"name": "B"' in page


def test_those_who_place_households_see_how_many_wait(world: World, login: Login) -> None:
    url = reverse("desk:positions")
    client = login(world.users[Role.COMMUNE_OFFICE])
    assert "đang chờ" not in client.get(url).content.decode()
    for home in world.households[:2]:
        propose(world, home, NOW)
    assert "2 đang chờ" in client.get(url).content.decode()


def test_accepted(world: World, login: Login) -> None:
    row = propose(world, world.in_charge_of, NOW)
    other = propose(world, world.in_charge_of, NOW)
    client, key = login(world.users[Role.COMMUNE_OFFICE]), str(uuid4())
    assert row.position is not None
    sent = {"accept": "1", "key": key, "seen": where(world.in_charge_of)}
    for _again in range(2):
        assert decide(client, row, **sent)[0] == 302
    home = Household.objects.get(pk=world.in_charge_of.pk)
    assert (home.position, home.position_source) == (row.position, "phone")
    assert (_state(row), _state(other)) == ("accepted", "overtaken")
    assert other.decided_by == world.users[Role.COMMUNE_OFFICE]
    done = client.get(reverse("contacts:proposals"), {"xong": "1"}).content.decode()
    assert "Đã nhận" in done
    assert "Đã có vị trí khác" in done


def test_declined_with_a_reason(world: World, login: Login) -> None:
    row = propose(world, world.in_charge_of, NOW)
    client = login(world.users[Role.CELL_COMMITTEE])
    status, text = decide(client, row)
    assert (status, _state(row)) == (422, "waiting")
    assert "Hãy ghi lý do không nhận" in text
    assert decide(client, row, reason="Đo ở cổng nhà bên")[0] == 302
    assert (_state(row), row.reason) == ("declined", "Đo ở cổng nhà bên")
    before = world.in_charge_of.position
    assert Household.objects.get(pk=world.in_charge_of.pk).position == before
    assert decide(client, row, accept="1")[0] == 409


def test_the_household_was_moved_meanwhile(world: World, login: Login) -> None:
    row = propose(world, world.in_charge_of, NOW)
    client = login(world.users[Role.COMMUNE_OFFICE])
    status, text = decide(client, row, accept="1", seen="106.0 21.0", reason="giữ lại")
    assert (status, _state(row)) == (409, "waiting")
    assert "Vị trí của hộ vừa được đổi" in text
    assert "giữ lại" in text
    # As it stands now, it can be decided.
    assert decide(client, row, accept="1")[0] == 302


def test_placed_by_hand_it_is_overtaken(world: World, now: datetime) -> None:
    row = propose(world, world.in_charge_of, NOW)
    elsewhere = propose(world, world.households[1], NOW)
    home = world.in_charge_of
    assert home.position is not None
    placement = positions.Placement(
        home.pk,
        version_of(home.pk),
        repr(home.position.y + 0.001),
        repr(home.position.x),
        "map",
        reason="Đặt nhầm",
    )
    actor = actor_for(world.users[Role.COMMUNE_OFFICE], at=NOW)
    positions.place(actor=actor, key=uuid4(), placement=placement, now=NOW)
    assert (_state(row), _state(elsewhere)) == ("overtaken", "waiting")
    assert row.decided_by == world.users[Role.COMMUNE_OFFICE]


def test_outside_the_village_it_asks_first(world: World, login: Login) -> None:
    next_village = world.households[6].position
    row = propose(world, world.in_charge_of, NOW, position=next_village)
    client = login(world.users[Role.COMMUNE_OFFICE])
    status, text = decide(client, row, accept="1")
    assert (status, _state(row)) == (422, "waiting")
    assert "Vẫn nhận" in text
    assert decide(client, row, accept="1", anyway="1")[0] == 302
    assert _state(row) == "accepted"


def test_too_rough_to_take(world: World, login: Login) -> None:
    row = propose(world, world.in_charge_of, NOW, accuracy=400.0)
    status, text = decide(login(world.users[Role.COMMUNE_OFFICE]), row, accept="1")
    assert (status, _state(row)) == (422, "waiting")
    assert "Sai số 400 m là quá lớn" in text


def test_bad_input(world: World, login: Login) -> None:
    row = propose(world, world.in_charge_of, NOW)
    client = login(world.users[Role.COMMUNE_OFFICE])
    assert decide(client, row, accept="1", key="x")[0] == 422
    assert decide(client, row, reason="x" * 301)[0] == 422
    assert _state(row) == "waiting"


def test_out_of_reach(world: World, login: Login) -> None:
    row = propose(world, world.households[6], NOW)
    client = login(world.users[Role.CELL_COMMITTEE])
    assert (
        world.households[6].code not in client.get(reverse("contacts:proposals")).content.decode()
    )
    address = reverse("contacts:proposal", args=[row.pk])
    assert client.get(address).status_code == 404
    assert decide(client, row, accept="1")[0] == 404
    assert _state(row) == "waiting"
    member = login(world.users[Role.MEMBER_IN_CHARGE])
    assert member.get(reverse("contacts:proposals")).status_code == 403


def test_the_positions_desk_leads_there(world: World, login: Login) -> None:
    for role, led in ((Role.COMMUNE_OFFICE, True), (Role.MEMBER_IN_CHARGE, False)):
        text = login(world.users[role]).get(reverse("desk:positions")).content.decode()
        assert (reverse("contacts:proposals") in text) is led


def test_budget(world: World, budget: Budget) -> None:
    def grow() -> None:
        for number in range(20):
            propose(world, world.households[number % 12], NOW)

    url = reverse("contacts:proposals")
    budget.holds(world.users[Role.COMMUNE_OFFICE], url, A_PAGE + 5, grow=grow)
