"""A plan comes into force by the cell's resolution: in one transaction, or not at all.

1. The people of the plan, the plan itself, the commune's boundaries and the households are locked,
   in this order, always: nobody leaves between what is found possible and what is written.
2. What stands in the plan and can no longer be (a household gone, a person excused) is left out.
3. Whoever is in charge of a household otherwise than planned is so no more from the day on; the
   row keeps its days, or is taken away where it began on that very day. Whoever is planned and in
   charge already goes on: the same row.
4. Whoever is new is in charge from that day on.
5. The plan that was in force before is over: amended, or ended.

How many households lose whoever looks after them is shown first and has to be agreed to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import DateField, Func, Value
from django.db.models.functions import Least
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.keys import Answer
from apps.areas.models import Commune
from apps.assignments.models import Assignment, TeamSecretary
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.editing import cell_of
from apps.assignments.plans.known import known_of
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.orders import (
    Order,
    carry_out,
    hold_people_of,
    locked_plan,
    require_revision,
    require_state,
)
from apps.assignments.plans.register import Register, register_of
from apps.assignments.plans.roles import require_resolver_of
from apps.assignments.plans.runs import drop_outdated
from apps.assignments.plans.terms import term_of
from apps.assignments.plans.units.resolving import (
    counted,
    locked_units,
    open_units,
    say_lost,
    unit_outcome,
)
from apps.assignments.plans.writing import held_by
from apps.assignments.secretaries import end_secretaries
from apps.assignments.tiers import Tier
from apps.common.errors import DomainError
from apps.common.text import tidy
from apps.households.models import Household

LONGEST_NUMBER: Final = 60

#: why a planned pair does not come into force
HOUSEHOLD_GONE, CANNOT_CARRY, OWN_HOUSEHOLD = "household_gone", "cannot_carry", "own_household"
TAKEN_BY_OTHER_CELL: Final = "taken_by_other_cell"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Number and day of the paper, and the first day on which it holds."""

    number: str
    decided_on: date
    effective_on: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a resolution would do on its day, by keys of households.

    ``kept``: the same person goes on; ``opened`` and ``replaced``: somebody new, where nobody or
    somebody else was; ``closed``: nobody any more; ``left_out``: planned and not possible, with
    the reason.
    """

    kept: dict[int, int] = field(default_factory=dict)
    opened: dict[int, int] = field(default_factory=dict)
    replaced: dict[int, int] = field(default_factory=dict)
    closed: list[int] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)
    #: rows of ``Assignment`` that end
    ending: list[int] = field(default_factory=list)

    @property
    def pairs(self) -> dict[int, int]:
        """Household → person, as it will be."""
        return {**self.kept, **self.opened, **self.replaced}

    @property
    def lost(self) -> int:
        """How many must be agreed to: households that lose somebody, and pairs left out."""
        return len(set(self.closed) | set(self.left_out))


def outcome_of(plan: AssignmentPlan, register: Register, *, since: date) -> Outcome:
    """What the plan would do from the day ``since`` on with the register as it is today."""
    pairs = {household: held.person for household, held in held_by(plan).items()}
    left_out = impossible(pairs, register)
    wanted = {h: person for h, person in pairs.items() if h not in left_out}
    outcome = Outcome(left_out=left_out)
    had = set()
    for row in _rows(register, since):
        household = row.household_id or 0
        had.add(household)
        if wanted.get(household) == row.person_id and _goes_on(row, since):
            outcome.kept[household] = row.person_id
        else:
            outcome.ending.append(row.pk)
    for household, person in wanted.items():
        if household not in outcome.kept:
            (outcome.replaced if household in had else outcome.opened)[household] = person
    outcome.closed.extend(sorted(had - set(wanted)))
    return outcome


def _rows(register: Register, since: date) -> list[Assignment]:
    """Who is in charge of the cell's households on the day, or will be after it."""
    rows = Assignment.objects.for_households().filter(
        household__in=register.homes, period__overlap=DateRange(since, None)
    )
    return list(rows.order_by("household", "pk"))


def _goes_on(row: Assignment, at: date) -> bool:
    return bool(row.period.lower <= at and row.period.upper is None)


def impossible(pairs: Mapping[int, int], register: Register) -> dict[int, str]:
    """Household → why nothing would come of its pair today."""
    found = {}
    for household, person in sorted(pairs.items()):
        if household in register.theirs:
            found[household] = TAKEN_BY_OTHER_CELL
        elif household not in register.homes:
            found[household] = HOUSEHOLD_GONE
        elif (household, person) in register.own:
            found[household] = OWN_HOUSEHOLD
        elif not register.may_carry(person, household):
            found[household] = CANNOT_CARRY
    return found


