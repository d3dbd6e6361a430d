"""Between the upper tiers' register and the solver, which sees units as homes at their centres.

The solver gives each unit one person. What it cannot say is settled around it: a unit with several
people, or a locked one, or with somebody whose home nobody knows, is as people want it, and takes
room; units that are left go to the people without a known home, whoever carries least first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from math import hypot
from typing import Final

from apps.assignments.plans.changes import Changes, Seat, SeatChange, same_seat
from apps.assignments.plans.kinds import PairSource
from apps.assignments.plans.units.register import HolderRow, UnitRegister, UnitRow
from apps.assignments.plans.units.writing import Seats
from apps.assignments.proximity import (
    Carrier,
    Home,
    Problem,
    Proposal,
    Spot,
    Terms,
    Why,
    explain,
    propose,
    weigh,
)
from apps.assignments.proximity.problem import MOST_METRES, MOST_WEIGHT
from apps.assignments.seeding import plane_through, spot_of
from apps.assignments.tiers import Tier

#: in a commune everybody is in reach of everything: distance costs, and never forbids
_REACH: Final = float(MOST_METRES)
Bans = Collection[tuple[int, int]]


def problem_of(
    register: UnitRegister, held: Seats, bans: Bans = (), *, least_change: bool = False
) -> Problem:
    """The commune's units and people as the solver is asked about them, around a draft's seats."""
    decided, extra = _decided(register, held)
    spots, places = _spots(register)
    heaviest = max((unit.households for unit in register.units.values()), default=0)
    change = _REACH if least_change else float(register.rule.change_metres)
    return Problem(
        homes=tuple(_home(unit, spots, heaviest) for unit in register.units.values()),
        carriers=tuple(
            Carrier(row.person, places[row.person], None, row.limit, extra.get(row.person, 0))
            for row in register.carriers.values()
        ),
        terms=Terms(max_metres=_REACH, change_metres=change),
        current=_current(register, held, bans),
        forbidden=frozenset(pair for pair in bans if decided.get(pair[0]) != pair[1]),
        fixed=decided,
        usual=_usual(register),
    )


def _usual(register: UnitRegister) -> int:
    """Units that somebody new would have by the commune's rule."""
    rule = register.rule
    return rule.officer_groups if register.tier == Tier.OFFICER else rule.committee_villages


def _spots(register: UnitRegister) -> tuple[dict[int, Spot], dict[int, Spot | None]]:
    """Units and people in one plane."""
    plane = plane_through(register.commune)
    units = {pk: spot_of(unit.place, plane) for pk, unit in register.units.items()}
    people = {pk: row.place and spot_of(row.place, plane) for pk, row in register.carriers.items()}
    return units, people


def _home(unit: UnitRow, spots: Mapping[int, Spot], heaviest: int) -> Home:
    """Weighs as many households as live there, scaled down where villages are big."""
    scale = max(1.0, heaviest / MOST_WEIGHT)
    weight = max(1, round(unit.households / scale))
    return Home(unit.unit, spots[unit.unit], unit.village, weight=min(weight, MOST_WEIGHT))


def people_in(held: Seats, register: UnitRegister) -> dict[int, list[int]]:
    """Unit → its people who may be in charge, those locked first, then by their keys."""
    found: dict[int, list[int]] = {}
    for unit, person in sorted(held, key=lambda seat: (not held[seat].locked, seat)):
        if unit in register.units and person in register.carriers:
            found.setdefault(unit, []).append(person)
    return found


def _is_decided(unit: int, people: list[int], held: Seats, register: UnitRegister) -> bool:
    first = people[0]
    unknown = register.carriers[first].place is None
    return len(people) > 1 or held[unit, first].locked or unknown


def _decided(register: UnitRegister, held: Seats) -> tuple[dict[int, int], dict[int, int]]:
    """Units as people want them, with their first person; and what the others carry by that."""
    fixed: dict[int, int] = {}
    extra: dict[int, int] = {}
    for unit, people in people_in(held, register).items():
        if _is_decided(unit, people, held, register):
            fixed[unit] = people[0]
            for person in people[1:]:
                extra[person] = extra.get(person, 0) + 1
    return fixed, extra


