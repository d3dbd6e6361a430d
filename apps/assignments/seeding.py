"""Between the register and the solver: a cell is a ``Problem``, a ``Proposal`` changes a draft.

The only module that knows both. Distances are straight lines in a plane laid through the commune.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from pyproj import Transformer

from apps.areas.models import Commune
from apps.assignments.plans.changes import Changes, Held, PairChange, same
from apps.assignments.plans.expressions import household_meant
from apps.assignments.plans.kinds import PairSource
from apps.assignments.plans.models import AssignmentPlan, PlanBan
from apps.assignments.plans.register import (
    CarrierRow,
    CommuneRegister,
    HomeRow,
    Place,
    Register,
)
from apps.assignments.proximity import (
    Carrier,
    Home,
    Left,
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
from apps.assignments.proximity.solving import Cancelled
from apps.assignments.weights import extra_weights
from apps.people.capacities import capacities_of
from apps.people.kinds import CarrierKind

AnyRegister = Register | CommuneRegister
#: metres by which no pair in force is broken for being far, only where it must be
_NEVER_FOR_DISTANCE: Final = float(MOST_METRES)
#: degrees between the meridians that planes are laid along
_MERIDIANS: Final = 0.5


def terms_of(register: AnyRegister, *, least_change: bool = False) -> Terms:
    """The commune's terms. ``least_change``: pairs in force stay unless somebody else needs room
    to be made, as when a plan is amended.
    """
    rule = register.rule
    return Terms(
        max_metres=float(rule.max_metres),
        change_metres=_NEVER_FOR_DISTANCE if least_change else float(rule.change_metres),
        unassigned_metres=None if least_change else _or_none(rule.unassigned_metres),
    )


def _or_none(metres: int | None) -> float | None:
    return None if metres is None else float(metres)


def problem_of(
    register: AnyRegister,
    *,
    fixed: Mapping[int, int] | None = None,
    bans: Collection[tuple[int, int]] = (),
    least_change: bool = False,
) -> Problem:
    """The households and people of a cell, or of a commune, as the solver is asked about them.

    ``fixed``: locked pairs (household → person); ``bans``: (household, person). Whoever lives in a
    household is forbidden for it anyway.
    """
    forbidden = frozenset({*bans, *register.own})
    held = {
        home: person
        for home, person in (fixed or {}).items()
        if home in register.homes
        and person in register.carriers
        and (home, person) not in forbidden
    }
    weights = extra_weights(register.homes, at=register.at)
    commune = register.commune if isinstance(register, CommuneRegister) else register.cell.commune
    plane = plane_through(commune)
    return Problem(
        homes=tuple(_home(h, register, weights, plane) for h in register.homes.values()),
        carriers=tuple(_carrier(c, plane) for c in register.carriers.values()),
        terms=terms_of(register, least_change=least_change),
        current={h.household: h.person for h in register.homes.values() if h.person is not None},
        forbidden=forbidden,
        fixed=held,
        usual=_usual(commune.pk),
    )


def _usual(commune: int) -> int:
    """Households that a resident member carries, where nothing is said of them."""
    return capacities_of([commune])[commune].by_kind[CarrierKind.RESIDENT]


def _home(
    row: HomeRow, register: AnyRegister, weights: Mapping[int, int], plane: Transformer
) -> Home:
    weight = (register.rule.poor_weight if row.is_poor else 1) + weights.get(row.household, 0)
    return Home(
        id=row.household,
        spot=_spot(row.place, plane),
        village=row.village,
        group=row.group,
        weight=min(weight, MOST_WEIGHT),
        provisional=row.is_provisional,
    )


def _carrier(row: CarrierRow, plane: Transformer) -> Carrier:
    return Carrier(
        id=row.person,
        spot=_spot(row.place, plane),
        villages=row.villages,
        capacity=row.limit,
        carried=row.elsewhere,
    )


def _spot(place: Place | None, plane: Transformer) -> Spot | None:
    return None if place is None else spot_of(place, plane)


def spot_of(place: Place, plane: Transformer) -> Spot:
    x, y = plane.transform(*place)
    return Spot(x, y)


def plane_through(commune: Commune) -> Transformer:
    """Through the commune itself: scale errors stay below 1:100,000, whatever the province."""
    west, _south, east, _north = commune.geom.extent
    return _plane(round((west + east) / 2 / _MERIDIANS) * _MERIDIANS)


@lru_cache(maxsize=64)
def _plane(meridian: float) -> Transformer:
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
        f" +step +proj=tmerc +lon_0={meridian} +k=1 +ellps=WGS84"
    )


def bans_of(plan: AssignmentPlan) -> set[tuple[int, int]]:
    """(Household, person) that the committee forbids; of a double, for the household it is."""
    return set(PlanBan.objects.filter(plan=plan).values_list(household_meant(), "person_id"))


def locked_in(held: Mapping[int, Held]) -> dict[int, int]:
    return {household: each.person for household, each in held.items() if each.locked}


def proposal_for(
    register: Register,
    *,
    held: Mapping[int, Held] | None = None,
    bans: Collection[tuple[int, int]] = (),
    kept: Mapping[int, int] | None = None,
    least_change: bool = False,
    cancelled: Cancelled | None = None,
) -> Proposal:
    """What the solver proposes to a cell; locked pairs of the draft (``held``) stay, and ``kept``
    (household → person).

    About a household that is locked with somebody who can have it no more, nothing is proposed:
    what was locked is the committee's to undo. CancelledError as soon as ``cancelled()`` says so.
    """
    locked = locked_in(held or {})
    fixed = {**(kept or {}), **locked}
    problem = problem_of(register, fixed=fixed, bans=bans, least_change=least_change)
    homes = tuple(h for h in problem.homes if h.id not in locked or h.id in problem.fixed)
    return propose(replace(problem, homes=homes), cancelled=cancelled)


def weighed(
    register: AnyRegister, pairs: Mapping[int, int], bans: Collection[tuple[int, int]] = ()
) -> Proposal:
    """A plan made by hand: its distances, its loads, who is left and why."""
    known = {home: person for home, person in pairs.items() if home in register.homes}
    return weigh(problem_of(register, bans=bans), known)


def why(
    register: Register,
    pairs: Mapping[int, int],
    household: int,
    *,
    locked: Mapping[int, int] | None = None,
    bans: Collection[tuple[int, int]] = (),
) -> Why:
    """Why this person, or nobody, for one household of the plan; KeyError if it is none of it."""
    problem = problem_of(register, fixed=locked, bans=bans)
    known = {home: person for home, person in pairs.items() if home in register.homes}
    return explain(problem, weigh(problem, known), household)


def changes_to(
    register: Register,
    held: Mapping[int, Held],
    proposal: Proposal,
    *,
    keep: Collection[int] = (),
) -> Changes:
    """What must be changed in a draft (``held``) so that it is what was proposed.

    ``keep``: households that are not left uncovered, though the solver would.
    """
    wanted = pairs_of(register, proposal)
    made = []
    for household in sorted({*held, *wanted}):
        before, after = held.get(household), wanted.get(household)
        if before is not None and (before.locked or (after is None and household in keep)):
            continue
        if not same(before, after):
            made.append(PairChange(household, before, after))
    return Changes(tuple(made))


def standing(
    register: Register, held: Mapping[int, Held], bans: Collection[tuple[int, int]] = ()
) -> set[int]:
    """Households whose pair in the draft could come into force today."""
    return {
        household
        for household, each in held.items()
        if register.may_carry(each.person, household) and (household, each.person) not in bans
    }


def pairs_of(register: Register, proposal: Proposal) -> dict[int, Held]:
    """The proposal's pairs as a draft holds them."""
    return {
        pair.home: Held(
            pair.carrier,
            provisional=register.homes[pair.home].is_provisional,
            source=(PairSource.PRESENT if pair.kept else PairSource.SOLVER).value,
        )
        for pair in proposal.pairs
    }


def proposal_as_json(proposal: Proposal) -> dict[str, Any]:
    """The columns of a ``PlanProposal``: keys and numbers."""
    cost = proposal.cost
    return {
        "pairs": [
            [p.home, p.carrier, None if p.metres is None else round(p.metres), p.provisional]
            for p in proposal.pairs
        ],
        "left": [[left.home, left.reason.value, mends_of(left)] for left in proposal.left],
        "loads": [[person, load.total, load.capacity] for person, load in proposal.loads.items()],
        "cost": {
            "metres": round(cost.metres),
            "broken": cost.broken,
            "left": cost.left,
            "total": round(cost.total),
        },
    }


def mends_of(left: Left) -> list[dict[str, Any]]:
    return [
        {"kind": m.kind.value, "subject": m.subject, "number": m.number, "among": m.among}
        for m in left.mends
    ]
