"""GeoJSON, by the standard library and shapely. Runs in the sandbox.

Not by GDAL, whose driver follows a `crs` member that is a link.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, NoReturn

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from apps.imports.readers import limits
from apps.imports.readers.crs import WGS84, srid_of_name
from apps.imports.readers.csv_text import decode_bytes
from apps.imports.readers.shapes import Cell, RawFeature, RawLayer, ReaderError


def read_geojson(path: Path) -> list[RawLayer]:
    """The one layer of a FeatureCollection, a Feature or a bare geometry."""
    text, _encoding = decode_bytes(path.read_bytes())
    try:
        root = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ReaderError("unreadable") from None
    if not isinstance(root, dict):
        raise ReaderError("unreadable")
    srid, crs_name = _crs(root)
    features = [_feature(number, item) for number, item in enumerate(_items(root), start=1)]
    fields = tuple(dict.fromkeys(key for feature in features for key in feature.properties))
    return [RawLayer(_text(root.get("name")), srid, crs_name, fields, tuple(features))]


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _items(root: dict[str, Any]) -> list[dict[str, Any]]:
    kind = root.get("type")
    items = root.get("features") if kind == "FeatureCollection" else [root]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ReaderError("unreadable")
    if len(items) > limits.FEATURES:
        raise ReaderError("too_big")
    if kind not in ("FeatureCollection", "Feature"):
        return [{"properties": {}, "geometry": root}]
    return items


def _crs(root: dict[str, Any]) -> tuple[int | None, str]:
    """The older `crs` member by name only; without one the standard says WGS 84 (RFC 7946)."""
    crs = root.get("crs")
    if crs is None:
        return WGS84, "CRS84"
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = _text(properties.get("name") if isinstance(properties, dict) else None)
    return srid_of_name(name), name


def _feature(number: int, item: dict[str, Any]) -> RawFeature:
    raw = item.get("properties") or {}
    if not isinstance(raw, dict):
        raise ReaderError("unreadable")
    properties = {str(key): _cell(value) for key, value in raw.items()}
    if "id" in item and "id" not in properties:
        properties["id"] = _cell(item["id"])
    return RawFeature(number, properties, _wkb_hex(item.get("geometry")))


def _wkb_hex(geometry: object) -> str | None:
    if not isinstance(geometry, dict):
        return None
    try:
        made = shapely.force_2d(shape(geometry))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        # What shapely raises on coordinates that are none.
        raise ReaderError("bad_geometry") from None
    if shapely.count_coordinates(made) > limits.VERTICES:
        raise ReaderError("too_big")
    if not all(math.isfinite(bound) for bound in made.bounds) and not made.is_empty:
        raise ReaderError("bad_geometry")
    return shapely.to_wkb(made, hex=True)


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if value is None or isinstance(value, int | float | str):
        return value[: limits.TEXT] if isinstance(value, str) else value
    return json.dumps(value, ensure_ascii=False)[: limits.TEXT]


def _text(value: object) -> str:
    return value[:200] if isinstance(value, str) else ""
