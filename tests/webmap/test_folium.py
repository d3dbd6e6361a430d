"""The page for a meeting room: complete in itself, harmless, in scope, logged."""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from apps.accounts.models import AccessLog, User
from apps.accounts.reach import actor_for
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.households.models import Household
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.issues.models import Issue
from apps.webmap import folium_rows
from apps.webmap.folium_measures import MEASURES, area_measure
from apps.webmap.folium_themes import PEOPLE_FILLS, THEMES
from tests.factories.areas import CommuneFactory, VillageFactory, square
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.issues import reported, step
from tests.factories.people import PersonFactory
from tests.factories.world import World
from tests.offlinepage import data_of

Login = Callable[[User], Client]
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "`${alert(1)}`",
    "{{ 7*7 }} {% raw %}",
    "'\";alert(1)//\u2028\\",
    "<!--<script>",
)


def ask(client: Client, **body: Any) -> Any:
    return client.post("/api/map/folium/", json.dumps(body), content_type="application/json")


class Outside(HTMLParser):
    """Collects every attribute that makes a browser fetch something, and every script's tag."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [
            f"{tag} {name}={value}"
            for name, value in attrs
            if name in {"src", "href", "srcset", "action", "data", "poster"} or name[:2] == "on"
        ]


@pytest.mark.django_db
def test_it_asks_nobody_for_anything(world: World, login: Login) -> None:
    response = ask(login(world.users[Role.COMMUNE_LEADER]))
    page = response.content.decode()
    assert response.status_code == 200
    assert re.fullmatch(
        r'attachment; filename="ban-do-20261116-0830\.html"', response["Content-Disposition"]
    )
    assert "no-store" in response["Cache-Control"]
    outside = Outside()
    outside.feed(page)
    assert outside.fetched == []
    assert not {"link", "iframe", "img", "object", "embed"} & set(outside.tags)
    assert set(re.findall(r"https?://[\w.]+", page)) <= {
        "http://www.w3.org",  # namespace of SVG
        "https://leafletjs.com",  # Leaflet's prefix, which this page does not show
    }
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert "leaflet-pane" in styles
    assert not re.findall(r"@import|url\((?!['\"]?data:)", styles)
    assert "default-src 'none'" in page
    for name in ("jquery", "bootstrap", "awesome", "cdn."):
        assert name not in page.lower()


@pytest.mark.django_db
def test_it_says_what_where_when_and_who(world: World, login: Login) -> None:
    user = world.users[Role.COMMUNE_LEADER]
    data = data_of(ask(login(user), theme="recency", title="Họp giao ban").content.decode())
    assert data["heading"] == "Họp giao ban"
    assert data["moment"] == "16/11/2026 08:30"
    assert user.username in data["by"]
    assert data["total"] == 12
    assert data["title"] == data["themes"][data["theme"]]["title"] == "Lần nắm tình hình gần nhất"
    assert {area["name"] for area in data["areas"]} >= {"Thôn Nà A", "Thôn Nà B"}
    own = next(row for row in data["households"] if row[2] == world.in_charge_of.code)
    assert data["people"][own[5]] == world.member.full_name
    assert own[6] == "13/11/2026"


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_data(world: World, login: Login, name: str) -> None:
    HouseholdFactory.create(group=world.groups[0], head_name=name)
    world.villages[0].name = name
    world.villages[0].save()
    page = ask(login(world.users[Role.COMMUNE_LEADER]), title=name).content.decode()
    data = data_of(page)
    assert name in {row[3] for row in data["households"]}
    assert name in data["villages"].values()
    tags = Outside()
    tags.feed(page)
    # The switches of folium, Leaflet, and the page's own.
    assert tags.tags.count("script") == 3
    assert tags.fetched == []
    # Neither markup nor the end of a script anywhere in the data.
    script = page[page.index("showOfflineMap(map_") :]
    assert "<" not in script[: script.index("</script>")]


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_each_role_takes_away_its_reach_and_leaves_a_trace(
    world: World, login: Login, role: Role
) -> None:
    stranger = world.other_households[0]
    keys = [household.pk for household in (*world.households, stranger)]
    response = ask(login(world.users[role]), ids=keys)
    page = response.content.decode()
    reach = world.reach(role)
    every = (*world.households, *world.other_households)
    inside = {household.code for household in every if household.pk in reach}
    if role is Role.SYSTEM_ADMIN:
        assert response.status_code == 403
        assert not AccessLog.objects.exists()
        return
    assert response.status_code == 200
    data = data_of(page)
    assert {row[2] for row in data["households"]} == inside
    assert not any(h.head_name in page for h in every if h.pk not in reach)
    assert stranger.phone not in page
    entry = AccessLog.objects.get()
    assert (entry.action, entry.user, entry.count) == ("folium", world.users[role], len(inside))
    assert entry.detail == "coverage"


@pytest.mark.django_db
def test_the_tier_above_gets_numbers_with_the_small_ones_hidden(world: World, login: Login) -> None:
    data = data_of(ask(login(world.users[Role.PROVINCE_VIEWER])).content.decode())
    assert data["households"] == data["people"] == []
    assert data["areas"]
    # One household of twelve is covered: neither that number nor what gives it away is told.
    assert all(area["covered"] is None for area in data["areas"])


@pytest.mark.django_db
def test_the_tier_above_takes_away_the_commune_it_is_in(world: World, login: Login) -> None:
    near = CommuneFactory.create(province=world.commune.province, geom=square(106.2, 21.5))
    VillageFactory.create(commune=near, name="Thôn Xa", geom=square(106.2, 21.5, 0.05))
    client = login(world.users[Role.PROVINCE_VIEWER])
    data = data_of(ask(client, commune=near.pk).content.decode())
    assert [area["name"] for area in data["areas"]] == ["Thôn Xa"]
    before = AccessLog.objects.count()
    assert ask(client, commune=world.other_commune.pk).status_code == 404
    assert AccessLog.objects.count() == before


@pytest.mark.django_db
def test_a_leader_takes_away_one_commune_and_none_of_others(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    data = data_of(ask(client, commune=world.commune.pk).content.decode())
    assert data["total"] == len(world.households)
    assert ask(client, commune=world.other_commune.pk).status_code == 404


@pytest.mark.django_db
def test_a_village_or_chosen_households_only(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    village = data_of(ask(client, village=world.villages[1].pk).content.decode())
    assert {row[4] for row in village["households"]} == {world.villages[1].pk}
    two = [household.pk for household in world.households[:2]]
    chosen = data_of(ask(client, ids=two).content.decode())
    assert chosen["total"] == len(chosen["households"]) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        {"theme": "religion"},
        {"measure": "loyalty"},
        {"ids": []},
        {"ids": ["1"] * 3 + ["x"]},
        {"ids": [0]},
        {"ids": [2**63]},
        {"ids": {"a": 1}},
        {"village": "Nà A"},
        {"title": "a" * 121},
    ],
    ids=str,
)
def test_bad_input_is_refused_and_not_logged(
    world: World, login: Login, body: dict[str, Any]
) -> None:
    response = ask(login(world.users[Role.COMMUNE_LEADER]), **body)
    assert response.status_code == 400
    assert not AccessLog.objects.exists()


@pytest.mark.django_db
def test_nothing_in_reach_is_not_found(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    assert ask(client, ids=[world.other_households[0].pk]).status_code == 404
    assert not AccessLog.objects.exists()


@pytest.mark.django_db
def test_too_many_are_refused(world: World, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folium_rows, "MOST_HOUSEHOLDS", 5)
    response = ask(login(world.users[Role.COMMUNE_LEADER]))
    assert response.status_code == 422
    assert response.json()["code"] == "too_many"
    assert not AccessLog.objects.exists()


@pytest.mark.django_db
def test_nothing_is_given_when_it_cannot_be_logged(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**entry: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("apps.webmap.folium_api.record_access", broken)
    with pytest.raises(ConnectionError):
        ask(login(world.users[Role.COMMUNE_LEADER]))


def _script(name: str) -> str:
    return (Path(settings.BASE_DIR) / "static/js/core" / name).read_text(encoding="utf-8")


@pytest.mark.django_db
def test_every_theme_is_in_it_in_the_colours_of_the_page(world: World, login: Login) -> None:
    data = data_of(ask(login(world.users[Role.COMMUNE_LEADER])).content.decode())
    themes = data["themes"]
    assert len(themes) == len(THEMES)
    drawn = _script("themes.js") + _script("palette.js")
    for number, theme in enumerate(themes):
        counts = Counter(row[number - len(themes)] for row in data["households"])
        told = {index: entry["count"] for index, entry in enumerate(theme["legend"])}
        assert {index: count for index, count in told.items() if count} == counts
        for entry in theme["legend"]:
            assert f'"{entry["fill"]}"' in drawn
            assert f'"{entry["ring"]}"' in drawn


def worded(data: dict[str, Any], theme: str, home: Household) -> str:
    """The household's class in that theme."""
    number = THEMES.index(theme)
    [row] = [row for row in data["households"] if row[2] == home.code]
    legend = data["themes"][number]["legend"]
    return str(legend[row[number - len(THEMES)]]["label"])


