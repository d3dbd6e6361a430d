"""Committed numbers of queries: what grows with the households must fail here first."""

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.roles import Role
from apps.people.kinds import PostKind
from tests.budgets import A_PAGE, WHO_ASKS, Budget
from tests.factories import roadmap as road
from tests.factories.households import HouseholdFactory, HouseholdMemberFactory, contact
from tests.factories.people import CellFactory, MembershipFactory, PersonFactory, PostFactory
from tests.factories.world import World

BUDGETS = {
    # After a change the figures of the actor's communes are counted anew, once; the grids in which
    # a commune's exports may be had are asked for as well.
    "webmap:map": WHO_ASKS + 19,
    # Figures of today and of the same day last month, for which moves and two lineages are asked;
    # counted and kept by the first who comes after a change.
    "webmap:areas": WHO_ASKS + 19,
    # Which of the poor have no support is asked where there are any.
    "webmap:households": WHO_ASKS + 6,
    # What it waits for is one more.
    "webmap:household": WHO_ASKS + 8,
    # Rows, how many, how many without a position; the places to choose from; the header's name.
    "households:list": WHO_ASKS + 6,
    # The household and who lives there, four questions of rights, relations, moves, the sections
    # of assignments, contacts (with who went along, and what is odd) and issues, the road
    # out of poverty (years, registration, support), requests about data, the log, the header's
    # name.
    "households:page": WHO_ASKS + 19,
    # The doubles, three histories with what their keys are called, moves, contacts, issues, the
    # road's four and what was changed of it, names, the log.
    "households:timeline": WHO_ASKS + 22,
}
OF_ONE = {"webmap:household", "households:page", "households:timeline"}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COMMUNE_LEADER, Role.MEMBER_IN_CHARGE])
@pytest.mark.parametrize("name", BUDGETS)
def test_a_request_stays_within_its_budget(
    world: World, budget: Budget, name: str, role: Role
) -> None:
    def grow() -> None:
        HouseholdMemberFactory.create_batch(5, household=world.in_charge_of)
        for group in world.groups:
            for home in HouseholdFactory.create_batch(6, group=group):
                contact(home, world.member, world.in_charge_of.contacts.get().day)

    kwargs = {"pk": world.in_charge_of.pk} if name in OF_ONE else {}
    budget.holds(world.users[role], reverse(name, kwargs=kwargs), BUDGETS[name], grow=grow)


@pytest.mark.django_db
def test_two_days_on_the_map_stay_within_their_budget(world: World, budget: Budget) -> None:
    def grow() -> None:
        for group in world.groups:
            for home in HouseholdFactory.create_batch(6, group=group):
                contact(home, world.member, world.in_charge_of.contacts.get().day)

    # Figures of both days, counted anew after a change and kept; what came and went in between.
    url = f"{reverse('webmap:areas-days')}?since=16/10/2026&until=16/11/2026"
    budget.holds(world.users[Role.COMMUNE_LEADER], url, WHO_ASKS + 23, grow=grow)


DESK_BUDGETS = {
    # Counts for the four tabs, the page and its length; here also loads, capacities, cells.
    "people:members": A_PAGE + 9,
    "people:officers": A_PAGE + 6,
    "people:workers": A_PAGE + 6,
    "people:posts": A_PAGE + 6,
    "people:cells": A_PAGE + 7,
    # Five histories and the names in them, the log.
    "people:person": A_PAGE + 20,
    "people:cell": A_PAGE + 7,
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", DESK_BUDGETS)
def test_the_people_desk_stays_within_its_budget(world: World, budget: Budget, name: str) -> None:
    kwargs = {"people:person": {"pk": world.member.pk}, "people:cell": {"pk": world.cell.pk}}
    url = reverse(name, kwargs=kwargs.get(name, {}))
    for number in range(30):
        person = PersonFactory.create(commune=world.commune)
        MembershipFactory.create(person=person, cell=world.cell)
        PostFactory.create(person=person, kind=PostKind.CELL_COMMITTEE_MEMBER, cell=world.cell)
        MembershipFactory.create(
            person=world.member, cell=world.cell, valid_to=date(2000 + number, 1, 1)
        )
        CellFactory.create(commune=world.commune)
    budget.holds(world.users[Role.COMMUNE_OFFICE], url, DESK_BUDGETS[name])


ROAD_BUDGETS = {
    # Households, open roads, steps, then of those out of poverty: decisions, contacts, issues,
    # the communes' rules.
    "roadmap:board": A_PAGE + 8,
    "roadmap:differences": A_PAGE + 5,
    # The household, decisions, roads, steps, help, the log, three questions of rights.
    "roadmap:household": A_PAGE + 14,
    # Everything that is held, a question or two each.
    "rights:household": A_PAGE + 35,
    "rights:requests": A_PAGE + 3,
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ROAD_BUDGETS)
def test_roads_and_papers_stay_within_their_budget(world: World, budget: Budget, name: str) -> None:
    def grow() -> None:
        for home in world.households:
            road.decided(home, 2026, "escaped" if home.pk % 2 else "poor")
            road.step(road.target(home), world.member, due_on=date(2026, 11, 20))
            road.support(home)
            road.request(home)
            HouseholdMemberFactory.create_batch(3, household=home)
            contact(home, world.member, date(2026, 11, 2))

    kwargs = {"household": world.in_charge_of.pk} if name.endswith("household") else {}
    user = world.users[Role.COMMUNE_OFFICE]
    budget.holds(user, reverse(name, kwargs=kwargs), ROAD_BUDGETS[name], grow=grow)
