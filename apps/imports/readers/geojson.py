"""GeoJSON, by the standard library and shapely. Runs in the sandbox.

Not by GDAL, whose driver follows a `crs` member that is a link.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any, Final, NoReturn

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from apps.imports.readers import limits
from apps.imports.readers.cells import cell_of, name_of, once
from apps.imports.readers.crs import WGS84, srid_of_name
from apps.imports.readers.csv_text import find_encoding
from apps.imports.readers.outlines import Vertices, checked_wkb, point_wkb
from apps.imports.readers.shapes import Cell, RawFeature, RawLayer, ReaderError

_GEOMETRIES: Final = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
)
#: degrees; more is no longitude or latitude
_MOST_LON: Final = 180
_MOST_LAT: Final = 90
#: places that tell degrees from metres
_LOOK: Final = 100
# What shapely raises on coordinates that are none.
_NO_COORDINATES: Final = (
    ShapelyError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
)


class _Shape:
    """A geometry in short form; None is one that cannot be."""

    __slots__ = ("wkb",)

    def __init__(self, wkb: bytes | None) -> None:
        self.wkb = wkb

    def __str__(self) -> str:
        return ""


def read_geojson(path: Path) -> Iterator[RawLayer]:
    """The one layer of a FeatureCollection, a Feature or a bare geometry."""
    root = _load(path)
    if isinstance(root, _Shape):
        root = {"type": "Feature", "properties": {}, "geometry": root}
    if not isinstance(root, dict) or "type" not in root:
        # Much else is kept as .json.
        raise ReaderError("unsupported_format" if path.suffix == ".json" else "unreadable")
    items = _items(root)
    srid, crs_name = _crs(root, items)
    fields = {name_of(key): None for item in items for key in _properties(item)}
    if any("id" in item for item in items):
        fields.setdefault("id")
    if len(fields) > limits.COLUMNS:
        raise ReaderError("too_big")
    features = once(_feature(number, item) for number, item in enumerate(items, start=1))
    yield RawLayer(name_of(root.get("name")), srid, crs_name, tuple(fields), features)


def _load(path: Path) -> Any:
    """The whole document, its geometries already in short form: lists of floats take 20 times."""
    vertices = Vertices()
    shapes = count()

    def shorten(found: dict[str, Any]) -> Any:
        kind = found.get("type")
        if not isinstance(kind, str):
            return found
        if kind in _GEOMETRIES and next(shapes) > limits.FEATURES:
            raise ReaderError("too_big")
        if kind in _GEOMETRIES and "coordinates" in found:
            return _shortened(found, vertices)
        if kind == "GeometryCollection" and isinstance(found.get("geometries"), list):
            return _collected(found["geometries"], vertices)
        return found

    with path.open("rb") as file:
        codec, _encoding = find_encoding(file)
        file.seek(0)
        data = file.read()
    try:
        text = data.decode(codec, "replace" if codec == "cp1252" else "strict")
        del data
        return json.loads(text, parse_constant=_refuse, object_hook=shorten)
    except (ValueError, RecursionError):
        raise ReaderError("unreadable") from None


def _shortened(found: dict[str, Any], vertices: Vertices) -> _Shape:
    match found:
        case {"type": "Point", "coordinates": [float() as x, float() as y]}:
            return _point(x, y, vertices)
    try:
        made = shape({"type": found["type"], "coordinates": found["coordinates"]})
    except _NO_COORDINATES:
        return _Shape(None)
    return _finite(made, vertices)


def _point(x: float, y: float, vertices: Vertices) -> _Shape:
    try:
        return _Shape(point_wkb(x, y, vertices))
    except ReaderError as error:
        if error.code == "too_big":
            raise
        return _Shape(None)


def _collected(members: list[Any], vertices: Vertices) -> _Shape:
    shapes = [member.wkb for member in members if isinstance(member, _Shape)]
    if len(shapes) != len(members) or None in shapes:
        return _Shape(None)
    made = shapely.GeometryCollection([shapely.from_wkb(wkb) for wkb in shapes])
    return _finite(made, vertices)


def _finite(made: Any, vertices: Vertices) -> _Shape:
    try:
        return _Shape(checked_wkb(made, vertices))
    except ReaderError as error:
        if error.code == "too_big":
            raise
        return _Shape(None)


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _items(root: dict[str, Any]) -> list[dict[str, Any]]:
    kind = root.get("type")
    if kind not in ("FeatureCollection", "Feature"):
        # A geometry of a kind that does not exist, or of coordinates that are none.
        raise ReaderError("bad_geometry" if "coordinates" in root else "unreadable")
    items = root.get("features") if kind == "FeatureCollection" else [root]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ReaderError("unreadable")
    if len(items) > limits.FEATURES:
        raise ReaderError("too_big")
    return items


def _crs(root: dict[str, Any], items: list[dict[str, Any]]) -> tuple[int | None, str]:
    """The older `crs` member by name only; without one the standard says WGS 84 (RFC 7946).

    Survey software leaves it out of metres, too: then nobody knows, and the zones are tried.
    """
    crs = root.get("crs")
    if crs is None:
        return (None, "") if _in_metres(items) else (WGS84, "CRS84")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = name_of(properties.get("name") if isinstance(properties, dict) else None)
    return srid_of_name(name), name


def _in_metres(items: list[dict[str, Any]]) -> bool:
    """Whether most of the first places lie beyond all degrees."""
    shapes = (item.get("geometry") for item in items)
    wkbs = list(
        islice((each.wkb for each in shapes if isinstance(each, _Shape) and each.wkb), _LOOK)
    )
    corners = [shapely.get_coordinates(shapely.from_wkb(wkb)) for wkb in wkbs]
    firsts = [(float(each[0][0]), float(each[0][1])) for each in corners if len(each)]
    beyond = [abs(x) > _MOST_LON or abs(y) > _MOST_LAT for x, y in firsts]
    return 2 * sum(beyond) > len(beyond)


def _properties(item: dict[str, Any]) -> dict[str, Any]:
    raw = item.get("properties") or {}
    if not isinstance(raw, dict):
        raise ReaderError("unreadable")
    return raw


def _feature(number: int, item: dict[str, Any]) -> RawFeature:
    properties: dict[str, Cell] = {
        name_of(key): cell_of(value) for key, value in _properties(item).items()
    }
    if "id" in item:
        properties.setdefault("id", cell_of(item["id"]))
    return RawFeature(number, properties, _wkb_hex(item.get("geometry")))


def _wkb_hex(geometry: object) -> str | None:
    if geometry is None:
        return None
    if not isinstance(geometry, _Shape) or geometry.wkb is None:
        raise ReaderError("bad_geometry")
    return geometry.wkb.hex().upper()
