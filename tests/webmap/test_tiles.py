"""Each actor's tiles hold the actor's own households, and nothing else."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.households.models import Household
from apps.people.kinds import PostKind
from apps.webmap import scope, tiles
from apps.webmap.models import HouseholdMark
from tests.factories.areas import CommuneFactory, square
from tests.factories.households import HouseholdFactory, contact, put_in_charge
from tests.factories.people import PersonFactory, PostFactory
from tests.factories.world import World
from tests.vectortile import Feature, read_tile

Login = Callable[[User], Client]


def address(lon: float, lat: float, zoom: int) -> str:
    """The tile that holds a position."""
    x = int((lon + 180) / 360 * 2**zoom)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom)
    return f"{zoom}/{x}/{y}.mvt"


def tile_of(client: Client, household: Household, zoom: int) -> dict[str, list[Feature]]:
    assert household.position is not None
    where = address(household.position.x, household.position.y, zoom)
    response = client.get(f"/api/map/tiles/{where}")
    assert response.status_code == 200
    return read_tile(response.content)


def one(layers: dict[str, list[Feature]], layer: str, pk: int) -> dict[str, Any]:
    [feature] = [feature for feature in layers[layer] if feature.id == pk]
    return feature.properties


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(HOUSEHOLD_ROLES))
def test_random_tiles_of_every_role_hold_its_own_reach(
    world: World, login: Login, role: Role
) -> None:
    client = login(world.users[role])
    reach = world.reach(role)
    random = Random(20261123)
    everybody = [*world.households, *world.other_households]
    for _round in range(25):
        zoom = random.randrange(4, 19)
        layers = tile_of(client, random.choice(everybody), zoom)
        assert {feature.id for feature in layers.get("households", [])} <= reach
    seen = {
        feature.id
        for household in world.households
        for feature in tile_of(client, household, 14).get("households", [])
    }
    assert seen == reach


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COMMUNE_POLICE, Role.PROVINCE_VIEWER])
def test_who_sees_no_household_gets_none(world: World, login: Login, role: Role) -> None:
    client = login(world.users[role])
    for zoom in range(0, 19, 3):
        assert "households" not in tile_of(client, world.households[0], zoom)


@pytest.mark.django_db
def test_a_household_carries_what_the_themes_need(world: World, login: Login) -> None:
    household = world.in_charge_of
    client = login(world.users[Role.COMMUNE_LEADER])
    assert one(tile_of(client, household, 15), "households", household.pk) == {
        "v": household.village_id,
        "g": household.group_id,
        "p": world.member.pk,
        "d": 3,
        "m": 1,
    }
    uncovered = world.households[6]
    Household.objects.filter(pk=uncovered.pk).update(poverty_status="poor", is_policy_family=True)
    assert one(tile_of(client, uncovered, 15), "households", uncovered.pk) == {
        "v": uncovered.village_id,
        "g": uncovered.group_id,
        "s": 2,
        "f": 1,
    }


@pytest.mark.django_db
def test_marks_follow_every_change(world: World, login: Login, at: date) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    household = world.households[4]
    put_in_charge(world.member, household, since=at - timedelta(days=9))
    contact(household, world.member, at - timedelta(days=2))
    contact(household, world.member, at - timedelta(days=5))
    facts = one(tile_of(client, household, 15), "households", household.pk)
    assert (facts["p"], facts["d"], facts["m"]) == (world.member.pk, 2, 2)
    household.contacts.all().delete()
    household.assignments.all().delete()
    facts = one(tile_of(client, household, 15), "households", household.pk)
    assert {"p", "d", "m"}.isdisjoint(facts)
    Household.objects.filter(pk=household.pk).update(left_on=at)
    found = tile_of(client, household, 15)["households"]
    assert household.pk not in {feature.id for feature in found}


@pytest.mark.django_db
def test_an_assignment_begins_on_its_day(world: World, at: date) -> None:
    """One that ends and one agreed upon already: the day decides, without anything written."""
    household = world.households[4]
    successor = PersonFactory.create(commune=world.commune)
    put_in_charge(world.member, household, since=at - timedelta(days=9), until=at)
    put_in_charge(successor, household, since=at + timedelta(days=2))
    in_charge = []
    leader = actor_for(world.users[Role.COMMUNE_LEADER], at=datetime.combine(at, time(12), UTC))
    for days in (-1, 0, 2):
        marks = HouseholdMark.objects.filter(pk=household.pk)
        facts = tiles.mark_facts(leader, at + timedelta(days=days))
        in_charge.append(marks.values_list(facts["p"], flat=True).get())
    assert in_charge == [world.member.pk, None, successor.pk]


@pytest.mark.django_db
def test_units_carry_the_figures_of_whole_reach_only(world: World, login: Login) -> None:
    leader = login(world.users[Role.COMMUNE_LEADER])
    layers = tile_of(leader, world.in_charge_of, 14)
    village = one(layers, "villages", world.villages[0].pk)
    assert (village["h"], village["c"], village["u"]) == (6, 1, 5)
    assert one(layers, "groups", world.groups[0].pk)["h"] == 3
    assert one(layers, "communes", world.commune.pk)["h"] == 12
    member = tile_of(login(world.users[Role.MEMBER_IN_CHARGE]), world.in_charge_of, 14)
    assert set(one(member, "villages", world.villages[0].pk)) == {"name", "parent", "lon", "lat"}
    police = tile_of(login(world.users[Role.COMMUNE_POLICE]), world.in_charge_of, 14)
    assert "h" not in one(police, "villages", world.villages[0].pk)


@pytest.mark.django_db
def test_the_tier_above_sees_no_small_number(world: World, login: Login) -> None:
    client = login(world.users[Role.PROVINCE_VIEWER])
    layers = tile_of(client, world.in_charge_of, 14)
    village = one(layers, "villages", world.villages[0].pk)
    assert village["h"] == 6
    assert "c" not in village
    assert "u" not in village
    assert "groups" not in layers


@pytest.mark.django_db
def test_figures_follow_a_redrawn_register(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    tile_of(client, world.in_charge_of, 14)
    HouseholdFactory.create(group=world.groups[0])
    village = one(tile_of(client, world.in_charge_of, 14), "villages", world.villages[0].pk)
    assert village["h"] == 7


@pytest.mark.django_db
def test_one_household_on_the_line_between_tiles_is_in_one_of_them(
    world: World, login: Login
) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    zoom = 14
    lon = 106.0 + 0.01
    edge = round((lon + 180) / 360 * 2**zoom) / 2**zoom * 360 - 180
    household = world.households[0]
    assert household.position is not None
    lat = household.position.y
    Household.objects.filter(pk=household.pk).update(position=f"SRID=4326;POINT({edge} {lat})")
    holding = 0
    for step in (-0.001, 0.001):
        response = client.get(f"/api/map/tiles/{address(edge + step, lat, zoom)}")
        found = read_tile(response.content).get("households", [])
        holding += household.pk in {feature.id for feature in found}
    assert holding == 1


@pytest.mark.django_db
def test_an_unchanged_tile_is_not_sent_again(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    position = world.in_charge_of.position
    assert position is not None
    url = f"/api/map/tiles/{address(position.x, position.y, 14)}"
    first = client.get(url)
    assert first["Cache-Control"] == "private, no-cache"
    assert "Cookie" in first["Vary"]
    again = client.get(url, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = login(world.users[Role.CELL_COMMITTEE]).get(url)
    assert other["ETag"] != first["ETag"]
    contact(world.households[5], world.member, date(2026, 11, 15))
    changed = client.get(url, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.django_db
def test_a_tile_of_the_pages_version_is_the_browsers_own(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    template = client.get("/").context["map_config"]["tiles"]["units"]
    url = template.format(z=0, x=0, y=0)
    for _way in range(2):
        kept = client.get(url)
        assert kept["Cache-Control"] == "private, max-age=43200"
        assert "Cookie" in kept["Vary"]
    other = login(world.users[Role.CELL_COMMITTEE]).get(url)
    assert other["Cache-Control"] == "private, no-cache"
    contact(world.households[5], world.member, date(2026, 11, 15))
    assert client.get(url)["Cache-Control"] == "private, no-cache"
    assert client.get("/").context["map_config"]["tiles"]["units"] != template


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["21/0/0", "3/8/0", "3/0/8", "0/1/0", "99999999999/0/0"])
def test_tiles_off_the_world_do_not_exist(world: World, login: Login, where: str) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    assert client.get(f"/api/map/tiles/{where}.mvt").status_code == 404
    assert client.get(f"/api/map/tiles/gaps/{where}.mvt").status_code == 404


@pytest.mark.django_db
def test_gaps_count_each_household_once(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    position = world.households[0].position
    assert position is not None
    response = client.get(f"/api/map/tiles/gaps/{address(position.x, position.y, 8)}")
    gaps = read_tile(response.content)["gaps"]
    assert sum(gap.properties["n"] for gap in gaps) == 12
    assert sum(gap.properties["u"] for gap in gaps) == 11


@pytest.mark.django_db
def test_gaps_tell_the_tier_above_nothing_small(world: World, login: Login) -> None:
    client = login(world.users[Role.PROVINCE_VIEWER])
    position = world.households[0].position
    assert position is not None
    for zoom in (8, 14):
        response = client.get(f"/api/map/tiles/gaps/{address(position.x, position.y, zoom)}")
        assert read_tile(response.content) == {}


@pytest.mark.django_db
def test_many_communes_come_as_communes_first(world: World, login: Login, at: date) -> None:
    leader = world.users[Role.COMMUNE_LEADER]
    PostFactory.create(
        person=leader.person,
        kind=PostKind.COMMUNE_SECRETARY,
        commune=world.other_commune,
        valid_from=at,
    )
    client = login(leader)
    assert set(tile_of(client, world.in_charge_of, 8)) == {"communes", "households"}
    assert set(tile_of(client, world.in_charge_of, 12)) == {"villages", "groups", "households"}


@pytest.mark.django_db
def test_too_many_points_begin_at_a_higher_zoom(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope, "MOST_IN_A_TILE", 4)
    client = login(world.users[Role.COMMUNE_LEADER])
    assert "households" not in tile_of(client, world.in_charge_of, 9)
    sizes = [
        len(tile_of(client, household, 16)["households"]) for household in world.households[:3]
    ]
    assert all(size > 0 for size in sizes)


@pytest.mark.django_db
def test_a_tile_takes_the_same_few_queries(world: World, login: Login) -> None:
    tile_of(login(world.users[Role.COMMUNE_LEADER]), world.in_charge_of, 14)
    # A second log-in, so that the whole way is taken.
    client = login(world.users[Role.COMMUNE_LEADER])
    with CaptureQueriesContext(connection) as queries:
        tile_of(client, world.in_charge_of, 13)
    assert len(queries) <= 14
    assert any("statement_timeout" in query["sql"] for query in queries)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COMMUNE_LEADER, Role.CELL_COMMITTEE, Role.GROUP_OFFICER])
@pytest.mark.parametrize("zoom", [8, 12, 15])
def test_the_spatial_index_is_used(world: World, at: date, role: Role, zoom: int) -> None:
    """Among few rows the planner may like any index; here it has only those of place."""
    actor = actor_for(world.users[role], at=datetime.combine(at, time(12), tzinfo=UTC))
    scope_ = scope.scope_of(actor, at=at)
    tile = tiles.Tile(zoom, 2**zoom // 2, 2**zoom // 2)
    for text in (
        tiles.unit_statement(actor, scope_, tile, at=at),
        tiles.gap_statement(actor, scope_, tile, at=at),
    ):
        for slot, number in tile.slots().items():
            text = text.replace(slot, repr(number))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "SELECT format('DROP INDEX %I', indexname) FROM pg_indexes"
                " WHERE tablename IN ('webmap_householdmark', 'webmap_mapunit')"
                " AND indexdef NOT LIKE '%UNIQUE%' AND indexdef NOT LIKE '%gist%'"
            )
            for (drop,) in cursor.fetchall():
                cursor.execute(drop)
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
            cursor.execute(f"EXPLAIN {text}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "household_mark_geom" in plan or "map_unit_geom" in plan
        assert "«" not in text


@pytest.mark.django_db
def test_a_long_reach_is_looked_up_row_by_row(world: World, login: Login, at: date) -> None:
    leader = world.users[Role.COMMUNE_LEADER]
    for n in range(25):
        PostFactory.create(
            person=leader.person,
            kind=PostKind.COMMUNE_SECRETARY,
            commune=CommuneFactory.create(geom=square(100 + n * 0.2, 10.0)),
            valid_from=at,
        )
    client = login(leader)
    with CaptureQueriesContext(connection) as queries:
        found = tile_of(client, world.in_charge_of, 14)
    assert {each.id for each in found["households"]} <= {home.pk for home in world.households}
    assert any("unnest(" in query["sql"] and "ST_AsMVT(" in query["sql"] for query in queries)
