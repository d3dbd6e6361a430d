"""A plan's way through its states, as the table has it and as the database keeps it."""

from datetime import date
from itertools import pairwise, product
from typing import Any

import pytest

from apps.assignments.models import AssignmentPlan
from apps.assignments.plan_states import OPEN, PAST, RESOLVED, PlanState, may_follow, transitions
from tests.database import refused
from tests.factories.people import CellFactory
from tests.factories.plans import DECIDED, MADE, draft, resolve, submit

# The ways a plan may go, from its beginning.
WAYS: dict[PlanState, tuple[PlanState, ...]] = {
    PlanState.DRAFT: (),
    PlanState.SUBMITTED: (PlanState.SUBMITTED,),
    PlanState.IN_FORCE: (PlanState.SUBMITTED, PlanState.IN_FORCE),
    PlanState.AMENDED: (PlanState.SUBMITTED, PlanState.IN_FORCE, PlanState.AMENDED),
    PlanState.ENDED: (PlanState.SUBMITTED, PlanState.IN_FORCE, PlanState.ENDED),
    PlanState.DROPPED: (PlanState.DROPPED,),
}


def _said(state: PlanState) -> dict[str, Any]:
    """What a plan says in that state."""
    fields: dict[str, Any] = {"state": state, "submitted_at": MADE}
    if state in RESOLVED:
        decided = {"resolution_date": DECIDED, "effective_on": DECIDED, "resolved_at": MADE}
        fields |= {"resolution_number": "05-NQ/CB", **decided}
    else:
        unsaid = dict.fromkeys(("resolution_date", "effective_on", "resolved_at"))
        fields |= {"resolution_number": "", **unsaid}
    return fields | {"ended_on": date(2026, 12, 31) if state in PAST else None}


def _move(plan: AssignmentPlan, state: PlanState) -> None:
    AssignmentPlan.objects.filter(pk=plan.pk).update(**_said(state))


def test_every_state_is_reached_and_every_way_is_of_the_table() -> None:
    assert set(WAYS) == set(PlanState)
    for way in WAYS.values():
        assert all(may_follow(a, b) for a, b in pairwise((PlanState.DRAFT, *way)))


def test_states_are_open_or_resolved_or_dropped() -> None:
    assert OPEN | RESOLVED | {PlanState.DROPPED} == set(PlanState)
    assert not OPEN & RESOLVED
    assert PAST < RESOLVED


def test_nothing_follows_the_end_but_a_term_that_was_written_down_wrong() -> None:
    after = [pair for pair in transitions() if pair[0] in {"amended", "ended", "dropped"}]
    assert after == [("ended", "in_force")]


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "after"), list(product(PlanState, PlanState)))
def test_the_database_knows_the_same_table(before: PlanState, after: PlanState) -> None:
    plan = draft(CellFactory.create())
    for state in WAYS[before]:
        _move(plan, state)
    if before == after or may_follow(before, after):
        _move(plan, after)
        assert AssignmentPlan.objects.get(pk=plan.pk).state == after
    else:
        with refused("plan_state_follows"):
            _move(plan, after)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"resolution_number": ""}, "plan_resolution_complete"),
        ({"resolution_date": None}, "plan_resolution_complete"),
        ({"resolution_date": date(2026, 11, 11)}, "plan_effective_after_resolution"),
        ({"submitted_at": None}, "plan_was_submitted"),
        ({"ended_on": date(2026, 12, 1)}, "plan_ended_when"),
        ({"cell": None}, "plan_tier_fits_owner"),
        ({"tier": 2}, "plan_tier_fits_owner"),
        ({"amend_reason": "other"}, "plan_amends_why"),
    ],
)
def test_a_plan_in_force_says_all(fields: dict[str, Any], constraint: str) -> None:
    plan = resolve(draft(CellFactory.create()))
    with refused(constraint):
        AssignmentPlan.objects.filter(pk=plan.pk).update(**fields)


@pytest.mark.django_db
def test_a_draft_has_no_resolution() -> None:
    plan = draft(CellFactory.create())
    with refused("plan_resolution_complete"):
        AssignmentPlan.objects.filter(pk=plan.pk).update(resolution_number="05-NQ/CB")


@pytest.mark.django_db
def test_one_open_plan_and_one_in_force_for_each_cell() -> None:
    cell = CellFactory.create()
    resolve(draft(cell))
    second = submit(draft(cell))
    with refused("plan_one_open_per_cell"):
        draft(cell)
    with refused("plan_one_in_force_per_cell"):
        resolve(second)
    draft(CellFactory.create(commune=cell.commune))
    _move(second, PlanState.DROPPED)
    assert draft(cell).pk


@pytest.mark.django_db
def test_a_commune_has_one_open_plan_of_each_upper_tier() -> None:
    cell = CellFactory.create()
    for tier in (1, 2):
        draft(None, commune=cell.commune, tier=tier)
        with refused("plan_one_open_per_tier"):
            draft(None, commune=cell.commune, tier=tier)


@pytest.mark.django_db
def test_what_was_decided_is_not_deleted() -> None:
    plan = resolve(draft(CellFactory.create()))
    with refused("plan_kept"):
        plan.delete()
