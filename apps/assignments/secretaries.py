"""Team secretaries whose time is over, and those who follow a village that was reshaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.areas.succession import Succession
from apps.assignments.models import TeamSecretary
from apps.assignments.periods import without


def end_secretaries(rows: Iterable[TeamSecretary], at: date) -> None:
    """From the day ``at`` on they are none; what had not begun is taken away."""
    for row in rows:
        if row.period.lower < at:
            row.period = DateRange(row.period.lower, at)
            row.save(update_fields=["period"])
        else:
            row.delete()


def follow_villages(succession: Succession) -> None:
    """The secretary of a village that ended is that of each successor that has none by then.

    Of merged villages one stays: the secretary of the village that was written down first.
    """
    at = succession.at
    rows = TeamSecretary.objects.filter(
        village__in=succession.ended, period__overlap=DateRange(at, None)
    )
    found = list(rows.select_for_update().order_by("village", "pk"))
    spans = [(row.person_id, (max(row.period.lower, at), row.period.upper)) for row in found]
    end_secretaries(found, at)
    for person, span in spans:
        for village in succession.successors:
            held = TeamSecretary.objects.filter(village=village).values_list("period", flat=True)
            taken = [(period.lower, period.upper) for period in held]
            for first, last in without(span, taken):
                TeamSecretary.objects.create(
                    village_id=village, person_id=person, period=DateRange(first, last)
                )
