"""Taking an edit back, and back again: an undo is an edit whose undoing is the redo."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.assignments.plans.changes import Changes, Key, same
from apps.assignments.plans.kinds import EditKind
from apps.assignments.plans.models import AssignmentPlan, PlanBan, PlanDuty, PlanEdit
from apps.assignments.plans.orders import Order, carry_out, locked_draft
from apps.assignments.plans.units.writing import moved_units
from apps.assignments.plans.writing import (
    changes_of,
    conflict,
    edits_since,
    held_by,
    raise_conflicts,
    write_edit,
)
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.people.models import Person


def undo(*, plan: int, edit: UUID | None, order: Order) -> Answer:
    """Take back an edit, or (None) the last one of one's own that still stands.

    Of an undo that is the redo. Raises DomainError 409 ``changed_since`` when what it wrote was
    changed afterwards, ``undone`` when it was taken back already, ``gone`` when somebody of whom
    it tells is not in the register any more, ``nothing_to_undo``.
    """

    def work() -> Answer:
        row = locked_draft(plan, order)
        taken = _edit_of(row, edit, order)
        changes = changes_of(taken).inverse
        _require_untouched(row, changes, taken)
        _require_present(changes)
        return write_edit(row, changes, kind=EditKind.UNDO, order=order, undoes=taken)

    body = {"verb": "undo_plan_edit", "plan": plan, "edit": edit}
    return carry_out(order, body=body, work=work)


def _edit_of(plan: AssignmentPlan, key: UUID | None, order: Order) -> PlanEdit:
    rows = PlanEdit.objects.filter(plan=plan)
    if key is None:
        own = rows.filter(user=order.actor.user_id, undone_by__isnull=True).order_by("-revision")
        last = next((each for each in own if not _takes_back(each)), None)
        if last is None:
            raise DomainError("nothing_to_undo", _("Không có gì để hoàn tác."), status=409)
        return last
    found = rows.filter(key=key).first()
    if found is None:
        raise not_found()
    if PlanEdit.objects.filter(undoes=found).exists():
        raise DomainError("undone", _("Thay đổi này đã được hoàn tác rồi."), status=409)
    return found


def _takes_back(edit: PlanEdit) -> bool:
    """Whether it is an undo; an undo of an undo does again what was done."""
    return edit.undoes is not None and not _takes_back(edit.undoes)


def _require_untouched(plan: AssignmentPlan, changes: Changes, taken: PlanEdit) -> None:
    """What is taken back still stands as it was written."""
    moved = _moved(plan, changes)
    if moved:
        raise_conflicts(edits_since(plan, taken.revision), moved, plan)
        # Changed by no edit of which one could tell: refused all the same.
        raise conflict(plan, [])


def _require_present(changes: Changes) -> None:
    """Edits hold keys only, so a household or a person may be gone from the register since."""
    back = [(change.household, change.after) for change in changes.pairs if change.after]
    bans = [change for change in changes.bans if change.after is not None]
    homes = {household for household, _held in back} | {ban.household for ban in bans}
    people = {held.person for _home, held in back} | {ban.person for ban in bans}
    people |= {duty.person for duty in changes.duties if duty.after}
    known = Household.objects.filter(pk__in=homes).count()
    known += Person.objects.filter(pk__in=people).count()
    if known < len(homes) + len(people):
        raise DomainError(
            "gone",
            _("Có hộ hoặc người trong thay đổi này không còn trong danh sách, nên không lấy lại."),
            status=409,
        )


def _moved(plan: AssignmentPlan, changes: Changes) -> set[Key]:
    held = held_by(plan, [change.household for change in changes.pairs])
    bans = {
        (ban.household_id, ban.person_id): ban.reason for ban in PlanBan.objects.filter(plan=plan)
    }
    duties = dict(PlanDuty.objects.filter(plan=plan).values_list("person_id", "text"))
    moved = {c.key for c in changes.pairs if not same(held.get(c.household), c.before)}
    moved |= {c.key for c in changes.bans if bans.get((c.household, c.person)) != c.before}
    moved |= _forbidden(changes, bans)
    moved |= {c.key for c in changes.duties if duties.get(c.person, "") != c.before}
    return moved | moved_units(plan, changes)


def _forbidden(changes: Changes, bans: Collection[tuple[int, int]]) -> set[Key]:
    """Keys of what forbids the pairs that would come back, and does not go at the same time."""
    back = {(c.household, c.after.person) for c in changes.pairs if c.after is not None}
    lifted = {(ban.household, ban.person) for ban in changes.bans if ban.after is None}
    return {("ban", *pair) for pair in back & set(bans) - lifted}
