"""Which households of a shared village are another cell's.

Two cells may work in one village. A household there is the other cell's while its plan is the one
by which somebody is in charge of it, whoever that is: a village worker need not be a member of
either. Where no plan says so, it is the cell's whose member is in charge.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from apps.assignments.plans.models import AssignmentPlan, PlanPair
from apps.people.models import CellVillage, Membership, PartyCell

#: (household, person) or (village, person)
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Of the other cells in a cell's villages. ``cells``: their keys.

    ``members``: (village, person), who works there as their member; ``planned`` and ``own``:
    (household, person), by their last resolutions, and by the cell's own.
    """

    cells: frozenset[int]
    members: frozenset[Pair]
    planned: frozenset[Pair]
    own: frozenset[Pair]

    def have(self, household: int, village: int, person: int | None) -> bool:
        """Whether the household is theirs while this person is in charge of it."""
        if person is None or (household, person) in self.own:
            return False
        return (household, person) in self.planned or (village, person) in self.members


_NONE: Final = Neighbours(frozenset(), frozenset(), frozenset(), frozenset())


def neighbours_of(cell: PartyCell, villages: Collection[int], *, at: date) -> Neighbours:
    """One query for a cell that shares no village, four for one that does."""
    links = CellVillage.objects.filter(village__in=villages).exclude(cell=cell)
    working = PartyCell.objects.in_force(at=at)
    shared = list(links.filter(cell__in=working).values_list("cell_id", "village_id"))
    if not shared:
        return _NONE
    cells = frozenset(other for other, _village in shared)
    planned = _planned({*cells, cell.pk}, villages)
    return Neighbours(
        cells,
        _members(shared, at),
        frozenset(pair for other in cells for pair in planned.get(other, ())),
        frozenset(planned.get(cell.pk, ())),
    )


def _members(shared: Collection[tuple[int, int]], at: date) -> frozenset[Pair]:
    rows = Membership.objects.in_force(at=at).filter(cell__in={other for other, _v in shared})
    people: dict[int, set[int]] = {}
    for other, person in rows.values_list("cell_id", "person_id"):
        people.setdefault(other, set()).add(person)
    return frozenset(
        (village, person) for other, village in shared for person in people.get(other, ())
    )


def _planned(cells: Collection[int], villages: Collection[int]) -> dict[int, set[Pair]]:
    """Cell → the pairs that its last resolution put in force.

    Also of one that ended with its term: people go on by it until the committee resolves anew.
    """
    plans = AssignmentPlan.objects.resolved().filter(cell__in=cells)
    newest = plans.order_by("cell", "-effective_on", "-pk").distinct("cell")
    last = {
        pk: (cell, _refused(left))
        for pk, cell, left in newest.values_list("pk", "cell_id", "left_out")
    }
    rows = PlanPair.objects.filter(plan__in=last, household__village__in=villages)
    found: dict[int, set[Pair]] = {}
    for plan, household, person in rows.values_list("plan_id", "household_id", "person_id"):
        cell, refused = last[plan]
        if household not in refused:
            found.setdefault(cell, set()).add((household, person))
    return found


def _refused(left_out: list[list[int | str]]) -> set[int | str]:
    """Households of the plan that its resolution did not put in force."""
    return {household for household, *_why in left_out}
