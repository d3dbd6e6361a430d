"""GPX: waypoints as one layer of points. Runs in the sandbox.

Source: GPX 1.1 (topografix.com), always WGS 84. Tracks and routes are refused: where people went
is not recorded (docs/decisions/003); nor is the time at which somebody was at a waypoint.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from apps.imports.readers import limits
from apps.imports.readers.cells import name_of, text_cell
from apps.imports.readers.crs import WGS84
from apps.imports.readers.shapes import Cell, RawFeature, RawLayer, ReaderError
from apps.imports.readers.xml_stream import check_depth, local, walk_all

_SAID: Final = ("name", "desc", "cmt", "type", "sym", "ele")
_TRACKS: Final = frozenset({"trk", "rte"})


def read_gpx(path: Path) -> Iterator[RawLayer]:
    """The waypoints."""
    reader = _Waypoints()
    with path.open("rb") as file:
        walk_all(file, start=reader.start, end=reader.end, text=reader.texts.append)
    if not reader.is_gpx:
        raise ReaderError("unreadable")
    fields = tuple(field for field in _SAID if field in reader.fields)
    yield RawLayer(reader.title, WGS84, "CRS84", fields, tuple(reader.found))


class _Waypoints:
    """Gathers one waypoint at a time; extensions are left out."""

    def __init__(self) -> None:
        self.found: list[RawFeature] = []
        self.fields: set[str] = set()
        self.title = ""
        self.is_gpx = False
        self.texts: list[str] = []
        self._stack: list[str] = []
        self._values: dict[str, Cell] = {}
        self._wkb_hex = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if not self._stack:
            self.is_gpx = name == "gpx"
        if name in _TRACKS and self._stack == ["gpx"]:
            raise ReaderError("tracks_not_recorded")
        if name == "wpt":
            self._values = {}
            self._wkb_hex = _point(attributes)
        self._stack.append(name)
        check_depth(len(self._stack))
        self.texts.clear()

    def end(self, _tag: str) -> None:
        name = self._stack.pop()
        text = "".join(self.texts).strip()
        self.texts.clear()
        if name == "wpt":
            if len(self.found) >= limits.FEATURES:
                raise ReaderError("too_big")
            self.found.append(RawFeature(len(self.found) + 1, self._values, self._wkb_hex))
        elif name in _SAID and self._stack == ["gpx", "wpt"]:
            self._values[name] = text_cell(text)
            self.fields.add(name)
        elif name == "name" and self._stack in (["gpx"], ["gpx", "metadata"]):
            self.title = name_of(text)


def _point(attributes: dict[str, str]) -> str:
    try:
        lon, lat = float(attributes["lon"]), float(attributes["lat"])
    except (KeyError, ValueError):
        raise ReaderError("bad_geometry") from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ReaderError("bad_geometry")
    return struct.pack("<BIdd", 1, 1, lon, lat).hex().upper()
