"""A household that leaves ends its road here, with what was still to be done on it.

Nobody could do any of it, and its late steps would stay with the committee for good. That it left
is a result of its own, which nobody chooses: so what the leaving ended is known, and comes back
with the household; what had ended before stays as it was. Who wrote it down and when is in the
history.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest

from apps.households.signals import Departure, Return
from apps.issues.roadmap.kinds import StepOutcome, TargetResult
from apps.issues.roadmap.models import PovertyTarget, RoadStep


def end_road(*, departure: Departure, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.signals.household_left``."""
    target = PovertyTarget.objects.open().filter(household=departure.household).first()
    if target is None:
        return {"poverty_targets": 0, "road_steps": 0}
    steps = RoadStep.objects.open().filter(target=target)
    ended = steps.update(done_on=departure.at, outcome=StepOutcome.MOVED_AWAY)
    rows = PovertyTarget.objects.open().filter(pk=target.pk)
    return {
        "poverty_targets": rows.update(
            ended_on=_last_day(departure.at), result=TargetResult.MOVED_AWAY
        ),
        "road_steps": ended,
    }


def _last_day(left_on: date) -> Greatest:
    """A road that was registered after the household left ends on the day on which it began."""
    return Greatest(F("registered_on"), Value(left_on, output_field=DateField()))


def take_road_up(*, returned: Return, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.signals.household_returned``: the road goes on where it was."""
    mine = PovertyTarget.objects.filter(household=returned.household)
    ended = mine.filter(result=TargetResult.MOVED_AWAY, ended_on=_last_day(returned.left_on))
    target = ended.order_by("-pk").first()
    if target is None or mine.open().exists():
        return {"poverty_targets": 0, "road_steps": 0}
    steps = RoadStep.objects.filter(target=target, outcome=StepOutcome.MOVED_AWAY)
    return {
        "poverty_targets": mine.filter(pk=target.pk).update(ended_on=None, result=""),
        "road_steps": steps.update(done_on=None, outcome=""),
    }
