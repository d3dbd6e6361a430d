"""Outlines from a file, in whatever system it uses → WGS 84."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from apps.common.geo.vn2000 import ZONES, guess_zone, to_wgs84_many
from apps.imports.readers.crs import ALLOWED_SRIDS, WGS84
from apps.imports.readers.shapes import RawLayer
from apps.imports.rows.position import Ground

#: corners looked at when a layer does not say its zone
_SAMPLE: Final = 200


def outline(wkb_hex: str, srid: int) -> BaseGeometry:
    """The geometry in WGS 84 (lon, lat). `srid`: one of `ALLOWED_SRIDS`; KeyError otherwise."""
    shape = shapely.from_wkb(wkb_hex)
    if srid == WGS84:
        return shape
    if srid in ZONES:
        return shapely.transform(shape, lambda points: np.array(to_wgs84_many(points, srid)))
    transformer = _transformer(srid)

    def change(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(shape, change)


@lru_cache(maxsize=8)
def _transformer(srid: int) -> Transformer:
    if srid not in ALLOWED_SRIDS:
        raise KeyError(srid)
    return Transformer.from_crs(srid, WGS84, always_xy=True)


def srid_of_layer(layer: RawLayer, ground: Ground | None = None) -> int | None:
    """The layer's SRID: what it says, else degrees if its numbers are, else the zone in which
    it falls on `ground` (a commune known already). None if nobody can tell."""
    if layer.srid is not None:
        return layer.srid
    if layer.crs_name:
        # It names a system that is not ours: its numbers must not be taken for another's.
        return None
    shapes = [shapely.from_wkb(f.wkb_hex) for f in layer.features if f.wkb_hex]
    corners = shapely.get_coordinates(shapes)
    if not len(corners):
        return None
    if np.all(np.abs(corners[:, 0]) <= 180) and np.all(np.abs(corners[:, 1]) <= 90):
        return WGS84
    if ground is None:
        return None
    step = max(1, len(corners) // _SAMPLE)
    points = [(float(x), float(y)) for x, y in corners[::step]]
    guess = guess_zone(points, ground.holds)
    return guess.zone.srid if guess else None
