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


def from_wkbs(wkbs: Sequence[bytes | None], vertices: Vertices) -> list[bytes | None]:
    """WKB of somebody else's making, checked; None stays None.

    All in one go as long as they are small together: a call for each costs several times more.
    """
    if len(wkbs) > 1 and sum(len(wkb) for wkb in wkbs if wkb is not None) > _AT_ONCE:
        return [found for wkb in wkbs for found in from_wkbs([wkb], vertices)]
    try:
        made = shapely.from_wkb(list(wkbs))
        vertices.take(int(shapely.count_coordinates(made)))
        flat = shapely.force_2d(made)
        there = ~(shapely.is_missing(flat) | shapely.is_empty(flat))
        if not np.isfinite(shapely.bounds(flat[there])).all():
            raise ReaderError("bad_geometry")
        return list(shapely.to_wkb(flat))
    except ShapelyError:
        raise ReaderError("bad_geometry") from None
