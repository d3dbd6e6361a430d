"""Who can no longer be in charge is in charge of nothing any more, from that day on.

What had begun ends on the day, what had not begun is taken away; households become uncovered.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count

from apps.assignments.models import Assignment, TeamSecretary, Tier
from apps.assignments.secretaries import end_secretaries
from apps.people.departures import Charge, Departure

_TIERS: Final = {
    Charge.HOUSEHOLDS: Tier.HOUSEHOLD,
    Charge.GROUPS: Tier.OFFICER,
    Charge.VILLAGES: Tier.COMMITTEE,
}
_CHARGES: Final = {int(tier): charge for charge, tier in _TIERS.items()}


def households_carried(people: Collection[int], at: date) -> Mapping[int, int]:
    """For ``people.loads``: households in charge on the day ``at``, of each that has any."""
    rows = Assignment.objects.for_households().in_force(at=at).filter(person__in=people)
    return dict(rows.order_by().values_list("person").annotate(Count("pk")))


def stakes(person: int, at: date) -> Mapping[Charge, int]:
    """For ``people.departures``: what the person has in charge on ``at`` or later."""
    rows = Assignment.objects.filter(person=person, period__overlap=DateRange(at, None))
    targets = rows.order_by().values_list("tier", "household", "group", "village").distinct()
    found = dict.fromkeys(Charge, 0)
    for tier, *_target in targets:
        found[_CHARGES[tier]] += 1
    return found


def end_charges(*, departure: Departure, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``people.departures.duty_ended`` and ``person_left``: how many of each ended."""
    rows = Assignment.objects.filter(
        person=departure.person,
        tier__in=[_TIERS[charge] for charge in departure.charges],
        period__overlap=DateRange(departure.at, None),
    )
    ended: dict[Charge, set[int | None]] = {charge: set() for charge in Charge}
    for row in rows.select_for_update().order_by("pk"):
        ended[_CHARGES[row.tier]].add(row.household_id or row.group_id or row.village_id)
        if row.period.lower < departure.at:
            row.period = DateRange(row.period.lower, departure.at)
            row.save(update_fields=["period"])
        else:
            # It had not begun: a span without a day is none. Its history stays.
            row.delete()
    if Charge.GROUPS in departure.charges:
        _end_secretary(departure)
    return {charge.value: len(targets) for charge, targets in ended.items()}


def _end_secretary(departure: Departure) -> None:
    """Who is no officer of a village's groups any more does not compile its report either."""
    rows = TeamSecretary.objects.filter(
        person=departure.person, period__overlap=DateRange(departure.at, None)
    )
    end_secretaries(rows.select_for_update().order_by("pk"), departure.at)
