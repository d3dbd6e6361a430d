"""Writing an edit into a locked draft: refuse what somebody else changed, write, and keep it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.assignments.plans.changes import (
    BanChange,
    Change,
    Changes,
    DutyChange,
    Held,
    Key,
    PairChange,
    SeatChange,
    as_json,
    from_json,
)
from apps.assignments.plans.kinds import EditKind
from apps.assignments.plans.models import AssignmentPlan, PlanBan, PlanDuty, PlanEdit, PlanPair
from apps.assignments.plans.orders import Order, user_of
from apps.assignments.plans.units.writing import write_units
from apps.common.errors import DomainError

#: what edits of the upper tiers change besides seats
_OF_UNITS = frozenset({"seat_ban", "secretary"})


def held_by(plan: AssignmentPlan, households: Collection[int] | None = None) -> dict[int, Held]:
    """Household → who is planned for it; of all of them, or of those named."""
    rows = PlanPair.objects.filter(plan=plan)
    if households is not None:
        rows = rows.filter(household__in=households)
    return {
        row.household_id: Held(row.person_id, row.is_locked, row.is_provisional, row.source)
        for row in rows
    }


def changes_of(edit: PlanEdit) -> Changes:
    return from_json(
        *(edit.pairs, edit.bans, edit.duties),
        seats=edit.seats,
        seat_bans=edit.seat_bans,
        secretaries=edit.secretaries,
    )


def edits_since(plan: AssignmentPlan, seen: int) -> list[PlanEdit]:
    """Edits after the revision ``seen``, in their order, with who made them."""
    rows = PlanEdit.objects.filter(plan=plan, revision__gt=seen).order_by("revision")
    return list(rows.select_related("user__person"))


def write_edit(
    plan: AssignmentPlan,
    changes: Changes,
    *,
    kind: EditKind,
    order: Order,
    undoes: PlanEdit | None = None,
    key: UUID | None = None,
) -> Answer:
    """Write the changes and the edit that tells of them; the plan must be locked.

    Without a change nothing is written. The answer holds keys only.
    """
    if not changes:
        return {"plan": plan.pk, "revision": plan.revision, "edit": None, "changed": 0}
    _write_bans(plan, changes.bans, taken_away=True)
    _write_pairs(plan, changes.pairs)
    _write_bans(plan, changes.bans, taken_away=False)
    _write_duties(plan, changes.duties)
    write_units(plan, changes)
    plan.revision += 1
    plan.save(update_fields=["revision"])
    edit = PlanEdit.objects.create(
        plan=plan,
        revision=plan.revision,
        key=key or order.key,
        session=order.session,
        kind=kind,
        user_id=user_of(order),
        at=order.now,
        undoes=undoes,
        **as_json(changes),
    )
    changed = len(changes.every)
    return {
        "plan": plan.pk,
        "revision": plan.revision,
        "edit": str(edit.key),
        "changed": changed,
    }


def _write_pairs(plan: AssignmentPlan, changes: Collection[PairChange]) -> None:
    gone = [change.household for change in changes if change.after is None]
    PlanPair.objects.filter(plan=plan, household__in=gone).delete()
    wanted = {c.household: c.after for c in changes if c.after is not None}
    rows = PlanPair.objects.filter(plan=plan, household__in=wanted)
    present = {row.household_id: row for row in rows}
    for household, row in present.items():
        _put(row, wanted[household])
    PlanPair.objects.bulk_update(
        present.values(), ["person", "is_locked", "is_provisional", "source"]
    )
    new = [
        _put(PlanPair(plan=plan, household_id=household), held)
        for household, held in wanted.items()
        if household not in present
    ]
    PlanPair.objects.bulk_create(new)


def _put(row: PlanPair, held: Held) -> PlanPair:
    row.person_id, row.source = held.person, held.source
    row.is_locked, row.is_provisional = held.locked, held.provisional
    return row


def _write_bans(plan: AssignmentPlan, changes: Iterable[BanChange], *, taken_away: bool) -> None:
    """A ban goes before the pair that it forbids comes, and comes after that pair is gone."""
    for change in changes:
        about: dict[str, Any] = {"household_id": change.household, "person_id": change.person}
        if change.after is None and taken_away:
            PlanBan.objects.filter(plan=plan, **about).delete()
        elif change.after is not None and not taken_away:
            PlanBan.objects.update_or_create(plan=plan, **about, defaults={"reason": change.after})


def _write_duties(plan: AssignmentPlan, changes: Iterable[DutyChange]) -> None:
    for change in changes:
        if change.after:
            PlanDuty.objects.update_or_create(
                plan=plan, person_id=change.person, defaults={"text": change.after}
            )
        else:
            PlanDuty.objects.filter(plan=plan, person=change.person).delete()


def refuse_overwriting(
    plan: AssignmentPlan,
    changes: Changes,
    *,
    seen: int,
    order: Order,
    also: Collection[Key] = (),
) -> None:
    """409 ``changed_since``: the same was changed since the revision ``seen``, and not by the open
    page that this comes from. ``also``: what else the change depends on.

    What was changed elsewhere is no obstacle. The detail tells who, when, from whom to whom.
    """
    if seen > plan.revision:
        raise DomainError(
            "invalid",
            _("Yêu cầu không hợp lệ ở mục “%(field)s”.") % {"field": "seen"},
            status=422,
            detail={"field": "seen"},
        )
    wanted = {change.key for change in changes.every} | set(also)
    others = [edit for edit in edits_since(plan, seen) if not _is_of_same_page(edit, order)]
    raise_conflicts(others, wanted, plan)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be changed; ``also``: keys of what that depends on; ``check`` refuses what cannot
    be for other reasons than somebody's edit.
    """

    changes: Changes
    also: frozenset[Key] = frozenset()
    check: Callable[[], None] = lambda: None


