"""What the last resolution said beside who is in charge: a new draft begins with it.

A committee says once whom it keeps apart, what somebody does beside households, and which pairs are
not to be changed. That holds until it says otherwise, for the next plan as for an amendment.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from apps.assignments.plans.changes import BanChange, DutyChange, SeatBanChange
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
    bans = PlanBan.objects.filter(plan=plan)
    locked = PlanPair.objects.filter(plan=plan, is_locked=True)
    return (
        {(ban.household_id, ban.person_id): ban.reason for ban in bans},
        list(locked.values_list("household_id", "person_id")),
    )


def _of_units(plan: AssignmentPlan) -> tuple[dict[Place, str], list[Place]]:
    locked = PlanSeat.objects.filter(plan=plan, is_locked=True)
    return seat_bans_of(plan), [(seat.unit, seat.person_id) for seat in locked]
