"""How a run is getting on, and what it proposes: counted, since names belong to the draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404

from apps.accounts.actor import Actor
from apps.assignments.plans.kinds import ProposalState, RunState
from apps.assignments.plans.roles import drafting_cells
from apps.assignments.plans.run_models import PlanProposal, PlanRun
from apps.assignments.plans.runs import UNDER_WAY
from apps.common import clock
from apps.common.db import by_unit_name

LISTED: Final = 50
#: one cell takes a second or two; after so long the worker is gone, or has other work
SILENT_AFTER: Final = timedelta(minutes=2)


def runs(actor: Actor, *, at: datetime) -> list[dict[str, Any]]:
    """The newest runs that the actor sees."""
    rows = PlanRun.objects.visible_to(actor).annotate(
        total=Count("proposals"),
        done=Count("proposals", filter=~Q(proposals__state=ProposalState.WAITING)),
    )
    return [_run(row, at) for row in rows.order_by("-requested_at", "-pk")[:LISTED]]


def run_in_full(actor: Actor, key: UUID, *, at: datetime) -> dict[str, Any]:
    """One run with what it proposes to the cells that the actor sees; 404."""
    found = PlanRun.objects.visible_to(actor).filter(key=key)
    row = found.annotate(
        total=Count("proposals"),
        done=Count("proposals", filter=~Q(proposals__state=ProposalState.WAITING)),
    ).first()
    if row is None:
        raise Http404
    mine = drafting_cells(actor, at=clock.local_day(at))
    rows = PlanProposal.objects.visible_to(actor).filter(run=row).select_related("cell")
    return _run(row, at) | {
        "proposals": [_proposal(each, mine) for each in rows.order_by(by_unit_name("cell__name"))]
    }


def _run(run: Any, at: datetime) -> dict[str, Any]:
    beat = run.beat_at or run.requested_at
    return {
        "key": str(run.key),
        "commune": run.commune_id,
        "state": run.state,
        "state_label": str(RunState(run.state).label),
        "requested_at": run.requested_at,
        "finished_at": run.finished_at,
        "done": run.done,
        "total": run.total,
        # It goes on by itself once the queue has found the worker gone.
        "interrupted": run.state in UNDER_WAY and at - beat > SILENT_AFTER,
    }


def _proposal(proposal: PlanProposal, mine: Collection[int]) -> dict[str, Any]:
    return {
        "cell": proposal.cell_id,
        "cell_name": proposal.cell.name,
        "state": proposal.state,
        "made_at": proposal.made_at,
        "pairs": len(proposal.pairs),
        "left": dict(Counter(reason for _home, reason, _mends in proposal.left)),
        "cost": proposal.cost,
        "may_accept": proposal.cell_id in mine and proposal.state == ProposalState.READY,
    }
