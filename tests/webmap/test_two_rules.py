"""Communes on one map, each with a contact rule of its own."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.areas.models import Commune, SelfManagedGroup
from apps.visits.models import Channel, ContactRule
from apps.webmap.models import MapUnit
from tests.factories.areas import CommuneFactory, GroupFactory, VillageFactory, square
from tests.factories.households import HouseholdFactory, contact, put_in_charge
from tests.factories.world import World
from tests.offlinepage import data_of
from tests.webmap.test_folium import ask

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
USUAL = ["d7", "d15", "d30", "d60", "over", "never"]


def _group_of(commune: Commune) -> SelfManagedGroup:
    return GroupFactory.create(village=VillageFactory.create(commune=commune))


@pytest.fixture
def beside(world: World, at: date) -> Commune:
    """Another commune of the province, with classes of its own: by its rule class 3 is "never"."""
    commune = CommuneFactory.create(
        province=world.commune.province, code="99002", geom=square(106.2, 21.5)
    )
    ContactRule.objects.create(commune=commune, class_days=[10, 20])
    group = _group_of(commune)
    HouseholdFactory.create_batch(6, group=group)
    for days, n in ((9, 5), (12, 6), (25, 7)):
        for home in HouseholdFactory.create_batch(n, group=group):
            contact(home, world.member, at - timedelta(days=days))
    return commune


def _numbers(client: Client, commune: Commune, query: str = "") -> dict[str, Any]:
    units = client.get(f"/api/map/areas/{query}").json()["communes"]
    found: dict[str, Any] = next(unit for unit in units if unit["id"] == commune.pk)
    return found


def test_a_province_reads_all_communes_under_the_same_classes(
    world: World, login: Login, beside: Commune
) -> None:
    client = login(world.users[Role.PROVINCE_VIEWER])
    config = client.get("/").context["map_config"]
    assert [entry["key"] for entry in config["recency"]] == USUAL
    for query in ("", f"?commune={beside.pk}"):
        unit = _numbers(client, beside, query)
        assert unit["recency"] == dict(zip(USUAL, (0, 11, 7, 0, 0, 6), strict=True))
        assert unit["before"]["never"] == 24


def test_communes_with_one_rule_are_shown_by_it(
    world: World, login: Login, beside: Commune
) -> None:
    ContactRule.objects.create(commune=world.commune, class_days=[10, 20])
    client = login(world.users[Role.PROVINCE_VIEWER])
    assert _numbers(client, beside)["recency"] == {"d10": 5, "d20": 6, "over": 7, "never": 6}


def test_tiles_of_the_tier_above_part_no_household_another_way(
    world: World, login: Login, beside: Commune
) -> None:
    """Eleven of 8 to 15 days beside five of up to ten days would tell of the other six."""
    login(world.users[Role.PROVINCE_VIEWER]).get("/")
    stored = MapUnit.objects.get(level="commune", unit_id=beside.pk)
    assert stored.figures["r3"] == 6
    assert stored.shown["h"] == 24
    assert not [code for code in stored.shown if code.startswith("r")]


@pytest.fixture
def both(world: World, at: date) -> World:
    """The member has a household in either commune; the other commune asks for one talk a month
    and knows two classes. Its household was spoken with twenty-five days ago, last month.
    """
    put_in_charge(world.member, world.other_households[0], since=at - timedelta(days=50))
    rule = ContactRule(commune=world.other_commune, class_days=[20], per_month=1)
    rule.save()
    return world


def test_rows_are_of_the_classes_that_the_page_shows(both: World, login: Login, at: date) -> None:
    client = login(both.users[Role.MEMBER_IN_CHARGE])
    body = client.get("/api/map/households/").json()
    assert body["counts"]["recency"] == dict(zip(USUAL, (1, 0, 0, 0, 0, 1), strict=True))
    column = body["fields"].index("recency")
    assert {row[0]: USUAL[row[column]] for row in body["rows"]} == {
        both.in_charge_of.pk: "d7",
        both.other_households[0].pk: "never",
    }
    contact(both.other_households[0], both.member, at - timedelta(days=25))
    counts = client.get("/api/map/households/").json()["counts"]["recency"]
    assert (counts["d30"], counts["over"], counts["never"]) == (1, 0, 0)


def test_the_page_knows_what_each_village_is_asked_for(both: World, login: Login) -> None:
    config = login(both.users[Role.MEMBER_IN_CHARGE]).get("/").context["map_config"]
    assert config["rule"]["per_month"] == 2
    village = both.other_households[0].village_id
    assert config["rules"] == {str(village): {"per_month": 1, "in_person_minimum": 0}}
    assert config["strings"]["month_kept"] == "Đủ theo quy định của xã"
    assert "xã có hộ đó quy định" in config["strings"]["month_some_means"]


def test_the_offline_file_judges_each_household_by_its_own_commune(
    both: World, login: Login, at: date
) -> None:
    contact(both.other_households[0], both.member, at, Channel.PHONE)
    client = login(both.users[Role.MEMBER_IN_CHARGE])
    data = data_of(ask(client, theme="month").content.decode())
    legend = {theme["title"]: theme["legend"] for theme in data["themes"]}
    month = legend["Nắm tình hình trong tháng"]
    assert [entry["count"] for entry in month] == [0, 1, 1]
    assert month[2]["label"] == "Đủ theo quy định của xã"
    recency = legend["Lần nắm tình hình gần nhất"]
    assert [entry["count"] for entry in recency] == [2, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("role", [Role.COMMUNE_LEADER, Role.PROVINCE_VIEWER])
def test_areas_tell_what_the_page_was_told(world: World, login: Login, role: Role) -> None:
    client = login(world.users[role])
    answer = client.get("/api/map/areas/").json()
    config = client.get("/").context["map_config"]
    assert set(answer["told"]) == {"as_of", "rule", "rules", "recency", "strings"}
    for key, value in answer["told"].items():
        known = config[key]
        assert value == ({name: known[name] for name in value} if key == "strings" else known)
    assert answer["complete"] == [world.commune.pk]
    assert "told" not in client.get("/api/map/areas/", {"commune": world.commune.pk}).json()
