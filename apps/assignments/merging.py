"""Who was in charge of a double: as much of it as has room goes to the household that is kept.

The kept one's people stay: only days on which it had nobody are filled. What overlaps stays with
the double, ends with the day before the merge, and is shown there.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.assignments.models import Assignment, Tier
from apps.assignments.periods import Span, without
from apps.households.merging import Merged
from apps.households.models import HouseholdMember


def follow_merge(*, merged: Merged, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.merging.households_merged``."""
    rows = Assignment.objects.filter(tier=Tier.HOUSEHOLD).select_for_update()
    taken = [_span(row) for row in rows.filter(household=merged.kept)]
    moved = 0
    for row in rows.filter(household=merged.double).order_by("period"):
        gained = _follow(row, merged, taken)
        taken += gained
        moved += bool(gained)
    return {"assignments": moved}


def _span(row: Assignment) -> Span:
    return (row.period.lower, row.period.upper)


def _follow(row: Assignment, merged: Merged, taken: list[Span]) -> list[Span]:
    """The days of the kept household that ``row`` fills, written down."""
    span = _span(row)
    start, end = span
    barred = _lives_there(row.person_id, merged.kept, start)
    if not barred and without(span, taken) == [span]:
        row.household_id = merged.kept
        row.save(update_fields=["household"])
        return [span]
    if end is not None and end <= merged.at:
        return []
    _end(row, merged.at)
    ahead = (max(start, merged.at), end)
    gained = [] if barred else without(ahead, taken)
    for first, last in gained:
        Assignment.objects.create(
            tier=Tier.HOUSEHOLD,
            person_id=row.person_id,
            household_id=merged.kept,
            period=DateRange(first, last),
        )
    return gained


def _lives_there(person: int, household: int, since: date) -> bool:
    """As the database sees it: nobody is put in charge of the household they live in."""
    homes = HouseholdMember.objects.filter(person=person, household=household)
    return homes.filter(left_on__isnull=True).exists() or homes.filter(left_on__gt=since).exists()


def _end(row: Assignment, at: date) -> None:
    """Nobody is in charge of a double from the day ``at``."""
    if row.period.lower < at:
        row.period = DateRange(row.period.lower, at)
        row.save(update_fields=["period"])
    else:
        # It had not begun; the history keeps that it was meant to.
        row.delete()


def own_household_words() -> str:
    return _(
        "Người đang phụ trách hộ được giữ lại là người của hộ ghi trùng, mà không ai phụ trách"
        " chính hộ mình. Hãy phân công người khác trước khi gộp."
    )


def tell_assignments(keys: list[Any]) -> list[str]:
    """For ``households.unmerging``: assignments changed since."""
    periods = Assignment.objects.filter(pk__in=keys).order_by("pk").values_list("period", flat=True)
    return [
        _("phân công từ ngày %(day)s") % {"day": date_format(period.lower, "SHORT_DATE_FORMAT")}
        for period in periods
    ]
