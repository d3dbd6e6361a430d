"""Points, lines and polygons on their way out of the sandbox: counted, finite, flat."""

from __future__ import annotations

import math
from typing import Any

import shapely
from shapely.errors import ShapelyError

from apps.imports.readers import limits
from apps.imports.readers.shapes import ReaderError


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


def from_wkb(wkb: bytes, vertices: Vertices) -> bytes:
    """WKB of somebody else's making, checked."""
    try:
        made = shapely.from_wkb(wkb)
    except ShapelyError:
        raise ReaderError("bad_geometry") from None
    return checked_wkb(made, vertices)
