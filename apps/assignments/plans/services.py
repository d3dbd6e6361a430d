"""The life of a plan up to the meeting: begin, put to the cell, take back, drop."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.kinds import EditKind, Seed
from apps.assignments.plans.models import AssignmentPlan, PlanPair
from apps.assignments.plans.orders import (
    Order,
    carry_out,
    locked_draft,
    locked_plan,
    require_revision,
    require_state,
)
from apps.assignments.plans.register import register_of
from apps.assignments.plans.roles import require_drafter, require_drafter_of
from apps.assignments.plans.seeds import seedling_of
from apps.assignments.plans.terms import term_of
from apps.assignments.plans.units.models import PlanSeat
from apps.assignments.plans.writing import write_edit
from apps.common.errors import DomainError, not_found
from apps.people.models import PartyCell


def start_plan(*, cell: int, seed: Seed, year: int, order: Order) -> Answer:
    """A draft for a cell. Answers with its key, its revision, and what could not be taken over.

    What the cell's last resolution said of bans, duties and locks is in it, whatever the seed.

    Raises DomainError 404 for a cell out of reach, 403 for who is not on its committee, 409
    ``plan_one_open_per_cell`` while another draft is open.
    """

    def work() -> Answer:
        row = drafted_cell(cell, order)
        plan = new_draft(row, seed=seed, year=year, order=order)
        found = seedling_of(register_of(row, at=order.today), seed)
        answer = write_edit(plan, found.changes, kind=EditKind.SEED, order=order)
        return answer | {"left_out": list(found.left_out)}

    body = {"verb": "start_plan", "cell": cell, "seed": seed, "year": year}
    return carry_out(order, body=body, work=work)


def drafted_cell(pk: int, order: Order) -> PartyCell:
    """A cell in force on whose committee the actor sits, kept from others; 404, 403."""
    rows = PartyCell.objects.visible_to(order.actor).in_force(at=order.today).values("pk")
    locked = PartyCell.objects.select_for_update(of=("self",), no_key=True)
    cell: PartyCell | None = locked.filter(pk__in=rows).filter(pk=pk).first()
    if cell is None:
        raise not_found()
    require_drafter(order.actor, cell.pk, at=order.today)
    return cell


def new_draft(
    cell: PartyCell,
    *,
    seed: Seed,
    year: int,
    order: Order,
    amends: AssignmentPlan | None = None,
    amend_reason: str = "",
) -> AssignmentPlan:
    """An empty draft of the cell for the commune's present term; the cell must be locked.

    Of which term it is in the end, its day of effect says (``plans.resolving``).
    """
    plan: AssignmentPlan = AssignmentPlan.objects.create(
        commune_id=cell.commune_id,
        cell=cell,
        term=term_of(cell.commune_id, order.today),
        year=year,
        seed=seed,
        amends=amends,
        amend_reason=amend_reason,
        created_at=order.now,
        created_by_id=order.actor.user_id,
    )
    return plan


def submit(*, plan: int, seen: int, order: Order) -> Answer:
    """Put the draft to the cell meeting as it was seen; from then on nobody alters it."""

    def work() -> Answer:
        row = locked_draft(plan, order)
        require_revision(row, seen)
        _require_content(row)
        row.state, row.submitted_at = PlanState.SUBMITTED, order.now
        row.save(update_fields=["state", "submitted_at"])
        return {"plan": row.pk, "state": row.state}

    return carry_out(order, body={"verb": "submit_plan", "plan": plan, "seen": seen}, work=work)


def _require_content(plan: AssignmentPlan) -> None:
    if plan.cell_id is None:
        empty = not PlanSeat.objects.filter(plan=plan).exists()
        said = _("Kế hoạch chưa giao cho ai nên chưa trình được.")
    else:
        empty = not PlanPair.objects.filter(plan=plan).exists()
        said = _("Kế hoạch chưa giao hộ nào nên chưa trình được.")
    if empty:
        raise DomainError("empty", said, status=409)


def return_to_draft(*, plan: int, order: Order) -> Answer:
    """The meeting wants it otherwise: it is a draft again."""

    def work() -> Answer:
        row = locked_plan(plan, order)
        require_drafter_of(order.actor, row, at=order.today)
        require_state(row, {PlanState.SUBMITTED})
        row.state, row.submitted_at = PlanState.DRAFT, None
        row.save(update_fields=["state", "submitted_at"])
        return {"plan": row.pk, "state": row.state}

    return carry_out(order, body={"verb": "return_plan", "plan": plan}, work=work)


def drop(*, plan: int, seen: int, order: Order) -> Answer:
    """Give up a plan that is not decided, as it was seen: what others did since is not thrown away
    unread (409 ``stale``). It stays to be read, with the reason in its history.
    """

    def work() -> Answer:
        row = locked_plan(plan, order)
        require_drafter_of(order.actor, row, at=order.today)
        require_state(row, {PlanState.DRAFT, PlanState.SUBMITTED})
        require_revision(row, seen)
        row.state = PlanState.DROPPED
        row.save(update_fields=["state"])
        return {"plan": row.pk, "state": row.state}

    return carry_out(order, body={"verb": "drop_plan", "plan": plan, "seen": seen}, work=work)