def resolve(*, plan: int, resolution: Resolution, seen: int, agreed: int, order: Order) -> Answer:
    """Put a submitted plan in force. ``agreed``: ``Outcome.lost`` as it was shown.

    Raises DomainError 404 and 403 as everywhere, 409 ``wrong_state``, ``stale``, ``will_lose`` (the
    detail has the number), ``too_early`` where somebody was put in charge after the day.
    Answers with how many households went on, opened, changed hands and closed.
    """
    said = _checked(resolution, order)
    upper = AssignmentPlan.objects.filter(pk=plan, cell=None).exists()
    order = replace(order, reason=_reason(said, upper=upper))

    def work() -> Answer:
        hold_people_of(plan, order)
        row = locked_plan(plan, order)
        require_resolver_of(order.actor, row, at=order.today)
        require_state(row, {PlanState.SUBMITTED})
        require_revision(row, seen)
        carry = _carry_out_cell if row.cell_id is not None else _carry_out_units
        counts = carry(row, since=said.effective_on, agreed=agreed, at=order.today)
        _close_former(row, said.effective_on)
        row.left_out = counts["left_out"]
        _put_in_force(row, said, order)
        return {"plan": row.pk, "state": row.state} | counts

    body = {
        "verb": "resolve_plan",
        "plan": plan,
        "seen": seen,
        "agreed": agreed,
        "number": said.number,
        "decided": said.decided_on,
        "effective": said.effective_on,
    }
    return carry_out(order, body=body, work=work)


def _carry_out_cell(plan: AssignmentPlan, *, since: date, agreed: int, at: date) -> Answer:
    register = _locked_register(plan, at)
    outcome = outcome_of(plan, register, since=since)
    _require_agreed(outcome.lost, agreed, _say_lost(outcome))
    _close(outcome.ending, since, at)
    _open(outcome, since)
    plan.known = known_of(register, outcome.pairs)
    drop_outdated(cell_of(plan).pk)
    return _counted(outcome)


def _carry_out_units(plan: AssignmentPlan, *, since: date, agreed: int, at: date) -> Answer:
    """The same of a plan of tier 1 or 2, with the secretaries that go with it."""
    register = locked_units(plan, at)
    outcome = unit_outcome(plan, register, since=since)
    _require_agreed(outcome.lost, agreed, say_lost(outcome))
    _close(outcome.ending, since, at)
    ending = TeamSecretary.objects.filter(pk__in=outcome.secretaries_ending)
    secretaries = list(ending.select_for_update().order_by("pk"))
    _require_not_later(secretaries, since, at)
    end_secretaries(secretaries, since)
    open_units(register, outcome, since)
    return counted(outcome)


def _require_agreed(lost: int, agreed: int, message: str) -> None:
    if lost != agreed:
        raise DomainError("will_lose", message, status=409, detail={"lost": lost})


def _reason(said: Resolution, *, upper: bool) -> str:
    """What the histories of all that changes with it will tell."""
    day = date_format(said.decided_on, "SHORT_DATE_FORMAT")
    words = _("Văn bản số %(number)s ngày %(day)s")
    if not upper:
        words = _("Nghị quyết số %(number)s ngày %(day)s")
    return words % {"number": said.number, "day": day}


def checked_number(number: str) -> str:
    """The number of a paper, tidied; DomainError ``invalid``."""
    tidied = tidy(number)
    if not tidied or len(tidied) > LONGEST_NUMBER:
        raise invalid("number", _("Hãy ghi số nghị quyết, tối đa 60 ký tự."))
    return tidied


def _checked(resolution: Resolution, order: Order) -> Resolution:
    number = checked_number(resolution.number)
    if resolution.effective_on < resolution.decided_on:
        raise invalid("effective_on", _("Ngày có hiệu lực không thể trước ngày nghị quyết."))
    if resolution.effective_on > order.today:
        raise invalid("effective_on", _("Ngày chưa tới. Hãy ghi khi nghị quyết đã có hiệu lực."))
    return Resolution(number, resolution.decided_on, resolution.effective_on)


def invalid(field_name: str, message: str) -> DomainError:
    return DomainError("invalid", message, status=422, detail={"field": field_name})


