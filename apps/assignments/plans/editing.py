"""Verbs on a draft. Each takes the revision that the editor saw (``seen``).

All raise DomainError 404 outside the reach, 403 for who is not on the cell's committee, 409 once
the plan is no draft, and 409 ``changed_since`` where another page changed the same meanwhile. That
is asked before anything else that could stand in the way: who locked or forbade a pair since
``seen`` is told by name.
Answers hold the new revision and the key of the edit, by which it is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.assignments.plans.changes import (
    BanChange,
    Changes,
    DutyChange,
    Held,
    Key,
    PairChange,
    same,
)
from apps.assignments.plans.expressions import household_meant
from apps.assignments.plans.kinds import BanReason, EditKind, PairSource
from apps.assignments.plans.models import AssignmentPlan, PlanBan, PlanDuty
from apps.assignments.plans.orders import Order, carry_out, locked_draft
from apps.assignments.plans.register import Register, register_of
from apps.assignments.plans.units.register import units_of
from apps.assignments.plans.writing import (
    Wish,
    held_by,
    refuse_overwriting,
    write_edit,
    write_wish,
)
from apps.common.errors import DomainError, not_found
from apps.common.text import tidy

LONGEST_DUTY = 300


def _edit(
    *,
    plan: int,
    seen: int,
    order: Order,
    kind: EditKind,
    body: Mapping[str, Any],
    change: Callable[[AssignmentPlan, Register], Wish],
) -> Answer:
    def work() -> Answer:
        row = locked_draft(plan, order)
        wish = change(row, register_of(cell_of(row), at=order.today))
        return write_wish(row, wish, kind=kind, seen=seen, order=order)

    return carry_out(order, body={"plan": plan, "seen": seen, **body}, work=work)


def cell_of(plan: AssignmentPlan) -> Any:
    """The plan's cell; plans of the upper tiers are written in ``plans.units``."""
    if plan.cell is None:
        raise not_found()
    return plan.cell


def change_pairs(*, plan: int, pairs: Mapping[int, int | None], seen: int, order: Order) -> Answer:
    """Give households to people: household → person, or None for nobody. All or none.

    Raises DomainError 409 ``locked``, ``cannot_carry``, ``banned`` or ``own_household``, each with
    the households that it is about.
    """

    def change(row: AssignmentPlan, register: Register) -> Wish:
        held = held_by(row, pairs)
        _require_known(set(pairs) - set(held), register)
        wanted = {
            household: None
            if person is None
            else Held(
                person,
                provisional=_is_provisional(register, household),
                source=PairSource.HAND,
            )
            for household, person in pairs.items()
        }
        different = {
            household: after
            for household, after in wanted.items()
            if (after and after.person) != (held[household].person if household in held else None)
        }

        def check() -> None:
            _require_unlocked(held, different)
            require_possible(row, register, different)

        changes = tuple(PairChange(h, held.get(h), after) for h, after in sorted(different.items()))
        return Wish(Changes(changes), _bans_on(row, different), check)

    body = {"verb": "change_pairs", "pairs": sorted(pairs.items())}
    return _edit(plan=plan, seen=seen, order=order, kind=EditKind.CHANGE, body=body, change=change)


def _bans_on(plan: AssignmentPlan, wanted: Mapping[int, Held | None]) -> frozenset[Key]:
    """Keys of what forbids the pairs that are wanted."""
    given = {household: held.person for household, held in wanted.items() if held is not None}
    return frozenset(("ban", home, given[home]) for home in _banned(plan, given))


def _banned(plan: AssignmentPlan, given: Mapping[int, int]) -> list[int]:
    """Households that are given to somebody whom the committee keeps from them."""
    bans = PlanBan.objects.filter(plan=plan).annotate(meant=household_meant())
    pairs = bans.filter(meant__in=given).values_list("meant", "person_id")
    return sorted({household for household, person in pairs if given[household] == person})


def _is_provisional(register: Register, household: int) -> bool:
    home = register.homes.get(household)
    return home is not None and home.is_provisional


def _require_known(households: Collection[int], register: Register) -> None:
    if not set(households) <= set(register.homes):
        raise not_found()


def _require_unlocked(held: Mapping[int, Held], households: Collection[int]) -> None:
    locked = sorted(h for h in households if h in held and held[h].locked)
    if locked:
        raise _about("locked", _("Có hộ đã khoá người phụ trách. Hãy mở khoá trước."), locked)


