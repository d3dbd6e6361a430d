"""Assignments of a household follow when it leaves, comes back or moves."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.assignments.models import Assignment, Tier
from apps.common.takeback import Trace, traces
from apps.households.models import Household
from apps.households.signals import Departure, Removal, Return
from apps.people.memberships import can_carry
from apps.people.versions import events_of

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

    Whoever lost the household by its leaving has it again, also who was to begin only after that
    day, unless that is no longer possible.
    """
    history = _leaving_of(returned)
    if history is None:
        return {"assignments": 0}
    written = events_of(Assignment).filter(
        pgh_context_id=history, tier=Tier.HOUSEHOLD, household_id=returned.household
    )
    keys = list(written.values_list("pgh_obj_id", flat=True).distinct())
    found = [trace for trace in traces(history, only={Assignment: keys}) if trace.before]
    return {"assignments": sum(_give_back(each) for each in found if _can_have(each, returned.at))}


def _can_have(trace: Trace, today: date) -> bool:
    """Whose duty has ended meanwhile gets nothing back that would go on from ``today``."""
    before = trace.before or {}
    first, until = before["period"].lower, before["period"].upper
    is_past = until is not None and until <= today
    return is_past or can_carry(before["person_id"], at=max(first, today))


def _leaving_of(returned: Return) -> UUID | None:
    """The context of history in which the household left on that day, the last time it did."""
    told = events_of(Household).filter(
        pgh_obj_id=returned.household,
        left_on=returned.left_on,
        pgh_context__metadata__verb=LEAVING,
    )
    found: UUID | None = told.order_by("-pgh_id").values_list("pgh_context_id", flat=True).first()
    return found


def _give_back(trace: Trace) -> bool:
    """Whether the row is again what it was before the household left."""
    before, after = trace.before or {}, trace.after
    try:
        with transaction.atomic():
            if after is None:
                Assignment(**before).save(force_insert=True)
                return True
            rows = Assignment.objects.select_for_update()
            row = rows.filter(pk=trace.pk, period=after["period"]).first()
            if row is None:
                # Somebody has changed it since.
                return False
            row.period = before["period"]
            row.save(update_fields=["period"])
    except IntegrityError:
        # Somebody else is in charge by now, or the person lives there by now.
        return False
    return True
