"""KML: placemarks as layers of points, lines and polygons. Runs in the sandbox.

Source: OGC 12-007r2 (KML 2.3), always WGS 84, longitude first. Links, overlays, styles and
regions are left out and no address is ever asked. Tracks (gx:Track) are refused: where people
went is not recorded (docs/decisions/003).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.errors import ShapelyError

from apps.imports.readers import limits
from apps.imports.readers.cells import name_of, text_cell
from apps.imports.readers.crs import WGS84
from apps.imports.readers.outlines import Vertices, checked_wkb
from apps.imports.readers.shapes import Cell, RawFeature, RawLayer, ReaderError
from apps.imports.readers.xml_stream import check_depth, local, walk_all

#: kinds of geometry, in the order of the layers; the last holds placemarks without one
_KINDS: Final = ("Point", "LineString", "Polygon", "")
_GEOMETRIES: Final = frozenset({"Point", "LineString", "LinearRing", "Polygon"})
_SAID: Final = frozenset({"name", "description", "address", "phoneNumber"})
_TRACKS: Final = frozenset({"Track", "MultiTrack"})


def read_kml(path: Path) -> Iterator[RawLayer]:
    """One layer for each kind of geometry, named after the document."""
    reader = _Placemarks()
    with path.open("rb") as file:
        walk_all(file, start=reader.start, end=reader.end, text=reader.texts.append)
    if not reader.is_kml:
        raise ReaderError("unreadable")
    for kind in _KINDS:
        if features := reader.found[kind]:
            fields = tuple(dict.fromkeys(key for _n, values, _wkb in features for key in values))
            yield RawLayer(
                reader.title, WGS84, "CRS84", fields, tuple(_raw(feature) for feature in features)
            )


_Found = tuple[int, dict[str, Cell], bytes | None]


def _raw(feature: _Found) -> RawFeature:
    number, values, wkb = feature
    return RawFeature(number, values, None if wkb is None else wkb.hex().upper())


class _Placemarks:
    """Gathers one placemark at a time."""

    def __init__(self) -> None:
        self.found: dict[str, list[_Found]] = {kind: [] for kind in _KINDS}
        self.title = ""
        self.is_kml = False
        self.texts: list[str] = []
        self._stack: list[str] = []
        self._number = 0
        self._values: dict[str, Cell] = {}
        self._key = ""
        self._rings: list[Any] = []
        self._parts: list[Any] = []
        self._vertices = Vertices()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if not self._stack:
            self.is_kml = name == "kml"
        self._stack.append(name)
        check_depth(len(self._stack))
        if name in _TRACKS:
            raise ReaderError("tracks_not_recorded")
        if name == "Placemark":
            self._values, self._parts = {}, []
        elif name in ("Data", "SimpleData"):
            self._key = name_of(attributes.get("name", ""))
        elif name == "Polygon":
            self._rings = []
        self.texts.clear()

    def end(self, _tag: str) -> None:
        name = self._stack.pop()
        text = "".join(self.texts).strip()
        self.texts.clear()
        if name == "Placemark":
            self._close()
        elif name == "coordinates":
            self._outline(text)
        elif name == "Polygon" and "Placemark" in self._stack:
            self._parts.append(_polygon(self._rings))
        elif "Placemark" in self._stack:
            self._say(name, text)
        elif name == "name" and self._stack in (["kml", "Document"], ["kml", "Folder"]):
            self.title = self.title or name_of(text)

    def _say(self, name: str, text: str) -> None:
        above = self._stack[-1]
        if name in _SAID and above == "Placemark":
            self._values[name] = text_cell(text)
        elif (name == "value" and above == "Data") or name == "SimpleData":
            self._values[self._key] = text_cell(text)
        if len(self._values) > limits.COLUMNS:
            raise ReaderError("too_big")

    def _outline(self, text: str) -> None:
        above = self._stack[-1]
        if "Placemark" not in self._stack or above not in _GEOMETRIES:
            return
        positions = _positions(text)
        self._vertices.take(len(positions))
        if above == "LinearRing" and "Polygon" in self._stack:
            self._rings.append(positions)
        elif positions:
            self._parts.append(_simple(above, positions))

    def _close(self) -> None:
        self._number += 1
        if self._number > limits.FEATURES:
            raise ReaderError("too_big")
        kind, made = _together(self._parts)
        wkb = None if made is None else checked_wkb(made, Vertices())
        self.found[kind].append((self._number, self._values, wkb))


def _positions(text: str) -> list[tuple[float, float]]:
    """ "105.1,21.2,0 105.3,21.4" → longitude and latitude. Raises `bad_geometry`."""
    found = []
    try:
        for item in text.split():
            lon, lat = item.split(",")[:2]
            found.append((float(lon), float(lat)))
    except ValueError:
        raise ReaderError("bad_geometry") from None
    return found


def _simple(kind: str, positions: list[tuple[float, float]]) -> Any:
    try:
        return shapely.Point(positions[0]) if kind == "Point" else shapely.LineString(positions)
    except (ShapelyError, ValueError):
        raise ReaderError("bad_geometry") from None


def _polygon(rings: list[Any]) -> Any:
    """The first ring is the outer one, the others are holes."""
    try:
        return shapely.Polygon(rings[0], rings[1:]) if rings else shapely.Polygon()
    except (ShapelyError, ValueError):
        raise ReaderError("bad_geometry") from None


def _together(parts: list[Any]) -> tuple[str, Any]:
    """(kind, geometry) of a placemark; parts of different kinds: the widest counts."""
    for kind in reversed(_KINDS[:3]):
        same = [part for part in parts if part.geom_type == kind]
        if same:
            several: Any = getattr(shapely, f"Multi{kind}")
            return kind, same[0] if len(same) == 1 else several(same)
    return "", None