def write_wish(
    plan: AssignmentPlan, wish: Wish, *, kind: EditKind, seen: int, order: Order
) -> Answer:
    """Write what is wished; 409 ``changed_since`` comes before every other refusal, because it
    says who did what.
    """
    refuse_overwriting(plan, wish.changes, seen=seen, order=order, also=wish.also)
    wish.check()
    return write_edit(plan, wish.changes, kind=kind, order=order)


def _is_of_same_page(edit: PlanEdit, order: Order) -> bool:
    """Whoever signed in on two machines may have seen neither edit on the other one."""
    same_page = order.session is not None and edit.session == order.session
    return same_page and edit.user_id == order.actor.user_id


def raise_conflicts(edits: Iterable[PlanEdit], keys: Collection[Key], plan: AssignmentPlan) -> None:
    """Nothing where none of ``edits`` touches one of ``keys``."""
    found = [
        told
        for edit in edits
        for told in (_told(edit, change) for change in changes_of(edit).every if change.key in keys)
    ]
    if found:
        raise conflict(plan, found)


def conflict(plan: AssignmentPlan, changes: list[dict[str, Any]]) -> DomainError:
    """409 ``changed_since`` with what was changed."""
    return DomainError(
        "changed_since",
        _("Chỗ này vừa được đổi. Chưa có gì bị ghi đè; hãy xem rồi chọn lại."),
        status=409,
        detail={"revision": plan.revision, "changes": changes},
    )


def _told(edit: PlanEdit, change: Change) -> dict[str, Any]:
    """One change as the page tells it, and whose it was."""
    return {
        "who": name_of(edit),
        "at": edit.at.isoformat(),
        "revision": edit.revision,
        **tell_change(change),
    }


def tell_change(change: Change) -> dict[str, Any]:
    """What was changed, by keys: of a pair the people before and after, else reasons or texts."""
    if isinstance(change, SeatChange):
        return _tell_seat(change)
    what, about, person = change.key
    told: dict[str, Any] = {"what": what, "household": about or None, "person": person or None}
    if what in _OF_UNITS:
        told |= {"household": None, "unit": about}
    if isinstance(change, PairChange):
        before, after = (held and held.person for held in (change.before, change.after))
        was_locked, locked = (bool(held and held.locked) for held in (change.before, change.after))
        return told | {
            "before": before,
            "after": after,
            "locked": locked,
            "was_locked": was_locked,
        }
    return told | {"before": change.before, "after": change.after}


def _tell_seat(change: SeatChange) -> dict[str, Any]:
    """``before`` and ``after``: whether the person was in charge, and is."""
    return {
        "what": "seat",
        "household": None,
        "unit": change.unit,
        "person": change.person,
        "before": change.before is not None,
        "after": change.after is not None,
        "locked": bool(change.after and change.after.locked),
    }


def name_of(edit: PlanEdit) -> str:
    """Whose edit it was, in a colleague's words."""
    person = getattr(edit.user, "person", None)
    return person.full_name if person else edit.user.get_username()
