"""The map's numbers are those of the tables."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.factories.households import HouseholdFactory
from tests.factories.world import World

Login = Callable[[User], Client]


def sql(query: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_counts_equal_sql(world: World, login: Login, at: date) -> None:
    HouseholdFactory.create(group=world.groups[1], position=None)
    HouseholdFactory.create(group=world.groups[1], left_on=at - timedelta(days=1))
    body = login(world.users[Role.COMMUNE_LEADER]).get("/api/map/households/").json()
    [(total, covered, unlocated, never)] = sql(
        """
        SELECT count(*),
               count(*) FILTER (WHERE EXISTS (
                   SELECT FROM assignments_assignment a
                   WHERE a.household_id = h.id AND a.tier = 3 AND a.period @> %s::date)),
               count(*) FILTER (WHERE h.position IS NULL),
               count(*) FILTER (WHERE NOT EXISTS (
                   SELECT FROM visits_contact c WHERE c.household_id = h.id))
        FROM households_household h
        WHERE h.commune_id = %s AND (h.left_on IS NULL OR h.left_on > %s)
        """,
        at,
        world.commune.pk,
        at,
    )
    assert (body["total"], body["unlocated"]) == (total, unlocated) == (13, 1)
    assert (
        body["counts"]["coverage"]
        == {"covered": covered, "uncovered": 13 - 1}
        == {
            "covered": 1,
            "uncovered": 12,
        }
    )
    assert body["counts"]["recency"]["never"] == never == 11
    assert body["counts"]["recency"]["d7"] == 1
    assert body["counts"]["recency"]["d60"] == 1


@pytest.mark.django_db
def test_areas_add_up_to_the_households(world: World, login: Login) -> None:
    client = login(world.users[Role.COMMUNE_LEADER])
    areas = client.get("/api/map/areas/").json()
    households = client.get("/api/map/households/").json()
    for level in ("communes", "villages", "groups"):
        assert sum(unit["households"] for unit in areas[level]) == households["total"]
        assert sum(unit["covered"] for unit in areas[level]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_exactly_its_reach(world: World, login: Login, role: Role) -> None:
    response = login(world.users[role]).get("/api/map/households/")
    reach = world.reach(role)
    if not reach:
        assert response.status_code == 403
        return
    body = response.json()
    assert {row[0] for row in body["rows"]} == reach
