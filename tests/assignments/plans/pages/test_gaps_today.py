"""What is open today, with or without a plan: a cell's page, a commune's, and the total."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.roles import Role
from apps.people.kinds import MemberKind
from apps.people.models import CellVillage, Membership
from tests.assignments.plans.conftest import Committee
from tests.assignments.plans.pages.conftest import Login, page, text
from tests.factories.people import CellFactory

pytestmark = pytest.mark.django_db


def _leader(housed: Committee, login: Login) -> Client:
    return login(housed.world.users[Role.COMMUNE_LEADER])


def test_a_secretary_comes_to_it_from_the_own_cell(housed: Committee, secretary: Client) -> None:
    url = page("cell-gaps", pk=housed.world.cell.pk)
    assert url in text(secretary.get(page("home")))
    told = text(secretary.get(url))
    assert "Hôm nay còn <strong>5</strong> trên 6 hộ chưa có người phụ trách" in told
    assert "Có người ở gần còn nhận được" in told
    home = housed.homes[1]
    assert home.head_name in told
    assert reverse("households:page", kwargs={"pk": home.pk}) in told
    assert "1 trên 3</strong> đảng viên phân công được đang phụ trách hộ (33 %)" in told


def test_a_leader_comes_to_it_from_the_table_of_cells(housed: Committee, login: Login) -> None:
    client = _leader(housed, login)
    url = page("commune-gaps", pk=housed.world.commune.pk)
    assert url in text(client.get(page("home")))
    told = text(client.get(url))
    assert "Hôm nay còn <strong>11</strong> trên 12 hộ chưa có người phụ trách" in told
    assert re.search(r"<strong>6</strong> Thôn chưa có ai được phân công", told)
    # A commune's households are counted; they are read in their cell.
    assert housed.homes[1].head_name not in told
    assert all(person.full_name in told for person in housed.members)


def test_who_is_no_longer_given_households_is_told_of(housed: Committee, secretary: Client) -> None:
    Membership.objects.filter(person=housed.members[0]).update(kind=MemberKind.EXCUSED)
    told = text(secretary.get(page("cell-gaps", pk=housed.world.cell.pk)))
    assert "1 hộ đang do người không còn được phân công phụ trách" in told


def test_the_total_counts_every_household_once(housed: Committee, login: Login) -> None:
    """Village 1 has two cells; in village 2 no cell works."""
    world = housed.world
    other = CellFactory.create(commune=world.commune)
    CellVillage.objects.create(cell=other, village=world.villages[0])
    told = text(_leader(housed, login).get(page("home")))
    assert "<strong> 1 trên 12 hộ </strong> có người phụ trách (8 %)" in told
    assert "Tổng tính mỗi hộ một lần" in told
    CellVillage.objects.filter(cell=other).update(village=world.villages[1])
    assert "Tổng tính mỗi hộ một lần" not in text(_leader(housed, login).get(page("home")))


def test_a_committee_is_told_the_total_of_its_own_villages(
    housed: Committee, secretary: Client
) -> None:
    """Another cell in the village: a table of two, and each household once."""
    other = CellFactory.create(commune=housed.world.commune)
    CellVillage.objects.create(cell=other, village=housed.world.villages[0])
    told = text(secretary.get(page("home")))
    assert "<strong> 1 trên 6 hộ </strong> có người phụ trách" in told
    assert page("commune-gaps", pk=housed.world.commune.pk) not in told


@pytest.mark.parametrize("role", [Role.CELL_COMMITTEE, Role.COMMITTEE_MEMBER, Role.GROUP_OFFICER])
def test_a_commune_is_counted_by_its_own_roles_only(
    housed: Committee, login: Login, role: Role
) -> None:
    client = login(housed.world.users[role])
    answer = client.get(page("commune-gaps", pk=housed.world.commune.pk))
    assert answer.status_code == 403


def test_another_commune_is_not_there(housed: Committee, login: Login) -> None:
    world = housed.world
    assert world.outsider is not None
    stranger = login(world.outsider)
    assert stranger.get(page("cell-gaps", pk=world.cell.pk)).status_code == 404
    assert stranger.get(page("commune-gaps", pk=world.commune.pk)).status_code == 404
