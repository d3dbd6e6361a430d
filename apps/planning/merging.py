"""A stop at a double is one at the household kept, unless the trip goes there already."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from apps.households.merging import Merged
from apps.planning.models import TripStop


def follow_merge(*, merged: Merged, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.merging.households_merged``."""
    there = TripStop.objects.filter(household=merged.kept).values("trip")
    stops = TripStop.objects.filter(household=merged.double).exclude(trip__in=there)
    return {"trip_stops": stops.update(household=merged.kept)}


def tell_stops(keys: list[Any]) -> list[str]:
    """For ``households.unmerging``: stops changed since."""
    text = ngettext("%(n)d điểm dừng của chuyến đi", "%(n)d điểm dừng của chuyến đi", len(keys))
    return [text % {"n": len(keys)}]
