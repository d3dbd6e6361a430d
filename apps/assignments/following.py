"""Assignments of a household follow when it leaves, comes back or moves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from apps.assignments.models import Assignment
from apps.households.signals import Departure, Removal, Return

LEAVING = "leave"


def follow_leaving(*, departure: Departure, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.signals.household_left``: nobody is in charge from that day on."""
    return {"assignments": _end(departure.household, departure.at)}


def follow_moving(*, removal: Removal, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.signals.household_moved``."""
    return {"assignments": 0 if removal.keeps_charge else _end(removal.household, removal.at)}


def _end(household: int, at: date) -> int:
    """End what is in force on or after the day ``at``; how many."""
    rows = Assignment.objects.for_households().filter(
        household=household, period__overlap=DateRange(at, None)
    )
    found = list(rows.select_for_update().order_by("pk"))
    for row in found:
        if row.period.lower < at:
            row.period = DateRange(row.period.lower, at)
            row.save(update_fields=["period"])
        else:
            # It had not begun on that day: nothing of it is left. Its history stays.
            row.delete()
    return len(found)


def follow_return(*, returned: Return, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.signals.household_returned``.

    Whoever lost the household by its leaving has it again, unless that is no longer possible.
    """
    rows = Assignment.objects.for_households().filter(
        household=returned.household, period__endswith=returned.left_on
    )
    row = rows.select_for_update().order_by("-pk").first()
    if row is None:
        return {"assignments": 0}
    until, by_leaving = _ended(row)
    if not by_leaving:
        return {"assignments": 0}
    row.period = DateRange(row.period.lower, until)
    try:
        with transaction.atomic():
            row.save(update_fields=["period"])
    except IntegrityError:
        # Somebody else is in charge by now, or the person lives there by now.
        return {"assignments": 0}
    return {"assignments": 1}


def _ended(row: Assignment) -> tuple[date | None, bool]:
    """Until when it held before its last change, and whether that was the household's leaving."""
    events: list[Any] = list(
        apps.get_model("assignments", "AssignmentEvent")
        ._default_manager.filter(Q(pgh_obj_id=row.pk))
        .select_related("pgh_context")
        .order_by("-pgh_id")[:2]
    )
    if len(events) < 2 or events[0].pgh_context is None:
        return None, False
    by_leaving = events[0].pgh_context.metadata.get("verb") == LEAVING
    return events[1].period.upper, by_leaving
