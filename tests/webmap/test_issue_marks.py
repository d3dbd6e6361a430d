"""Marks, tiles and lists tell what a household waits for, to whoever may read it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.households.models import Household
from apps.issues.advancing import By, advance
from apps.issues.brief import BIT_OF, STAGE_OF, Brief, Lateness, read_briefs, worst_first
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import PENDING, State, Verb
from apps.issues.models import Issue
from apps.issues.steps import around_of
from apps.people.kinds import PostKind
from apps.people.models import CellVillage
from apps.webmap.models import HouseholdMark
from tests.factories.issues import reported, step
from tests.factories.people import CellFactory, PostFactory
from tests.factories.world import World
from tests.webmap.test_tiles import one, tile_of

Login = Callable[[User], Client]
pytestmark = pytest.mark.django_db
MEMBER, CELL, LEADER = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.COMMUNE_LEADER


def _told(client: Client, home: Household) -> tuple[str, str]:
    """What the tile and the list say."""
    tile = one(tile_of(client, home, 15), "households", home.pk).get("q", "")
    answer = client.get("/api/map/households/").json()
    [row] = [row for row in answer["rows"] if row[0] == home.pk]
    return tile, row[answer["fields"].index("issues")]


def _brief(issue: Issue) -> str:
    assert issue.due_on is not None
    due = min(issue.due_on, issue.answer_by)
    return Brief(IssueKind(issue.kind), STAGE_OF[State(issue.state)], due).text


def test_a_tile_and_a_list_follow_an_issue_through_its_life(
    world: World, login: Login, now: datetime
) -> None:
    client, home = login(world.users[LEADER]), world.in_charge_of
    assert _told(client, home) == ("", "")
    issue = reported(world.users[MEMBER], home, at=now)
    assert _told(client, home) == (_brief(issue),) * 2
    second = reported(world.users[MEMBER], home, at=now)
    words = " ".join(map(_brief, sorted((issue, second), key=lambda i: i.answer_by)))
    assert set(_told(client, home)[0].split()) == set(words.split())
    step(world.users[CELL], second, Verb.MERGE, at=now, other=issue.pk)
    for verb in (Verb.RECEIVE, Verb.ANSWER):
        step(world.users[CELL], issue, verb, at=now, text="Xong")
        assert _told(client, home) == (_brief(issue),) * 2
    step(world.users[MEMBER], issue, Verb.CONFIRM, at=now)
    assert _told(client, home) == ("", "")


def test_every_word_is_the_one_that_the_rules_give(world: World, now: datetime) -> None:
    for kind in IssueKind:
        reported(world.users[CELL], world.households[1], at=now, kind=kind)
    mark = HouseholdMark.objects.get(pk=world.households[1].pk)
    issues = {issue.kind: issue for issue in Issue.objects.all()}
    guarded = issues.pop(IssueKind.PUBLIC_ORDER)
    assert set((mark.issues or "").split()) == set(map(_brief, issues.values()))
    bits = sum(BIT_OF[Level(level)] for level in {*guarded.chain, Level.POLICE})
    assert mark.guarded == [f"{_brief(guarded)}:{bits}"]
    assert len(read_briefs(mark.issues or "")) == len(IssueKind) - 1
    assert set(STAGE_OF) == PENDING


def test_public_order_is_told_to_its_chain_alone(world: World, login: Login, now: datetime) -> None:
    home = world.in_charge_of
    issue = reported(world.users[MEMBER], home, at=now, kind=IssueKind.PUBLIC_ORDER)
    assert (issue.level, issue.chain) == (Level.POLICE, [Level.MEMBER, Level.POLICE])
    for passed_on in (False, True):
        if passed_on:
            _to_the_commune(issue, now)
        for role in sorted(HOUSEHOLD_ROLES):
            may = Issue.objects.visible_to(actor_for(world.users[role], at=now)).exists()
            assert _told(login(world.users[role]), home) == (
                (_brief(issue),) * 2 if may else ("", "")
            )
            expected = {MEMBER} | ({LEADER, Role.COMMUNE_OFFICE} if passed_on else set())
            assert may == (role in expected)


def _to_the_commune(issue: Issue, now: datetime) -> None:
    """Nobody in time: the clock hands it up."""
    later = now + timedelta(days=60)
    advance(issue, Verb.ESCALATE, by=By(), around=around_of(issue, at=later), at=later)
    issue.refresh_from_db()


def test_a_readers_own_level_is_that_of_the_household(
    world: World, login: Login, now: datetime
) -> None:
    """Who reaches the household by one post and is a cell secretary elsewhere is none here."""
    home, person = world.households[1], world.users[Role.COMMITTEE_MEMBER].person
    elsewhere = CellFactory.create(commune=world.commune)
    CellVillage.objects.create(cell=elsewhere, village=world.villages[1])
    PostFactory.create(
        person=person, kind=PostKind.CELL_SECRETARY, cell=elsewhere, valid_from=now.date()
    )
    issue = reported(world.users[CELL], home, at=now, kind=IssueKind.PUBLIC_ORDER)
    assert issue.chain == [Level.CELL, Level.POLICE]
    assert _told(login(world.users[CELL]), home)[0] == _brief(issue)
    for role in (Role.COMMITTEE_MEMBER, Role.INSPECTION, LEADER):
        assert _told(login(world.users[role]), home) == ("", "")


def test_marks_tell_by_levels_alone(world: World, login: Login, now: datetime) -> None:
    """Who reported without sitting at a level finds it in their list, and on no shared tile."""
    reporter, home = world.users[Role.COMMITTEE_MEMBER], world.in_charge_of
    issue = reported(reporter, home, at=now, kind=IssueKind.PUBLIC_ORDER)
    assert Issue.objects.visible_to(actor_for(reporter, at=now)).get() == issue
    for role in sorted(HOUSEHOLD_ROLES):
        assert _told(login(world.users[role]), home) == ("", "")


def test_the_address_of_a_tile_changes_with_an_issue(
    world: World, login: Login, now: datetime
) -> None:
    client = login(world.users[LEADER])
    url = "/api/map/tiles/0/0/0.mvt"
    known = client.get(url)["ETag"]
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now)
    for verb in (Verb.PASS_UP, Verb.RECEIVE):
        answer = client.get(url, headers={"if-none-match": known})
        assert answer.status_code == 200
        assert answer["ETag"] != known
        known = answer["ETag"]
        step(world.users[CELL], issue, verb, at=now)


def test_an_issue_that_goes_to_another_household_is_shown_there(
    world: World, now: datetime
) -> None:
    issue = reported(world.users[CELL], world.households[1], at=now)
    Issue.objects.filter(pk=issue.pk).update(household=world.households[2])
    marks = dict(HouseholdMark.objects.values_list("pk", "issues"))
    assert marks[world.households[1].pk] is None
    assert marks[world.households[2].pk] == _brief(issue)


def test_marks_of_before_catch_up(world: World, now: datetime) -> None:
    reported(world.users[CELL], world.households[1], at=now)
    reported(world.users[CELL], world.households[2], at=now, kind=IssueKind.PUBLIC_ORDER)
    kept = list(HouseholdMark.objects.order_by("pk").values())
    HouseholdMark.objects.update(issues="x", guarded=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT webmap_refresh_issues((SELECT array_agg(id) FROM households_household))"
        )
    assert list(HouseholdMark.objects.order_by("pk").values()) == kept


def test_the_worst_comes_first() -> None:
    at = date(2026, 11, 16)
    words = {
        Lateness.IN_TIME: Brief(IssueKind.SCHOOLING, STAGE_OF[State.REPORTED], at),
        Lateness.LATE: Brief(IssueKind.LAND, STAGE_OF[State.REPORTED], at - timedelta(days=7)),
        Lateness.VERY_LATE: Brief(IssueKind.LAND, STAGE_OF[State.REFUSED], at - timedelta(days=8)),
    }
    assert {each.lateness(at=at): each for each in words.values()} == words
    assert worst_first(list(words.values()), at=at) == list(words.values())[::-1]
