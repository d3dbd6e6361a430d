"""What the desk writes is what the map counts, today and on the same day last month."""

from datetime import date
from typing import Any

import pytest

from apps.households.models import Household, HouseholdMember
from tests.households.conftest import Desk

pytestmark = pytest.mark.django_db


def _counts(desk: Desk) -> dict[str, tuple[int, int]]:
    """Village → households today, and on the same day last month."""
    body: dict[str, Any] = desk.client.get("/api/map/areas/").json()
    return {
        unit["name"]: (unit["households"], unit["before"]["households"])
        for unit in body["villages"]
    }


def test_a_household_that_left_still_counts_last_month(desk: Desk) -> None:
    assert _counts(desk)["Thôn Nà A"] == (6, 6)
    desk.send("leave", {"day": "10/11/2026", "why": "moved"}, desk.home)
    assert _counts(desk)["Thôn Nà A"] == (5, 6)
    desk.send("take-back", {}, desk.home)
    assert _counts(desk)["Thôn Nà A"] == (6, 6)


def test_one_split_off_counts_from_its_day(desk: Desk, family: list[HouseholdMember]) -> None:
    split = {"residents": [str(family[2].pk)], "head": str(family[2].pk), "day": "10/11/2026"}
    desk.send("split", split, desk.home)
    assert _counts(desk)["Thôn Nà A"] == (7, 6)


def test_one_that_moved_counts_where_it_is_now_last_month_too(desk: Desk) -> None:
    """Figures go by the village that a household is of today: a move is not a gain or a loss."""
    place = str(desk.world.villages[1].pk)
    desk.send("move", {"place": place, "day": "10/11/2026", "keeps_charge": "on"}, desk.home)
    assert _counts(desk) == {"Thôn Nà A": (5, 5), "Thôn Nà B": (7, 7)}


def test_a_new_one_is_on_the_worklist(desk: Desk) -> None:
    data = {"head_name": "Ma Thị Tư", "place": str(desk.world.villages[1].pk)}
    desk.send("create", data | {"moved_in_on": "12/11/2026"})
    new = Household.objects.latest("pk")
    assert _counts(desk)["Thôn Nà B"] == (7, 6)
    assert Household.objects.unlocated().get() == new
    assert new.moved_in_on == date(2026, 11, 12)
