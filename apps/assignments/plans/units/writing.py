"""Seats, bans and secretaries of a locked draft: read, written, and whether they still stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from apps.assignments.plans.changes import (
    Changes,
    Key,
    Seat,
    SeatBanChange,
    SeatChange,
    SecretaryChange,
    same_seat,
)
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.units.models import PlanSeat, PlanSeatBan, PlanSecretary
from apps.assignments.tiers import Tier

#: (unit, person): how they are planned
Seats = dict[tuple[int, int], Seat]


def field_of_unit(tier: int) -> str:
    """The column that holds the unit: a group at tier 2, a village at tier 1."""
    return "group" if tier == Tier.OFFICER else "village"


def seats_of(plan: AssignmentPlan) -> Seats:
    rows = PlanSeat.objects.filter(plan=plan).order_by("pk")
    return {
        (row.unit, row.person_id): Seat(row.is_locked, row.is_provisional, row.source)
        for row in rows
    }


def seat_bans_of(plan: AssignmentPlan) -> dict[tuple[int, int], str]:
    """(Unit, person) that the commune keeps apart: the reason."""
    return {(row.unit, row.person_id): row.reason for row in PlanSeatBan.objects.filter(plan=plan)}


def secretaries_of(plan: AssignmentPlan) -> dict[int, int]:
    """Village → officer."""
    return dict(PlanSecretary.objects.filter(plan=plan).values_list("village_id", "person_id"))


def write_units(plan: AssignmentPlan, changes: Changes) -> None:
    """A ban goes before the seat that it forbids comes, and comes after that seat is gone."""
    field = field_of_unit(plan.tier)
    _write_bans(plan, field, changes.seat_bans, taken_away=True)
    _write_seats(plan, field, changes.seats)
    _write_bans(plan, field, changes.seat_bans, taken_away=False)
    _write_secretaries(plan, changes.secretaries)


def _write_seats(plan: AssignmentPlan, field: str, changes: Iterable[SeatChange]) -> None:
    for change in changes:
        about: dict[str, Any] = {f"{field}_id": change.unit, "person_id": change.person}
        if change.after is None:
            PlanSeat.objects.filter(plan=plan, **about).delete()
            continue
        PlanSeat.objects.update_or_create(
            plan=plan,
            **about,
            defaults={
                "is_locked": change.after.locked,
                "is_provisional": change.after.provisional,
                "source": change.after.source,
            },
        )


def _write_bans(
    plan: AssignmentPlan, field: str, changes: Iterable[SeatBanChange], *, taken_away: bool
) -> None:
    for change in changes:
        about: dict[str, Any] = {f"{field}_id": change.unit, "person_id": change.person}
        if change.after is None and taken_away:
            PlanSeatBan.objects.filter(plan=plan, **about).delete()
        elif change.after is not None and not taken_away:
            PlanSeatBan.objects.update_or_create(
                plan=plan, **about, defaults={"reason": change.after}
            )


def _write_secretaries(plan: AssignmentPlan, changes: Iterable[SecretaryChange]) -> None:
    for change in changes:
        if change.after is None:
            PlanSecretary.objects.filter(plan=plan, village=change.village).delete()
        else:
            PlanSecretary.objects.update_or_create(
                plan=plan, village_id=change.village, defaults={"person_id": change.after}
            )


def moved_units(plan: AssignmentPlan, changes: Changes) -> set[Key]:
    """Of what is to be taken back: the keys of what no longer stands as it was written."""
    if plan.cell_id is not None:
        return set()
    seats, bans, named = seats_of(plan), seat_bans_of(plan), secretaries_of(plan)
    moved = {c.key for c in changes.seats if not same_seat(seats.get((c.unit, c.person)), c.before)}
    moved |= {c.key for c in changes.seat_bans if bans.get((c.unit, c.person)) != c.before}
    return moved | {c.key for c in changes.secretaries if named.get(c.village) != c.before}
