"""Where a row says something stands: VN-2000 metres, WGS84 decimal or degrees. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.common.geo.coordinates import (
    Angle,
    CoordinateError,
    as_lat_lon,
    parse_angles,
    parse_metres,
)
from apps.common.geo.vn2000 import Vn2000Error, grid_pair, to_wgs84
from apps.imports.rows.words import Cell

# Whether a longitude and latitude lie in the commune.
Inside = Callable[[float, float], bool]


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees in WGS84, or why there are none; ``code`` is a remark for the report."""

    lon: float | None = None
    lat: float | None = None
    source: str = ""
    missing: str = ""
    code: str = ""


NOT_GIVEN = Position(missing="not_given")
_UNREADABLE = Position(missing="unreadable", code="bad_position")


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _checked(lon: float, lat: float, source: str, inside: Inside) -> Position:
    if inside(lon, lat):
        return Position(lon, lat, source)
    return Position(missing="outside_commune", code="outside_commune")


def _from_grid(x: Cell, y: Cell, srid: int | None, inside: Inside) -> Position:
    if srid is None:
        return Position(missing="unreadable", code="unknown_zone")
    try:
        pair = grid_pair(parse_metres(x), parse_metres(y))
    except (CoordinateError, Vn2000Error):
        return _UNREADABLE
    lon, lat = to_wgs84(pair.easting, pair.northing, srid)
    return _checked(lon, lat, "file_vn2000", inside)


def _swapped(first: Angle, second: Angle, inside: Inside) -> Position | None:
    """The position if the two cells stand in each other's place."""
    try:
        position = as_lat_lon(second, first)
    except CoordinateError:
        return None
    if not inside(position.lon, position.lat):
        return None
    return Position(position.lon, position.lat, "file_wgs84", code="swapped_lat_lon")


def _from_degrees(lat: Cell, lon: Cell, inside: Inside) -> Position:
    try:
        first, second = parse_angles(lat, lon)
    except CoordinateError:
        return _UNREADABLE
    try:
        position = as_lat_lon(first, second)
    except CoordinateError:
        return _swapped(first, second, inside) or _UNREADABLE
    found = _checked(position.lon, position.lat, "file_wgs84", inside)
    if found.lon is None:
        return _swapped(first, second, inside) or found
    return found


def position_of(
    *, x: Cell, y: Cell, lat: Cell, lon: Cell, srid: int | None, inside: Inside
) -> Position:
    """The position a row gives; degrees count before metres when both are there.

    ``srid`` is the file's VN-2000 zone, None if nobody could tell. A pair that lands outside the
    commune, but inside when swapped, is swapped.
    """
    if not _is_empty(lat) and not _is_empty(lon):
        return _from_degrees(lat, lon, inside)
    if not _is_empty(x) and not _is_empty(y):
        return _from_grid(x, y, srid, inside)
    if all(_is_empty(cell) for cell in (x, y, lat, lon)):
        return NOT_GIVEN
    return _UNREADABLE
