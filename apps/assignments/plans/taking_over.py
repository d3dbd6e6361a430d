"""What the last resolution said beside who is in charge: a new draft begins with it.

A committee says once whom it keeps apart, what somebody does beside households, and which pairs are
not to be changed. That holds until it says otherwise, for the next plan as for an amendment.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from apps.assignments.plans.changes import BanChange, DutyChange, SeatBanChange
from apps.assignments.plans.expressions import household_meant
from apps.assignments.plans.models import AssignmentPlan, PlanBan, PlanDuty, PlanPair
from apps.assignments.plans.units.models import PlanSeat
from apps.assignments.plans.units.writing import seat_bans_of

#: (household or unit, person)
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TakenOver:
    """``bans``: (household or unit, person) → the reason; ``duties``: person → the text.

    ``locked``: pairs, or seats, that were not to be changed.
    """

    bans: Mapping[Place, str]
    duties: Mapping[int, str]
    locked: frozenset[Place]

    @property
    def ban_changes(self) -> tuple[BanChange, ...]:
        """Of a cell's empty draft."""
        return tuple(BanChange(*pair, None, reason) for pair, reason in sorted(self.bans.items()))

    @property
    def seat_ban_changes(self) -> tuple[SeatBanChange, ...]:
        """Of an empty draft of the upper tiers."""
        return tuple(
            SeatBanChange(*seat, None, reason) for seat, reason in sorted(self.bans.items())
        )

    @property
    def duty_changes(self) -> tuple[DutyChange, ...]:
        return tuple(DutyChange(person, "", text) for person, text in sorted(self.duties.items()))


NOTHING: Final = TakenOver({}, {}, frozenset())


def last_resolved(**owner: Any) -> AssignmentPlan | None:
    """The last plan of the owner that was put in force, whether it is so still or not.

    ``owner``: the cell; or commune and tier, with ``cell=None``.
    """
    plans = AssignmentPlan.objects.resolved().filter(**owner)
    last: AssignmentPlan | None = plans.order_by("-effective_on", "-pk").first()
    return last


def taken_over(
    plan: AssignmentPlan | None, *, places: Collection[int], people: Collection[int]
) -> TakenOver:
    """What holds on of ``plan``, for the households or units (``places``) that there are today.

    Bans stay also of who can carry nothing today: they may come back. Duties are of ``people``.
    """
    if plan is None:
        return NOTHING
    bans, locked = (_of_cell if plan.cell_id is not None else _of_units)(plan)
    duties = PlanDuty.objects.filter(plan=plan, person__in=people)
    return TakenOver(
        {place: reason for place, reason in bans.items() if place[0] in places},
        dict(duties.values_list("person_id", "text")),
        frozenset(place for place in locked if place[0] in places),
    )


def _of_cell(plan: AssignmentPlan) -> tuple[dict[Place, str], list[Place]]:
    locked = PlanPair.objects.filter(plan=plan, is_locked=True)
    return (
        _bans(PlanBan.objects.filter(plan=plan)),
        list(locked.values_list(household_meant(), "person_id")),
    )


def _bans(rows: QuerySet[PlanBan]) -> dict[Place, str]:
    told = rows.values_list(household_meant(), "person_id", "reason")
    return {(household, person): reason for household, person, reason in told}


def bans_of_ended_cells(places: Collection[int], *, after: date | None) -> dict[Place, str]:
    """What cells that have ended said of these households in their last resolution.

    Whoever took their members in goes by it until they resolve themselves (``after``: the day from
    which their own resolution holds).
    """
    ended = AssignmentPlan.objects.resolved().filter(cell__valid_to__isnull=False)
    if after is not None:
        ended = ended.filter(effective_on__gt=after)
    last = ended.order_by("cell", "-effective_on", "-pk").distinct("cell").values("pk")
    rows = PlanBan.objects.filter(plan__in=list(last.values_list("pk", flat=True)))
    return {place: reason for place, reason in _bans(rows).items() if place[0] in places}


def _of_units(plan: AssignmentPlan) -> tuple[dict[Place, str], list[Place]]:
    locked = PlanSeat.objects.filter(plan=plan, is_locked=True)
    return seat_bans_of(plan), [(seat.unit, seat.person_id) for seat in locked]
