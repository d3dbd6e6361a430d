"""Outlines and points from a file, in whatever system it uses → WGS 84."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from apps.common.geo.vn2000 import ZONES, Vn2000Zone, shift_degrees
from apps.common.geo.vn2000 import to_wgs84_many as zone_to_wgs84
from apps.imports.readers.crs import ALLOWED_SRIDS, VN2000_DEGREES, WGS84
from apps.imports.readers.shapes import RawLayer
from apps.imports.rows.position import Ground
from apps.imports.zones import find_zone

Pair = tuple[float, float]
#: corners of one outline looked at when a layer does not say its zone
_SAMPLE: Final = 50


def outline(wkb_hex: str, srid: int) -> BaseGeometry:
    """The geometry in WGS 84 (lon, lat). `srid`: one of `ALLOWED_SRIDS`; KeyError otherwise."""
    shape = shapely.from_wkb(wkb_hex)
    if srid == WGS84:
        return shape
    return shapely.transform(shape, lambda points: np.array(many_to_wgs84(points, srid)))


def many_to_wgs84(points: Iterable[Pair] | NDArray[np.float64], srid: int | None) -> list[Pair]:
    """(x, y) in the system `srid` → (lon, lat). KeyError unless it is one of `ALLOWED_SRIDS`."""
    pairs = [(float(x), float(y)) for x, y in points]
    if not pairs or srid == WGS84:
        return pairs
    if srid == VN2000_DEGREES:
        return shift_degrees(pairs)
    if srid in ZONES:
        return zone_to_wgs84(pairs, srid)
    xs, ys = zip(*pairs, strict=True)
    lons, lats = _transformer(srid).transform(xs, ys)
    return list(zip(lons, lats, strict=True))


@lru_cache(maxsize=8)
def _transformer(srid: int | None) -> Transformer:
    if srid not in ALLOWED_SRIDS:
        raise KeyError(srid)
    return Transformer.from_crs(srid, WGS84, always_xy=True)


def srid_of_layer(
    layer: RawLayer,
    ground: Ground | None = None,
    groups: Sequence[Sequence[Vn2000Zone]] = (tuple(ZONES.values()),),
) -> int | None:
    """The layer's SRID: what it says, else degrees if its numbers are, else the zone in which
    it falls on `ground` (a commune known already), of the first of `groups` that has one. None
    if nobody can tell."""
    if layer.srid is not None:
        return layer.srid
    if layer.crs_name:
        # It names a system that is not ours: its numbers must not be taken for another's.
        return None
    sample = [corner for corners in _corners(layer) for corner in corners]
    if not sample:
        return None
    if all(abs(x) <= 180 and abs(y) <= 90 for x, y in sample):
        return WGS84
    zone = find_zone(lambda: iter(sample), ground.holds_many, groups) if ground else None
    return zone.srid if zone else None


def _corners(layer: RawLayer) -> Iterator[list[Pair]]:
    """Some corners of each outline."""
    for feature in layer.features:
        if feature.wkb_hex:
            corners = shapely.get_coordinates(shapely.from_wkb(feature.wkb_hex))
            step = max(1, len(corners) // _SAMPLE)
            yield [(float(x), float(y)) for x, y in corners[::step]]
