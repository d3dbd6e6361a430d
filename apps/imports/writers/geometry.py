"""Outlines and distances for checking files against the ground. Works in metres."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree

METRES_PER_DEGREE = 111_195.0
#: degrees of latitude; web maps have no place for the poles themselves
_NEAR_POLE = 89.0
Unit = TypeVar("Unit")


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

    def flatten(self, shape: BaseGeometry) -> BaseGeometry:
        scale = (METRES_PER_DEGREE * math.cos(math.radians(self.latitude)), METRES_PER_DEGREE)
        return shapely.transform(shape, lambda points: points * scale)


class Locator(Generic[Unit]):
    """Finds the unit in which a point lies, and how far a point is from a unit."""

    def __init__(self, units: Iterable[tuple[Unit, GEOSGeometry]]) -> None:
        pairs = list(units)
        first = pairs[0][1].centroid.y if pairs else 0.0
        self.plane = Plane(first)
        self.units = [unit for unit, _geom in pairs]
        self.shapes = [self.plane.flatten(from_geos(geom)) for _unit, geom in pairs]
        self.tree = STRtree(self.shapes)

    def at(self, lon: float, lat: float) -> Unit | None:
        """The unit that holds the point, or None."""
        point = self.plane.flatten(shapely.Point(lon, lat))
        found = self.tree.query(point, predicate="intersects")
        return self.units[min(found)] if len(found) else None

    def metres_from(self, unit: Unit, lon: float, lat: float) -> float:
        """Distance in metres from the point to the unit's outline; 0 inside."""
        point = self.plane.flatten(shapely.Point(lon, lat))
        return float(self.shapes[self.units.index(unit)].distance(point))
