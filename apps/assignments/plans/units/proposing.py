"""The solver's word in a draft of the upper tiers: anew around what is decided, and amending."""

from __future__ import annotations

from uuid import uuid5

from apps.accounts.keys import Answer
from apps.assignments.plans.changes import Changes, DutyChange, SeatBanChange
from apps.assignments.plans.kinds import AmendReason, EditKind, Seed
from apps.assignments.plans.models import AssignmentPlan, PlanDuty
from apps.assignments.plans.orders import Order
from apps.assignments.plans.units import seeding
from apps.assignments.plans.units.register import UnitRegister, units_of
from apps.assignments.plans.units.seeds import from_present
from apps.assignments.plans.units.services import new_tier_draft
from apps.assignments.plans.units.writing import seat_bans_of, seats_of
from apps.assignments.plans.writing import write_edit
from apps.assignments.tiers import Tier


def proposed(
    plan: AssignmentPlan, register: UnitRegister, *, least_change: bool = False
) -> Changes:
    """What fills the draft: units with nobody, and those whose only person may be moved."""
    held, bans = seats_of(plan), seat_bans_of(plan)
    wanted = seeding.proposal_for(register, held, bans, least_change=least_change)
    return seeding.changes_to(held, wanted)


def amend_units(former: AssignmentPlan, reason: AmendReason, order: Order) -> Answer:
    """A draft that amends the plan in force (locked): today, then what must be changed."""
    register = units_of(former, at=order.today)
    row = new_tier_draft(
        former.commune,
        Tier(former.tier),
        seed=Seed.PRESENT,
        year=order.today.year,
        order=order,
        amends=former,
        amend_reason=reason,
    )
    begun = _taken_over(former, register)
    write_edit(row, begun, kind=EditKind.SEED, order=order)
    changes = proposed(row, register, least_change=True)
    key = uuid5(order.key, "suggested")
    suggested = write_edit(row, changes, kind=EditKind.PROPOSE, order=order, key=key)
    return suggested | {"kept": len(begun.seats)}


def _taken_over(former: AssignmentPlan, register: UnitRegister) -> Changes:
    """Who is in charge today, and what was said of bans and duties."""
    present = from_present(register).changes
    bans = {
        (unit, person): reason
        for (unit, person), reason in sorted(seat_bans_of(former).items())
        if unit in register.units and person in register.carriers
    }
    duties = PlanDuty.objects.filter(plan=former, person__in=register.carriers)
    return Changes(
        duties=tuple(DutyChange(duty.person_id, "", duty.text) for duty in duties),
        seats=tuple(c for c in present.seats if (c.unit, c.person) not in bans),
        seat_bans=tuple(SeatBanChange(*seat, None, reason) for seat, reason in bans.items()),
        secretaries=present.secretaries,
    )