@pytest.mark.django_db
def test_households_have_the_class_of_their_most_pressing_issue(
    world: World, login: Login, now: datetime
) -> None:
    user, [late, new, none] = world.users[Role.CELL_COMMITTEE], world.households[:3]
    reported(user, late, at=now, kind=IssueKind.LIVELIHOOD)
    reported(user, late, at=now - timedelta(days=95), kind=IssueKind.LAND)
    issue = reported(user, new, at=now, kind=IssueKind.HOUSING)
    step(user, issue, Verb.RECEIVE, at=now)
    data = data_of(ask(login(world.users[Role.COMMUNE_LEADER]), theme="issue").content.decode())
    assert data["title"] == "Vấn đề của hộ: loại"
    assert "gấp nhất" in data["themes"][data["theme"]]["note"]
    words = {
        home: tuple(worded(data, theme, home) for theme in THEMES[-3:])
        for home in (late, new, none)
    }
    nothing = "Không có vấn đề đang chờ"
    assert words == {
        late: (str(IssueKind.LAND.label), "Mới báo", "Quá hạn hơn một tuần"),
        new: (str(IssueKind.HOUSING.label), "Đang giải quyết", "Còn trong hạn"),
        none: (nothing, nothing, nothing),
    }


@pytest.mark.django_db
def test_a_restricted_issue_is_in_the_file_of_who_may_read_it(
    world: World, login: Login, now: datetime
) -> None:
    home, member = world.in_charge_of, world.users[Role.MEMBER_IN_CHARGE]
    reported(member, home, at=now, kind=IssueKind.PUBLIC_ORDER)
    told = {
        role
        for role in HOUSEHOLD_ROLES
        if worded(data_of(ask(login(world.users[role])).content.decode()), "issue", home)
        == str(IssueKind.PUBLIC_ORDER.label)
    }
    may = {
        role
        for role in HOUSEHOLD_ROLES
        if Issue.objects.visible_to(actor_for(world.users[role], at=now)).exists()
    }
    assert told == may == {Role.MEMBER_IN_CHARGE}