def _current(register: UnitRegister, held: Seats, bans: Bans) -> dict[int, int]:
    """Who is in charge; of several the one who is planned, else the first."""
    found = {}
    for pk, unit in register.units.items():
        people = [
            person
            for person in unit.people
            if person in register.carriers and (pk, person) not in bans
        ]
        if people:
            present = [person for person in people if (pk, person) in held]
            found[pk] = min(present or people)
    return found


def proposal_for(
    register: UnitRegister, held: Seats, bans: Bans = (), *, least_change: bool = False
) -> Seats:
    """The seats that are proposed for a draft that has ``held``."""
    problem = problem_of(register, held, bans, least_change=least_change)
    found = propose(problem)
    wanted: Seats = {
        seat: held[seat] for seat in held if seat[0] in problem.fixed and _is_known(seat, register)
    }
    for pair in found.pairs:
        if not pair.fixed:
            source = PairSource.PRESENT if pair.kept else PairSource.SOLVER
            wanted[pair.home, pair.carrier] = Seat(source=source.value)
    return wanted | _to_least_loaded(register, found, bans)


def _is_known(seat: tuple[int, int], register: UnitRegister) -> bool:
    return seat[0] in register.units and seat[1] in register.carriers


def _to_least_loaded(register: UnitRegister, found: Proposal, bans: Bans) -> Seats:
    """Units that are left, the biggest first, to whoever of those without a home carries least."""
    loads = {pk: load.total for pk, load in found.loads.items()}
    homeless = [row for row in register.carriers.values() if row.place is None]
    left = [register.units[each.home] for each in found.left]
    seats: Seats = {}
    for unit in sorted(left, key=lambda each: (-each.households, each.unit)):
        free = [row for row in homeless if _may_take(row, unit, loads, bans)]
        if free:
            person = min(free, key=lambda row: (loads[row.person], row.person)).person
            loads[person] += 1
            seats[unit.unit, person] = Seat(provisional=True, source=PairSource.SOLVER.value)
    return seats


def _may_take(row: HolderRow, unit: UnitRow, loads: Mapping[int, int], bans: Bans) -> bool:
    return loads[row.person] < row.limit and (unit.unit, row.person) not in bans


def changes_to(held: Seats, wanted: Seats) -> Changes:
    """What must be changed in a draft so that it is what was proposed; locks stay."""
    made = [
        SeatChange(*seat, held.get(seat), wanted.get(seat))
        for seat in sorted({*held, *wanted})
        if not same_seat(held.get(seat), wanted.get(seat))
    ]
    return Changes(seats=tuple(made))


def _by_hand(register: UnitRegister, held: Seats, bans: Bans) -> tuple[Problem, dict[int, int]]:
    """The question with nothing settled but locks, and each unit's first person."""
    firsts = {unit: people[0] for unit, people in people_in(held, register).items()}
    locked = {unit: person for unit, person in firsts.items() if held[unit, person].locked}
    return replace(problem_of(register, held, bans), fixed=locked), firsts


def weighed(register: UnitRegister, held: Seats, bans: Bans = ()) -> Proposal:
    """A plan made by hand: its loads, who is left and why."""
    return weigh(*_by_hand(register, held, bans))


def why(register: UnitRegister, held: Seats, unit: int, bans: Bans = ()) -> Why:
    """Why this person, or nobody, and who else is near; KeyError if the unit is none of it."""
    problem, firsts = _by_hand(register, held, bans)
    return explain(problem, weigh(problem, firsts), unit)


def metres_of(
    register: UnitRegister, seats: Collection[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Straight lines from people's homes to the middle of units, where both are known."""
    spots, places = _spots(register)
    found = {}
    for unit, person in seats:
        spot, place = spots.get(unit), places.get(person)
        if spot is not None and place is not None:
            found[unit, person] = round(hypot(spot.x - place.x, spot.y - place.y))
    return found
