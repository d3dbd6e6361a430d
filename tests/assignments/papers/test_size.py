"""A big cell's papers: time, and a number of questions that does not grow."""

import time
from itertools import cycle

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.roles import Role
from apps.assignments.models import AssignmentPlan
from apps.assignments.papers.kinds import Form, Paper
from tests.assignments.papers.conftest import Scene
from tests.factories.households import HouseholdFactory
from tests.factories.people import MembershipFactory, PersonFactory

# Session, user, person, posts, assignments; the plan, whether it is read whole, the names to choose
# from; pairs, phones, duties, people, three of their posts, whose homes are shown, whether there is
# more; who signs; two outlines; the maker's name; the log. Of a draft what would come of it today:
# the cell's register, some twelve.
BUDGET = 37
HOUSEHOLDS, PEOPLE = 300, 40


def _queries(scene: Scene) -> list[int]:
    client = scene.login(scene.world.users[Role.CELL_COMMITTEE])
    url = reverse("plan-papers:download", kwargs={"pk": scene.plan.pk})
    numbers = []
    for paper in Paper:
        for form in Form:
            with CaptureQueriesContext(connection) as asked:
                answer = client.post(url, {"paper": paper.value, "form": form.value})
            assert answer.status_code == 200
            numbers.append(len(asked))
    return numbers


def _fill(scene: Scene, plan: AssignmentPlan) -> None:
    west, south = scene.world.groups[0].geom.extent[:2]
    people = PersonFactory.create_batch(
        PEOPLE, commune=scene.world.commune, home=Point(west + 0.004, south + 0.004, srid=4326)
    )
    for person in people:
        MembershipFactory.create(person=person, cell=scene.world.cell)
    for number, person in zip(range(HOUSEHOLDS), cycle(people), strict=False):
        place = Point(west + number % 17 * 0.0006, south + number % 13 * 0.0007, srid=4326)
        home = HouseholdFactory.create(group=scene.world.groups[number % 2], position=place)
        plan.pairs.create(household=home, person=person, source="hand")


@pytest.mark.django_db
def test_three_hundred_households_take_no_more_questions_and_little_time(scene: Scene) -> None:
    before = _queries(scene)
    _fill(scene, scene.plan)
    begun = time.perf_counter()
    assert _queries(scene) == before
    assert max(before) <= BUDGET
    # Four papers; each alone is to be had in ten seconds on a small machine.
    assert time.perf_counter() - begun < 4 * 10