@pytest.mark.django_db
@pytest.mark.parametrize("measure", MEASURES)
def test_areas_are_coloured_by_the_measure_asked_for(
    world: World, login: Login, at: date, measure: str
) -> None:
    """As the map tells it, with the same numbers hidden."""
    for group in (world.groups[0], world.groups[2]):
        for home in HouseholdFactory.create_batch(40, group=group)[:12]:
            put_in_charge(world.member, home, since=at)
    client = login(world.users[Role.PROVINCE_VIEWER])
    data = data_of(ask(client, measure=measure).content.decode())
    [part_of] = [kind["part"] for kind in drawn_measures() if kind["key"] == measure]
    villages = {unit["name"]: unit for unit in client.get("/api/map/areas/").json()["villages"]}
    told = {area["name"]: area["part"] for area in data["areas"]}
    assert told == {
        name: unit["recency"]["never"] if part_of == "never" else unit[part_of]
        for name, unit in villages.items()
    }
    if measure in {"coverage", "uncovered"}:
        assert None not in told.values()
    assert data["title"] == f"{data['measure']['label']} theo địa bàn"
    assert AccessLog.objects.get().detail == measure


def drawn_measures() -> list[dict[str, str]]:
    """What ``measures.js`` says of each."""
    lines = _script("measures.js").split("const KINDS = [")[1].split("];")[0]
    pattern = re.compile(
        r'key: "(?P<key>\w+)",\s+more: (?P<more>\w+),\s+isShare: (?P<share>\w+),'
        r'\s+partOf: (?:\(f\) => f\.)?(?P<part>\w+),\s+edges: "(?P<edges>\w+)"'
    )
    return [found.groupdict() for found in pattern.finditer(lines)]


