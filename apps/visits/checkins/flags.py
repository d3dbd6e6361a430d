"""What is odd about a check-in. Pure; it counts all the same, and the committee looks at it.

Each rule tells a measure by which the committee can judge. Rules about two check-ins do not depend
on which of them came to the server first: phones bring them in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import asin, cos, hypot, radians, sin, sqrt
from typing import Final
from uuid import UUID

from apps.common import clock
from apps.visits.checkins.kinds import FlagKind

#: metres; a phone less sure than this says which hamlet, not which house (as in households.placing)
POOR_ACCURACY: Final = 100.0
#: metres from the household, beyond what the phone itself is unsure by
FAR: Final = 300.0
#: between two check-ins of one person with one household on one day
TOO_SOON: Final = timedelta(minutes=10)
#: between check-ins of two people with one household who did not go together
PARALLEL: Final = timedelta(minutes=15)
#: km/h in a straight line: no road of a commune is driven so fast
FASTEST: Final = 120.0
#: check-ins of one person further apart in time say nothing about speed
SPEED_WINDOW: Final = timedelta(hours=1)
#: the fastest that is told; two places in the same second have no speed
MOST_SPEED: Final = 9_999.0
_EARTH_RADIUS: Final = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Spot:
    """Degrees, and by how many metres the phone was unsure (0: it did not say)."""

    lon: float
    lat: float
    accuracy: float = 0.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One check-in as the rules see it. ``companions``: keys of people who went along."""

    key: UUID
    household: int
    person: int
    happened_at: datetime
    received_at: datetime
    in_person: bool
    spot: Spot | None = None
    companions: frozenset[int] = frozenset()
    next_visit_on: date | None = None

    @property
    def day(self) -> date:
        return clock.local_day(self.happened_at)

    def went_with(self, other: Seen) -> bool:
        return self.person in other.companions or other.person in self.companions


@dataclass(frozen=True, slots=True)
class Home:
    """Where the household is, if it is known for sure, and since when it is gone."""

    spot: Spot | None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """``key``: the check-in it is raised on. ``measure``: metres, seconds, km/h or days."""

    key: UUID
    kind: FlagKind
    measure: float | None = None


def own_flags(seen: Seen, home: Home, *, apart: int | None) -> Iterator[Flag]:
    """What is odd about a check-in by itself; ``apart`` as in ``clocks.Mended``."""
    if apart is not None:
        yield Flag(seen.key, FlagKind.CLOCKS_APART, apart)
    if home.left_on is not None and seen.day >= home.left_on:
        yield Flag(seen.key, FlagKind.HOUSEHOLD_GONE, (seen.day - home.left_on).days)
    if seen.spot is not None and seen.spot.accuracy > POOR_ACCURACY:
        yield Flag(seen.key, FlagKind.POOR_ACCURACY, round(seen.spot.accuracy))
    # A telephone may be used anywhere.
    if not seen.in_person:
        return
    if seen.spot is None:
        yield Flag(seen.key, FlagKind.NO_POSITION)
    elif home.spot is not None:
        distance = metres_between(seen.spot, home.spot)
        if distance > FAR + seen.spot.accuracy + home.spot.accuracy:
            yield Flag(seen.key, FlagKind.FAR_AWAY, round(distance))


def flags_of_pair(one: Seen, other: Seen) -> Iterator[Flag]:
    """What is odd about two check-ins together, whichever is given first."""
    earlier, later = sorted((one, other), key=lambda seen: (seen.happened_at, seen.key))
    gap = later.happened_at - earlier.happened_at
    if earlier.person == later.person:
        if earlier.household == later.household and gap <= TOO_SOON and earlier.day == later.day:
            yield Flag(later.key, FlagKind.TOO_SOON, round(gap.total_seconds()))
        speed = _speed(earlier, later, gap)
        if speed > FASTEST:
            yield Flag(later.key, FlagKind.IMPOSSIBLE_SPEED, round(speed))
    elif earlier.household == later.household and _cross(earlier, later, gap):
        for seen in (earlier, later):
            yield Flag(seen.key, FlagKind.PARALLEL, round(gap.total_seconds()))


def _speed(earlier: Seen, later: Seen, gap: timedelta) -> float:
    """km/h at the least; 0 where nothing can be said."""
    if earlier.spot is None or later.spot is None or gap > SPEED_WINDOW:
        return 0.0
    unsure = earlier.spot.accuracy + later.spot.accuracy
    distance = metres_between(earlier.spot, later.spot) - unsure
    if distance <= 0:
        return 0.0
    seconds = max(gap.total_seconds(), 1.0)
    return min(distance / seconds * 3.6, MOST_SPEED)


def _cross(earlier: Seen, later: Seen, gap: timedelta) -> bool:
    """Two people reported one household, and neither could know of the other."""
    if earlier.went_with(later):
        return False
    if gap <= PARALLEL:
        return True
    dates = {earlier.next_visit_on, later.next_visit_on}
    # Both set a date before they heard of each other's.
    return len(dates - {None}) == 2 and earlier.received_at > later.happened_at


def worst(flags: Iterable[Flag]) -> list[Flag]:
    """Of several flags of one kind on one check-in the one that tells most, in a fixed order."""
    found: dict[tuple[UUID, FlagKind], Flag] = {}
    for flag in flags:
        known = found.get((flag.key, flag.kind))
        if known is None or _is_worse(flag, known):
            found[(flag.key, flag.kind)] = flag
    return [found[key] for key in sorted(found)]


#: the nearer in time, the odder
SHORTEST_TELLS: Final = frozenset({FlagKind.TOO_SOON, FlagKind.PARALLEL})


def _is_worse(flag: Flag, known: Flag) -> bool:
    one, other = flag.measure or 0.0, known.measure or 0.0
    return one < other if flag.kind in SHORTEST_TELLS else one > other


def metres_between(one: Spot, other: Spot) -> float:
    """Along the surface of a sphere, which is off by half a percent at the most."""
    lat, other_lat = radians(one.lat), radians(other.lat)
    across = sin(radians(other.lon - one.lon) / 2) * sqrt(cos(lat) * cos(other_lat))
    return 2 * _EARTH_RADIUS * asin(min(1.0, hypot(sin((other_lat - lat) / 2), across)))
