"""Issues on the map: restricted ones reach their chain alone, by every way to a tile and a list."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.common import clock
from apps.issues.advancing import By, advance
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.issues.models import Issue
from apps.issues.steps import around_of
from apps.people.kinds import PostKind
from apps.people.models import CellVillage, Person
from apps.webmap import shortcut
from apps.webmap.folium_themes import THEMES
from apps.webmap.issuedays import DaysRow, compared_days
from tests.architecture.leaks import Check, Site
from tests.architecture.shortcut_leaks import TILE, _followed
from tests.factories.households import HouseholdFactory
from tests.factories.issues import reported
from tests.factories.people import CellFactory, PostFactory
from tests.offlinepage import data_of
from tests.vectortile import read_tile
from tests.webmap.test_issue_hexes import PLACE
from tests.webmap.test_tiles import address
from tests.wsgi import served

_GUARDED = "g"
_MEMBER, _CELL, _LEADER = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.COMMUNE_LEADER


def _clock_ran_out(issue: Issue) -> None:
    """The clock hands it up, which it does no sooner than when its time is over."""
    later = clock.now() + timedelta(days=60)
    advance(issue, Verb.ESCALATE, by=By(), around=around_of(issue, at=later), at=later)


def _guarded(site: Site) -> dict[Role, set[int]]:
    """One restricted issue each of the member's, the cell's and the commune's; who may read which.

    Each is one of another household. The committee member is a cell secretary as well, elsewhere.
    """
    elsewhere = CellFactory.create(commune=site.world.commune)
    CellVillage.objects.create(cell=elsewhere, village=site.world.villages[1])
    PostFactory.create(
        person=Person.objects.get(user=site.world.users[Role.COMMITTEE_MEMBER]),
        kind=PostKind.CELL_SECRETARY,
        cell=elsewhere,
    )
    users, now = site.world.users, clock.now()
    own, second, third = site.world.households[:3]
    kind = IssueKind.PUBLIC_ORDER
    reported(users[_MEMBER], own, at=now, kind=kind)
    reported(users[_CELL], second, at=now, kind=kind)
    issue = reported(users[_CELL], third, at=now, kind=kind)
    _clock_ran_out(issue)
    readers: dict[Role, set[int]] = {role: set() for role in Role}
    readers[_MEMBER] = {own.pk}
    readers[_CELL] = {second.pk, third.pk}
    readers[_LEADER] = readers[Role.COMMUNE_OFFICE] = {third.pk}
    return readers


def _marked(content: bytes) -> set[int]:
    """Households that the tile says have a restricted issue."""
    return {
        int(feature.id)
        for features in read_tile(content).values()
        for feature in features
        if _GUARDED in {word[0] for word in str(feature.properties.get("q", "")).split()}
    }


def guarded_issues_in_tiles(site: Site) -> Iterator[str]:
    """For every role in turn, the whole way and past the site."""
    for role, expected in _guarded(site).items():
        if role == Role.SYSTEM_ADMIN:
            continue
        client = site.client(role)
        ways = {"site": _marked(client.get(TILE).content)}
        for _ in range(2):
            served(client, TILE)
        ways["express"] = _marked(served(client, TILE).content)
        yield from (
            f"{role}: {way} marks {sorted(marked)}, not {sorted(expected)}"
            for way, marked in ways.items()
            if marked != expected
        )


def guarded_issues_in_lists(site: Site) -> Iterator[str]:
    for role, expected in _guarded(site).items():
        if role not in HOUSEHOLD_ROLES:
            continue
        answer = site.get(role, "webmap:households").json()
        column = answer["fields"].index("issues")
        marked = {
            row[0] for row in answer["rows"] if any(w[0] == _GUARDED for w in row[column].split())
        }
        if marked != expected:
            yield f"{role}: the list marks {sorted(marked)}, not {sorted(expected)}"


def guarded_issues_in_saved_pages(site: Site) -> Iterator[str]:
    """The page without a network holds of an issue its kind, for whoever may read it."""
    codes = {home.pk: home.code for home in site.world.households}
    number = THEMES.index("issue")
    for role, expected in _guarded(site).items():
        if role not in HOUSEHOLD_ROLES:
            continue
        answer = site.client(role).post(reverse("webmap:folium"), {}, "application/json")
        data = data_of(answer.content.decode())
        labels = [entry["label"] for entry in data["themes"][number]["legend"]]
        guarded = labels.index(str(IssueKind.PUBLIC_ORDER.label))
        marked = {row[2] for row in data["households"] if row[number - len(THEMES)] == guarded}
        if marked != {codes[pk] for pk in expected}:
            yield f"{role}: the saved page marks {sorted(marked)}"


def _report(site: Site, user: User, client: Client) -> None:
    reported(site.world.users[_CELL], site.world.households[1], at=clock.now())


def _report_guarded(site: Site, user: User, client: Client) -> None:
    home = site.world.in_charge_of
    reported(site.world.users[_MEMBER], home, at=clock.now(), kind=IssueKind.PUBLIC_ORDER)


def _hand_up(site: Site, user: User, client: Client) -> None:
    """The clock hands it to the commune, whose leader now reads it."""
    for issue in Issue.objects.all():
        _clock_ran_out(issue)


def _report_at_police(site: Site, user: User, client: Client) -> None:
    reported(
        site.world.users[_CELL],
        site.world.households[1],
        at=clock.now(),
        kind=IssueKind.PUBLIC_ORDER,
    )


tiles_after_issues = _followed("tiles_after_issues", _LEADER, _report)
tiles_after_guarded_issues = _followed("tiles_after_guarded_issues", _MEMBER, _report_guarded)


def unchanged_after_issues(site: Site) -> Iterator[str]:
    """A browser that asks whether its tile still is the newest one is told that it is not."""
    client = site.client(_LEADER)
    for change in (_report, _report_at_police, _hand_up):
        known = client.get(TILE)["ETag"]
        change(site, site.world.users[_LEADER], client)
        for way in ("short", "whole"):
            answer = client.get(TILE, headers={"if-none-match": known})
            if answer.status_code != 200 or answer["ETag"] == known:
                yield f"{change.__name__}: unchanged by the {way} way"
            shortcut._memory.clear()


def _days(site: Site, role: Role) -> list[DaysRow]:
    today = clock.local_day(clock.now())
    actor = actor_for(site.world.users[role], at=clock.now())
    since = today - timedelta(days=40)
    return compared_days(actor, since=since, until=today, today=today)


def issue_days_beyond_reach(site: Site) -> Iterator[str]:
    """Two days side by side: each counts the households of their own reach, restricted kinds not
    at all.
    """
    leader, now = site.world.users[_LEADER], clock.now()
    for home in site.world.households:
        reported(leader, home, at=now)
    guarded = HouseholdFactory.create(group=site.world.groups[0])
    reported(site.world.users[_CELL], guarded, at=now, kind=IssueKind.PUBLIC_ORDER)
    for role in (_MEMBER, _CELL, _LEADER, Role.GROUP_OFFICER, Role.INSPECTION):
        expected = len(site.world.reach(role))
        communes = [row for row in _days(site, role) if row.level == "commune"]
        counts = {(row.opened.n, row.pairs[0].after.n) for row in communes}
        if counts != {(expected, expected)}:
            yield f"{role}: {counts} instead of {expected}"


def order_points_beyond_reach(site: Site) -> list[str]:
    """The police's points: what waits of public order in its commune, and nothing else of anybody.

    The household of the other commune waits for its own police; the one of this commune that waits
    for a roof is nobody's point.
    """
    now, world = clock.now(), site.world
    leader = world.users[_LEADER]
    kind = IssueKind.PUBLIC_ORDER
    own = [reported(world.users[_MEMBER], world.in_charge_of, at=now, kind=kind)]
    own.append(reported(world.users[_CELL], world.households[1], at=now, kind=kind))
    reported(leader, world.households[2], at=now)
    assert world.outsider is not None
    reported(world.outsider, world.other_households[0], at=now, kind=kind)
    answer = site.get(Role.COMMUNE_POLICE, "webmap:order-points")
    if answer.status_code != 200:
        return []
    features = answer.json()["features"]
    marked = {feature["properties"]["id"] for feature in features}
    found = [] if marked == {issue.pk for issue in own} else [f"points of {sorted(marked)}"]
    body = answer.content.decode()
    homes = (*world.households, *world.other_households)
    names = [text for home in homes for text in (home.head_name, home.code, home.phone) if text]
    found += [f"the points tell {text}" for text in names if text in body]
    told = {"id", "what", "stage", "late", "due", "provisional"}
    found += [
        f"told more: {set(f['properties']) - told}" for f in features if set(f["properties"]) - told
    ]
    return found


def order_points_of_others(site: Site) -> list[str]:
    """Nobody but the police is answered."""
    reported(
        site.world.users[_MEMBER],
        site.world.in_charge_of,
        at=clock.now(),
        kind=IssueKind.PUBLIC_ORDER,
    )
    url = reverse("webmap:order-points")
    roles = [role for role in site.world.users if role != Role.COMMUNE_POLICE]
    statuses = {role: site.client(role).get(url).status_code for role in roles}
    return [f"{role}: {status}" for role, status in statuses.items() if status != 403]


def issue_days_of_few(site: Site) -> Iterator[str]:
    """The tier above: steps of five, and nothing of fewer households."""
    for home in site.world.households[:8]:
        reported(site.world.users[_LEADER], home, at=clock.now())
    for row in _days(site, Role.PROVINCE_VIEWER):
        sides = [side for pair in row.pairs for side in (pair.before, pair.after)]
        numbers = [each.n for each in (row.opened, row.done, *sides) if each.n is not None]
        yield from (f"{row.name}: {n}" for n in numbers if n % 5)
        if row.level == "group":
            yield f"{row.name}: a group"


def issue_hexes_of_few(site: Site) -> list[str]:
    """The tier above: four of forty that wait make no hexagon, of all kinds or of theirs."""
    world = site.world
    for place in range(40):
        home = HouseholdFactory.create(group=world.groups[1], position=Point(*PLACE, srid=4326))
        if place < 4:
            reported(world.users[_LEADER], home, at=clock.now(), kind=IssueKind.LAND)
    client = site.client(Role.PROVINCE_VIEWER)
    return [
        f"{kind or 'every kind'} at zoom {zoom}"
        for kind in ("", "land/")
        for zoom in (8, 10, 12)
        if read_tile(client.get(f"/api/map/tiles/issues/{kind}{address(*PLACE, zoom)}").content)
    ]


ISSUEMAP_CHECKS: tuple[Check, ...] = (
    issue_days_beyond_reach,
    issue_days_of_few,
    order_points_beyond_reach,
    order_points_of_others,
    issue_hexes_of_few,
    guarded_issues_in_tiles,
    guarded_issues_in_lists,
    guarded_issues_in_saved_pages,
    tiles_after_issues,
    tiles_after_guarded_issues,
    unchanged_after_issues,
)
