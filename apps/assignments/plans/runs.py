"""Proposals asked of the worker: for one cell by its committee, for all by the commune.

A run has one ``PlanProposal`` for each cell, written by itself as soon as it is made. So a worker
that was killed goes on with the first cell that has none, and what was called off stops there.
Nothing of it is anybody's plan until the cell's committee takes it into a draft. Cells that share a
village are given neither the same household nor the same person's room twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from apps.accounts.keys import Answer
from apps.assignments import seeding
from apps.assignments.plans.changes import Held
from apps.assignments.plans.kinds import ProposalState, RunState
from apps.assignments.plans.known import kept_in
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.orders import Order, carry_out, user_of
from apps.assignments.plans.register import Register, register_of
from apps.assignments.plans.roles import drafting_cells
from apps.assignments.plans.run_models import PlanProposal, PlanRun
from apps.assignments.plans.seeds import locked_today, said_last
from apps.assignments.plans.services import drafted_cell
from apps.assignments.plans.sharing import beside_others
from apps.assignments.plans.writing import held_by
from apps.assignments.proximity import CancelledError
from apps.assignments.proximity.solving import Cancelled
from apps.common import clock
from apps.common.errors import DomainError, not_found
from apps.people.models import PartyCell
from apps.people.querysets import edited_communes

# By name: a request needs nothing of the task itself.
RUN: Final = "assignments.run_plan"
UNDER_WAY: Final = (RunState.WAITING, RunState.RUNNING)


def request_for_cell(*, cell: int, order: Order) -> Answer:
    """Have the worker propose to one cell; its committee only (404, 403)."""

    def work() -> Answer:
        row = drafted_cell(cell, order)
        return _request([row], row.commune_id, order)

    return carry_out(order, body={"verb": "run_cell", "cell": cell}, work=work)


def request_for_commune(*, commune: int, order: Order) -> Answer:
    """Have the worker propose to every cell of a commune; its office and leaders (404)."""

    def work() -> Answer:
        if commune not in edited_communes(order.actor):
            raise not_found()
        rows = PartyCell.objects.in_force(at=order.today).filter(commune=commune)
        cells = list(rows.filter(villages__isnull=False).distinct().order_by("pk"))
        if not cells:
            raise DomainError("no_cells", _("Xã chưa có chi bộ nào phụ trách thôn."), status=409)
        return _request(cells, commune, order)

    return carry_out(order, body={"verb": "run_commune", "commune": commune}, work=work)


def _request(cells: Sequence[PartyCell], commune: int, order: Order) -> Answer:
    run = PlanRun.objects.create(
        key=order.key,
        commune_id=commune,
        requested_by_id=user_of(order),
        requested_at=order.now,
    )
    PlanProposal.objects.bulk_create(PlanProposal(run=run, cell=cell) for cell in cells)
    # In the transaction of what it is about. A commune's runs go one after the other.
    job = app.configure_task(RUN, lock=f"plans:{commune}")
    run.job_id = job.defer(run_id=run.pk)
    run.save(update_fields=["job_id"])
    return {"run": str(run.key), "cells": len(cells)}


def work_off(run_id: int) -> None:
    """The worker's part: propose to each cell that has no proposal yet."""
    begun = PlanRun.objects.filter(pk=run_id, state__in=UNDER_WAY)
    if not begun.update(state=RunState.RUNNING, beat_at=clock.now()):
        return
    waiting = PlanProposal.objects.filter(run=run_id, state=ProposalState.WAITING)
    for proposal in waiting.select_related("cell__commune").order_by("pk"):
        if not begun.update(beat_at=clock.now()):
            return
        try:
            propose_to(proposal, at=clock.now(), cancelled=lambda: not begun.exists())
        except CancelledError:
            return
    begun.update(state=RunState.DONE, finished_at=clock.now())


def propose_to(proposal: PlanProposal, *, at: datetime, cancelled: Cancelled | None = None) -> None:
    """Fill a waiting proposal in, for the cell's draft if it has one.

    Without one it goes by what the last resolution said, as the draft that it begins will. A draft
    that amends is changed as little as can be. CancelledError as soon as ``cancelled()`` says so.
    """
    register = register_of(proposal.cell, at=clock.local_day(at))
    draft = AssignmentPlan.objects.open().filter(cell=proposal.cell).first()
    held, bans = _decided(draft, register)
    register = beside_others(register, proposal, kept=held)
    proposed = seeding.proposal_for(
        register,
        held=held,
        bans=bans,
        kept=kept_in(draft, held) if draft is not None else None,
        least_change=draft is not None and draft.is_amendment,
        cancelled=cancelled,
    )
    found = seeding.proposal_as_json(proposed)
    # Dropped in the meantime: then nobody wants it.
    PlanProposal.objects.filter(pk=proposal.pk, state=ProposalState.WAITING).update(
        state=ProposalState.READY,
        plan=draft,
        revision=0 if draft is None else draft.revision,
        made_at=at,
        **found,
    )


