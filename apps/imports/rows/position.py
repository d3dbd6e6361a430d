"""A row's position: VN-2000 metres, WGS 84 degrees or DMS → one point in the commune."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Final, Literal, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from apps.common.geo.coordinates import (
    Angle,
    CoordinateError,
    as_lat_lon,
    parse_angles,
    parse_metres,
)
from apps.common.geo.vn2000 import (
    THREE_DEGREE_ZONES,
    Vn2000Error,
    Vn2000Zone,
    grid_pair,
    shift_degrees,
    to_wgs84,
)
from apps.imports.readers.crs import WGS84
from apps.imports.readers.shapes import Cell
from apps.imports.rows import vocabulary
from apps.imports.rows.cells import text
from apps.imports.rows.outcome import RowNote
from apps.imports.zones import find_zone

Source = Literal["file_vn2000", "file_wgs84"]
Missing = Literal["not_given", "outside_commune", "unreadable", ""]
#: degrees, about 55 m: a household on the border is still in the commune
_BORDER: Final = 0.0005
#: lon and lat of the country with its islands, where no outline is known
_COUNTRY: Final = shapely.box(102.0, 6.0, 118.0, 24.0)


class Ground:
    """Where the rows should lie: the commune's outline (WGS 84), the zone of its metres, and
    what its degrees are degrees of (WGS 84, or VN-2000)."""

    def __init__(
        self,
        outline: BaseGeometry | None,
        zone: Vn2000Zone | None = None,
        *,
        degrees: int = WGS84,
    ) -> None:
        self.zone = zone
        self.degrees = degrees
        self._area = outline.buffer(_BORDER) if outline is not None else _COUNTRY
        shapely.prepare(self._area)
        self._corners = self._area.bounds
        self._seen: dict[tuple[float, float], bool] = {}

    def look_ahead(self, places: Iterable[tuple[Cell, Cell]]) -> None:
        """See at once which of these places ``holds``, which will be asked of them next."""
        pairs = [
            (lon, lat) for lon, lat in places if isinstance(lon, float) and isinstance(lat, float)
        ]
        at = np.array(pairs, dtype=np.float64).reshape(-1, 2)
        self._seen = dict(zip(pairs, self.holds_many(at[:, 0], at[:, 1]).tolist(), strict=True))

    def holds(self, lon: float, lat: float) -> bool:
        """True inside the commune or within some 50 m of it."""
        seen = self._seen.get((lon, lat))
        if seen is not None:
            return seen
        west, south, east, north = self._corners
        if not (west <= lon <= east and south <= lat <= north):
            return False
        return bool(shapely.intersects_xy(self._area, lon, lat))

    def holds_many(self, lons: NDArray[np.float64], lats: NDArray[np.float64]) -> NDArray[np.bool_]:
        """`holds` over arrays."""
        return np.asarray(shapely.intersects_xy(self._area, lons, lats), dtype=np.bool_)

    def with_zone_of(
        self,
        rows: Iterable[Mapping[str, Cell]],
        *groups: Sequence[Vn2000Zone],
    ) -> Ground:
        """This ground with the zone in which most VN-2000 pairs of `rows` fall inside, of the
        first of `groups` (3 degrees, if none are given) in which one can be told.

        Unchanged if the zone is known already or cannot be told. `rows` may be gone through
        several times, and only as far as it takes.
        """
        if self.zone is not None:
            return self
        zone = find_zone(
            lambda: _grid_pairs(rows), self.holds_many, groups or (THREE_DEGREE_ZONES,)
        )
        if zone is None:
            return self
        ground = copy(self)
        ground.zone = zone
        return ground


def _grid_pairs(rows: Iterable[Mapping[str, Cell]]) -> Iterator[tuple[float, float]]:
    for cells in rows:
        try:
            pair = grid_pair(parse_metres(cells.get("grid_x")), parse_metres(cells.get("grid_y")))
        except (CoordinateError, Vn2000Error):
            continue
        yield pair.easting, pair.northing


class Position(NamedTuple):
    """A point in WGS 84 degrees and how it was written."""

    lon: float
    lat: float
    source: Source


class Found(NamedTuple):
    """`position`, or None with the reason in `missing`; `note` is to be reported."""

    position: Position | None
    missing: Missing = ""
    note: RowNote | None = None


def find_position(cells: Mapping[str, Cell], ground: Ground) -> Found:
    """The position in the fields lat+lon, latlon or grid_x+grid_y, the first that gives one."""
    lat, lon = cells.get("lat"), cells.get("lon")
    # Plain degrees where they should be, as most are.
    if (
        isinstance(lat, float)
        and isinstance(lon, float)
        and ground.degrees == WGS84
        and ground.holds(lon, lat)
    ):
        return Found(Position(lon, lat, "file_wgs84"))
    tries = [
        _from_cells(first, second, ground)
        for first, second in _pairs(cells)
        if _says(first) or _says(second)
    ]
    placed = [found for found in tries if found.position]
    return (placed or tries or [Found(None, "not_given")])[0]


def _says(cell: Cell) -> bool:
    """Whether the cell gives anything at all, be it no coordinate."""
    words = text(cell)
    return bool(words) and not vocabulary.says_nothing("position", words)


def _pairs(cells: Mapping[str, Cell]) -> list[tuple[Cell, Cell]]:
    pairs = [(cells.get("lat"), cells.get("lon")), (cells.get("grid_x"), cells.get("grid_y"))]
    together = text(cells.get("latlon"))
    if _says(together):
        # One cell with both: a comma or semicolon parts them, or else the letter of the first.
        halves = re.split(r"\s*[;|]\s*|,\s+|(?<=[a-zA-ZĐđ])\s+(?=\d)|(?<=\.\d{3})\d*,", together)
        if len(halves) != 2:
            halves = together.split(",") if together.count(",") == 1 else together.split()
        pairs.append((halves[0], halves[1]) if len(halves) == 2 else (together, together))
    return pairs


def _from_cells(first: Cell, second: Cell, ground: Ground) -> Found:
    if not text(first) or not text(second):
        return Found(None, "unreadable", RowNote("bad_position"))
    try:
        if _is_metres(first):
            return _from_grid(parse_metres(first), parse_metres(second), ground)
        return _from_angles(*parse_angles(first, second), ground)
    except (CoordinateError, Vn2000Error):
        return Found(None, "unreadable", RowNote("bad_position"))


def _is_metres(cell: Cell) -> bool:
    try:
        return abs(parse_metres(cell)) > 1000
    except CoordinateError:
        return False


def _from_grid(x: float, y: float, ground: Ground) -> Found:
    pair = grid_pair(x, y)
    if ground.zone is None:
        return Found(None, "unreadable", RowNote("unknown_zone"))
    lon, lat = to_wgs84(pair.easting, pair.northing, ground.zone.srid)
    if not ground.holds(lon, lat):
        return Found(None, "outside_commune", RowNote("outside_commune"))
    return Found(Position(lon, lat, "file_vn2000"))


def _from_angles(first: Angle, second: Angle, ground: Ground) -> Found:
    straight = _placed(first, second, ground)
    if straight:
        return Found(straight)
    swapped = _placed(second, first, ground)
    if swapped:
        return Found(swapped, note=RowNote("swapped_lat_lon"))
    return Found(None, "outside_commune", RowNote("outside_commune"))


def _placed(lat: Angle, lon: Angle, ground: Ground) -> Position | None:
    try:
        place = as_lat_lon(lat, lon)
    except CoordinateError:
        return None
    if ground.degrees == WGS84:
        placed = Position(place.lon, place.lat, "file_wgs84")
    else:
        ((lon_84, lat_84),) = shift_degrees([(place.lon, place.lat)])
        placed = Position(lon_84, lat_84, "file_vn2000")
    return placed if ground.holds(placed.lon, placed.lat) else None
