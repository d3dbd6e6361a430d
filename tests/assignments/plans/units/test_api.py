"""Plans of tiers 1 and 2 over the same addresses as those of cells."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.roles import Role
from apps.assignments.models import Tier
from apps.assignments.plans.kinds import Seed
from tests.assignments.plans.pages.conftest import Login
from tests.assignments.plans.units.conftest import TODAY, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(office: Office, login: Login) -> Client:
    return login(office.leader)


def _post(client: Client, name: str, body: dict[str, Any], *args: Any, status: int = 200) -> Any:
    wish = {"key": str(uuid4()), **body}
    answer = client.post(reverse(f"plans:{name}", args=args), wish, "application/json")
    assert answer.status_code == status, answer.json()
    return answer.json()


def _get(client: Client, name: str, *args: Any) -> Any:
    answer = client.get(reverse(f"plans:{name}", args=args))
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_from_the_draft_to_its_end(office: Office, client: Client) -> None:
    world, officers = office.world, [person.pk for person in office.officers]
    about = {"commune": world.commune.pk, "tier": 2, "seed": "present", "year": 2026}
    plan = _post(client, "start", about)["plan"]
    group = world.groups[1].pk
    wish = {"seen": 1, "seats": [{"unit": group, "person": officers[1], "on": True}]}
    edited = _post(client, "pairs", wish, plan)
    assert (edited["revision"], edited["changed"]) == (2, 1)
    seat = {"unit": group, "person": officers[1]}
    _post(client, "locks", {"seen": 2, "seats": [seat], "locked": True}, plan)
    ban = {"unit": world.groups[2].pk, "person": officers[0], "reason": "hard_to_reach"}
    _post(client, "bans", {"seen": 3, **ban}, plan)
    _post(client, "propose", {"seen": 4}, plan)
    told = _get(client, "plan", plan)
    assert (told["plan"]["tier"], told["plan"]["may_resolve"]) == (2, True)
    units = {unit["unit"]: unit for unit in told["units"]}
    assert [row["locked"] for row in units[group]["people"]] == [True]
    assert units[group]["people"][0]["metres"] is not None
    assert _get(client, "gaps", plan)["gaps"] == []
    why = _get(client, "why-unit", plan, group)
    assert why["chosen"][0]["person"] == officers[1]
    changes = _get(client, "edits", plan)["edits"][1]["changes"]
    assert (changes[0]["what"], changes[0]["unit"]) == ("seat", group)
    _post(client, "submit", {"seen": 5}, plan)
    assert _get(client, "outcome", plan)["opened"] == 3
    day = TODAY.isoformat()
    paper = {"number": "3-QĐ/ĐU", "decided_on": day, "effective_on": day, "seen": 5, "agreed": 0}
    assert _post(client, "resolve", paper, plan)["state"] == "in_force"
    listed = client.get(reverse("plans:list"), {"tier": 2}).json()["plans"]
    assert [row["id"] for row in listed] == [plan]
    assert _post(client, "amend", {"reason": "units_changed"}, plan)["kept"] == 4


@pytest.mark.parametrize(
    "body",
    [
        {"commune": 1},
        {"tier": 2},
        {"commune": 1, "tier": 3},
        {"commune": 1, "tier": 2, "cell": 1},
        {"commune": "=1+1", "tier": 2},
    ],
)
def test_a_start_names_a_cell_or_a_tier(client: Client, body: dict[str, Any]) -> None:
    told = _post(client, "start", {"seed": "empty", "year": 2026, **body}, status=422)
    assert "Yêu cầu không hợp lệ" in told["message"]


def test_bad_seats_are_refused(office: Office, client: Client) -> None:
    plan, unit = office.start().pk, office.world.groups[0].pk
    officer, stranger = office.officers[1].pk, office.world.member.pk
    seat = {"unit": unit, "person": officer, "on": True}
    _post(client, "pairs", {"seen": 0, "seats": []}, plan, status=422)
    _post(client, "pairs", {"seen": 0, "seats": [seat, {**seat, "on": False}]}, plan, status=422)
    _post(client, "pairs", {"seen": 9, "seats": [seat]}, plan, status=422)
    _post(client, "pairs", {"seen": 0, "seats": [{**seat, "unit": 10**9}]}, plan, status=404)
    no_officer = {"seen": 0, "seats": [{**seat, "person": stranger}]}
    assert _post(client, "pairs", no_officer, plan, status=409)["code"] == "cannot_carry"
    ban = {"seen": 0, "unit": unit, "person": officer, "reason": "household_asked"}
    assert _post(client, "bans", ban, plan, status=422)["field"] == "reason"
    key = str(uuid4())
    wish = {"key": key, "seen": 0, "seats": [seat]}
    assert _post(client, "pairs", wish, plan) == _post(client, "pairs", wish, plan)
    _post(client, "pairs", {**wish, "seats": [{**seat, "on": False}]}, plan, status=409)


def test_secretaries_of_villages(office: Office, client: Client) -> None:
    plan = office.start(Tier.COMMITTEE, Seed.PRESENT).pk
    village, officer = office.world.villages[0].pk, office.officers[0].pk
    _post(client, "secretaries", {"seen": 1, "village": village, "person": officer}, plan)
    units = {unit["unit"]: unit for unit in _get(client, "plan", plan)["units"]}
    assert (units[village]["secretary"], units[village]["officers"]) == (officer, [officer])


def test_as_many_queries_for_more_units(
    office: Office, client: Client, django_assert_max_num_queries: Any
) -> None:
    plan = office.start(seed=Seed.SOLVER).pk
    with django_assert_max_num_queries(40):
        _get(client, "plan", plan)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.INSPECTION, 403), (Role.CELL_COMMITTEE, 404), (Role.GROUP_OFFICER, 403), (None, 404)],
)
def test_others_do_not_write(office: Office, login: Login, role: Role | None, status: int) -> None:
    plan = office.start().pk
    user = office.world.outsider if role is None else office.world.users[role]
    assert user is not None
    seat = {"unit": office.world.groups[0].pk, "person": office.officers[0].pk, "on": True}
    _post(login(user), "pairs", {"seen": 0, "seats": [seat]}, plan, status=status)
    assert office.held(office.world.commune.plans.get()) == set()
