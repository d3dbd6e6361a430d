"""The solver's word in a draft of the upper tiers: anew around what is decided, and amending."""

from __future__ import annotations

from uuid import uuid5

from apps.accounts.keys import Answer
from apps.assignments.plans.changes import Changes
from apps.assignments.plans.kinds import AmendReason, EditKind, Seed
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.orders import Order
from apps.assignments.plans.units import seeding
from apps.assignments.plans.units.register import UnitRegister, units_of
from apps.assignments.plans.units.seeds import from_present, said_in
from apps.assignments.plans.units.services import new_tier_draft
from apps.assignments.plans.units.writing import seat_bans_of, seats_of
from apps.assignments.plans.writing import write_edit
from apps.assignments.tiers import Tier


def proposed(plan: AssignmentPlan, register: UnitRegister) -> Changes:
    """What fills the draft: units with nobody, and those whose only person may be moved."""
    held, bans = seats_of(plan), seat_bans_of(plan)
    wanted = seeding.proposal_for(register, held, bans, least_change=plan.is_amendment)
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
    begun = from_present(register, said_in(former, register)).changes
    write_edit(row, begun, kind=EditKind.SEED, order=order)
    changes = proposed(row, register)
    key = uuid5(order.key, "suggested")
    suggested = write_edit(row, changes, kind=EditKind.PROPOSE, order=order, key=key)
    return suggested | {"kept": len(begun.seats)}
