"""The solver's word in a draft: propose anew around what is locked, and amend with least change."""

from __future__ import annotations

from uuid import uuid5

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.assignments import seeding
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.changes import Changes
from apps.assignments.plans.editing import cell_of
from apps.assignments.plans.kinds import (
    CELL_AMENDS,
    UPPER_AMENDS,
    AmendReason,
    EditKind,
    Seed,
)
from apps.assignments.plans.known import kept_in
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.orders import (
    Order,
    carry_out,
    locked_draft,
    locked_plan,
    require_state,
)
from apps.assignments.plans.register import Register, register_of
from apps.assignments.plans.roles import require_drafter_of
from apps.assignments.plans.seeds import from_present, said_last
from apps.assignments.plans.services import new_draft
from apps.assignments.plans.units import proposing as units
from apps.assignments.plans.units.register import units_of
from apps.assignments.plans.writing import held_by, refuse_overwriting, write_edit
from apps.common.errors import DomainError


def propose_pairs(*, plan: int, seen: int, order: Order) -> Answer:
    """Fill the draft with what the solver proposes; locked pairs and bans are kept. One edit.

    Raises DomainError 409 ``changed_since`` when somebody else changed a pair since ``seen``.
    """

    def work() -> Answer:
        row = locked_draft(plan, order)
        if row.cell_id is None:
            changes = units.proposed(row, units_of(row, at=order.today))
        else:
            changes = _proposed(row, register_of(cell_of(row), at=order.today))
        refuse_overwriting(row, changes, seen=seen, order=order)
        return write_edit(row, changes, kind=EditKind.PROPOSE, order=order)

    body = {"verb": "propose_pairs", "plan": plan, "seen": seen}
    return carry_out(order, body=body, work=work)


def _proposed(plan: AssignmentPlan, register: Register) -> Changes:
    held, bans = held_by(plan), seeding.bans_of(plan)
    kept = kept_in(plan, held)
    proposal = seeding.proposal_for(
        register, held=held, bans=bans, kept=kept, least_change=plan.is_amendment
    )
    keep = seeding.standing(register, held, bans) if plan.is_amendment else ()
    return seeding.changes_to(register, held, proposal, keep=keep)


def amend_plan(*, plan: int, reason: AmendReason, order: Order) -> Answer:
    """A draft that amends the plan in force: who is in charge now, then what must be changed.

    Two edits, so that the suggestions can be taken back by themselves. Bans, duties and the locks
    of pairs that are still so stay.
    """

    def work() -> Answer:
        former = locked_plan(plan, order)
        _require_reason(reason, former)
        require_drafter_of(order.actor, former, at=order.today)
        require_state(former, {PlanState.IN_FORCE})
        if former.cell_id is None:
            return units.amend_units(former, reason, order)
        register = register_of(cell_of(former), at=order.today)
        row = new_draft(
            cell_of(former),
            seed=Seed.PRESENT,
            year=order.today.year,
            order=order,
            amends=former,
            amend_reason=reason,
        )
        begun = from_present(register, said_last(register)).changes
        write_edit(row, begun, kind=EditKind.SEED, order=order)
        suggested = write_edit(
            row,
            _proposed(row, register),
            kind=EditKind.PROPOSE,
            order=order,
            key=uuid5(order.key, "suggested"),
        )
        # Bans and duties are taken over too, and are no pairs.
        return suggested | {"kept": len(begun.pairs)}

    body = {"verb": "amend_plan", "plan": plan, "reason": reason}
    return carry_out(order, body=body, work=work)


def _require_reason(reason: AmendReason, plan: AssignmentPlan) -> None:
    if reason not in (CELL_AMENDS if plan.cell_id is not None else UPPER_AMENDS):
        raise DomainError(
            "invalid", _("Hãy chọn lý do trong danh sách."), status=422, detail={"field": "reason"}
        )
