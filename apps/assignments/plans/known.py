"""What a resolution knew: pairs beyond reach and loads beyond measure that it decided all the same.

A committee may give a household to somebody far, or who carries enough, because nobody else can. No
amendment takes that back for the distance alone, and the day after the resolution calls for none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.assignments import seeding
from apps.assignments.plans.changes import Held
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.register import Register
from apps.assignments.proximity import Proposal


def known_of(register: Register, pairs: Mapping[int, int]) -> dict[str, Any]:
    """``far``: [household, person]; ``over``: [person, how many households over capacity]."""
    proposal = seeding.weighed(register, pairs)
    return {
        "far": [list(pair) for pair in far_among(register, proposal)],
        "over": [[who, load.over] for who, load in proposal.loads.items() if load.over],
    }


def far_among(register: Register, proposal: Proposal) -> list[tuple[int, int]]:
    """(Household, person) of the pairs that are further apart than the commune's rule allows."""
    most = register.rule.max_metres
    return [
        (pair.home, pair.carrier)
        for pair in proposal.pairs
        if pair.metres is not None and pair.metres > most
    ]


def known_far(plan: AssignmentPlan) -> set[tuple[int, int]]:
    return {(household, person) for household, person in plan.known.get("far", ())}


def known_over(plan: AssignmentPlan) -> dict[int, int]:
    """Person → how many households too many the resolution gave them."""
    return dict(plan.known.get("over", ()))


def kept_in(plan: AssignmentPlan, held: Mapping[int, Held]) -> dict[int, int]:
    """Household → person: pairs of an amendment that the plan in force gave beyond reach."""
    if plan.amends is None:
        return {}
    return {home: person for home, person in known_far(plan.amends) if _holds(held, home, person)}


def _holds(held: Mapping[int, Held], household: int, person: int) -> bool:
    return household in held and held[household].person == person
