"""Hexagons of issues: every household once, and nothing small for the tier above."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.issues.kinds import IssueKind
from tests.factories.households import HouseholdFactory
from tests.factories.issues import reported
from tests.factories.world import World
from tests.vectortile import Feature, read_tile
from tests.webmap.test_tiles import address

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LEADER = Role.COMMUNE_LEADER
PLACE = (106.03, 21.53)


def _hexes(client: Client, zoom: int, kind: str = "") -> list[Feature]:
    response = client.get(f"/api/map/tiles/issues/{kind}{address(*PLACE, zoom)}")
    assert response.status_code == 200
    return read_tile(response.content).get("gaps", [])


def _hot_spot(world: World, now: datetime, *, waiting: int, homes: int) -> None:
    for place in range(homes):
        home = HouseholdFactory.create(
            group=world.groups[1], position=Point(*PLACE, srid=4326), code=f"N{place}"
        )
        if place < waiting:
            reported(world.users[LEADER], home, at=now, kind=IssueKind.ENVIRONMENT)


def test_they_count_households_that_wait(world: World, login: Login, now: datetime) -> None:
    _hot_spot(world, now, waiting=3, homes=7)
    reported(world.users[LEADER], world.households[1], at=now)
    reported(world.users[LEADER], world.households[1], at=now, kind=IssueKind.LAND)
    reported(world.users[LEADER], world.households[2], at=now, kind=IssueKind.PUBLIC_ORDER)
    for _way in range(2):
        found = _hexes(login(world.users[LEADER]), 8)
        assert sum(each.properties["u"] for each in found) == 4
    member = login(world.users[Role.MEMBER_IN_CHARGE])
    assert _hexes(member, 8) == []
    police = login(world.users[Role.COMMUNE_POLICE])
    assert police.get("/api/map/tiles/issues/0/0/0.mvt").status_code == 403


@pytest.mark.parametrize(
    ("waiting", "homes", "told"), [(8, 40, [6]), (4, 40, []), (8, 19, []), (36, 40, [])]
)
def test_the_tier_above_is_told_a_step_of_many(
    world: World, login: Login, now: datetime, waiting: int, homes: int, told: list[int]
) -> None:
    _hot_spot(world, now, waiting=waiting, homes=homes)
    viewer = login(world.users[Role.PROVINCE_VIEWER])
    found = _hexes(viewer, 12)
    assert [each.properties for each in found] == [{"u": step} for step in told]
    assert _hexes(viewer, 14) == []


def test_two_zooms_taken_from_each_other_tell_nothing(
    world: World, login: Login, now: datetime
) -> None:
    """One household more or less changes no answer but at the edge of a step."""
    _hot_spot(world, now, waiting=7, homes=40)
    viewer = login(world.users[Role.PROVINCE_VIEWER])
    before = [[each.properties for each in _hexes(viewer, zoom)] for zoom in (8, 10, 12)]
    reported(world.users[LEADER], world.households[0], at=now)
    _one_more = HouseholdFactory.create(group=world.groups[1], position=Point(*PLACE, srid=4326))
    reported(world.users[LEADER], _one_more, at=now)
    after = [[each.properties for each in _hexes(viewer, zoom)] for zoom in (8, 10, 12)]
    assert before == after


def test_the_tier_above_chooses_a_kind(world: World, login: Login, now: datetime) -> None:
    _hot_spot(world, now, waiting=8, homes=40)
    viewer = login(world.users[Role.PROVINCE_VIEWER])
    # The second time by the short way.
    for _way in range(2):
        assert [each.properties for each in _hexes(viewer, 12, "environment/")] == [{"u": 6}]
        # Of all kinds as many: the others are none, and say so by having no hexagon.
        assert _hexes(viewer, 12, "land/") == []
        assert _hexes(viewer, 14, "environment/") == []


@pytest.mark.parametrize("kind", ["public_order", "nothing", "ENVIRONMENT", "a" * 21])
def test_other_kinds_have_no_hexagons(world: World, login: Login, kind: str) -> None:
    viewer = login(world.users[Role.PROVINCE_VIEWER])
    assert viewer.get(f"/api/map/tiles/issues/{kind}/0/0/0.mvt").status_code == 404


def test_who_reads_rows_has_filters_instead(world: World, login: Login) -> None:
    leader = login(world.users[LEADER])
    assert leader.get("/api/map/tiles/issues/housing/0/0/0.mvt").status_code == 403


def test_few_of_a_kind_are_hidden_whatever_the_sum(
    world: World, login: Login, now: datetime
) -> None:
    """Four wait for a paper, eight for something: the four are told by no hexagon."""
    _hot_spot(world, now, waiting=8, homes=40)
    waiting = Household.objects.filter(code__in=[f"N{n}" for n in range(4)])
    for home in waiting:
        reported(world.users[LEADER], home, at=now, kind=IssueKind.LAND)
    viewer = login(world.users[Role.PROVINCE_VIEWER])
    assert _hexes(viewer, 12, "land/") == []
    assert [each.properties for each in _hexes(viewer, 12)] == [{"u": 6}]
