"""Who is in charge of a village or a group stays in charge of what follows it.

Tier 3 is tied to households and needs nothing. Of tiers 1 and 2 the assignment to the unit that
ended ends, and the same person gets each successor for the time that was left. A team secretary
follows the village likewise.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.backends.postgresql.psycopg_any import DateRange

from apps.areas.levels import Level
from apps.areas.succession import Succession
from apps.assignments.models import Assignment, Tier
from apps.assignments.periods import Span, without
from apps.assignments.secretaries import follow_villages

_TARGETS: Final = {
    Level.VILLAGE: (Tier.COMMITTEE, "village"),
    Level.GROUP: (Tier.OFFICER, "group"),
}


def follow_succession(*, succession: Succession, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``areas.succession.units_succeeded``."""
    tier, target = _TARGETS[succession.level]
    rows = Assignment.objects.filter(
        tier=tier,
        period__overlap=DateRange(succession.at, None),
        **{f"{target}__in": succession.ended},
    )
    found = list(rows.select_for_update().order_by("pk"))
    for row in found:
        start, end = row.period.lower, row.period.upper
        if start < succession.at:
            row.period = DateRange(start, succession.at)
            row.save(update_fields=["period"])
        else:
            # It had not begun: nothing of it is left where the unit is no more.
            row.delete()
        for unit in succession.successors:
            _charge(row, target, unit, (max(start, succession.at), end))
    if succession.level == Level.VILLAGE:
        follow_villages(succession)
    return {"assignments": len(found)}


def _charge(row: Assignment, target: str, unit: int, span: Span) -> None:
    """The person of ``row`` for ``unit`` in ``span``, as far as it is not so already."""
    held = Assignment.objects.filter(
        tier=row.tier, person_id=row.person_id, **{f"{target}_id": unit}
    )
    periods: Iterable[tuple[date, date | None]] = (
        (period.lower, period.upper) for period in held.values_list("period", flat=True)
    )
    for start, end in without(span, periods):
        Assignment.objects.create(
            tier=row.tier,
            person_id=row.person_id,
            period=DateRange(start, end),
            **{f"{target}_id": unit},
        )
