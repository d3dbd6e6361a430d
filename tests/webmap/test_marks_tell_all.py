"""Marks, tiles, lists and files tell which points are provisional, and what the month lacks."""

from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.households import positions
from apps.households.models import Household, MissingReason, PositionSource
from apps.households.versions import version_of
from apps.visits.models import Channel, ContactRule
from apps.webmap.models import HouseholdMark, MapUnit
from tests.factories.households import contact
from tests.factories.world import World
from tests.offlinepage import data_of
from tests.webmap.test_export import export, table
from tests.webmap.test_folium import ask
from tests.webmap.test_tiles import one, tile_of

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(world: World, login: Login) -> Client:
    return login(world.users[Role.COMMUNE_LEADER])


def _at_centre(world: World, home: Household, now: datetime) -> Household:
    """The household, put on the middle of its group by the office."""
    Household.objects.filter(pk=home.pk).update(
        position=None, position_source="", position_missing=MissingReason.NOT_GIVEN
    )
    actor = actor_for(world.users[Role.COMMUNE_OFFICE], at=now)
    version = version_of(home.pk)
    positions.place_at_centre(actor=actor, key=uuid4(), household=home.pk, version=version, now=now)
    home.refresh_from_db()
    return home


def _row(client: Client, home: Household) -> dict[str, object]:
    answer = client.get("/api/map/households/").json()
    [row] = [row for row in answer["rows"] if row[0] == home.pk]
    return dict(zip(answer["fields"], row, strict=True))


def test_a_provisional_point_says_so_everywhere(
    world: World, leader: Client, now: datetime
) -> None:
    home, placed = _at_centre(world, world.households[1], now), world.households[2]
    layers = tile_of(leader, home, 15)
    assert one(layers, "households", home.pk)["t"] == 1
    assert "t" not in one(tile_of(leader, placed, 15), "households", placed.pk)
    assert (_row(leader, home)["provisional"], _row(leader, placed)["provisional"]) == (1, 0)
    card = leader.get(f"/api/map/households/{home.pk}/").json()
    assert card["position"]["provisional"] == "vị trí tạm"
    file = data_of(ask(leader).content.decode())
    assert file["provisional"] == 1
    marked = {row[2]: row[7] for row in file["households"]}
    assert (marked[home.code], marked[placed.code]) == (1, 0)
    [first, second] = table(export(leader, [home.pk, placed.pk]))
    assert first["Vị trí trên bản đồ"] == "Tạm lấy tâm tổ"
    assert second["Vị trí trên bản đồ"] == "Đã có toạ độ"


def test_a_place_that_somebody_knows_ends_it(world: World, leader: Client, now: datetime) -> None:
    home = _at_centre(world, world.households[1], now)
    home.position, home.position_source = Point(106.006, 21.506, srid=4326), PositionSource.MAP
    home.save()
    assert "t" not in one(tile_of(leader, home, 15), "households", home.pk)
    assert _row(leader, home)["provisional"] == 0


def test_several_of_one_group_share_a_point_and_each_is_there(
    world: World, leader: Client, now: datetime
) -> None:
    homes = [_at_centre(world, home, now) for home in world.households[:3]]
    marks = HouseholdMark.objects.filter(pk__in=[home.pk for home in homes])
    assert marks.values("geom").distinct().count() == 1
    assert {f.id for f in tile_of(leader, homes[0], 16)["households"]} >= {h.pk for h in homes}
    assert len({(_row(leader, home)["lon"], _row(leader, home)["lat"]) for home in homes}) == 1


def test_a_tile_tells_what_the_month_lacks_in_person(
    world: World, leader: Client, at: date
) -> None:
    home = world.in_charge_of
    home.contacts.all().delete()
    contact(home, world.member, at, Channel.PHONE)
    assert "i" not in one(tile_of(leader, home, 15), "households", home.pk)
    ContactRule.objects.create(commune=world.commune, per_month=2, in_person_minimum=2)
    assert one(tile_of(leader, home, 15), "households", home.pk)["i"] == 2
    contact(home, world.member, at, Channel.IN_PERSON)
    facts = one(tile_of(leader, home, 15), "households", home.pk)
    assert (facts["m"], facts["i"]) == (1, 1)


def test_figures_of_tiles_and_of_lists_agree(world: World, leader: Client, at: date) -> None:
    ContactRule.objects.create(commune=world.commune, per_month=1, in_person_minimum=1)
    met, called = world.households[:2]
    for home in (met, called):
        home.contacts.all().delete()
    contact(met, world.member, at, Channel.IN_PERSON)
    contact(called, world.member, at, Channel.PHONE)
    units = leader.get("/api/map/areas/").json()
    assert [unit["kept"] for unit in units["communes"]] == [1]
    layers = tile_of(leader, met, 14)
    for level in ("commune", "village", "group"):
        for unit in units[f"{level}s"]:
            stored = MapUnit.objects.get(level=level, unit_id=unit["id"])
            assert stored.figures["k"] == unit["kept"]
    assert one(layers, "communes", world.commune.pk)["k"] == 1
    [first, second] = table(export(leader, [met.pk, called.pk]))
    told = [(r["Trong đó gặp trực tiếp"], r["Đủ theo quy định tháng"]) for r in (first, second)]
    assert told == [("1", "Đủ"), ("0", "Chưa đủ")]
    file = data_of(ask(leader, theme="month").content.decode())
    assert [entry["count"] for entry in file["themes"][file["theme"]]["legend"]] == [10, 1, 1]


def test_old_marks_catch_up(world: World, at: date, now: datetime) -> None:
    """What the migration writes is what the triggers would have written."""
    _at_centre(world, world.households[1], now)
    ContactRule.objects.create(commune=world.commune, per_month=3, in_person_minimum=2)
    for day, channel in ((1, Channel.IN_PERSON), (2, Channel.PHONE), (2, Channel.IN_PERSON)):
        contact(world.households[2], world.member, at.replace(day=day), channel)
    contact(world.households[3], world.member, at.replace(day=1), Channel.PHONE)
    kept = list(HouseholdMark.objects.order_by("pk").values())
    assert {row["lacks_in_person"] for row in kept} == {0, 1, 2}
    HouseholdMark.objects.update(lacks_in_person=0, provisional=False)
    migration = import_module("apps.webmap.migrations.0004_provisional_and_in_person")
    with connection.cursor() as cursor:
        cursor.execute(migration.CATCH_UP)
    assert list(HouseholdMark.objects.order_by("pk").values()) == kept
