"""A resolution that was written down wrongly: its number and its day are put right.

What it put in force is not touched: whoever ought to be in charge otherwise is put there by an
amendment. What was written before, who changed it and why stays in the plan's history.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer
from apps.assignments.plan_states import RESOLVED
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.orders import Order, carry_out, locked_plan, require_state
from apps.assignments.plans.reading import find_plan
from apps.assignments.plans.resolving import checked_number, invalid
from apps.assignments.plans.roles import require_resolver_of
from apps.assignments.plans.story import names_of_users
from apps.common.errors import DomainError
from apps.people.versions import events_of


@dataclass(frozen=True, slots=True)
class Paper:
    """Number and day of a resolution, as they stand on the paper."""

    number: str
    decided_on: date


def paper_of(plan: AssignmentPlan) -> Paper | None:
    """None while nothing is resolved."""
    if plan.resolution_date is None:
        return None
    return Paper(plan.resolution_number, plan.resolution_date)


def correct_resolution(*, plan: int, seen: Paper, paper: Paper, order: Order) -> Answer:
    """Write another number and day of the paper of a plan that is, or was, in force.

    ``seen``: what it was changed from. Raises DomainError 404, 403 for who does not put such a plan
    in force, 409 ``wrong_state`` and ``stale``, 422 ``invalid`` with the field to blame.
    """
    wanted = Paper(checked_number(paper.number), paper.decided_on)

    def work() -> Answer:
        row = locked_plan(plan, order)
        require_resolver_of(order.actor, row, at=order.today)
        require_state(row, RESOLVED)
        present = paper_of(row)
        if present != seen:
            raise _stale(present)
        if row.effective_on is not None and wanted.decided_on > row.effective_on:
            raise invalid(
                "decided_on", _("Ngày nghị quyết không thể sau ngày kế hoạch có hiệu lực.")
            )
        if present != wanted:
            row.resolution_number, row.resolution_date = wanted.number, wanted.decided_on
            row.save(update_fields=["resolution_number", "resolution_date"])
        return {
            "plan": row.pk,
            "number": wanted.number,
            "decided_on": wanted.decided_on.isoformat(),
        }

    body = {
        "verb": "correct_resolution",
        "plan": plan,
        "seen": asdict(seen),
        "paper": asdict(wanted),
    }
    return carry_out(order, body=body, work=work)


def _stale(present: Paper | None) -> DomainError:
    return DomainError(
        "stale",
        _("Người khác đã sửa số, ngày sau khi bạn mở trang này. Chưa có gì bị ghi đè."),
        status=409,
        detail={} if present is None else asdict(present),
    )


def corrections_of(actor: Actor, pk: int) -> list[dict[str, Any]]:
    """What was written before each correction, by whom it was put right and why; latest first.

    404 for who does not read the plan whole.
    """
    plan = find_plan(actor, pk, whole=True)
    rows = events_of(AssignmentPlan).filter(pgh_obj_id=plan.pk, state__in=sorted(RESOLVED))
    found: list[tuple[Any, Paper]] = []
    last: Paper | None = None
    for event in rows.select_related("pgh_context").order_by("pgh_id"):
        paper = paper_of(event)
        if last is not None and paper != last:
            found.append((event, last))
        last = paper
    about = [dict(event.pgh_context.metadata) if event.pgh_context else {} for event, _p in found]
    names = names_of_users({said["user"] for said in about if said.get("user")})
    told = [
        {
            "at": event.pgh_created_at,
            "who": names.get(said.get("user") or 0, ""),
            "reason": str(said.get("reason", "")),
            **asdict(former),
        }
        for (event, former), said in zip(found, about, strict=True)
    ]
    return told[::-1]
