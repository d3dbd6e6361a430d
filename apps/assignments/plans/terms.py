"""A plan ends with the term it was made for, or with its cell.

Only the paper ends. Whoever is in charge stays so until the new committee resolves, as posts end
when somebody takes over and not with the calendar: a commune is not left without anybody overnight.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Q

from apps.assignments.plan_states import OPEN, PlanState
from apps.assignments.plans.models import AssignmentPlan
from apps.people.models import Term

REASON = "term_over"


def term_of(commune: int, at: date) -> Term | None:
    """The commune's term on the day, where the office has written it down."""
    return Term.objects.filter(commune=commune, starts_on__lte=at, ends_on__gte=at).first()


def end_past_terms(*, at: date) -> int:
    """End the plans in force whose term is over on the day ``at``; how many."""
    rows = AssignmentPlan.objects.in_force().filter(term__ends_on__lt=at)
    ended = 0
    with transaction.atomic(), pghistory.context(reason=REASON):
        for row in rows.select_related("term").select_for_update(of=("self",)):
            if row.term is not None:
                row.state, row.ended_on = PlanState.ENDED, _day_after(row.term.ends_on, row)
                row.save(update_fields=["state", "ended_on"])
                ended += 1
    return ended


def go_on_with_term(*, term: int, last: date, at: date, **_kwargs: Any) -> int:
    """Receiver of ``people.departures.term_corrected``: what its wrong last day had ended goes on.

    Not where another plan has taken its place meanwhile. How many.
    """
    row = Term.objects.get(pk=term)
    if row.ends_on < at:
        return 0
    revived = 0
    ended = AssignmentPlan.objects.filter(term=term, state=PlanState.ENDED)
    for plan in ended.select_for_update(of=("self",)).order_by("-effective_on", "-pk"):
        if plan.ended_on == _day_after(last, plan) and not _is_followed(plan):
            plan.state, plan.ended_on = PlanState.IN_FORCE, None
            plan.save(update_fields=["state", "ended_on"])
            revived += 1
    return revived


def _day_after(last: date, plan: AssignmentPlan) -> date:
    """The first day on which a plan that ends with a term is no longer in force."""
    return max(last, plan.effective_on or last) + timedelta(days=1)


def _is_followed(plan: AssignmentPlan) -> bool:
    same = {"cell": plan.cell_id, "commune": plan.commune_id, "tier": plan.tier}
    others = AssignmentPlan.objects.resolved().filter(**same).exclude(pk=plan.pk)
    return others.filter(Q(state=PlanState.IN_FORCE) | Q(effective_on__gte=plan.ended_on)).exists()


def end_with_cell(*, cell: int, at: date, **_kwargs: Any) -> dict[str, int]:
    """Receiver of ``people.departures.cell_ended``: plans in force end, open ones are dropped.

    Who is in charge stays so; the cell that takes the members resolves anew.
    """
    plans = AssignmentPlan.objects.filter(cell=cell).select_for_update(of=("self",))
    dropped = ended = 0
    for plan in plans.order_by("pk"):
        if plan.state in OPEN:
            plan.state, dropped = PlanState.DROPPED, dropped + 1
        elif plan.state == PlanState.IN_FORCE:
            plan.state, ended = PlanState.ENDED, ended + 1
            plan.ended_on = max(at, plan.effective_on or at)
        else:
            continue
        plan.save(update_fields=["state", "ended_on"])
    return {"plans": dropped + ended}
