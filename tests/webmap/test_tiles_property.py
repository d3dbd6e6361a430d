"""Whoever one is, and wherever one looks: no tile holds what is not one's own.

Posts and charges are drawn by chance, and the tiles; what may be seen is worked out here from those
drawn, by no query of the site's. Each tile is asked twice: the second comes by the short way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.issues.kinds import IssueKind
from apps.people.kinds import PostKind
from apps.people.models import CellVillage
from tests.factories.households import put_in_charge
from tests.factories.issues import reported
from tests.factories.people import CellFactory, PersonFactory, PostFactory, UserFactory
from tests.factories.world import World
from tests.vectortile import Feature, read_tile
from tests.webmap.test_tiles import address

Login = Callable[[User], Client]
WHOLE = (PostKind.COMMUNE_SECRETARY, PostKind.PARTY_OFFICE, PostKind.INSPECTION_COMMISSION)
SIGHTLESS = (PostKind.COMMUNE_POLICE, PostKind.UPPER_TIER)
# A charge: what it is, and of which of the places there are.
CHARGE = st.tuples(
    st.sampled_from([*WHOLE, *SIGHTLESS, "cell", "village", "group", "household"]),
    st.integers(0, 11),
)
# Nobody holds the same post twice.
CHARGES = st.lists(CHARGE, max_size=3, unique_by=lambda each: (each[0], each[1] % 2))
LOOK = st.tuples(
    st.integers(0, 18), st.integers(0, 12), st.sampled_from(["", "gaps/", "issues/", "kind"])
)
ORDER = IssueKind.PUBLIC_ORDER


@dataclass
class Reach:
    """What somebody with the charges drawn may see, by keys."""

    homes: set[int]
    groups: set[int]
    villages: set[int]
    communes: set[int]
    # Figures alone, of this province's communes and villages.
    provinces: set[int]
    # Households of whose restricted issues they are told.
    told: set[int]


def _charged(world: World, charges: Sequence[tuple[Any, int]], now: datetime) -> tuple[User, Reach]:
    since = now.date() - timedelta(days=10)
    person = PersonFactory.create(commune=world.commune, user=UserFactory.create())
    communes = [world.commune, world.other_commune]
    reach = Reach(set(), set(), set(), set(), set(), set())
    for what, number in charges:
        commune = communes[number % 2]
        if what in WHOLE or what in SIGHTLESS:
            of_province = what == PostKind.UPPER_TIER
            where: Any = {"province": commune.province} if of_province else {"commune": commune}
            PostFactory.create(person=person, kind=what, valid_from=since, **where)
        if what in WHOLE:
            reach.communes.add(commune.pk)
        elif what == PostKind.UPPER_TIER:
            reach.provinces.add(commune.province_id)
        elif what == PostKind.COMMUNE_POLICE:
            reach.told |= {h.pk for h in world.households if h.commune_id == commune.pk}
        elif what == "cell":
            village = world.villages[number % 2]
            cell = CellFactory.create(commune=world.commune)
            CellVillage.objects.create(cell=cell, village=village)
            PostFactory.create(
                person=person, kind=PostKind.CELL_SECRETARY, cell=cell, valid_from=since
            )
            reach.villages.add(village.pk)
        elif what == "village":
            reach.villages.add(_put(person, world.villages[number % 2], since))
        elif what == "group":
            reach.groups.add(_put(person, world.groups[number % 4], since))
        elif what == "household":
            home = world.households[number % 12]
            # One person at a time is in charge of a household.
            home.assignments.all().delete()
            reach.homes.add(_put(person, home, since))
            reach.told.add(home.pk)
    assert person.user is not None
    return person.user, reach


def _put(person: Any, target: Any, since: Any) -> int:
    target.assignments.all().delete()
    put_in_charge(person, target, since=since)
    return int(target.pk)


def _own(reach: Reach, home: Household) -> bool:
    return (
        home.pk in reach.homes
        or home.group_id in reach.groups
        or home.village_id in reach.villages
        or home.commune_id in reach.communes
    )


def _holds_only_ones_own(layers: dict[str, list[Feature]], reach: Reach, world: World) -> None:
    everybody = [*world.households, *world.other_households]
    own = {home.pk: home for home in everybody if _own(reach, home)}
    for feature in layers.get("households", []):
        assert feature.id in own
        briefs = str(feature.properties.get("q", ""))
        assert "g" not in briefs or feature.id in reach.told
    groups = {*world.groups, *(home.group for home in world.other_households if home.group)}
    wide = {
        "communes": reach.communes
        | {c.pk for c in (world.commune, world.other_commune) if c.province_id in reach.provinces},
        "villages": reach.villages
        | {g.village_id for g in groups if g.village.commune_id in reach.communes}
        | {g.village_id for g in groups if g.village.commune.province_id in reach.provinces},
        "groups": reach.groups
        | {g.pk for g in groups if g.village_id in reach.villages}
        | {g.pk for g in groups if g.village.commune_id in reach.communes},
    }
    for layer, allowed in wide.items():
        for feature in layers.get(layer, []):
            has_figures = bool(feature.properties.keys() - {"name", "parent", "lon", "lat"})
            assert not has_figures or feature.id in allowed, (layer, feature)
    counted = [f.properties for f in layers.get("gaps", []) + layers.get("issues", [])]
    most = len(own) + len(everybody) * bool(reach.provinces)
    assert sum(int(each.get("n", 0)) for each in counted) <= most


@pytest.fixture
def issue_world(world: World, now: datetime) -> World:
    """With an issue of a restricted kind and another one of the household in charge."""
    for kind in (ORDER, IssueKind.HOUSING):
        reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now, kind=kind)
    return world


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(charges=CHARGES, looks=st.lists(LOOK, min_size=1, max_size=3))
def test_no_tile_holds_what_is_not_ones_own(
    issue_world: World,
    login: Login,
    now: datetime,
    charges: Sequence[tuple[Any, int]],
    looks: Sequence[tuple[int, int, str]],
) -> None:
    with transaction.atomic():
        user, reach = _charged(issue_world, charges, now)
        client = login(user)
        homes = [*issue_world.households, *issue_world.other_households]
        for zoom, at, what in looks:
            position = homes[at].position
            assert position is not None
            way = f"issues/{IssueKind.HOUSING}/" if what == "kind" else what
            url = f"/api/map/tiles/{way}{address(position.x, position.y, zoom)}"
            first, second = client.get(url), client.get(url)
            assert (first.status_code, first.content) == (second.status_code, second.content)
            if first.status_code == 200:
                _holds_only_ones_own(read_tile(first.content), reach, issue_world)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_what_was_drawn_would_be_found_if_it_were_there(
    issue_world: World, login: Login, now: datetime
) -> None:
    """The rules above, held against somebody who sees more than they are said to."""
    user, reach = _charged(issue_world, [(PostKind.COMMUNE_SECRETARY, 0)], now)
    position = issue_world.in_charge_of.position
    assert position is not None
    for zoom in (9, 14):
        url = f"/api/map/tiles/{address(position.x, position.y, zoom)}"
        layers = read_tile(login(user).get(url).content)
        _holds_only_ones_own(layers, reach, issue_world)
        less = Reach(set(), set(), set(), set(), set(), set())
        with pytest.raises(AssertionError):
            _holds_only_ones_own(layers, less, issue_world)
