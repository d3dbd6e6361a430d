"""What a decision does at the upper tiers: who goes on, who begins, who ends; and secretaries.

The same steps as for a cell's plan (``plans.resolving``), in its transaction. Of the commune's
units of this tier whoever is not in the plan is in charge no more from the day of effect; rows of
other tiers and communes are not looked at. What ends keeps its days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.keys import Answer
from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.assignments.models import Assignment, TeamSecretary
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.units.register import UnitRegister, units_of
from apps.assignments.plans.units.writing import field_of_unit, seats_of, secretaries_of
from apps.assignments.tiers import Tier

#: why a planned seat or secretary does not come into force
UNIT_GONE, CANNOT_CARRY, NOT_OF_VILLAGE = "unit_gone", "cannot_carry", "not_of_village"
Seat = tuple[int, int]


@dataclass(frozen=True, slots=True)
class UnitOutcome:
    """By (unit, person): ``kept``, ``opened``, ``ended``; ``left_out`` with the reason.

    ``closed``: units that lose everybody. ``named`` and ``unnamed``: village → new secretary, and
    villages whose secretary ends; ``refused``: villages whose planned secretary cannot be.
    """

    kept: list[Seat] = field(default_factory=list)
    opened: list[Seat] = field(default_factory=list)
    ended: list[Seat] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    left_out: dict[Seat, str] = field(default_factory=dict)
    named: dict[int, int] = field(default_factory=dict)
    unnamed: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    #: rows of ``Assignment`` and ``TeamSecretary`` that end
    ending: list[int] = field(default_factory=list)
    secretaries_ending: list[int] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """What must be agreed to: units that lose everybody, and what cannot be as planned."""
        return len(self.closed) + len(self.left_out) + len(self.refused)


def unit_outcome(plan: AssignmentPlan, register: UnitRegister, *, since: date) -> UnitOutcome:
    """What the plan would do from the day ``since`` on with the register as it is today."""
    outcome = UnitOutcome()
    wanted = set()
    for unit, person in sorted(seats_of(plan)):
        if unit not in register.units:
            outcome.left_out[unit, person] = UNIT_GONE
        elif person not in register.carriers:
            outcome.left_out[unit, person] = CANNOT_CARRY
        else:
            wanted.add((unit, person))
    had = _compare(register, wanted, since, outcome)
    outcome.opened.extend(sorted(wanted - set(outcome.kept)))
    outcome.closed.extend(sorted(had - {unit for unit, _person in wanted}))
    if register.tier == Tier.COMMITTEE:
        _compare_secretaries(register, secretaries_of(plan), since, outcome)
    else:
        _end_secretaries(register, wanted, since, outcome)
    return outcome


def _compare(
    register: UnitRegister, wanted: set[Seat], since: date, outcome: UnitOutcome
) -> set[int]:
    """Sort the rows in force from ``since`` on into kept and ending; the units that they are of."""
    name = field_of_unit(register.tier)
    rows = Assignment.objects.filter(
        tier=register.tier,
        period__overlap=DateRange(since, None),
        **{f"{name}__in": register.units},
    )
    had = set()
    for row in rows.order_by("pk"):
        unit = row.group_id or row.village_id or 0
        had.add(unit)
        seat = (unit, row.person_id)
        if seat in wanted and _goes_on(row.period, since):
            outcome.kept.append(seat)
        else:
            outcome.ending.append(row.pk)
            outcome.ended.append(seat)
    return had


def _goes_on(period: Any, since: date) -> bool:
    return bool(period.lower <= since and period.upper is None)


def _secretaries(register: UnitRegister, since: date) -> list[TeamSecretary]:
    rows = TeamSecretary.objects.filter(
        village__commune=register.commune, period__overlap=DateRange(since, None)
    )
    return list(rows.order_by("pk"))


def _compare_secretaries(
    register: UnitRegister, planned: dict[int, int], since: date, outcome: UnitOutcome
) -> None:
    wanted = {}
    for village, person in sorted(planned.items()):
        if person in register.officers.get(village, ()) and village in register.units:
            wanted[village] = person
        else:
            outcome.refused[village] = NOT_OF_VILLAGE
    for row in _secretaries(register, since):
        if wanted.get(row.village_id) == row.person_id and _goes_on(row.period, since):
            del wanted[row.village_id]
        else:
            outcome.secretaries_ending.append(row.pk)
            outcome.unnamed.append(row.village_id)
    outcome.named.update(wanted)


def _end_secretaries(
    register: UnitRegister, wanted: set[Seat], since: date, outcome: UnitOutcome
) -> None:
    """Who has no group of the village any more does not compile its report either."""
    working = {(register.units[unit].village, person) for unit, person in wanted}
    for row in _secretaries(register, since):
        if (row.village_id, row.person_id) not in working:
            outcome.secretaries_ending.append(row.pk)
            outcome.unnamed.append(row.village_id)


def locked_units(plan: AssignmentPlan, at: date) -> UnitRegister:
    """The register as nobody else changes it until the transaction ends."""
    Commune.objects.filter(pk=plan.commune_id).hold()
    register = units_of(plan, at=at)
    model: Any = SelfManagedGroup if plan.tier == Tier.OFFICER else Village
    units = model.objects.filter(pk__in=register.units).order_by("pk")
    list(units.select_for_update(of=("self",), no_key=True).values_list("pk"))
    # Whoever was waited for may have changed who is in charge.
    return units_of(plan, at=at)


def open_units(register: UnitRegister, outcome: UnitOutcome, since: date) -> None:
    """Begin what is new; what ends must have been closed before."""
    name = field_of_unit(register.tier)
    period = DateRange(since, None)
    Assignment.objects.bulk_create(
        Assignment(tier=register.tier, person_id=person, period=period, **{f"{name}_id": unit})
        for unit, person in outcome.opened
    )
    TeamSecretary.objects.bulk_create(
        TeamSecretary(village_id=village, person_id=person, period=period)
        for village, person in sorted(outcome.named.items())
    )


def say_lost(outcome: UnitOutcome) -> str:
    said = []
    if closed := len(outcome.closed):
        told = ngettext(
            "%(n)s nơi sẽ không còn ai phụ trách.", "%(n)s nơi sẽ không còn ai phụ trách.", closed
        )
        said.append(told % {"n": closed})
    if refused := len(outcome.left_out) + len(outcome.refused):
        told = ngettext(
            "%(n)s phân công trong kế hoạch không còn thực hiện được.",
            "%(n)s phân công trong kế hoạch không còn thực hiện được.",
            refused,
        )
        said.append(told % {"n": refused})
    said.append(
        _("Hãy đánh dấu đồng ý nếu đúng ý.") if said else _("Nay không còn nơi nào bị bỏ. Xem lại.")
    )
    return " ".join(said)


def counted(outcome: UnitOutcome) -> Answer:
    return {
        "kept": len(outcome.kept),
        "opened": len(outcome.opened),
        "replaced": 0,
        "closed": len(outcome.closed),
        "ended": len(outcome.ended),
        "secretaries": len(outcome.named),
        "left_out": [[*seat, reason] for seat, reason in sorted(outcome.left_out.items())],
    }
