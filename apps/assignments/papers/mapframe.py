"""The geometry of a small map: which part of the ground it shows, and where its numbers stand.

Pure. Places are (longitude, latitude) in degrees; a map's own plane is in pixels, y downward. At a
village's size the ground is flat: a degree has one length in each direction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin
from typing import Final

from apps.assignments.papers.content import Place

Pixel = tuple[float, float]

_METRES_A_DEGREE: Final = 111_320.0
# A single house is shown with so much around it, and any group with so much of its own size.
_LEAST_METRES: Final = 150.0
_MARGIN: Final = 0.16
# A home farther than this from the households would leave them a speck.
_FARTHEST_HOME: Final = 3_000.0
_GOLDEN_ANGLE: Final = pi * (3 - 5**0.5)
_MOST_TRIES: Final = 240


@dataclass(frozen=True, slots=True)
class Frame:
    """A map of ``width`` × ``height`` pixels about ``centre``; ``scale``: pixels a metre."""

    centre: Place
    scale: float
    width: int
    height: int

    def pixel(self, place: Place) -> Pixel:
        x, y = _metres(place, self.centre)
        return self.width / 2 + x * self.scale, self.height / 2 - y * self.scale

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        x, y = self.width / 2 / self.scale, self.height / 2 / self.scale
        lon, lat = self.centre
        wide, high = x / _metres_of_longitude(lat), y / _METRES_A_DEGREE
        return lon - wide, lat - high, lon + wide, lat + high


def _metres_of_longitude(latitude: float) -> float:
    return _METRES_A_DEGREE * cos(radians(latitude))


def _metres(place: Place, origin: Place) -> tuple[float, float]:
    east = (place[0] - origin[0]) * _metres_of_longitude(origin[1])
    return east, (place[1] - origin[1]) * _METRES_A_DEGREE


def frame_of(places: Sequence[Place], width: int, height: int) -> Frame:
    """The closest map that has all of ``places`` (at least one) well inside."""
    lons, lats = [place[0] for place in places], [place[1] for place in places]
    centre = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    across, up = _metres((max(lons), max(lats)), (min(lons), min(lats)))
    room = 1 - 2 * _MARGIN
    scale = min(width * room / max(across, _LEAST_METRES), height * room / max(up, _LEAST_METRES))
    return Frame(centre, scale, width, height)


def near_enough(home: Place, places: Sequence[Place]) -> bool:
    """Whether somebody's home belongs on the map of these places."""
    return any(hypot(*_metres(home, place)) <= _FARTHEST_HOME for place in places)


def scale_bar(frame: Frame) -> int:
    """Metres of the longest round bar (1, 2 or 5 × 10ⁿ) no longer than a quarter of the map."""
    most = frame.width / 4 / frame.scale
    found = 1
    for step in (10**power * digit for power in range(6) for digit in (1, 2, 5)):
        if step <= most:
            found = step
    return found


def spread(dots: Sequence[Pixel], *, apart: float, width: float, height: float) -> list[Pixel]:
    """Where the number of each dot stands: on it, or as near as it covers no other's.

    Nearby houses get theirs along a spiral; where there is no room at all it stays on its dot.
    """
    taken: dict[tuple[int, int], list[Pixel]] = {}
    return [_free_place(dot, taken, apart, width, height) for dot in dots]


def _free_place(
    dot: Pixel, taken: dict[tuple[int, int], list[Pixel]], apart: float, width: float, height: float
) -> Pixel:
    edge = apart / 2
    for turn in range(_MOST_TRIES):
        away, angle = apart * 0.45 * turn**0.5, turn * _GOLDEN_ANGLE
        place = dot[0] + away * cos(angle), dot[1] + away * sin(angle)
        inside = edge <= place[0] <= width - edge and edge <= place[1] <= height - edge
        if inside and _is_free(place, taken, apart):
            break
    else:
        place = dot
    taken.setdefault((int(place[0] // apart), int(place[1] // apart)), []).append(place)
    return place


def _is_free(place: Pixel, taken: dict[tuple[int, int], list[Pixel]], apart: float) -> bool:
    column, row = int(place[0] // apart), int(place[1] // apart)
    around = ((column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1))
    return all(
        hypot(place[0] - other[0], place[1] - other[1]) >= apart
        for square in around
        for other in taken.get(square, ())
    )
