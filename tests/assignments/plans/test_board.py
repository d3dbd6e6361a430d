"""What the map of a plan opens with: whole, scoped, and in a constant number of queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.roles import Role
from apps.households.models import HouseholdMember
from tests.assignments.plans.conftest import Committee
from tests.factories.households import HouseholdFactory
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.plans import resolve

pytestmark = pytest.mark.django_db


def _board(client: Client, plan: int) -> Any:
    return client.get(reverse("plans:board", kwargs={"pk": plan}))


def test_everything_the_map_needs_comes_at_once(committee: Committee, client: Client) -> None:
    plan = committee.start()
    committee.give(plan, {0: 1, 1: 0})
    home, somebody = committee.homes[1], committee.members[2]
    HouseholdMember.objects.create(household=home, full_name=somebody.full_name, person=somebody)
    client.force_login(committee.secretary)
    told = _board(client, plan.pk).json()
    assert told["may_write"]
    assert [(edit["kind"], edit["mine"], edit["changed"]) for edit in told["trail"]] == [
        ("change", True, 2)
    ]
    assert told["max_metres"] == 1500
    assert told["own"] == [[home.pk, somebody.pk]]
    assert {each["id"] for each in told["households"]} == {home.pk for home in committee.homes}
    village = committee.world.villages[0]
    assert [unit["id"] for unit in told["villages"]] == [village.pk]
    assert told["villages"][0]["outline"]["type"] == "MultiPolygon"
    west, south, east, north = village.geom.extent
    lon, lat = told["villages"][0]["centre"]
    assert west < lon < east
    assert south < lat < north
    assert [unit["name"] for unit in told["groups"]] == ["Tổ 1", "Tổ 2"]


def test_who_may_not_write_is_told_so(committee: Committee, client: Client) -> None:
    plan = committee.start()
    client.force_login(committee.world.users[Role.COMMUNE_LEADER])
    told = _board(client, plan.pk).json()
    assert (told["may_write"], told["trail"]) == (False, [])
    committee.give(plan, {0: 1})
    plan.refresh_from_db()
    resolve(plan)
    client.force_login(committee.secretary)
    assert not _board(client, plan.pk).json()["may_write"]


def test_outside_the_reach_there_is_no_plan(committee: Committee, client: Client) -> None:
    plan = committee.start()
    assert committee.world.outsider is not None
    client.force_login(committee.world.outsider)
    assert _board(client, plan.pk).status_code == 404
    page = client.get(reverse("plan-map:map", kwargs={"pk": plan.pk}))
    assert page.status_code == 404


def test_the_page_holds_no_name_and_stays_in_no_cache(committee: Committee, client: Client) -> None:
    plan = committee.start()
    client.force_login(committee.secretary)
    page = client.get(reverse("plan-map:map", kwargs={"pk": plan.pk}))
    assert page.status_code == 200
    assert committee.homes[0].head_name not in page.content.decode()
    assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))


def test_more_households_and_people_cost_no_more_queries(
    committee: Committee, client: Client
) -> None:
    plan = committee.start()
    committee.give(plan, {0: 1, 1: 2})
    client.force_login(committee.secretary)
    _board(client, plan.pk)
    with CaptureQueriesContext(connection) as few:
        assert _board(client, plan.pk).status_code == 200
    for _ in range(12):
        HouseholdFactory.create(group=committee.world.groups[0])
    for _ in range(3):
        person = PersonFactory.create(commune=committee.world.commune)
        MembershipFactory.create(person=person, cell=committee.world.cell)
    with CaptureQueriesContext(connection) as many:
        assert _board(client, plan.pk).status_code == 200
    assert len(many) == len(few)
