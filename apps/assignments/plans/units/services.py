"""Verbs on plans of the upper tiers, as those on a cell's plan: begin, seat, lock, ban, name.

What needs no content (submit, return, drop, undo) and what both kinds do (propose, amend, resolve,
duties) has one verb for all plans, in the modules above this package.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer
from apps.accounts.roles import COMMUNE_ROLES, AreaKind
from apps.areas.models import Commune
from apps.assignments.plans.changes import (
    Changes,
    Seat,
    SeatBanChange,
    SeatChange,
    SecretaryChange,
    same_seat,
)
from apps.assignments.plans.kinds import UPPER_BANS, EditKind, PairSource, Seed
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.orders import Order, carry_out, locked_draft
from apps.assignments.plans.roles import require_commune_drafter
from apps.assignments.plans.terms import term_of
from apps.assignments.plans.units.register import UPPER_TIERS, UnitRegister, unit_register, units_of
from apps.assignments.plans.units.seeds import seedling_of
from apps.assignments.plans.units.writing import seat_bans_of, seats_of, secretaries_of
from apps.assignments.plans.writing import Wish, write_edit, write_wish
from apps.assignments.tiers import Tier
from apps.common.errors import DomainError, not_found

#: (unit, person)
SeatKey = tuple[int, int]


def start_tier_plan(*, commune: int, tier: Tier, seed: Seed, year: int, order: Order) -> Answer:
    """A draft of the commune for tier 1 or 2; answers as ``services.start_plan``.

    Raises DomainError 404 outside the reach, 403 for who does not draft, 409
    ``plan_one_open_per_tier`` while another draft is open.
    """

    def work() -> Answer:
        row = drafted_commune(order.actor, commune)
        if tier not in UPPER_TIERS:
            raise not_found()
        plan = new_tier_draft(row, tier, seed=seed, year=year, order=order)
        found = seedling_of(unit_register(row, tier, at=order.today), seed)
        answer = write_edit(plan, found.changes, kind=EditKind.SEED, order=order)
        return answer | {"left_out": found.left_out}

    body = {"verb": "start_tier_plan", "commune": commune, "tier": int(tier), "seed": seed}
    return carry_out(order, body=body | {"year": year}, work=work)


def read_commune(actor: Actor, pk: int) -> Commune:
    """A commune whose plans of the upper tiers the actor reads whole; 404."""
    if pk not in actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES):
        raise not_found()
    return Commune.objects.get(pk=pk)


def drafted_commune(actor: Actor, pk: int) -> Commune:
    """A commune whose plans of the upper tiers the actor drafts; 404, 403."""
    row = read_commune(actor, pk)
    require_commune_drafter(actor, pk)
    return row


def new_tier_draft(
    commune: Commune, tier: Tier, *, seed: Seed, year: int, order: Order, **amending: Any
) -> AssignmentPlan:
    """An empty draft; ``amending``: the plan that it amends, and why."""
    plan: AssignmentPlan = AssignmentPlan.objects.create(
        commune=commune,
        tier=tier,
        term=term_of(commune.pk, order.today),
        year=year,
        seed=seed,
        created_at=order.now,
        created_by_id=order.actor.user_id,
        **amending,
    )
    return plan


def _edit(
    *,
    plan: int,
    seen: int,
    order: Order,
    kind: EditKind,
    body: Mapping[str, Any],
    change: Callable[[AssignmentPlan, UnitRegister], Wish],
) -> Answer:
    def work() -> Answer:
        row = locked_draft(plan, order)
        wish = change(row, units_of(row, at=order.today))
        return write_wish(row, wish, kind=kind, seen=seen, order=order)

    return carry_out(order, body={"plan": plan, "seen": seen, **body}, work=work)


def change_seats(*, plan: int, seats: Mapping[SeatKey, bool], seen: int, order: Order) -> Answer:
    """Put people in charge of units (True) or take them off; all or none.

    Raises DomainError 409 ``locked``, ``cannot_carry`` or ``banned``, with the units it is about.
    """

    def change(row: AssignmentPlan, register: UnitRegister) -> Wish:
        held, by_hand = seats_of(row), Seat(source=PairSource.HAND.value)
        different = {seat: on for seat, on in seats.items() if on != (seat in held)}
        _require_units({unit for unit, _person in seats}, register, held)
        wanted = {seat for seat, on in different.items() if on}

        def check() -> None:
            _refuse_locked({unit for unit, person in different if _is_locked(held, unit, person)})
            _require_possible(row, register, wanted)

        made = tuple(
            SeatChange(*seat, held.get(seat), by_hand if on else None)
            for seat, on in sorted(different.items())
        )
        bans = frozenset(("seat_ban", *seat) for seat in wanted & set(seat_bans_of(row)))
        return Wish(Changes(seats=made), bans, check)

    body = {"verb": "change_seats", "seats": sorted([*seat, on] for seat, on in seats.items())}
    return _edit(plan=plan, seen=seen, order=order, kind=EditKind.CHANGE, body=body, change=change)


def _refuse_locked(units: Collection[int]) -> None:
    _refuse(units, "locked", _("Có người đã khoá ở đây. Hãy mở khoá trước."))


def _is_locked(held: Mapping[SeatKey, Seat], unit: int, person: int) -> bool:
    seat = held.get((unit, person))
    return seat is not None and seat.locked


def _require_units(
    units: Collection[int], register: UnitRegister, held: Mapping[SeatKey, Seat]
) -> None:
    """Each is a unit of the commune today, or one of the plan that is no more."""
    if not set(units) <= {*register.units, *(unit for unit, _person in held)}:
        raise not_found()


def _require_possible(
    plan: AssignmentPlan, register: UnitRegister, seats: Collection[SeatKey]
) -> None:
    unable = {u for u, p in seats if u not in register.units or p not in register.carriers}
    _refuse(unable, "cannot_carry", _("Người được chọn không thuộc diện được phân công ở đây."))
    bans = seat_bans_of(plan)
    _refuse(
        {unit for unit, person in seats if (unit, person) in bans},
        "banned",
        _("Đã ghi không phân công người này ở đây. Hãy bỏ điều đó trước."),
    )


def _refuse(units: Collection[int], code: str, message: str) -> None:
    """Nothing where it is about no unit."""
    if units:
        raise DomainError(code, message, status=409, detail={"units": sorted(units)})


def lock_seats(
    *, plan: int, seats: Collection[SeatKey], locked: bool, seen: int, order: Order
) -> Answer:
    """Keep people where they are planned, or let them go again."""

    def change(row: AssignmentPlan, register: UnitRegister) -> Wish:
        held = seats_of(row)
        missing = set(seats) - set(held)

        def check() -> None:
            if missing:
                raise not_found()

        made = []
        for seat in sorted(set(seats) - missing):
            before = held[seat]
            after = Seat(locked, before.provisional, before.source)
            if not same_seat(before, after):
                made.append(SeatChange(*seat, before, after))
        gone = frozenset(("seat", unit, 0) for unit, _person in missing)
        return Wish(Changes(seats=tuple(made)), gone, check)

    body = {"verb": "lock_seats", "seats": sorted(map(list, seats)), "locked": locked}
    return _edit(plan=plan, seen=seen, order=order, kind=EditKind.LOCK, body=body, change=change)


def ban_seat(
    *, plan: int, unit: int, person: int, reason: str | None, seen: int, order: Order
) -> Answer:
    """Keep somebody off a unit, or (reason None) no longer. Who is planned there is taken off."""
    if reason is not None and reason not in UPPER_BANS:
        raise DomainError(
            "invalid", _("Hãy chọn lý do trong danh sách."), status=422, detail={"field": "reason"}
        )

    def change(row: AssignmentPlan, register: UnitRegister) -> Wish:
        before = seat_bans_of(row).get((unit, person))
        # A ban taken over from the last plan may be of somebody who holds no office today.
        if before is None and (unit not in register.units or person not in register.carriers):
            raise not_found()
        if before == reason:
            return Wish(Changes())
        held = seats_of(row)
        seat = held.get((unit, person)) if reason is not None else None
        seats = () if seat is None else (SeatChange(unit, person, seat, None),)
        bans = (SeatBanChange(unit, person, before, reason),)
        locked = [unit] if seat is not None and seat.locked else []
        return Wish(Changes(seats=seats, seat_bans=bans), check=lambda: _refuse_locked(locked))

    body = {"verb": "ban_seat", "unit": unit, "person": person, "reason": reason}
    return _edit(plan=plan, seen=seen, order=order, kind=EditKind.BAN, body=body, change=change)


def name_secretary(
    *, plan: int, village: int, person: int | None, seen: int, order: Order
) -> Answer:
    """Which officer compiles the village's report; None: nobody named. Tier 1 only (404).

    Raises DomainError 409 ``not_of_village`` for who is in charge of no group of the village.
    """

    def change(row: AssignmentPlan, register: UnitRegister) -> Wish:
        if register.tier != Tier.COMMITTEE or village not in register.units:
            raise not_found()
        before = secretaries_of(row).get(village)
        if before == person:
            return Wish(Changes())
        strange = person is not None and person not in register.officers.get(village, ())
        said = _("Thư ký phải là cán bộ đang phụ trách một Tổ NDTQ của thôn này.")
        return Wish(
            Changes(secretaries=(SecretaryChange(village, before, person),)),
            check=lambda: _refuse([village] if strange else [], "not_of_village", said),
        )

    body = {"verb": "name_secretary", "village": village, "person": person}
    kind = EditKind.SECRETARY
    return _edit(plan=plan, seen=seen, order=order, kind=kind, body=body, change=change)
