"""A layer as a file for map software: GeoPackage or GeoJSON. Rows in, bytes out.

GDAL writes our own rows only, by one driver named here, and opens nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import numpy as np
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from apps.reports.exports.grids import Grid
from apps.reports.exports.sheets import Column, Value

# Beside the layer: who took it away, when and what for.
NOTES_TABLE = "ghi_chu_xuat"
_NOTE_FIELDS = ("muc", "noi_dung")
_DRIVER = "GPKG"
_EMPTY: dict[str, Any] = {"text": "", "int": 0, "date": np.datetime64(0, "D")}
_TYPES: dict[str, Any] = {"text": object, "int": np.int32, "date": "datetime64[D]"}


@dataclass(frozen=True, slots=True)
class Layer:
    """``shapes`` in degrees, one a row, None for a row without a place. ``notes``: the mark."""

    name: str
    geometry: Literal["Point", "MultiPolygon"]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    shapes: Sequence[BaseGeometry | None]
    grid: Grid
    notes: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def placed(self) -> list[BaseGeometry | None]:
        """The shapes in the layer's own system."""
        return [None if shape is None else self.grid.place(shape) for shape in self.shapes]


def geojson_bytes(layer: Layer) -> bytes:
    """A FeatureCollection; the mark is a member of its own (RFC 7946, 6.1).

    In degrees it names no system, as the standard wants; in metres it has the older ``crs``
    member, which map software reads still.
    """
    body: dict[str, Any] = {"type": "FeatureCollection", "name": layer.name}
    if layer.grid.is_metric:
        name = f"urn:ogc:def:crs:EPSG::{layer.grid.srid}"
        body["crs"] = {"type": "name", "properties": {"name": name}}
    body[NOTES_TABLE] = dict(layer.notes)
    keys = [column.key for column in layer.columns]
    words = [_word(column) for column in layer.columns]
    body["features"] = [
        {
            "type": "Feature",
            "properties": {
                key: word if value is None else _plain(value)
                for key, word, value in zip(keys, words, row, strict=True)
            },
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
        }
        for row, shape in zip(layer.rows, layer.placed, strict=True)
    ]
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _word(column: Column) -> str | None:
    """What the column says where there is no value; dates and numbers have no words."""
    return column.missing if column.kind == "text" else None


def _plain(value: Value) -> str | int | float | None:
    return value.isoformat() if isinstance(value, date) else value


def gpkg_bytes(layer: Layer) -> bytes:
    """One layer, and a table with the mark, which stands in the layer's description as well."""
    with TemporaryDirectory(prefix="gandan-") as folder:
        path = Path(folder) / "layer.gpkg"
        said = dict(layer.notes)
        pyogrio.raw.write(
            path,
            geometry=np.array(
                [None if s is None else shapely.to_wkb(s) for s in layer.placed], dtype=object
            ),
            field_data=[_values(layer, at) for at in range(len(layer.columns))],
            field_mask=[_missing(layer, at) for at in range(len(layer.columns))],
            fields=np.array([column.key for column in layer.columns], dtype=object),
            layer=layer.name,
            driver=_DRIVER,
            geometry_type=layer.geometry,
            crs=layer.grid.code,
            dataset_metadata=said,
            layer_metadata=said,
            layer_options={"DESCRIPTION": layer.notes[-1][1] if layer.notes else ""},
        )
        _write_notes(path, layer.notes)
        return path.read_bytes()


def _values(layer: Layer, at: int) -> NDArray[Any]:
    kind = layer.columns[at].kind
    empty = _word(layer.columns[at]) or _EMPTY[kind]
    return np.array([empty if row[at] is None else row[at] for row in layer.rows], _TYPES[kind])


def _missing(layer: Layer, at: int) -> NDArray[np.bool_]:
    has_word = _word(layer.columns[at]) is not None
    return np.array([row[at] is None and not has_word for row in layer.rows], dtype=bool)


def _write_notes(path: Path, notes: Sequence[tuple[str, str]]) -> None:
    pyogrio.raw.write(
        path,
        geometry=None,
        field_data=[np.array([note[at] for note in notes], dtype=object) for at in (0, 1)],
        fields=np.array(_NOTE_FIELDS, dtype=object),
        layer=NOTES_TABLE,
        driver=_DRIVER,
        geometry_type=None,
        append=True,
    )
