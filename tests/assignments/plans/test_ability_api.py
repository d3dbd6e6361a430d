"""How many households people carry, said by program: by kind, and of one member."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.assignments.plans.register import register_of
from apps.people.models import CapacityRule, Membership
from apps.people.versions import events_of
from tests.assignments.plans.conftest import Committee
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def office(committee: Committee, login: Login) -> Client:
    return login(committee.world.users[Role.COMMUNE_OFFICE])


def _post(client: Client, name: str, pk: int, body: dict[str, Any], status: int = 200) -> Any:
    wish = {"key": str(uuid4()), "reason": "Kết luận 3", **body}
    answer = client.post(reverse(f"plans:{name}", args=[pk]), wish, "application/json")
    assert answer.status_code == status, answer.json()
    return answer.json()


def _limit(committee: Committee) -> int:
    carriers = register_of(committee.world.cell, at=NOW.date()).carriers
    return carriers[committee.members[0].pk].limit


def test_the_numbers_by_kind(committee: Committee, office: Client) -> None:
    commune = committee.world.commune.pk
    seen = office.get(reverse("plans:capacities", args=[commune])).json()
    assert (seen["resident"], seen["village_worker"], len(seen)) == (8, 6, 7)
    values = {**seen, "resident": 5}
    assert _post(office, "capacities-save", commune, {"seen": seen, "values": values}) == values
    # Only what differs has a row, and a history.
    assert list(CapacityRule.objects.values_list("kind", "households")) == [("resident", 5)]
    event = events_of(CapacityRule).get()
    assert event.pgh_context.metadata["reason"] == "Kết luận 3"
    assert _limit(committee) == 5
    stale = _post(office, "capacities-save", commune, {"seen": seen, "values": values}, 409)
    assert (stale["code"], stale["capacities"]["resident"]) == ("stale", 5)


@pytest.mark.parametrize("number", [-1, 101, "nhiều", None])
def test_numbers_that_cannot_be(committee: Committee, office: Client, number: Any) -> None:
    commune = committee.world.commune.pk
    seen = office.get(reverse("plans:capacities", args=[commune])).json()
    values = {**seen, "retired": number}
    told = _post(office, "capacities-save", commune, {"seen": seen, "values": values}, 422)
    assert told["field"] == "values"
    assert not CapacityRule.objects.exists()


def test_a_committee_reads_the_numbers_and_does_not_set_them(
    committee: Committee, login: Login
) -> None:
    client, commune = login(committee.secretary), committee.world.commune.pk
    seen = client.get(reverse("plans:capacities", args=[commune])).json()
    _post(client, "capacities-save", commune, {"seen": seen, "values": seen}, 403)


def test_what_one_member_can_take_on(committee: Committee, office: Client) -> None:
    person = committee.members[0].pk
    seen = office.get(reverse("plans:ability", args=[person])).json()
    assert set(seen) == {"health", "capacity"}
    log = AccessLog.objects.get(object_id=person)
    assert log.action == AccessLog.Action.READ_PERSON
    values = {"health": "weak", "capacity": None}
    assert _post(office, "ability-save", person, {"seen": seen, "values": values}) == values
    assert _limit(committee) == 4
    own = {"health": "weak", "capacity": 7}
    assert _post(office, "ability-save", person, {"seen": values, "values": own}) == own
    assert _limit(committee) == 7
    stale = _post(office, "ability-save", person, {"seen": seen, "values": values}, 409)
    assert (stale["code"], stale["capacity"]) == ("stale", 7)
    events = events_of(Membership).filter(person=person, pgh_label="update")
    assert {event.pgh_context.metadata["reason"] for event in events} == {"Kết luận 3"}


@pytest.mark.parametrize("values", [{"health": "sick"}, {"capacity": 101}, {"capacity": -1}])
def test_abilities_that_cannot_be(
    committee: Committee, office: Client, values: dict[str, Any]
) -> None:
    person = committee.members[0].pk
    seen = office.get(reverse("plans:ability", args=[person])).json()
    body = {"seen": seen, "values": {**seen, **values}}
    assert _post(office, "ability-save", person, body, 422)["field"] == "values"


def test_who_is_in_no_cell_has_none(committee: Committee, office: Client) -> None:
    person = committee.world.users[Role.COMMUNE_POLICE].person.pk
    assert office.get(reverse("plans:ability", args=[person])).status_code == 404


def test_a_committee_does_neither(committee: Committee, login: Login) -> None:
    client, person = login(committee.secretary), committee.members[0].pk
    assert client.get(reverse("plans:ability", args=[person])).status_code == 403
    _post(client, "ability-save", person, {}, 403)
