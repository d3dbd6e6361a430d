"""What a draft of the upper tiers begins with: today, the last plan, or the solver's word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from apps.assignments.plans.changes import Changes, Seat, SeatChange, SecretaryChange
from apps.assignments.plans.kinds import PairSource, Seed
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.units import seeding
from apps.assignments.plans.units.register import UnitRegister
from apps.assignments.plans.units.writing import seats_of, secretaries_of


@dataclass(frozen=True, slots=True)
class UnitSeedling:
    """Changes of an empty draft; ``left_out``: units whose former seat is no longer possible."""

    changes: Changes
    left_out: list[int] = field(default_factory=list)


def seedling_of(register: UnitRegister, seed: Seed) -> UnitSeedling:
    """Secretaries go with the people: of today, or of the last plan."""
    if seed == Seed.EMPTY:
        return UnitSeedling(Changes())
    if seed == Seed.LAST_PLAN:
        return _from_last_plan(register)
    if seed == Seed.SOLVER:
        return UnitSeedling(_with(register, seeding.proposal_for(register, _present(register))))
    return from_present(register)


def from_present(register: UnitRegister) -> UnitSeedling:
    """Everybody who is in charge on the day and may be."""
    pairs = [(unit.unit, person) for unit in register.units.values() for person in unit.people]
    return _seedling(register, pairs, PairSource.PRESENT, register.secretaries)


def _present(register: UnitRegister) -> dict[tuple[int, int], Seat]:
    """Only units with several people are as today; what has one, the solver may move."""
    found = {(c.unit, c.person): c.after for c in from_present(register).changes.seats if c.after}
    units = [unit for unit, _person in found]
    return {seat: how for seat, how in found.items() if units.count(seat[0]) > 1}


def _from_last_plan(register: UnitRegister) -> UnitSeedling:
    plans = AssignmentPlan.objects.resolved().filter(
        commune=register.commune, tier=register.tier, cell=None
    )
    last = plans.order_by("-effective_on", "-pk").first()
    if last is None:
        return UnitSeedling(Changes())
    return _seedling(register, seats_of(last), PairSource.LAST_PLAN, secretaries_of(last))


def _seedling(
    register: UnitRegister,
    pairs: Iterable[tuple[int, int]],
    source: PairSource,
    named: Mapping[int, int],
) -> UnitSeedling:
    wanted, left_out = {}, set()
    for unit, person in sorted(pairs):
        if unit in register.units and person in register.carriers:
            wanted[unit, person] = Seat(source=source.value)
        else:
            left_out.add(unit)
    return UnitSeedling(_with(register, wanted, named), sorted(left_out))


def _with(
    register: UnitRegister,
    wanted: Mapping[tuple[int, int], Seat],
    named: Mapping[int, int] | None = None,
) -> Changes:
    """All of it new; of the secretaries those who still work in their village."""
    people = register.secretaries if named is None else named
    return Changes(
        seats=tuple(SeatChange(*seat, None, wanted[seat]) for seat in sorted(wanted)),
        secretaries=tuple(
            SecretaryChange(village, None, person)
            for village, person in sorted(people.items())
            if village in register.units and person in register.officers.get(village, ())
        ),
    )
