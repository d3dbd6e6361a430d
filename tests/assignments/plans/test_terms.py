"""A plan ends with its term; whoever is in charge goes on until the next resolution."""

from datetime import date

import pytest

from apps.assignments import jobs
from apps.assignments.models import Assignment
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.terms import end_past_terms
from apps.people.models import Term
from tests.assignments.plans.conftest import Committee
from tests.factories.plans import draft, resolve

pytestmark = pytest.mark.django_db
LAST = date(2026, 11, 15)


@pytest.fixture
def term(committee: Committee) -> Term:
    return Term.objects.create(
        commune=committee.world.commune,
        name="2020–2026",
        starts_on=date(2020, 11, 1),
        ends_on=LAST,
    )


def test_the_last_day_is_a_day_of_the_term(committee: Committee, term: Term) -> None:
    plan = resolve(draft(committee.world.cell, term=term))
    assert end_past_terms(at=LAST) == 0
    assert end_past_terms(at=date(2026, 11, 16)) == 1
    plan.refresh_from_db()
    assert (plan.state, plan.ended_on) == (PlanState.ENDED, date(2026, 11, 16))
    assert Assignment.objects.for_households().in_force(at=date(2026, 11, 17)).count() == 1
    assert end_past_terms(at=date(2026, 11, 16)) == 0


def test_a_plan_of_another_term_goes_on(committee: Committee, term: Term) -> None:
    resolve(draft(committee.world.cell))
    draft(committee.world.cell, term=term)
    assert end_past_terms(at=date(2027, 1, 1)) == 0


@pytest.mark.usefixtures("now")
def test_the_worker_does_it_by_night(committee: Committee, term: Term) -> None:
    plan = resolve(draft(committee.world.cell, term=term))
    jobs.end_plans_with_terms(timestamp=0)
    plan.refresh_from_db()
    assert plan.state == PlanState.ENDED
