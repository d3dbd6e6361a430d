"""Points, lines and polygons on their way out of the sandbox: counted, finite, flat."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from shapely.errors import ShapelyError

from apps.imports.readers import limits
from apps.imports.readers.shapes import ReaderError

#: bytes of WKB that may be geometries all at the same time
_AT_ONCE: Final = 4 * limits.MIB
#: a point of two little-endian numbers
_POINT: Final = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
_POINT_BYTES: Final = _POINT.itemsize


class Vertices:
    """Vertices that are left for the whole file."""

    def __init__(self) -> None:
        self.left = limits.VERTICES

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise ReaderError("too_big")


def checked_wkb(made: Any, vertices: Vertices) -> bytes:
    """A shapely geometry as 2D WKB. Raises `too_big` and `bad_geometry`.

    Rings that cross themselves pass: the kind of file decides whether they can be mended.
    """
    vertices.take(int(shapely.count_coordinates(made)))
    try:
        flat = shapely.force_2d(made)
        if not flat.is_empty and not all(math.isfinite(bound) for bound in flat.bounds):
            raise ReaderError("bad_geometry")
        return bytes(shapely.to_wkb(flat))
    except ShapelyError:
        raise ReaderError("bad_geometry") from None


def point_wkb(x: float, y: float, vertices: Vertices) -> bytes:
    """`checked_wkb` of a point, made without shapely: far cheaper."""
    vertices.take(1)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ReaderError("bad_geometry")
    return struct.pack("<BIdd", 1, 1, x, y)


def hex_of_wkbs(wkbs: Sequence[bytes | None], vertices: Vertices) -> list[str | None]:
    """WKB of somebody else's making, checked, as digits; None stays None.

    All in one go as long as they are small together: a call for each costs several times more.
    """
    found = _plain_points(wkbs)
    if found is not None:
        vertices.take(len(wkbs))
        return found
    if len(wkbs) > 1 and sum(len(wkb) for wkb in wkbs if wkb is not None) > _AT_ONCE:
        return [found for wkb in wkbs for found in hex_of_wkbs([wkb], vertices)]
    try:
        made = shapely.from_wkb(list(wkbs))
        vertices.take(int(shapely.count_coordinates(made)))
        flat = shapely.force_2d(made)
        there = ~(shapely.is_missing(flat) | shapely.is_empty(flat))
        if not np.isfinite(shapely.bounds(flat[there])).all():
            raise ReaderError("bad_geometry")
        return list(shapely.to_wkb(flat, hex=True))
    except ShapelyError:
        raise ReaderError("bad_geometry") from None


def _plain_points(wkbs: Sequence[bytes | None]) -> list[str | None] | None:
    """The digits of points that are nothing but two finite numbers each; None for any other."""
    if not all(wkb is not None and len(wkb) == _POINT_BYTES for wkb in wkbs):
        return None
    joined = b"".join(wkb for wkb in wkbs if wkb is not None)
    points = np.frombuffer(joined, dtype=_POINT)
    if not ((points["order"] == 1) & (points["kind"] == 1)).all():
        return None
    if not (np.isfinite(points["x"]) & np.isfinite(points["y"])).all():
        return None
    digits = joined.hex().upper()
    each = 2 * _POINT_BYTES
    return [digits[at : at + each] for at in range(0, len(digits), each)]
