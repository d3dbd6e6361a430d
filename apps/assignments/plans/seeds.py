"""What a draft begins with: who is in charge now, the last plan, or what the solver proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apps.assignments.plans.changes import Changes, Held, PairChange
from apps.assignments.plans.editing import own_homes
from apps.assignments.plans.kinds import PairSource
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.register import Register
from apps.assignments.plans.writing import held_by


@dataclass(frozen=True, slots=True)
class Seedling:
    """Pairs to begin with; ``left_out``: households whose former pair is no longer possible."""

    changes: Changes
    left_out: tuple[int, ...] = ()


def from_present(register: Register) -> Seedling:
    """Whoever is in charge on the day."""
    pairs = {pk: home.person for pk, home in register.homes.items() if home.person is not None}
    return seedling(register, pairs, PairSource.PRESENT)


def from_last_plan(register: Register) -> Seedling:
    """The pairs of the cell's last resolution, in force or not any more."""
    plans = AssignmentPlan.objects.resolved().filter(cell=register.cell)
    last = plans.order_by("-effective_on", "-pk").first()
    held = {} if last is None else held_by(last)
    return seedling(register, {h: each.person for h, each in held.items()}, PairSource.LAST_PLAN)


def seedling(register: Register, pairs: Mapping[int, int], source: PairSource) -> Seedling:
    """As many of ``pairs`` (household → person) as are possible for an empty draft."""
    own = set(own_homes(pairs))
    possible = {
        household: person
        for household, person in sorted(pairs.items())
        if register.may_carry(person, household) and (household, person) not in own
    }
    made = tuple(
        PairChange(household, None, held(register, household, person, source))
        for household, person in possible.items()
    )
    gone = tuple(sorted(set(pairs) - set(possible)))
    return Seedling(Changes(made), gone)


def held(register: Register, household: int, person: int, source: PairSource) -> Held:
    return Held(person, False, register.homes[household].is_provisional, source.value)
