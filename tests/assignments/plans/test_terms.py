"""A plan ends with its term; whoever is in charge goes on until the next resolution."""

from datetime import date

import pytest

from apps.accounts.roles import Role
from apps.assignments import jobs
from apps.assignments.models import Assignment, AssignmentPlan, PlanBan
from apps.assignments.plan_states import PlanState
from apps.assignments.plans import resolving, services
from apps.assignments.plans.kinds import BanReason
from apps.assignments.plans.register import register_of
from apps.assignments.plans.resolving import Resolution
from apps.assignments.plans.seeds import said_last
from apps.assignments.plans.terms import end_past_terms
from apps.assignments.seeding import bans_of
from apps.households.models import Household
from apps.people import cells, duties
from apps.people.models import PartyCell, Term
from apps.people.versions import version_of
from tests.assignments.plans.conftest import Committee, refused
from tests.conftest import NOW
from tests.factories.people import CellFactory
from tests.factories.plans import draft, resolve

pytestmark = pytest.mark.django_db
LAST = date(2026, 11, 15)
TODAY = NOW.date()


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


def _correct(committee: Committee, term: Term, last: date) -> None:
    office = committee.world.users[Role.COMMUNE_OFFICE]
    duties.save_term(
        commune=term.commune_id,
        term=term,
        days=duties.TermDays(term.name, term.starts_on, last),
        seen=version_of(Term.objects.get(pk=term.pk)),
        order=committee.order(office),
    )


def test_a_term_written_down_wrong_ends_nothing_for_good(committee: Committee, term: Term) -> None:
    plan = resolve(draft(committee.world.cell, term=term))
    end_past_terms(at=TODAY)
    _correct(committee, term, date(2030, 11, 15))
    plan.refresh_from_db()
    assert (plan.state, plan.ended_on) == (PlanState.IN_FORCE, None)
    assert end_past_terms(at=TODAY) == 0


def test_nor_does_it_go_on_beside_what_followed_it(committee: Committee, term: Term) -> None:
    plan = resolve(draft(committee.world.cell, term=term))
    end_past_terms(at=TODAY)
    follower = resolve(draft(committee.world.cell), since=TODAY)
    _correct(committee, term, date(2030, 11, 15))
    plan.refresh_from_db()
    assert plan.state == PlanState.ENDED
    follower.refresh_from_db()
    assert follower.state == PlanState.IN_FORCE


def test_nor_where_the_right_day_is_over_too(committee: Committee, term: Term) -> None:
    plan = resolve(draft(committee.world.cell, term=term))
    end_past_terms(at=TODAY)
    _correct(committee, term, date(2026, 11, 14))
    plan.refresh_from_db()
    assert plan.state == PlanState.ENDED


def test_plans_end_with_their_cell_and_its_bans_go_on(committee: Committee) -> None:
    """The members and villages of the cell are taken in by another one."""
    world = committee.world
    home, person = committee.homes[0], committee.members[1]
    into = CellFactory.create(commune=world.commune)
    plan = draft(world.cell, {committee.homes[1]: person})
    PlanBan.objects.create(plan=plan, household=home, person=person, reason=BanReason.RELATIVE)
    resolve(plan)
    waiting = draft(world.cell)
    office = committee.order(world.users[Role.COMMUNE_OFFICE])
    cells.end_cell(cell=world.cell.pk, into=into.pk, day=TODAY, order=office)
    plan.refresh_from_db()
    waiting.refresh_from_db()
    assert (plan.state, plan.ended_on) == (PlanState.ENDED, TODAY)
    assert waiting.state == PlanState.DROPPED
    said = said_last(register_of(PartyCell.objects.get(pk=into.pk), at=TODAY))
    assert said.bans == {(home.pk, person.pk): "relative"}
    # Once it has resolved itself, that holds.
    resolve(draft(into), since=TODAY)
    assert said_last(register_of(PartyCell.objects.get(pk=into.pk), at=TODAY)).bans == {}


def test_what_was_said_of_a_double_is_said_of_the_household(committee: Committee) -> None:
    double, kept = committee.homes[:2]
    person = committee.members[1]
    plan = draft(committee.world.cell)
    PlanBan.objects.create(plan=plan, household=double, person=person, reason=BanReason.RELATIVE)
    Household.objects.filter(pk=double.pk).update(
        merged_into=kept, left_on=TODAY, left_reason="double"
    )
    assert bans_of(plan) == {(kept.pk, person.pk)}
    # Also of a double's double.
    last = committee.homes[2]
    Household.objects.filter(pk=kept.pk).update(
        merged_into=last, left_on=TODAY, left_reason="double"
    )
    assert bans_of(plan) == {(last.pk, person.pk)}
    Household.objects.filter(pk=kept.pk).update(merged_into=None, left_on=None, left_reason="")
    with refused("banned"):
        committee.give(plan, {1: 1})
    resolve(plan)
    said = said_last(register_of(committee.world.cell, at=TODAY))
    assert said.bans == {(kept.pk, person.pk): "relative"}