def _locked_register(plan: AssignmentPlan, at: date) -> Register:
    """The register as nobody else can change it until the transaction ends."""
    Commune.objects.filter(pk=plan.commune_id).hold()
    register = register_of(cell_of(plan), at=at)
    homes = Household.objects.filter(pk__in=register.homes).order_by("pk")
    list(homes.select_for_update().values_list("pk"))
    # Whoever was waited for may have changed who is in charge.
    return register_of(cell_of(plan), at=at)


def _say_lost(outcome: Outcome) -> str:
    closed, left_out = len(outcome.closed), len(outcome.left_out)
    said = []
    if closed:
        said.append(
            ngettext(
                "%(n)s hộ sẽ không còn ai phụ trách.",
                "%(n)s hộ sẽ không còn ai phụ trách.",
                closed,
            )
            % {"n": closed}
        )
    if left_out:
        said.append(
            ngettext(
                "%(n)s cặp trong kế hoạch không còn thực hiện được.",
                "%(n)s cặp trong kế hoạch không còn thực hiện được.",
                left_out,
            )
            % {"n": left_out}
        )
    said.append(
        _("Hãy đánh dấu đồng ý nếu đúng ý.") if said else _("Nay không còn hộ nào bị bỏ. Xem lại.")
    )
    return " ".join(said)


def _close(ending: list[int], since: date, at: date) -> None:
    """Rows of ``Assignment`` end on the day ``since``; 409 ``too_early`` where one began later.

    What began on that day, or begins after today (``at``), had not begun when it was decided: it is
    taken away, and its history stays.
    """
    rows = list(Assignment.objects.filter(pk__in=ending).select_for_update().order_by("pk"))
    _require_not_later(rows, since, at)
    begun = [row.pk for row in rows if row.period.lower < since]
    Assignment.objects.filter(pk__in=set(ending) - set(begun)).delete()
    begin = Func("period", function="lower", output_field=DateField())
    end = Func("period", function="upper", output_field=DateField())
    # Who left meanwhile does not come back until the day.
    Assignment.objects.filter(pk__in=begun).update(
        period=Func(begin, Least(end, Value(since)), function="daterange")
    )


def _require_not_later(rows: Iterable[Assignment | TeamSecretary], since: date, at: date) -> None:
    """409 ``too_early`` where one began after the day ``since`` and by today (``at``)."""
    later = [row.period.lower for row in rows if since < row.period.lower <= at]
    if later:
        raise DomainError(
            "too_early",
            _("Có người được phân công từ %(day)s. Ngày có hiệu lực không thể trước ngày đó.")
            % {"day": date_format(max(later), "SHORT_DATE_FORMAT")},
            status=409,
            detail={"field": "effective_on"},
        )


def _open(outcome: Outcome, at: date) -> None:
    Assignment.objects.bulk_create(
        Assignment(
            tier=Tier.HOUSEHOLD,
            person_id=person,
            household_id=household,
            period=DateRange(at, None),
        )
        for household, person in sorted({**outcome.opened, **outcome.replaced}.items())
    )


def _close_former(plan: AssignmentPlan, at: date) -> None:
    """What this one amends is amended; what it follows has ended."""
    same = {"cell": plan.cell, "commune": plan.commune_id, "tier": plan.tier}
    for row in AssignmentPlan.objects.in_force().filter(**same).select_for_update(of=("self",)):
        row.state = PlanState.AMENDED if plan.amends_id == row.pk else PlanState.ENDED
        row.ended_on = at
        row.save(update_fields=["state", "ended_on"])


def _put_in_force(plan: AssignmentPlan, said: Resolution, order: Order) -> None:
    plan.state = PlanState.IN_FORCE
    # Of the term in which it takes effect: the draft may be older, or the term written down later.
    plan.term = term_of(plan.commune_id, said.effective_on)
    plan.resolution_number, plan.resolution_date = said.number, said.decided_on
    plan.effective_on, plan.resolved_at = said.effective_on, order.now
    plan.save(
        update_fields=[
            *("state", "term", "resolution_number", "resolution_date"),
            *("effective_on", "resolved_at", "left_out", "known"),
        ]
    )


def _counted(outcome: Outcome) -> Answer:
    return {
        "kept": len(outcome.kept),
        "opened": len(outcome.opened),
        "replaced": len(outcome.replaced),
        "closed": len(outcome.closed),
        "left_out": sorted(outcome.left_out.items()),
    }
