"""Cells with the state of their plans, counted for a table: as many queries for one as for thirty.

Coverage is that of the villages in which a cell works; of villages that two cells share, both are
told the same. The coverage of all together is that of every living household in reach, each once:
also of villages where no cell works.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import Count, Q

from apps.accounts.actor import Actor
from apps.assignments.expressions import is_covered
from apps.assignments.plan_states import OPEN, PlanState
from apps.assignments.plans.kinds import ProposalState, RunState
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.querysets import WHOLE_ROLES
from apps.assignments.plans.rates import Rate, rates_by_cell
from apps.assignments.plans.roles import drafting_cells, resolving_cells
from apps.assignments.plans.run_models import PlanProposal
from apps.assignments.plans.runs import UNDER_WAY
from apps.common.db import by_unit_name
from apps.households.models import Household
from apps.people.models import CellVillage, Membership, PartyCell


@dataclass(frozen=True, slots=True)
class Coverage:
    households: int = 0
    covered: int = 0

    def __add__(self, other: Self) -> Coverage:
        return Coverage(self.households + other.households, self.covered + other.covered)

    @property
    def uncovered(self) -> int:
        return self.households - self.covered

    @property
    def percent(self) -> int | None:
        """Whole percents, down: it is 100 only when nobody is left."""
        return 100 * self.covered // self.households if self.households else None


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell with its plan in force, its open plan, and what lies in its tray."""

    cell: PartyCell
    coverage: Coverage
    rate: Rate
    in_force: AssignmentPlan | None
    open_plan: AssignmentPlan | None
    proposal: PlanProposal | None
    may_draft: bool
    may_resolve: bool

    @property
    def is_ready(self) -> bool:
        return self.proposal is not None and self.proposal.state == ProposalState.READY


def cells_with_plans(actor: Actor, *, at: date, cell: int | None = None) -> list[CellRow]:
    """Cells in force that the actor sees, or the one named; in the order of their names."""
    rows = PartyCell.objects.visible_to(actor).in_force(at=at)
    if cell is not None:
        rows = rows.filter(pk=cell)
    cells = list(rows.order_by(by_unit_name(), "pk").distinct())
    keys = {row.pk for row in cells}
    coverage, rates = _coverage(actor, keys, at), _rates(actor, keys, at)
    plans = _plans(actor, keys)
    proposals = _proposals(actor, keys)
    drafted, resolved = drafting_cells(actor, at=at), resolving_cells(actor, at=at)
    return [
        CellRow(
            cell=row,
            coverage=coverage.get(row.pk, Coverage()),
            rate=rates.get(row.pk, Rate(0, 0, 0)),
            in_force=plans.get((row.pk, True)),
            open_plan=plans.get((row.pk, False)),
            proposal=proposals.get(row.pk),
            may_draft=row.pk in drafted,
            may_resolve=row.pk in resolved,
        )
        for row in cells
    ]


def _coverage(actor: Actor, cells: Collection[int], at: date) -> dict[int, Coverage]:
    links = list(CellVillage.objects.filter(cell__in=cells).values_list("cell_id", "village_id"))
    homes = Household.objects.visible_to(actor).living(at=at).order_by()
    counted = homes.filter(village__in={village for _cell, village in links}).values("village")
    numbers = counted.annotate(all=Count("pk"), covered=Count("pk", filter=Q(is_covered(at))))
    of = {row["village"]: Coverage(row["all"], row["covered"]) for row in numbers}
    found: dict[int, Coverage] = {}
    for cell, village in links:
        found[cell] = found.get(cell, Coverage()) + of.get(village, Coverage())
    return found


def _rates(actor: Actor, cells: Collection[int], at: date) -> dict[int, Rate]:
    rows = Membership.objects.visible_to(actor).in_force(at=at).filter(cell__in=cells)
    return rates_by_cell(rows, at=at)


def _plans(actor: Actor, cells: Collection[int]) -> dict[tuple[int, bool], AssignmentPlan]:
    """(Cell, whether in force) → plan; of each there is one at most."""
    states = sorted({*OPEN, PlanState.IN_FORCE})
    rows = AssignmentPlan.objects.read_whole_by(actor).filter(cell__in=cells, state__in=states)
    return {(row.cell_id or 0, row.state == PlanState.IN_FORCE): row for row in rows}


def _proposals(actor: Actor, cells: Collection[int]) -> dict[int, PlanProposal]:
    """What the worker is at or has ready, the newest of each cell."""
    wanted = Q(state=ProposalState.READY) | Q(
        state=ProposalState.WAITING, run__state__in=[RunState(state) for state in UNDER_WAY]
    )
    rows = PlanProposal.objects.visible_to(actor).filter(wanted, cell__in=cells)
    narrow = rows.select_related("run").defer("pairs", "left", "loads", "cost").order_by("pk")
    return {row.cell_id: row for row in narrow if row.run is not None}


def totals(actor: Actor, rows: Sequence[CellRow], *, at: date) -> dict[str, Any]:
    """Of the whole area of who looks at a table. ``counts_otherwise``: the rows do not add up to
    it, for two cells share a village or none works in one.
    """
    homes = Household.objects.reached_by(actor, WHOLE_ROLES).living(at=at)
    counted = homes.aggregate(all=Count("pk"), covered=Count("pk", filter=Q(is_covered(at))))
    coverage = Coverage(counted["all"], counted["covered"])
    added = sum((row.coverage for row in rows), Coverage())
    return {
        "coverage": coverage,
        "counts_otherwise": added != coverage,
        "rate": sum((row.rate for row in rows), Rate(0, 0, 0)),
    }
