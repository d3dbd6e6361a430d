"""A household that came is written down."""

import pytest

from apps.accounts.roles import Role
from apps.households.models import Household
from tests.factories.areas import VillageFactory
from tests.households.conftest import Desk

pytestmark = pytest.mark.django_db

NEW = {"head_name": "NÔNG THỊ HOA", "size": "3", "moved_in_on": "01/11/2026", "code": ""}


def _place(desk: Desk) -> str:
    return f"{desk.world.villages[0].pk}-{desk.world.groups[0].pk}"


def test_it_stands_on_the_worklist_with_its_head_and_the_next_code(desk: Desk) -> None:
    response = desk.send("create", NEW | {"place": _place(desk)})
    home = Household.objects.latest("pk")
    assert response.status_code == 302
    assert response["Location"] == f"/ho/{home.pk}/"
    assert (home.code, home.head_name) == ("T01-2-4", "Nông Thị Hoa")
    assert (home.position, home.position_missing) == (None, "not_given")
    assert home.members.get().relation == "head"
    assert "Lập hộ mới" in desk.text("timeline", pk=home.pk)


def test_the_first_of_a_village_begins_its_numbers(desk: Desk) -> None:
    village = VillageFactory.create(commune=desk.world.commune, code="T09")
    desk.send("create", NEW | {"place": str(village.pk)})
    assert Household.objects.latest("pk").code == "T09-001"


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"code": "T01-1-1"}, 409, "code"),
        ({"moved_in_on": "17/11/2026"}, 422, "moved_in_on"),
        ({"head_name": " "}, 422, "head_name"),
        ({"place": ""}, 422, "place"),
        ({"place": "999999999"}, 422, "place"),
    ],
)
def test_what_cannot_be(desk: Desk, change: dict[str, str], status: int, field: str) -> None:
    before = Household.objects.count()
    response = desk.send("create", NEW | {"place": _place(desk)} | change)
    assert response.status_code == status
    assert field in response.context["form"].errors
    assert Household.objects.count() == before


def test_not_into_another_commune(desk: Desk) -> None:
    village = desk.world.other_households[0].village
    response = desk.send("create", NEW | {"place": str(village.pk)})
    assert response.status_code == 422


def test_the_cell_committee_does_not(desk: Desk) -> None:
    assert desk.as_role(Role.CELL_COMMITTEE).get("create").status_code == 403
