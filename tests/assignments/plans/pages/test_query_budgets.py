"""A plan of 300 households asks as much as one of six."""

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.assignments.plans.conftest import Committee
from tests.assignments.plans.pages.conftest import page
from tests.factories.households import HouseholdFactory
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.plans import draft

pytestmark = pytest.mark.django_db
# What everybody's requests ask, the head, the register, the plan's rows, the names.
MOST = 60


def _asked(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_as_many_questions_for_300_households_as_for_six(
    housed: Committee, secretary: Client
) -> None:
    world = housed.world
    plan = draft(world.cell, dict.fromkeys(housed.homes[:3], housed.members[0]))
    names = ("plan", "households", "gaps", "story", "print", "submit")
    urls = [page(name, pk=plan.pk) for name in names]
    urls += [page("home"), page("household", pk=plan.pk, household=housed.homes[0].pk)]
    urls += [page("cell-gaps", pk=world.cell.pk)]
    for url in urls:
        _asked(secretary, url)
    few = {url: _asked(secretary, url) for url in urls}
    west, south = world.groups[0].geom.extent[:2]
    homes = [
        HouseholdFactory.create(
            group=world.groups[n % 2], position=Point(west + 0.004, south + 0.00002 * n, srid=4326)
        )
        for n in range(294)
    ]
    for n in range(20):
        person = PersonFactory.create(commune=world.commune, full_name=f"Đảng Viên Thử {n}")
        MembershipFactory.create(person=person, cell=world.cell)
        housed.members.append(person)
    for number, home in enumerate(homes[:150]):
        plan.pairs.create(household=home, person=housed.members[number % 23], source="hand")
    many = {url: _asked(secretary, url) for url in urls}
    # Groups are asked for by name only where something is said of one.
    assert {url: n for url, n in many.items() if n > few[url] + 1} == {}
    assert max(few.values()) <= MOST, few