def _decided(
    draft: AssignmentPlan | None, register: Register
) -> tuple[dict[int, Held], set[tuple[int, int]]]:
    """Pairs and bans (household, person) around which to propose: of the draft, or as said last."""
    if draft is not None:
        return held_by(draft), seeding.bans_of(draft)
    said = said_last(register)
    return locked_today(register, said), set(said.bans)


def fail(run_id: int) -> None:
    """Say that the run broke off, so that nobody waits for it; what was made is kept."""
    rows = PlanRun.objects.filter(pk=run_id, state__in=UNDER_WAY)
    rows.update(state=RunState.FAILED, finished_at=clock.now())


def cancel(*, run: UUID, order: Order) -> Answer:
    """Stop after the cell in hand; proposals already made are kept. Twice is once."""

    def work() -> Answer:
        row = locked_run(run, order)
        _require_own(row, order)
        if row.state in UNDER_WAY:
            row.state, row.finished_at = RunState.CANCELLED, order.now
            row.save(update_fields=["state", "finished_at"])
            _drop(PlanProposal.objects.filter(run=row), ProposalState.WAITING)
        return {"run": str(row.key), "state": row.state}

    return carry_out(order, body={"verb": "cancel_run", "run": run}, work=work)


def drop(*, run: UUID, cell: int | None, order: Order) -> Answer:
    """Throw away what is proposed to one cell, or to all that the actor may decide for."""

    def work() -> Answer:
        row = locked_run(run, order)
        rows = PlanProposal.objects.filter(run=row)
        if cell is not None:
            rows = rows.filter(cell=cell)
        if row.commune_id not in edited_communes(order.actor):
            rows = rows.filter(cell__in=drafting_cells(order.actor, at=order.today))
        dropped = _drop(rows, ProposalState.READY)
        if cell is not None and not dropped:
            raise not_found()
        return {"run": str(row.key), "dropped": dropped}

    return carry_out(order, body={"verb": "drop_run", "run": run, "cell": cell}, work=work)


def drop_outdated(cell: int) -> None:
    """What was proposed before the cell's resolution would only take back what was decided."""
    _drop(PlanProposal.objects.filter(cell=cell), ProposalState.READY)


def _drop(rows: QuerySet[PlanProposal], state: ProposalState) -> int:
    """Nothing of what was proposed is kept, of those that are in the state by then."""
    empty: dict[str, Any] = {"pairs": [], "left": [], "loads": [], "cost": {}}
    return rows.filter(state=state).update(state=ProposalState.DROPPED, **empty)


def locked_run(key: UUID, order: Order) -> PlanRun:
    """A run of the own commune or cell, locked; 404."""
    rows = PlanRun.objects.visible_to(order.actor)
    row: PlanRun | None = rows.select_for_update(of=("self",), no_key=True).filter(key=key).first()
    if row is None:
        raise not_found()
    return row


def _require_own(run: PlanRun, order: Order) -> None:
    """Who asked for it, or edits the commune, may stop it."""
    if run.requested_by_id == order.actor.user_id:
        return
    if run.commune_id not in edited_communes(order.actor):
        raise DomainError(
            "role_too_low", _("Chỉ người đã yêu cầu, hoặc văn phòng xã, được dừng."), status=403
        )


def require_ready(run: UUID, cell: int, order: Order) -> PlanProposal:
    """What is proposed to a cell of a run, locked; 404, 409 when it was decided already."""
    rows = PlanProposal.objects.visible_to(order.actor).filter(run__key=run, cell=cell)
    row: PlanProposal | None = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise not_found()
    if row.state != ProposalState.READY:
        raise DomainError(
            "wrong_state",
            _("Đề xuất này chưa tính xong, hoặc đã được lấy hay bỏ rồi."),
            status=409,
            detail={"state": row.state},
        )
    return row
