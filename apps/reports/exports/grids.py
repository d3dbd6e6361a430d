"""The coordinate systems a file may be written in: WGS 84, and the zones of VN-2000."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from apps.areas.models import Commune
from apps.common.geo.vn2000 import ZONES, from_wgs84_many, zones_of_province

WGS84 = 4326
# A tenth of a millimetre and a millimetre: less than what the import takes for the same place.
_DEGREE_DIGITS = 8
_METRE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """``srid`` is 4326 or that of a zone in ``ZONES``."""

    srid: int

    @property
    def is_metric(self) -> bool:
        return self.srid != WGS84

    @property
    def code(self) -> str:
        """As a form sends it."""
        return f"EPSG:{self.srid}"

    @property
    def label(self) -> str:
        name = ZONES[self.srid].name if self.is_metric else "WGS84"
        return f"{name} ({self.code})"

    def place(self, shape: BaseGeometry) -> BaseGeometry:
        """``shape`` (degrees) in this system: (lon, lat) or (easting, northing)."""
        if not self.is_metric:
            return shape
        return shapely.transform(shape, lambda at: np.array(from_wgs84_many(at, self.srid)))

    def pair(self, shape: BaseGeometry) -> tuple[float, float]:
        """A point as a sheet writes it: (lon, lat), or X and Y, which are northing and easting."""
        placed = shapely.get_coordinates(self.place(shape))[0]
        first, second = float(placed[0]), float(placed[1])
        if not self.is_metric:
            return round(first, _DEGREE_DIGITS), round(second, _DEGREE_DIGITS)
        return round(second, _METRE_DIGITS), round(first, _METRE_DIGITS)


DEGREES = Grid(WGS84)


def grid_of(code: object) -> Grid | None:
    """The system of this code ("EPSG:9215"), or None if it is none of ours."""
    allowed = {grid.code: grid for grid in map(Grid, (WGS84, *ZONES))}
    return allowed.get(code) if isinstance(code, str) else None


def grids_of(communes: Iterable[Commune]) -> list[Grid]:
    """WGS 84, then the zones of the communes' provinces."""
    codes = dict.fromkeys(commune.province.code for commune in communes)
    zones = dict.fromkeys(zone.srid for code in codes for zone in zones_of_province(code))
    return [DEGREES, *map(Grid, zones)]
