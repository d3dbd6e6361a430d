"""Plans of assignment in each of their states."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from apps.accounts.models import User
from apps.assignments.models import AssignmentPlan, PlanPair, PlanProposal, PlanRun
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.kinds import PairSource, ProposalState, RunState, Seed
from apps.common.clock import ZONE
from apps.households.models import Household
from apps.people.models import PartyCell, Person

MADE = datetime.combine(date(2026, 11, 2), time(9), tzinfo=ZONE)
DECIDED = date(2026, 11, 10)


def draft(
    cell: PartyCell | None, pairs: Mapping[Household, Person] | None = None, **fields: Any
) -> AssignmentPlan:
    """A draft of the cell, or of a commune's upper tier, with these pairs."""
    values: dict[str, Any] = {"year": 2026, "seed": Seed.EMPTY, "created_at": MADE, "cell": cell}
    if cell is not None:
        values["commune"] = cell.commune
    plan: AssignmentPlan = AssignmentPlan.objects.create(**values | fields)
    for household, person in (pairs or {}).items():
        PlanPair.objects.create(
            plan=plan, household=household, person=person, source=PairSource.HAND
        )
    return plan


def submit(plan: AssignmentPlan) -> AssignmentPlan:
    plan.state, plan.submitted_at = PlanState.SUBMITTED, MADE
    plan.save()
    return plan


def resolve(plan: AssignmentPlan, since: date = DECIDED) -> AssignmentPlan:
    """In force on paper: nothing is written of who is in charge."""
    submit(plan)
    plan.state, plan.resolution_number = PlanState.IN_FORCE, "05-NQ/CB"
    plan.resolution_date, plan.effective_on, plan.resolved_at = since, since, MADE
    plan.save()
    return plan


def ready_run(cell: PartyCell, user: User, pairs: list[list[Any]] | None = None) -> PlanRun:
    """A run that has proposed something to the cell."""
    run: PlanRun = PlanRun.objects.create(
        key=uuid4(),
        commune=cell.commune,
        requested_by=user,
        requested_at=MADE,
        finished_at=MADE,
        state=RunState.DONE,
    )
    PlanProposal.objects.create(
        run=run, cell=cell, state=ProposalState.READY, made_at=MADE, pairs=pairs or []
    )
    return run
