"""In which order a trip's stops are best visited. Pure: no database, no clock, same in, same out.

Distances are whole metres as the crow flies, asked of ``Travel``, so that a graph of roads can take
their place later. Roads in the hills are longer than that: ``estimate`` multiplies by
``DETOUR`` = 1.3, the usual ratio of ways by road to straight lines in rural networks (1.2 to 1.4),
and reckons with ``SPEED_KMH`` = 25 km/h, what a car or a motorbike makes on concrete village roads,
turning and stopping included. So lengths and times are told as "about".

Up to ten stops the order is the shortest there is (Held and Karp's table). Beyond, OR-Tools sets
out from the nearest-neighbour order and improves it by guided local search, which ends after a
number of solutions and not by the clock of a busy server: the same trip gets the same order every
time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from apps.planning.route_search import best_order

#: longitude and latitude in degrees
Spot = tuple[float, float]

DETOUR: Final = 1.3
SPEED_KMH: Final = 25
#: of a working day (Labour Code 2019, article 105: no more than eight hours)
DAY_MINUTES: Final = 8 * 60
#: mean radius of the earth; within 0.3 % of the spheroid at this latitude
_RADIUS: Final = 6_371_008.8


class Travel(Protocol):
    """How far it is from one place to another, the same both ways."""

    def metres(self, a: Spot, b: Spot) -> float: ...


class StraightLine:
    """As the crow flies, on a sphere."""

    def metres(self, a: Spot, b: Spot) -> float:
        (lon_a, lat_a), (lon_b, lat_b) = a, b
        south, north = math.radians(lat_a), math.radians(lat_b)
        half = math.sin((north - south) / 2) ** 2
        half += math.cos(south) * math.cos(north) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
        return 2 * _RADIUS * math.asin(math.sqrt(min(1.0, half)))


@dataclass(frozen=True, slots=True)
class Stop:
    """A household to be visited. ``spot`` None: nobody knows where it is.

    ``is_provisional``: the place is its group's centre. ``pinned``: the number (from 1) that the
    stop keeps whatever the order of the others.
    """

    key: int
    spot: Spot | None
    is_provisional: bool = False
    pinned: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Keys of the stops in their order, with the metres to each from the place before it.

    ``legs`` has None for a stop without a place: the way goes past it, and it is in no figure.
    ``back``: metres from the last place to the start, 0 where the trip does not return. ``metres``
    is the sum. ``unsure``: stops whose place is provisional or not known.
    """

    keys: tuple[int, ...]
    legs: tuple[int | None, ...]
    back: int
    unsure: frozenset[int]

    @property
    def metres(self) -> int:
        return sum(leg or 0 for leg in self.legs) + self.back


@dataclass(frozen=True, slots=True)
class Estimate:
    """About how far by road (metres), how long on the way and in all (minutes)."""

    road_metres: int
    travel_minutes: int
    total_minutes: int

    @property
    def is_too_long(self) -> bool:
        return self.total_minutes > DAY_MINUTES


def order_stops(
    start: Spot | None, stops: Iterable[Stop], *, returns: bool, travel: Travel
) -> Route:
    """The stops in a good order, whatever order they are given in.

    ``start`` None: the way begins at the first stop, wherever that is best. ``returns``: back to
    ``start`` at the end; without one there is nowhere to return to. Stops without a place come
    last. Pinned ones keep their number; the first and the last can so be fixed. Raises ValueError
    for two stops with one key or number, and for a number beyond the last stop.
    """
    known = sorted(stops, key=lambda stop: stop.key)
    slots = _slots(known)
    placed = [stop for stop in known if stop.spot is not None]
    spots = [stop.spot for stop in placed if stop.spot is not None]
    # Numbers among the places alone: what has no place takes a number, and no way.
    free = [number for number, stop in enumerate(slots) if stop is None or stop.spot is not None]
    index = {stop.key: place for place, stop in enumerate(placed)}
    pins = {
        order: index[stop.key]
        for order, number in enumerate(free)
        if (stop := slots[number]) is not None
    }
    found = best_order(
        from_start=[_metres(start, spot, travel) for spot in spots],
        to_end=[_metres(start if returns else None, spot, travel) for spot in spots],
        between=[[_metres(a, b, travel) for b in spots] for a in spots],
        pins=pins,
    )
    for number, place in zip(free, found, strict=True):
        slots[number] = placed[place]
    ordered = [stop for stop in slots if stop is not None]
    return measure(start, ordered, returns=returns, travel=travel)


def measure(start: Spot | None, ordered: Sequence[Stop], *, returns: bool, travel: Travel) -> Route:
    """The way through ``ordered`` as it stands."""
    legs: list[int | None] = []
    before = start
    for stop in ordered:
        if stop.spot is None:
            legs.append(None)
            continue
        legs.append(_metres(before, stop.spot, travel))
        before = stop.spot
    back = _metres(start, before, travel) if returns and start and before else 0
    unsure = frozenset(stop.key for stop in ordered if stop.is_provisional or stop.spot is None)
    return Route(tuple(stop.key for stop in ordered), tuple(legs), back, unsure)


def estimate(route: Route, *, minutes_at_stops: int) -> Estimate:
    """How far and how long the way is by road; ``minutes_at_stops``: in all."""
    road = round(route.metres * DETOUR)
    travel_minutes = math.ceil(road * 60 / (SPEED_KMH * 1000))
    return Estimate(road, travel_minutes, travel_minutes + minutes_at_stops)


def _metres(a: Spot | None, b: Spot | None, travel: Travel) -> int:
    """Nothing where one of the two is not known."""
    return 0 if a is None or b is None else round(travel.metres(a, b))


def _slots(known: Sequence[Stop]) -> list[Stop | None]:
    """One for each number: the stop that is pinned there, or None; no place comes last."""
    if len({stop.key for stop in known}) < len(known):
        raise ValueError("two stops with one key")
    slots: list[Stop | None] = [None] * len(known)
    for stop in known:
        if stop.pinned is None:
            continue
        if not 0 < stop.pinned <= len(known) or slots[stop.pinned - 1] is not None:
            raise ValueError(f"no room for stop {stop.key} at number {stop.pinned}")
        slots[stop.pinned - 1] = stop
    lost = [stop for stop in known if stop.pinned is None and stop.spot is None]
    empty = [number for number, stop in enumerate(slots) if stop is None]
    for number, stop in zip(empty[len(empty) - len(lost) :], lost, strict=True):
        slots[number] = stop
    return slots
