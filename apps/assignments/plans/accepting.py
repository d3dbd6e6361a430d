"""Taking what the worker proposed into the cell's draft, around what people decided meanwhile."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.assignments import seeding
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.changes import Changes, Held, PairChange, same
from apps.assignments.plans.kinds import EditKind, PairSource, ProposalState, Seed
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.orders import Order, carry_out, locked_draft
from apps.assignments.plans.register import Register, register_of
from apps.assignments.plans.run_models import PlanProposal
from apps.assignments.plans.runs import require_ready
from apps.assignments.plans.seeds import locked_today, said_last
from apps.assignments.plans.services import drafted_cell, new_draft
from apps.assignments.plans.writing import changes_of, edits_since, held_by, write_edit
from apps.common.errors import DomainError

#: edits by which nobody decided about one household
_WHOLESALE = frozenset({EditKind.SEED, EditKind.PROPOSE})


def accept(*, run: UUID, cell: int, order: Order) -> Answer:
    """Take a proposal into the cell's draft; one is begun where there is none.

    What people changed since it was made, locked or forbade stays as they want it. Answers with
    those households (``kept``) and with those whose pair is no longer possible (``left_out``).
    Raises DomainError 404, 403 and 409 ``wrong_state``.
    """

    def work() -> Answer:
        row = drafted_cell(cell, order)
        proposal = require_ready(run, cell, order)
        plan = _draft_of(row.pk, order)
        register = register_of(row, at=order.today)
        if plan is None:
            plan = _begun(register, order)
        changes, kept, left_out = _merged(plan, register, proposal)
        answer = write_edit(plan, changes, kind=EditKind.PROPOSE, order=order)
        proposal.state, proposal.plan = ProposalState.ACCEPTED, plan
        proposal.save(update_fields=["state", "plan"])
        return answer | {"kept": kept, "left_out": left_out}

    return carry_out(order, body={"verb": "accept_run", "run": run, "cell": cell}, work=work)


def _begun(register: Register, order: Order) -> AssignmentPlan:
    """A draft of what the last resolution said: bans, duties, and locked pairs that still are so.

    An edit by itself, so that taking the proposal back leaves it.
    """
    plan = new_draft(register.cell, seed=Seed.SOLVER, year=order.today.year, order=order)
    said = said_last(register)
    kept = locked_today(register, said)
    pairs = tuple(PairChange(home, None, held) for home, held in sorted(kept.items()))
    begun = Changes(pairs, said.ban_changes, said.duty_changes)
    write_edit(plan, begun, kind=EditKind.SEED, order=order, key=uuid5(order.key, "begun"))
    return plan


def _draft_of(cell: int, order: Order) -> AssignmentPlan | None:
    """The cell's open plan, locked; 409 when it lies before the meeting."""
    open_plan = AssignmentPlan.objects.open().filter(cell=cell).first()
    if open_plan is None:
        return None
    if open_plan.state == PlanState.SUBMITTED:
        raise DomainError(
            "wrong_state",
            _(
                "Kế hoạch của chi bộ đã trình cuộc họp nên không lấy đề xuất vào được. Hãy ghi nghị"
                " quyết, hoặc đưa kế hoạch về dự thảo rồi lấy đề xuất."
            ),
            status=409,
            detail={"state": open_plan.state},
        )
    return locked_draft(open_plan.pk, order)


def _merged(
    plan: AssignmentPlan, register: Register, proposal: PlanProposal
) -> tuple[Changes, list[int], list[int]]:
    held = held_by(plan)
    bans = seeding.bans_of(plan)
    decided = _decided_since(plan, proposal) | {h for h, each in held.items() if each.locked}
    # Somebody who still may have it beats nobody, where a plan is only amended.
    stays = seeding.standing(register, held, bans) if plan.is_amendment else set()
    wanted = _wanted(register, proposal, held)
    impossible = set(wanted) - seeding.standing(register, wanted, bans)
    changes = []
    kept = []
    for household in sorted({*held, *wanted}):
        before, after = held.get(household), wanted.get(household)
        if household in impossible or same(before, after):
            continue
        if after is None and household in stays:
            continue
        if household in decided:
            kept.append(household)
        else:
            changes.append(PairChange(household, before, after))
    return Changes(tuple(changes)), kept, sorted(impossible)


def _decided_since(plan: AssignmentPlan, proposal: PlanProposal) -> set[int]:
    """Households about which somebody decided after the proposal was made."""
    seen = proposal.revision if proposal.plan_id == plan.pk else 0
    return {
        change.household
        for edit in edits_since(plan, seen)
        if edit.kind not in _WHOLESALE
        for change in changes_of(edit).pairs
    }


def _wanted(register: Register, proposal: PlanProposal, held: dict[int, Held]) -> dict[int, Held]:
    found = {}
    for household, person, _metres, provisional in proposal.pairs:
        home = register.homes.get(household)
        present = home is not None and home.person == person
        source = PairSource.PRESENT if present else PairSource.SOLVER
        locked = household in held and held[household].locked
        found[household] = Held(person, locked, provisional, source.value)
    return found
