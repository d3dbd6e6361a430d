"""The whole way of a plan over HTTP, and what its interface refuses."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments import jobs, urls
from apps.assignments.models import Assignment, AssignmentPlan, PlanEdit, PlanRun
from apps.households.models import Household
from tests.assignments.plans.conftest import Committee
from tests.factories.households import HouseholdFactory
from tests.factories.people import MembershipFactory
from tests.factories.plans import draft, resolve

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def housed(committee: Committee) -> Committee:
    west, south = committee.homes[0].position.coords
    for person in committee.members:
        person.home = Point(west, south, srid=4326)
        person.save()
    return committee


@pytest.fixture
def client(housed: Committee, login: Login) -> Client:
    return login(housed.secretary)


def _post(client: Client, name: str, body: dict[str, Any], *args: Any, status: int = 200) -> Any:
    wish = {"key": str(uuid4()), **body}
    answer = client.post(reverse(f"plans:{name}", args=args), wish, "application/json")
    assert answer.status_code == status, answer.json()
    return answer.json()


def _start(client: Client, committee: Committee, seed: str = "present") -> int:
    body = {"cell": committee.world.cell.pk, "seed": seed, "year": 2027}
    plan: int = _post(client, "start", body)["plan"]
    return plan


def test_from_the_draft_to_the_resolution(housed: Committee, client: Client) -> None:
    plan = _start(client, housed)
    homes, members = [home.pk for home in housed.homes], [p.pk for p in housed.members]
    pairs = [{"household": homes[1], "person": members[1]}, {"household": homes[2], "person": None}]
    edited = _post(client, "pairs", {"seen": 1, "pairs": pairs}, plan)
    assert (edited["revision"], edited["changed"]) == (2, 1)
    lock = {"seen": 2, "households": homes[:1], "locked": True}
    _post(client, "locks", lock, plan)
    ban = {"seen": 3, "household": homes[2], "person": members[0], "reason": "relative"}
    _post(client, "bans", ban, plan)
    _post(client, "duties", {"seen": 4, "person": members[1], "text": "Loa truyền thanh"}, plan)
    undone = _post(client, "undo", {"edit": None}, plan)
    _post(client, "undo", {"edit": undone["edit"]}, plan)
    _post(client, "submit", {"seen": 7}, plan)
    _post(client, "return", {"reason": "Chi bộ đề nghị sửa"}, plan)
    _post(client, "submit", {"seen": 7}, plan)
    outcome = client.get(reverse("plans:outcome", args=[plan])).json()
    assert (outcome["kept"], outcome["opened"], outcome["lost"]) == (1, 1, 0)
    paper = {"number": "01-NQ/CB", "decided_on": "2026-11-15", "effective_on": "2026-11-16"}
    decided = _post(client, "resolve", {"seen": 7, "agreed": 0, **paper}, plan)
    assert decided["state"] == "in_force"
    assert Assignment.objects.get(household=homes[1]).person_id == members[1]
    told = client.get(reverse("plans:plan", args=[plan])).json()
    assert told["plan"]["number"] == "01-NQ/CB"
    assert [p["duty"] for p in told["people"] if p["id"] == members[1]] == ["Loa truyền thanh"]
    steps = client.get(reverse("plans:story", args=[plan])).json()["steps"]
    states = [step["state"] for step in steps]
    assert states == ["draft", "submitted", "draft", "submitted", "in_force"]
    assert steps[2]["reason"] == "Chi bộ đề nghị sửa"
    assert {step["who"] for step in steps} == {housed.secretary.person.full_name}
    amended = _post(client, "amend", {"reason": "member_left"}, plan)
    dropped = {"reason": "Ghi nhầm", "seen": amended["revision"]}
    _post(client, "drop", dropped, amended["plan"])


def test_edits_of_one_open_page_follow_each_other(housed: Committee, client: Client) -> None:
    plan, home = _start(client, housed, "empty"), housed.homes[1].pk
    pages = [str(uuid4()), str(uuid4())]

    def give(number: int, page: str, status: int = 200) -> Any:
        pairs = [{"household": home, "person": housed.members[number].pk}]
        body = {"seen": 0, "session": page, "pairs": pairs}
        return _post(client, "pairs", body, plan, status=status)

    give(0, pages[0])
    give(1, pages[0])
    told = give(2, pages[1], status=409)
    assert (told["code"], len(told["changes"])) == ("changed_since", 2)
    assert PlanEdit.objects.filter(plan=plan, session=pages[0]).count() == 2


def test_cells_for_which_one_may_draft(housed: Committee, client: Client, login: Login) -> None:
    [cell] = client.get(reverse("plans:list")).json()["cells"]
    assert (cell["id"], cell["may_draft"], cell["may_resolve"]) == (
        housed.world.cell.pk,
        True,
        True,
    )
    other = login(housed.colleague).get(reverse("plans:list")).json()["cells"]
    assert [(each["may_draft"], each["may_resolve"]) for each in other] == [(True, False)]
    leader = login(housed.world.users[Role.COMMUNE_LEADER])
    assert [c["may_draft"] for c in leader.get(reverse("plans:list")).json()["cells"]] == [False]


def test_a_draft_tells_households_people_loads_and_distances(
    housed: Committee, client: Client
) -> None:
    plan = _start(client, housed)
    told = client.get(reverse("plans:plan", args=[plan])).json()
    homes = {home["id"]: home for home in told["households"]}
    assert set(homes) == {home.pk for home in housed.homes}
    first = homes[housed.homes[0].pk]
    member = housed.members[0].pk
    assert (first["person"], first["present"], first["metres"]) == (member, member, 0)
    assert (first["source"], first["locked"], first["provisional"]) == ("present", False, False)
    loads = {person["id"]: person for person in told["people"]}
    assert (loads[member]["given"], loads[member]["capacity"], loads[member]["room"]) == (1, 8, 7)
    assert (told["plan"]["may_draft"], told["plan"]["may_resolve"]) == (True, True)
    left = {each["household"]: each["reason"] for each in told["left"]}
    assert len(left) == 5


def test_a_planned_household_that_left_is_marked(housed: Committee, client: Client) -> None:
    plan = _start(client, housed)
    Household.objects.filter(pk=housed.homes[0].pk).update(
        left_on="2026-11-01", left_reason="moved"
    )
    told = client.get(reverse("plans:plan", args=[plan])).json()
    [gone] = [home for home in told["households"] if home["gone"]]
    assert (gone["id"], gone["person"], gone["metres"]) == (
        housed.homes[0].pk,
        housed.members[0].pk,
        None,
    )
    outcome = client.get(reverse("plans:outcome", args=[plan])).json()
    assert outcome["left_out"] == [{"household": gone["id"], "reason": "household_gone"}]


def test_two_editors(housed: Committee, client: Client, login: Login) -> None:
    plan = _start(client, housed)
    home, members = housed.homes[0].pk, [person.pk for person in housed.members]
    other = login(housed.colleague)
    _post(other, "pairs", {"seen": 1, "pairs": [{"household": home, "person": members[1]}]}, plan)
    wish = {"seen": 1, "pairs": [{"household": home, "person": members[2]}]}
    told = _post(client, "pairs", wish, plan, status=409)
    assert told["code"] == "changed_since"
    [change] = told["changes"]
    assert (change["who"], change["before"], change["after"]) == (
        "Vi Thị Hai",
        members[0],
        members[1],
    )
    seen = client.get(reverse("plans:edits", args=[plan]), {"since": 1}).json()
    assert seen["revision"] == 2
    [edit] = seen["edits"]
    assert (edit["who"], edit["mine"], edit["kind"]) == ("Vi Thị Hai", False, "change")


def test_why_this_person(housed: Committee, client: Client) -> None:
    plan = _start(client, housed)
    home = housed.homes[0].pk
    told = client.get(reverse("plans:why", args=[plan, home])).json()
    assert told["chosen"]["person"] == housed.members[0].pk
    assert (told["chosen"]["metres"], told["kept"]) == (0, True)
    # The village's head, whose home nobody knows, carries households as well.
    head = housed.world.users[Role.VILLAGE_HEAD].person.pk
    known = {p.pk for p in housed.members[1:]}
    assert {each["person"] for each in told["others"]} == known | {head}
    others = [each for each in told["others"] if each["person"] != head]
    assert {each["obstacle"] for each in others} <= {"further", "pair_works"}
    nobody = client.get(reverse("plans:why", args=[plan, housed.homes[3].pk])).json()
    assert (nobody["chosen"], nobody["reason"]) == (None, "nobody_in_reach")
    outside = reverse("plans:why", args=[plan, housed.world.households[6].pk])
    assert client.get(outside).status_code == 404


def test_gaps(housed: Committee, client: Client) -> None:
    plan = _start(client, housed, "empty")
    told = client.get(reverse("plans:gaps", args=[plan])).json()
    assert len(told["gaps"]) == 6
    today = client.get(reverse("plans:gaps-today"), {"cell": housed.world.cell.pk}).json()
    assert len(today["gaps"]) == 5
    assert today["rate"] == {
        "members": 3,
        "excused": 0,
        "assigned": 1,
        "assignable": 3,
        "percent": 33,
    }


def test_a_run_and_what_comes_of_it(housed: Committee, client: Client, login: Login) -> None:
    answer = _post(client, "run-start", {"cell": housed.world.cell.pk, "commune": None})
    run = PlanRun.objects.get(key=answer["run"])
    waiting = client.get(reverse("plans:run", args=[run.key])).json()
    assert (waiting["state"], waiting["done"], waiting["total"]) == ("waiting", 0, 1)
    jobs.run_plan(run_id=run.pk)
    told = client.get(reverse("plans:run", args=[run.key])).json()
    assert (told["state"], told["done"]) == ("done", 1)
    [proposal] = told["proposals"]
    assert (proposal["pairs"], proposal["left"]) == (3, {"nobody_in_reach": 3})
    assert proposal["may_accept"]
    leader = login(housed.world.users[Role.COMMUNE_LEADER])
    seen = leader.get(reverse("plans:run", args=[run.key])).json()
    assert not seen["proposals"][0]["may_accept"]
    accepted = _post(client, "run-accept", {"cell": housed.world.cell.pk}, run.key)
    assert AssignmentPlan.objects.get(pk=accepted["plan"]).pairs.count() == 3
    assert client.get(reverse("plans:runs")).json()["runs"][0]["state"] == "done"


def test_a_run_is_dropped_or_cancelled(housed: Committee, client: Client) -> None:
    answer = _post(client, "run-start", {"cell": housed.world.cell.pk, "commune": None})
    told = _post(client, "run-cancel", {}, answer["run"])
    assert (told["state"], told["proposals"][0]["state"]) == ("cancelled", "dropped")
    again = _post(client, "run-start", {"cell": housed.world.cell.pk, "commune": None})
    jobs.run_plan(run_id=PlanRun.objects.get(key=again["run"]).pk)
    told = _post(client, "run-drop", {"cell": None}, again["run"])
    assert told["proposals"][0]["state"] == "dropped"


def test_propose_in_the_draft(housed: Committee, client: Client) -> None:
    plan = _start(client, housed, "empty")
    assert _post(client, "propose", {"seen": 0}, plan)["changed"] == 3


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("pairs", {"seen": 0, "pairs": []}, "pairs"),
        ("pairs", {"seen": 0, "pairs": [{"household": "x", "person": None}]}, "pairs"),
        ("pairs", {"seen": 0, "pairs": [{"household": 2**70, "person": 1}]}, "pairs"),
        ("pairs", {"seen": -1, "pairs": [{"household": 1, "person": 1}]}, "seen"),
        ("pairs", {"seen": 0, "pairs": [{"household": 1, "person": None}] * 2}, "pairs"),
        ("bans", {"seen": 0, "household": 1, "person": 1, "reason": "tư tưởng"}, "reason"),
        ("duties", {"seen": 0, "person": 1, "text": "a\x00b"}, "text"),
        ("duties", {"seen": 0, "person": 1, "text": "a" * 301}, "text"),
        ("undo", {"edit": "không"}, "edit"),
        ("submit", {}, "seen"),
        ("drop", {"seen": 0, "reason": "  "}, "reason"),
        ("drop", {"reason": "Ghi nhầm"}, "seen"),
        ("pairs", {"seen": 0, "session": "x", "pairs": []}, "session"),
        ("submit", {"key": "1", "seen": 0}, "key"),
    ],
)
def test_bad_bodies_are_named(
    housed: Committee, client: Client, name: str, body: dict[str, Any], field: str
) -> None:
    plan = draft(housed.world.cell)
    told = _post(client, name, body, plan.pk, status=422)
    assert (told["code"], told["field"]) == ("invalid", field)


def test_keys_that_cannot_be(housed: Committee, client: Client) -> None:
    huge = reverse("plans:plan", args=[10**30])
    assert client.get(huge).status_code == 404
    assert client.get(reverse("plans:list"), {"cell": "x"}).status_code == 422
    assert client.get(reverse("plans:list"), {"cell": "9" * 30}).status_code == 422
    plan = draft(housed.world.cell)
    day = client.get(reverse("plans:outcome", args=[plan.pk]), {"effective_on": "hôm qua"})
    assert day.json()["field"] == "effective_on"


def test_who_reads_in_part(housed: Committee, client: Client, login: Login) -> None:
    plan = _start(client, housed)
    member = login(housed.world.users[Role.MEMBER_IN_CHARGE])
    assert member.get(reverse("plans:plan", args=[plan])).status_code == 404
    assert member.get(reverse("plans:list")).json() == {"plans": [], "cells": []}
    pairs = [{"household": housed.homes[1].pk, "person": housed.members[1].pk}]
    _post(client, "pairs", {"seen": 1, "pairs": pairs}, plan)
    _post(client, "submit", {"seen": 2}, plan)
    paper = {"number": "01-NQ/CB", "decided_on": "2026-11-15", "effective_on": "2026-11-16"}
    _post(client, "resolve", {"seen": 2, "agreed": 0, **paper}, plan)
    told = member.get(reverse("plans:plan", args=[plan])).json()
    assert [home["id"] for home in told["households"]] == [housed.homes[0].pk]
    assert [person["name"] for person in told["people"]] == [housed.world.member.full_name]
    assert not told["plan"]["may_draft"]


def test_the_paper_is_put_right(housed: Committee, client: Client, login: Login) -> None:
    plan = resolve(draft(housed.world.cell, {housed.homes[0]: housed.members[0]}))
    seen = {"number": "05-NQ/CB", "decided_on": "2026-11-10"}
    paper = {"number": "06-NQ/CB", "decided_on": "2026-11-09"}
    body = {"seen": seen, "paper": paper, "reason": "Ghi nhầm"}
    assert _post(client, "correct", body, plan.pk) == {"plan": plan.pk, **paper}
    _post(client, "correct", body, plan.pk, status=409)
    _post(client, "correct", {**body, "reason": ""}, plan.pk, status=422)
    told = client.get(reverse("plans:corrections", args=[plan.pk])).json()["corrections"]
    assert [{name: each[name] for name in seen} for each in told] == [seen]
    assert told[0]["reason"] == "Ghi nhầm"
    leader = login(housed.world.users[Role.COMMUNE_LEADER])
    assert leader.get(reverse("plans:corrections", args=[plan.pk])).json()["corrections"] == told
    _post(leader, "correct", body, plan.pk, status=403)


def test_the_rule_of_the_commune(housed: Committee, client: Client, login: Login) -> None:
    url = reverse("plans:rule", args=[housed.world.commune.pk])
    seen = client.get(url).json()
    assert (seen["max_metres"], seen["unassigned_metres"]) == (1500, None)
    office = login(housed.world.users[Role.COMMUNE_OFFICE])
    wish = {"reason": "Kết luận 3", "seen": seen, "values": {**seen, "max_metres": 2500}}
    saved = _post(office, "rule-save", wish, housed.world.commune.pk)
    assert saved["max_metres"] == client.get(url).json()["max_metres"] == 2500
    stale = _post(office, "rule-save", wish, housed.world.commune.pk, status=409)
    assert (stale["code"], stale["rule"]["max_metres"]) == ("stale", 2500)
    bad = {**wish, "seen": saved, "values": {**seen, "weak_percent": 100, "fair_percent": 50}}
    told = _post(office, "rule-save", bad, housed.world.commune.pk, status=422)
    assert told["field"] == "weak_percent"


def test_the_interface_is_described(housed: Committee, client: Client) -> None:
    GENERATOR_STATS.reset()
    SchemaGenerator(urlconf="apps.assignments.urls").get_schema(request=None, public=True)
    assert not GENERATOR_STATS
    described = client.get(reverse("plans:schema")).json()
    every = {f"/{str(each.pattern).replace('<int:pk>', '{id}')}" for each in urls.urlpatterns}
    assert len(described["paths"]) == len(every) - 1
    change = described["paths"]["/api/plans/{id}/pairs/"]["post"]
    assert set(change["responses"]) == {"200", "403", "404", "409", "422"}


def test_a_big_cell_takes_no_more_questions(
    housed: Committee,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    plan = _start(client, housed)
    for group in housed.world.groups[:2]:
        HouseholdFactory.create_batch(20, group=group)
    for _n in range(10):
        MembershipFactory.create(cell=housed.world.cell, person__commune=housed.world.commune)
    # Who asks (5); header and posts (5), pairs, the register (12), bans, duties, rows.
    with django_assert_max_num_queries(32):
        assert client.get(reverse("plans:plan", args=[plan])).status_code == 200
