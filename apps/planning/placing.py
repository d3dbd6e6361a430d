"""Where a trip's households stand, as far as anybody knows. For keys that were checked before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.gis.db.models.functions import Centroid
from django.contrib.gis.geos import Point

from apps.households.models import Household, PositionSource
from apps.planning.models import FieldTrip, TripStop
from apps.planning.route import Route, Spot, Stop, StraightLine, measure, order_stops

#: a graph of roads can take its place
TRAVEL = StraightLine()


def spots_of(households: Iterable[int]) -> Mapping[int, tuple[Spot | None, bool]]:
    """Household → place, and whether it is provisional: the centre of its group."""
    rows = Household.objects.filter(pk__in=list(households)).annotate(
        centre=Centroid("group__geom")
    )
    found: dict[int, tuple[Spot | None, bool]] = {}
    for pk, position, source, centre in rows.values_list(
        "pk", "position", "position_source", "centre"
    ):
        if position is not None:
            found[pk] = (_spot(position), source == PositionSource.GROUP_CENTRE)
        else:
            found[pk] = (_spot(centre), centre is not None)
    return found


def _spot(point: Point | None) -> Spot | None:
    return None if point is None else (point.x, point.y)


def start_of(trip: FieldTrip) -> Spot | None:
    return _spot(trip.start)


def route_stops(stops: Iterable[TripStop]) -> list[Stop]:
    """The stops as ``route`` asks for them, known by their households, in the order given."""
    rows = list(stops)
    spots = spots_of(row.household_id for row in rows)
    return [
        Stop(
            row.household_id,
            *spots[row.household_id],
            pinned=row.number if row.is_pinned else None,
        )
        for row in rows
    ]


def way_through(trip: FieldTrip, stops: Iterable[Stop]) -> Route:
    """The way as it is planned."""
    return measure(start_of(trip), list(stops), returns=trip.returns, travel=TRAVEL)


def best_way(trip: FieldTrip, stops: Iterable[Stop]) -> Route:
    """The way in a good order."""
    return order_stops(start_of(trip), stops, returns=trip.returns, travel=TRAVEL)
