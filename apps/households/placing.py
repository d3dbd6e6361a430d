"""A position as somebody typed it, or as a map or a phone told it, on a commune's ground. Pure.

Two fields hold it: latitude and longitude, in any notation of ``common.geo.coordinates``, or X
(northing) and Y (easting) in metres of VN-2000.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from apps.common.geo.coordinates import CoordinateError, parse_lat_lon, parse_metres
from apps.common.geo.vn2000 import Vn2000Error, Vn2000Zone, grid_pair, to_wgs84

#: metres; a phone less sure than this says which hamlet, not which house
ROUGHEST: Final = 100.0

Inside = Callable[[float, float], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees of WGS 84. ``zone`` is that of VN-2000 metres, None where degrees were given."""

    lon: float
    lat: float
    zone: Vn2000Zone | None = None


def read_place(
    first: object, second: object, *, zones: Iterable[Vn2000Zone], inside: Inside
) -> Place:
    """Two fields → a place; ``inside(lon, lat)`` tells whether the commune holds it.

    Metres are read in the first of ``zones`` that puts them into the commune, in the first of all
    if none does. Degrees in the wrong order are turned round when only that lies in the commune.
    Raises CoordinateError.
    """
    metres = _metres(first, second)
    if metres is not None:
        return _from_metres(*metres, zones=list(zones), inside=inside)
    try:
        found = parse_lat_lon(first, second)
    except CoordinateError as error:
        if error.code not in {"wrong_axis", "out_of_range"}:
            raise
        found = parse_lat_lon(second, first)
    if not inside(found.lon, found.lat) and abs(found.lon) <= 90 and inside(found.lat, found.lon):
        return Place(lon=found.lat, lat=found.lon)
    return Place(lon=found.lon, lat=found.lat)


def _metres(first: object, second: object) -> tuple[float, float] | None:
    """Easting and northing where the two can only be metres."""
    try:
        pair = grid_pair(parse_metres(first), parse_metres(second))
    except (CoordinateError, Vn2000Error):
        return None
    return pair.easting, pair.northing


def _from_metres(
    easting: float, northing: float, *, zones: list[Vn2000Zone], inside: Inside
) -> Place:
    places = [Place(*to_wgs84(easting, northing, zone.srid), zone) for zone in zones]
    if not places:
        raise CoordinateError("not_a_number")
    return next((place for place in places if inside(place.lon, place.lat)), places[0])
