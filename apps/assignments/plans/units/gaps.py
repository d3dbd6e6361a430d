"""Groups or villages that a plan leaves without anybody and why, who has room, who too much."""

from __future__ import annotations

from datetime import date
from typing import Any

from apps.accounts.actor import Actor
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.units.reading import units_in_full

_TOLD = ("unit", "name", "village", "village_name", "households", "reason", "reason_label", "mends")


def _by_village(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Households of each village, and how many live where nobody is planned, by reason."""
    found: dict[int, dict[str, Any]] = {}
    for unit in units:
        named = {"village": unit["village"], "name": unit["village_name"] or unit["name"]}
        row = found.setdefault(
            unit["village"], {**named, "households": 0, "uncovered": 0, "reasons": {}}
        )
        row["households"] += unit["households"]
        if reason := unit["reason"]:
            row["uncovered"] += unit["households"]
            row["reasons"][reason] = row["reasons"].get(reason, 0) + unit["households"]
    return list(found.values())


def gaps_of_units(actor: Actor, plan: AssignmentPlan, *, at: date) -> dict[str, Any]:
    """The gaps of a plan that the actor reads whole; by the units of the day."""
    told = units_in_full(actor, plan, at=at)
    units = [unit for unit in told["units"] if not unit["gone"]]
    gaps = [{name: unit[name] for name in _TOLD} for unit in units if unit["reason"]]
    people = [
        {
            "person": row["id"],
            **{name: row[name] for name in ("name", "total", "capacity", "room", "over")},
        }
        for row in told["people"]
        if row["may_carry"]
    ]
    assigned = sum(1 for row in people if row["total"])
    percent = round(100 * assigned / len(people)) if people else None
    return {
        "commune": plan.commune_id,
        "tier": plan.tier,
        "units": len(units),
        "villages": _by_village(units),
        "gaps": gaps,
        "with_room": [row for row in people if row["room"]],
        "over": [row for row in people if row["over"]],
        # By the plan, of those who may be in charge.
        "rate": {
            "members": len(people),
            "excused": 0,
            "assigned": assigned,
            "assignable": len(people),
            "percent": percent,
        },
    }
