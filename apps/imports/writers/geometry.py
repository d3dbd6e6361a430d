"""Outlines and distances for checking files against the ground. Works in metres."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree

METRES_PER_DEGREE = 111_195.0
#: degrees of latitude; web maps have no place for the poles themselves
_NEAR_POLE = 89.0
Unit = TypeVar("Unit")
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def to_multipolygon(shape: BaseGeometry) -> MultiPolygon | None:
    """A polygon or multipolygon in degrees as a valid MultiPolygon.

    None if it holds no area, or lies where no map is drawn: beyond the earth or on a pole.
    """
    if shape.is_empty or not _is_on_the_map(shape):
        return None
    valid = shape if shape.is_valid else shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(valid) if part.geom_type.endswith("Polygon")]
    polygons = [poly for part in parts for poly in shapely.get_parts(part) if poly.area > 0]
    if not polygons:
        return None
    geom = GEOSGeometry(memoryview(shapely.to_wkb(shapely.multipolygons(polygons))), srid=4326)
    return geom if isinstance(geom, MultiPolygon) else None


def _is_on_the_map(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    return bool(-180 <= west <= east <= 180 and -_NEAR_POLE <= south <= north <= _NEAR_POLE)


def from_geos(geom: GEOSGeometry) -> BaseGeometry:
    """The same outline for shapely."""
    return shapely.from_wkb(bytes(geom.wkb))


@dataclass(frozen=True, slots=True)
class Plane:
    """A local plane in metres around ``latitude`` degrees; good to 0.1 % within a commune."""

    latitude: float

    @property
    def scale(self) -> tuple[float, float]:
        """Metres of a degree of longitude and of one of latitude."""
        return METRES_PER_DEGREE * math.cos(math.radians(self.latitude)), METRES_PER_DEGREE

    def flatten(self, shape: BaseGeometry) -> BaseGeometry:
        scale = self.scale
        return shapely.transform(shape, lambda points: points * scale)


class Locator(Generic[Unit]):
    """Finds the units in which points lie, and how far a point is from a unit."""

    def __init__(self, units: Iterable[tuple[Unit, GEOSGeometry]]) -> None:
        pairs = list(units)
        first = pairs[0][1].centroid.y if pairs else 0.0
        self.plane = Plane(first)
        self.units = [unit for unit, _geom in pairs]
        self.shapes = [self.plane.flatten(from_geos(geom)) for _unit, geom in pairs]
        for shape in self.shapes:
            shapely.prepare(shape)
        self.tree = STRtree(self.shapes)

    def holding(self, lons: Floats, lats: Floats) -> Flags:
        """Whether the point of each row lies in the unit of each column; NaN lies nowhere."""
        held = np.zeros((len(lons), len(self.units)), dtype=np.bool_)
        across, up = self.plane.scale
        xs, ys = lons * across, lats * up
        points, units = self.tree.query(shapely.points(xs, ys))
        for unit in np.unique(units):
            near = points[units == unit]
            held[near, unit] = shapely.intersects_xy(self.shapes[unit], xs[near], ys[near])
        return held

    def metres_from(self, index: int, lon: float, lat: float) -> float:
        """Distance in metres from the point to the outline of ``units[index]``; 0 inside."""
        point = self.plane.flatten(shapely.Point(lon, lat))
        return float(self.shapes[index].distance(point))
