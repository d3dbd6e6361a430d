"""What a draft of the upper tiers begins with: today, the last plan, or the solver's word.

What the last resolution said of bans, duties and locks goes on, as in a cell's plan
(``plans.taking_over``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from apps.assignments.plans.changes import Changes, Seat, SeatChange, SecretaryChange
from apps.assignments.plans.kinds import PairSource, Seed
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.taking_over import TakenOver, last_resolved, taken_over
from apps.assignments.plans.units import seeding
from apps.assignments.plans.units.register import UnitRegister
from apps.assignments.plans.units.writing import Seats, seats_of, secretaries_of


@dataclass(frozen=True, slots=True)
class UnitSeedling:
    """Changes of an empty draft; ``left_out``: units whose former seat is no longer possible."""

    changes: Changes
    left_out: list[int] = field(default_factory=list)


def seedling_of(register: UnitRegister, seed: Seed) -> UnitSeedling:
    """Secretaries go with the people: of today, or of the last plan."""
    last = last_resolved(commune=register.commune, tier=register.tier, cell=None)
    said = said_in(last, register)
    if seed == Seed.EMPTY:
        return UnitSeedling(_with(register, {}, {}, said))
    if seed == Seed.LAST_PLAN and last is not None:
        named = secretaries_of(last)
        return _seedling(register, seats_of(last), PairSource.LAST_PLAN, named, said)
    if seed == Seed.LAST_PLAN:
        return UnitSeedling(Changes())
    if seed == Seed.SOLVER:
        proposed = seeding.proposal_for(register, _decided(register, said), said.bans)
        return UnitSeedling(_with(register, proposed, register.secretaries, said))
    return from_present(register, said)


def said_in(plan: AssignmentPlan | None, register: UnitRegister) -> TakenOver:
    return taken_over(plan, places=register.units, people=register.carriers)


def from_present(register: UnitRegister, said: TakenOver) -> UnitSeedling:
    """Everybody who is in charge on the day and may be."""
    pairs = [(unit.unit, person) for unit in register.units.values() for person in unit.people]
    return _seedling(register, pairs, PairSource.PRESENT, register.secretaries, said)


def _decided(register: UnitRegister, said: TakenOver) -> Seats:
    """As today are units with several people and locked ones; others the solver may change."""
    seats = from_present(register, said).changes.seats
    found = {(c.unit, c.person): c.after for c in seats if c.after}
    units = [unit for unit, _person in found]
    return {seat: how for seat, how in found.items() if how.locked or units.count(seat[0]) > 1}


def _seedling(
    register: UnitRegister,
    pairs: Iterable[tuple[int, int]],
    source: PairSource,
    named: Mapping[int, int],
    said: TakenOver,
) -> UnitSeedling:
    wanted, left_out = {}, set()
    for seat in sorted(pairs):
        unit, person = seat
        if unit in register.units and person in register.carriers and seat not in said.bans:
            wanted[seat] = Seat(locked=seat in said.locked, source=source.value)
        else:
            left_out.add(unit)
    return UnitSeedling(_with(register, wanted, named, said), sorted(left_out))


def _with(
    register: UnitRegister,
    wanted: Mapping[tuple[int, int], Seat],
    named: Mapping[int, int],
    said: TakenOver,
) -> Changes:
    """All of it new; of the secretaries those who still work in their village."""
    return Changes(
        duties=said.duty_changes,
        seats=tuple(SeatChange(*seat, None, wanted[seat]) for seat in sorted(wanted)),
        seat_bans=said.seat_ban_changes,
        secretaries=tuple(
            SecretaryChange(village, None, person)
            for village, person in sorted(named.items())
            if village in register.units and person in register.officers.get(village, ())
        ),
    )
