"""Somebody's duties end: the open steps that they answer for are somebody else's.

At once where the register is told of it. What else takes a household out of somebody's sight (a
plan that came into force, a household or a village that moved) the worker finds within the hour.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

import pghistory
from django.utils.translation import gettext as _

from apps.common.clock import local_day
from apps.households.models import Household
from apps.issues.chain import empty_seats, people_at
from apps.issues.levels import Level
from apps.issues.roadmap.models import RoadStep
from apps.issues.roadmap.owners import out_of_sight
from apps.people.departures import Charge, Departure

# Who answers for a household, the nearest first. The charge by which one sits there, if it is one.
_WAY: Final = {
    Level.MEMBER: Charge.HOUSEHOLDS,
    Level.CELL: None,
    Level.OFFICER: Charge.GROUPS,
    Level.COMMUNE: None,
}


def hand_on_all(*, departure: Departure, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``people.departures.person_left``: every step goes on."""
    return {"road_steps": _hand_on(departure, dict.fromkeys(_WAY, True))}


def hand_on_charges(*, departure: Departure, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``people.departures.duty_ended``: steps on the roads of households for which the
    person sits nowhere else.
    """
    ends = {level: charge in departure.charges for level, charge in _WAY.items()}
    return {"road_steps": _hand_on(departure, ends)}


def _hand_on(departure: Departure, ends: dict[Level, bool]) -> int:
    """``ends``: the levels at which the person sits no longer, whatever the register still says."""
    rows = RoadStep.objects.open().filter(owner=departure.person)
    steps = list(rows.select_related("target__household").order_by("pk"))
    kept = [level for level, is_over in ends.items() if not is_over]
    homes = {step.target.household_id: step.target.household for step in steps}
    empty = empty_seats(
        [(level, home, departure.person) for home in homes.values() for level in kept],
        at=departure.at,
    )
    gone = {pk for pk in homes if all((level, pk, departure.person) in empty for level in kept)}
    successors = {pk: _successor(homes[pk], departure.person, departure.at) for pk in gone}
    moved = 0
    # Beside the reason of the departure, in whose transaction this is.
    with pghistory.context(road=_("Người lo trước đã thôi việc hoặc chuyển đi")):
        for step in steps:
            owner = successors.get(step.target.household_id)
            if owner is not None:
                step.owner_id = owner
                step.save(update_fields=["owner"])
                moved += 1
    return moved


def hand_on_unseen(*, at: datetime) -> int:
    """Open steps whose owner does not see the household go to whoever is nearest; how many."""
    day = local_day(at)
    found = out_of_sight(RoadStep.objects.open(), at=day).select_related("target__household")
    moved = 0
    with pghistory.context(road=_("Người lo trước không còn phụ trách hộ")):
        for step in found.order_by("pk"):
            owner = _successor(step.target.household, step.owner_id, day)
            # Unless somebody ends it or gives it away in this moment.
            same = RoadStep.objects.open().filter(pk=step.pk, owner=step.owner_id)
            moved += 0 if owner is None else same.update(owner=owner)
    return moved


def _successor(home: Household, person: int, at: date) -> int | None:
    """Who is nearest to the household now; None: nobody is, and it waits with who leads."""
    for level in _WAY:
        others = people_at(level, home, at=at).exclude(pk=person).order_by("pk")
        if (found := others.values_list("pk", flat=True).first()) is not None:
            return found
    return None
