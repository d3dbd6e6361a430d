"""What the desk writes is what the map counts, today and on the same day last month."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import LineString
from django.db.models import F

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.areas import services
from apps.areas.levels import Level
from apps.areas.reshaping import Cut, Merger, Part
from apps.areas.services import Order
from apps.areas.versions import version_of as area_version
from apps.households.models import Household, HouseholdMember
from apps.households.querysets import counts_at
from tests.factories.world import World
from tests.households.conftest import Desk
from tests.households.desk import merge, office

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


def _move(desk: Desk, place: str, day: str) -> None:
    data = {"place": place, "day": day, "keeps_charge": "on"}
    assert desk.send("move", data, desk.home).status_code == 302


def test_one_that_moved_this_month_counts_last_month_where_it_was(desk: Desk) -> None:
    _move(desk, str(desk.world.villages[1].pk), "10/11/2026")
    assert _counts(desk) == {"Thôn Nà A": (5, 6), "Thôn Nà B": (7, 6)}


def test_one_that_had_moved_by_then_counts_where_it_is(desk: Desk) -> None:
    _move(desk, str(desk.world.villages[1].pk), "16/10/2026")
    assert _counts(desk) == {"Thôn Nà A": (5, 5), "Thôn Nà B": (7, 7)}


def test_one_that_moved_and_came_back_counts_there_both_days(desk: Desk) -> None:
    home = f"{desk.home.village_id}-{desk.home.group_id}"
    _move(desk, str(desk.world.villages[1].pk), "02/11/2026")
    _move(desk, home, "10/11/2026")
    assert _counts(desk) == {"Thôn Nà A": (6, 6), "Thôn Nà B": (6, 6)}


def test_one_that_moved_and_then_left_counts_where_it_was(desk: Desk) -> None:
    _move(desk, str(desk.world.villages[1].pk), "02/11/2026")
    desk.send("leave", {"day": "10/11/2026", "why": "moved"}, desk.home)
    assert _counts(desk) == {"Thôn Nà A": (5, 6), "Thôn Nà B": (6, 6)}


def test_one_that_moved_inside_its_village_counts_in_the_group_it_was_in(desk: Desk) -> None:
    village, group = desk.world.villages[0], desk.world.groups[1]
    _move(desk, f"{village.pk}-{group.pk}", "10/11/2026")
    assert _counts(desk)["Thôn Nà A"] == (6, 6)
    body: dict[str, Any] = desk.client.get("/api/map/areas/").json()
    counts = {
        unit["id"]: (unit["households"], unit["before"]["households"]) for unit in body["groups"]
    }
    assert counts[desk.world.groups[0].pk] == (2, 3)
    assert counts[group.pk] == (4, 3)


def test_who_was_in_charge_and_what_was_told_move_with_it(desk: Desk) -> None:
    _move(desk, str(desk.world.villages[1].pk), "10/11/2026")
    body: dict[str, Any] = desk.client.get("/api/map/areas/").json()
    told = {
        unit["name"]: [(side["covered"], side["uncovered"]) for side in (unit, unit["before"])]
        for unit in body["villages"]
    }
    assert told == {"Thôn Nà A": [(0, 5), (1, 5)], "Thôn Nà B": [(1, 6), (0, 6)]}


@pytest.mark.parametrize("role", [Role.CELL_COMMITTEE, Role.COMMITTEE_MEMBER])
def test_a_village_counts_last_month_who_was_its_own_then(desk: Desk, role: Role) -> None:
    """Of a household that came since, nothing of before is told to the village it came to."""
    village_a, village_b = desk.world.villages
    there = Household.objects.filter(village=village_b).earliest("pk")
    _move(desk, str(village_b.pk), "10/11/2026")
    data = {"place": str(village_a.pk), "day": "10/11/2026", "keeps_charge": "on"}
    assert desk.send("move", data, there).status_code == 302
    assert _counts(desk.as_role(role)) == {"Thôn Nà A": (6, 6)}
    Household.objects.filter(pk=there.pk).update(left_on=date(2026, 11, 12))
    assert _counts(desk.as_role(role)) == {"Thôn Nà A": (5, 6)}


def test_an_outsider_counts_nothing_of_it(desk: Desk) -> None:
    _move(desk, str(desk.world.villages[1].pk), "10/11/2026")
    numbers = _counts(desk.as_role(Role.GROUP_OFFICER))
    assert "Thôn Nà B" not in numbers


def _order(world: World, now: datetime) -> Order:
    return Order(office(world, now), now.date(), "Nghị quyết 12", now, uuid4(), "digest")


def test_a_merged_village_is_compared_with_all_that_it_was(desk: Desk, now: datetime) -> None:
    """Those who had moved or left before the merger are told in what their village became."""
    world = desk.world
    gone = Household.objects.filter(village=world.villages[1]).latest("pk")
    _move(desk, str(world.villages[1].pk), "02/11/2026")
    desk.send("leave", {"day": "10/11/2026", "why": "moved"}, gone)
    order = _order(world, now)
    versions = {unit.pk: area_version(Level.VILLAGE, unit.pk) for unit in world.villages}
    merger = Merger(name="Thôn Nà", code="NA")
    services.merge(level=Level.VILLAGE, versions=versions, merger=merger, order=order)
    assert _counts(desk) == {"Thôn Nà": (11, 12)}


def test_one_that_left_before_its_village_was_split_counts_with_its_group(
    desk: Desk, now: datetime
) -> None:
    village = desk.home.village_id
    desk.send("leave", {"day": "10/11/2026", "why": "moved"}, desk.home)
    line = LineString((105.99, 21.521), (106.06, 21.521), srid=4326)
    services.split(
        level=Level.VILLAGE,
        unit=village,
        version=area_version(Level.VILLAGE, village),
        cut=Cut((Part("Thôn Bắc"), Part("Thôn Nam")), line),
        order=_order(desk.world, now),
    )
    assert _counts(desk) == {"Thôn Bắc": (3, 3), "Thôn Nam": (2, 3), "Thôn Nà B": (6, 6)}


def test_a_double_was_never_two_households(desk: Desk, now: datetime) -> None:
    merge(desk.world, now, desk.world.households[0], desk.world.households[1])
    assert _counts(desk)["Thôn Nà A"] == (5, 5)


def test_the_rule_for_one_place_is_the_rule_of_the_rows(world: World, now: datetime) -> None:
    """``counts_at`` and ``countable_by`` agree for everybody of the cast and every household."""
    homes = Household.objects.annotate(province=F("commune__province"))
    rows = homes.values("pk", "commune", "province", "village", "group")
    for user in world.users.values():
        actor = actor_for(user, at=now)
        counts = counts_at(actor)
        found = set(Household.objects.countable_by(actor).values_list("pk", flat=True))
        assert {row["pk"] for row in rows if counts(row)} == found


def test_a_new_one_is_on_the_worklist(desk: Desk) -> None:
    data = {"head_name": "Ma Thị Tư", "place": str(desk.world.villages[1].pk)}
    desk.send("create", data | {"moved_in_on": "12/11/2026"})
    new = Household.objects.latest("pk")
    assert _counts(desk)["Thôn Nà B"] == (7, 6)
    assert Household.objects.unlocated().get() == new
    assert new.moved_in_on == date(2026, 11, 12)
