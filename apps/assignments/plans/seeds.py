"""What a draft begins with: who is in charge now, the last plan, or what the solver proposes.

Whatever it begins with, what the last resolution said of bans, duties and locks goes on
(``plans.taking_over``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from apps.assignments import seeding
from apps.assignments.plans.changes import Changes, Held, PairChange
from apps.assignments.plans.kinds import PairSource, Seed
from apps.assignments.plans.register import Register
from apps.assignments.plans.taking_over import (
    TakenOver,
    bans_of_ended_cells,
    last_resolved,
    taken_over,
)
from apps.assignments.plans.writing import held_by


@dataclass(frozen=True, slots=True)
class Seedling:
    """Changes to begin with; ``left_out``: households whose former pair is no longer possible."""

    changes: Changes
    left_out: tuple[int, ...] = ()


def seedling_of(register: Register, seed: Seed) -> Seedling:
    """What an empty draft of the cell begins with."""
    said = said_last(register)
    if seed == Seed.PRESENT:
        return from_present(register, said)
    if seed == Seed.LAST_PLAN:
        return _from_last_plan(register, said)
    if seed == Seed.SOLVER:
        return _from_solver(register, said)
    return _seedling(register, {}, PairSource.HAND, said)


def said_last(register: Register) -> TakenOver:
    """What the cell's last resolution said of bans, duties and locks; and of bans what those cells
    said since that have ended, of whose households some are this one's now.
    """
    last = last_resolved(cell=register.cell)
    said = taken_over(last, places=register.homes, people=register.carriers)
    after = None if last is None else last.effective_on
    others = bans_of_ended_cells(register.homes, after=after)
    return replace(said, bans={**others, **said.bans})


def from_present(register: Register, said: TakenOver) -> Seedling:
    """Whoever is in charge on the day."""
    return _seedling(register, _present(register), PairSource.PRESENT, said)


def _present(register: Register) -> dict[int, int]:
    return {pk: home.person for pk, home in register.homes.items() if home.person is not None}


def _from_last_plan(register: Register, said: TakenOver) -> Seedling:
    """The pairs of the cell's last resolution, in force or not any more."""
    last = last_resolved(cell=register.cell)
    held = {} if last is None else held_by(last)
    pairs = {household: each.person for household, each in held.items()}
    return _seedling(register, pairs, PairSource.LAST_PLAN, said)


def _from_solver(register: Register, said: TakenOver) -> Seedling:
    kept = locked_today(register, said)
    proposal = seeding.proposal_for(register, held=kept, bans=said.bans)
    pairs = tuple(
        PairChange(household, None, replace(each, locked=household in kept))
        for household, each in sorted(seeding.pairs_of(register, proposal).items())
    )
    return Seedling(Changes(pairs, said.ban_changes, said.duty_changes))


def locked_today(register: Register, said: TakenOver) -> dict[int, Held]:
    """Locked pairs whose person is in charge today and may be: the solver leaves them too."""
    locked = [(home, who) for home, who in said.locked if register.homes[home].person == who]
    possible = _possible(register, dict(locked), said)
    return {
        household: held(register, household, person, PairSource.PRESENT, locked=True)
        for household, person in possible.items()
    }


def _possible(register: Register, pairs: Mapping[int, int], said: TakenOver) -> dict[int, int]:
    """Those of ``pairs`` (household → person) that a draft of the cell may hold."""
    return {
        household: person
        for household, person in sorted(pairs.items())
        if register.may_carry(person, household) and (household, person) not in said.bans
    }


def _seedling(
    register: Register, pairs: Mapping[int, int], source: PairSource, said: TakenOver
) -> Seedling:
    """As many of ``pairs`` (household → person) as are possible, and what was said."""
    possible = _possible(register, pairs, said)
    made = tuple(
        PairChange(
            household,
            None,
            held(register, household, person, source, locked=(household, person) in said.locked),
        )
        for household, person in possible.items()
    )
    gone = tuple(sorted(set(pairs) - set(possible)))
    return Seedling(Changes(made, said.ban_changes, said.duty_changes), gone)


def held(
    register: Register, household: int, person: int, source: PairSource, *, locked: bool = False
) -> Held:
    return Held(person, locked, register.homes[household].is_provisional, source.value)