def require_possible(
    plan: AssignmentPlan, register: Register, wanted: Mapping[int, Held | None]
) -> None:
    """Each household is given to somebody who may carry it."""
    given = {household: held.person for household, held in wanted.items() if held is not None}
    _require_known(given, register)
    own = [pair for pair in given.items() if pair in register.own]
    unable = [
        h for h, who in given.items() if not register.may_carry(who, h) and (h, who) not in own
    ]
    if unable:
        said = _("Người được chọn không thuộc diện được phân công hộ ở đây.")
        raise _about("cannot_carry", said, sorted(unable))
    if banned := _banned(plan, given):
        said = _("Chi ủy đã ghi không phân công người này cho hộ này. Hãy bỏ điều đó trước.")
        raise _about("banned", said, banned)
    if own:
        households = sorted(household for household, _person in own)
        raise _about("own_household", _("Không ai phụ trách chính hộ mình."), households)


def _about(code: str, message: str, households: list[int]) -> DomainError:
    return DomainError(code, message, status=409, detail={"households": households})


def lock_pairs(
    *, plan: int, households: Collection[int], locked: bool, seen: int, order: Order
) -> Answer:
    """Keep pairs from being changed, by the solver or by hand; or let them go again."""

    def change(row: AssignmentPlan, register: Register) -> Wish:
        held = held_by(row, households)
        missing = set(households) - set(held)

        def check() -> None:
            if missing:
                raise not_found()

        pairs = []
        for household, before in sorted(held.items()):
            after = Held(before.person, locked, before.provisional, before.source)
            if not same(before, after):
                pairs.append(PairChange(household, before, after))
        return Wish(Changes(tuple(pairs)), _pairs_of(missing), check)

    body = {"verb": "lock_pairs", "households": sorted(households), "locked": locked}
    return _edit(plan=plan, seen=seen, order=order, kind=EditKind.LOCK, body=body, change=change)


def _pairs_of(households: Iterable[int]) -> frozenset[Key]:
    return frozenset(("pair", household, 0) for household in households)


def ban_pair(
    *, plan: int, household: int, person: int, reason: str | None, seen: int, order: Order
) -> Answer:
    """Say that a person is not to be in charge of a household, or (reason None) take it back.

    Whoever is planned for it is taken off in the same edit.
    """
    if reason is not None and reason not in BanReason.values:
        raise DomainError(
            "invalid", _("Hãy chọn lý do trong danh sách."), status=422, detail={"field": "reason"}
        )

    def change(row: AssignmentPlan, register: Register) -> Wish:
        ban = PlanBan.objects.filter(plan=row, household=household, person=person).first()
        before = None if ban is None else ban.reason
        # A ban taken over from the last plan may be of somebody who carries nothing today.
        if before is None and (household not in register.homes or person not in register.carriers):
            raise not_found()
        if before == reason:
            return Wish(Changes())
        held = held_by(row, [household])
        locked = [household] if reason is not None else []
        paired = reason is not None and household in held and held[household].person == person
        pairs = (PairChange(household, held[household], None),) if paired else ()
        return Wish(
            Changes(pairs, (BanChange(household, person, before, reason),)),
            _pairs_of(locked),
            lambda: _require_unlocked(held, locked),
        )

    body = {"verb": "ban_pair", "household": household, "person": person, "reason": reason}
    return _edit(plan=plan, seen=seen, order=order, kind=EditKind.BAN, body=body, change=change)


def write_duty(*, plan: int, person: int, text: str, seen: int, order: Order) -> Answer:
    """What somebody does beside the households, in one line; "" for nothing."""
    said = tidy(text)
    if len(said) > LONGEST_DUTY:
        raise DomainError(
            "invalid",
            _("Nhiệm vụ dài quá 300 ký tự."),
            status=422,
            detail={"field": "text"},
        )

    def work() -> Answer:
        row = locked_draft(plan, order)
        changes = _duty_changes(row, person, said, order)
        refuse_overwriting(row, changes, seen=seen, order=order)
        return write_edit(row, changes, kind=EditKind.DUTY, order=order)

    body = {"plan": plan, "seen": seen, "verb": "write_duty", "person": person, "text": said}
    return carry_out(order, body=body, work=work)


def _duty_changes(plan: AssignmentPlan, person: int, said: str, order: Order) -> Changes:
    """Of plans of every tier: of somebody who has a duty already, or may be in charge."""
    duty = PlanDuty.objects.filter(plan=plan, person=person).first()
    if duty is None and person not in _carriers_of(plan, order):
        raise not_found()
    before = "" if duty is None else duty.text
    return Changes() if before == said else Changes(duties=(DutyChange(person, before, said),))


def _carriers_of(plan: AssignmentPlan, order: Order) -> Collection[int]:
    if plan.cell_id is None:
        return units_of(plan, at=order.today).carriers
    return register_of(cell_of(plan), at=order.today).carriers
