"""What cells of one village would share out twice in one run, shared out once.

A run proposes to one cell after the other. Whoever comes later is asked about what is left: without
the households that are proposed to another cell already, and of people who may work for both with
the room that those leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from apps.assignments.models import Assignment
from apps.assignments.plans.kinds import ProposalState
from apps.assignments.plans.register import Register
from apps.assignments.plans.run_models import PlanProposal


def beside_others(register: Register, proposal: PlanProposal, *, kept: Collection[int]) -> Register:
    """The register as if what the run proposes to the other cells in its villages were so.

    ``kept``: households that the cell's own draft holds, which stay.
    """
    if not register.neighbours:
        return register
    others = PlanProposal.objects.filter(
        run=proposal.run_id, cell__in=register.neighbours, state=ProposalState.READY
    )
    made = list(others.order_by("pk"))
    return _beside(register, made, kept) if made else register


def _beside(register: Register, made: Iterable[PlanProposal], kept: Collection[int]) -> Register:
    given: dict[int, int] = {}
    asked: set[int] = set()
    for each in made:
        given |= {household: person for household, person, *_how in each.pairs}
        asked |= {household for household, *_why in each.left}
    homes = {pk: home for pk, home in register.homes.items() if pk not in given or pk in kept}
    # Of what the others were asked about counts what was proposed, not what is so today.
    settled = {*homes, *given, *asked}
    loads = Counter(given.values()) + _carried(register, settled)
    carriers = {pk: replace(row, elsewhere=loads[pk]) for pk, row in register.carriers.items()}
    return replace(register, homes=homes, carriers=carriers)


def _carried(register: Register, but: Collection[int]) -> Counter[int]:
    """Person → households in charge on the day, without some."""
    rows = Assignment.objects.for_households().in_force(at=register.at)
    told = rows.filter(person__in=register.carriers).values_list("household_id", "person_id")
    return Counter(person for household, person in told if household not in but)
