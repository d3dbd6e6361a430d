"""A plan ends with its term; whoever is in charge goes on until the next resolution."""

from datetime import date

import pytest

from apps.assignments import jobs
from apps.assignments.models import Assignment, AssignmentPlan
from apps.assignments.plan_states import PlanState
from apps.assignments.plans import resolving, services
from apps.assignments.plans.resolving import Resolution
from apps.assignments.plans.terms import end_past_terms
from apps.people.models import Term
from tests.assignments.plans.conftest import Committee
from tests.conftest import NOW
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


def _resolved_today(committee: Committee, plan: AssignmentPlan) -> AssignmentPlan:
    committee.give(plan, {0: 0})
    services.submit(plan=plan.pk, seen=1, order=committee.order())
    resolving.resolve(
        plan=plan.pk,
        resolution=Resolution("12-NQ/CB", NOW.date(), NOW.date()),
        seen=1,
        agreed=0,
        order=committee.order(),
    )
    plan.refresh_from_db()
    return plan


def _term(committee: Committee, first: date, last: date) -> Term:
    commune = committee.world.commune
    return Term.objects.create(commune=commune, name=str(last), starts_on=first, ends_on=last)


def test_a_draft_of_the_old_term_resolved_after_it_is_of_the_new_one(
    committee: Committee, term: Term
) -> None:
    new = _term(committee, date(2026, 11, 16), date(2031, 11, 15))
    plan = committee.start()
    AssignmentPlan.objects.filter(pk=plan.pk).update(term=term)
    assert _resolved_today(committee, plan).term == new
    assert end_past_terms(at=date(2026, 11, 17)) == 0


def test_nor_is_it_of_the_old_one_while_the_new_one_is_not_written_down(
    committee: Committee, term: Term
) -> None:
    plan = committee.start()
    AssignmentPlan.objects.filter(pk=plan.pk).update(term=term)
    assert _resolved_today(committee, plan).term is None
    assert end_past_terms(at=date(2026, 11, 17)) == 0


def test_a_term_written_down_after_the_draft_was_begun(committee: Committee) -> None:
    plan = committee.start()
    term = _term(committee, date(2026, 1, 1), date(2026, 11, 30))
    assert _resolved_today(committee, plan).term == term
    assert end_past_terms(at=date(2026, 12, 1)) == 1