def test_measures_have_the_steps_and_colours_of_the_page() -> None:
    script = _script("measures.js")
    drawn = drawn_measures()
    assert tuple(kind["key"] for kind in drawn) == MEASURES
    for kind in drawn:
        data = area_measure(kind["key"]).as_data()
        edges = json.loads(re.findall(rf"{kind['edges']}: (\[.*?\])", script)[0])
        assert [each["below"] for each in data["steps"]] == [*edges, None]
        name = "GOOD" if kind["more"] == "true" else "BAD"
        fills = json.loads(re.findall(rf"const {name} = Object.freeze\((\[.*?\])\)", script)[0])
        assert [each["fill"] for each in data["steps"]] == fills
        assert data["share"] == (kind["share"] == "true")


@pytest.mark.django_db
def test_people_are_drawn_one_by_one(world: World, login: Login) -> None:
    namesakes = [PersonFactory.create(commune=world.commune, full_name="Lò Thị Mai") for _ in "12"]
    for person, home in zip(namesakes, world.households[1:3], strict=True):
        put_in_charge(person, home, since=date(2026, 1, 1))
    data = data_of(ask(login(world.users[Role.COMMUNE_LEADER]), theme="person").content.decode())
    legend = data["themes"][data["theme"]]["legend"]
    assert [entry["count"] for entry in legend] == [9, 1, 1, 1]
    people = sorted(
        [*namesakes, world.member], key=lambda person: (person.full_name.split()[-1], person.pk)
    )
    assert [entry["label"] for entry in legend[1:]] == [person.full_name for person in people]
    assert [entry["fill"] for entry in legend[1:]] == [
        PEOPLE_FILLS[person.pk % len(PEOPLE_FILLS)] for person in people
    ]


def test_the_colours_of_people_are_those_of_the_page() -> None:
    listed = _script("palette.js").split("Object.freeze([")[1].split("])")[0]
    assert tuple(re.findall(r'"(#\w{6})"', listed)) == PEOPLE_FILLS


@pytest.mark.django_db
def test_the_questions_asked_do_not_grow_with_the_households(
    world: World, login: Login, django_assert_max_num_queries: Any
) -> None:
    HouseholdFactory.create_batch(30, group=world.groups[0])
    client = login(world.users[Role.COMMUNE_LEADER])
    with django_assert_max_num_queries(36):
        assert ask(client).status_code == 200


@pytest.mark.django_db
def test_a_household_costs_little(world: World, login: Login) -> None:
    """3,400 households, a commune of the demo, are some 0.6 MB; 25,000 stay under 3 MB."""
    client = login(world.users[Role.COMMUNE_LEADER])
    few = len(ask(client).content)
    HouseholdFactory.create_batch(50, group=world.groups[0])
    assert (len(ask(client).content) - few) / 50 < 110
    assert few < 250_000
