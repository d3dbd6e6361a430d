"""What became of a plan: each state it went through, when, by whom and why."""

from __future__ import annotations

from typing import Any

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.reading import find_plan
from apps.assignments.plans.terms import REASON as TERM_OVER
from apps.people.versions import events_of


def story_of(actor: Actor, pk: int) -> list[dict[str, Any]]:
    """The plan's states in their order, out of its history; 404 for who does not read it whole."""
    plan = find_plan(actor, pk, whole=True)
    rows = events_of(AssignmentPlan).filter(pgh_obj_id=plan.pk).select_related("pgh_context")
    steps, last = [], None
    for event in rows.order_by("pgh_id"):
        if event.state != last:
            steps.append(event)
        last = event.state
    about = [dict(event.pgh_context.metadata) if event.pgh_context else {} for event in steps]
    names = names_of_users({said.get("user") for said in about})
    return [
        {
            "at": event.pgh_created_at,
            "state": event.state,
            "state_label": AssignmentPlan(cell_id=plan.cell_id, state=event.state).state_words,
            "who": names.get(said.get("user"), ""),
            # Of what the calendar did, the state says it all.
            "reason": "" if said.get("reason") == TERM_OVER else str(said.get("reason", "")),
        }
        for event, said in zip(steps, about, strict=True)
    ]


def names_of_users(users: set[Any]) -> dict[Any, str]:
    """Keys of log-ins, None among them left out → whose they are."""
    rows = User.objects.filter(pk__in=users - {None}).select_related("person")
    return {
        user.pk: user.person.full_name if hasattr(user, "person") else user.username
        for user in rows
    }
