"""A plan ends with the term it was made for.

Only the paper ends. Whoever is in charge stays so until the new committee resolves, as posts end
when somebody takes over and not with the calendar: a commune is not left without anybody overnight.
"""

from __future__ import annotations

from datetime import date, timedelta

import pghistory
from django.db import transaction

from apps.assignments.plan_states import PlanState
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
            if row.term is not None and row.effective_on is not None:
                last = max(row.term.ends_on, row.effective_on)
                row.state, row.ended_on = PlanState.ENDED, last + timedelta(days=1)
                row.save(update_fields=["state", "ended_on"])
                ended += 1
    return ended
