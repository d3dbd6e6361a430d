"""What was found in a file, as a screen shows it before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from apps.common.geo.vn2000 import ZONES
from apps.imports.kinds import FileKind, kinds
from apps.imports.readers.crs import VN2000_DEGREES, WGS84
from apps.imports.readers.shapes import Cell, RawLayer, RawTable
from apps.imports.recognise.layers import RecognisedLayer
from apps.imports.recognise.tables import RecognisedTable
from apps.imports.rows.cells import text

if TYPE_CHECKING:
    from apps.imports.recognise.files import Recognised

SAMPLES: Final = 5
#: rows of an unknown table shown, for a person to point at its header
_TOP: Final = 12
_LONGEST: Final = 80


def guess_of(found: Recognised) -> dict[str, Any]:
    """`kind` (a key or None), `alternatives`, `tables`, `layers`, `left_out`, `unknown`, `rows`,
    `encoding`, `choices`.

    A table: `sheet`, `header_rows`, `columns` (one each: `index`, `header`, `field` or None,
    `encoding` or None, `samples`), `rows`, `srid`, `zone`, `of_layer`, `positions_only`. A layer:
    `name`, `columns` (`attribute` in place of `index` and `header`), `rows`, `srid`, `crs_name`,
    `zone`. An unknown part: `sheet`, `top` (its first rows as text, with their numbers).
    """
    known = {table.sheet for table in found.tables} | {y.layer.name for y in found.layers}
    raw = found.raw
    parts: list[RawTable | RawLayer] = [*raw.tables, *raw.layers] if raw else []
    return {
        "name": found.name,
        "kind": found.kind.key if found.kind else None,
        "alternatives": [_kind(kind) for kind in _alternatives(found)],
        "tables": [_table(table) for table in found.tables],
        "layers": [_layer(layer) for layer in found.layers],
        "unknown": [_unknown(part) for part in parts if _name(part) not in known],
        "left_out": list(found.left_out),
        "rows": found.rows,
        "encoding": found.encoding,
        "delimiter": next((table.delimiter for table in raw.tables), "") if raw else "",
        "choices": found.choices.as_json(),
    }


def _kind(kind: FileKind) -> dict[str, str]:
    return {"key": kind.key, "label": str(kind.label)}


def _alternatives(found: Recognised) -> list[FileKind]:
    """Every kind that such a file can be: of tables and points, or of outlines."""
    outlines = bool(found.layers) or bool(found.raw and found.raw.layers and not found.tables)
    tables = bool(found.tables) or bool(found.raw and found.raw.tables)
    return [*(kinds("layer") if outlines else ()), *(kinds("table") if tables or outlines else ())]


def _table(table: RecognisedTable) -> dict[str, Any]:
    sample = table.head(SAMPLES)
    field_at = {at: name for name, at in table.columns.items()}
    width = max([len(table.headers), *(len(row.raw) for row in sample)])
    return {
        "sheet": table.sheet,
        "header_rows": list(table.header_rows),
        "columns": [
            {
                "index": at,
                "header": table.headers[at] if at < len(table.headers) else "",
                "field": field_at.get(at),
                "encoding": _encoding(table.encodings.get(field_at.get(at, ""))),
                "samples": [_shown(row.raw[at]) for row in sample if at < len(row.raw)],
            }
            for at in range(width)
        ],
        "rows": len(table.rows),
        "village_hints": list(table.village_hints),
        "srid": table.srid,
        "zone": crs_label(table.srid),
        "of_layer": table.of_layer,
        "positions_only": table.positions_only,
    }


def _layer(found: RecognisedLayer) -> dict[str, Any]:
    sample = [found.features[index] for index in range(min(SAMPLES, len(found.features)))]
    field_of = {attribute: name for name, attribute in found.columns.items()}
    srid = found.srid or found.layer.srid
    return {
        "name": found.layer.name,
        "columns": [
            {
                "attribute": attribute,
                "field": field_of.get(attribute),
                "encoding": _encoding(found.encodings.get(attribute)),
                "samples": [_shown(feature.properties.get(attribute)) for feature in sample],
            }
            for attribute in found.layer.fields
        ],
        "rows": len(found.features),
        "srid": srid,
        "crs_name": found.layer.crs_name,
        "zone": crs_label(srid),
    }


def _unknown(part: RawTable | RawLayer) -> dict[str, Any]:
    if isinstance(part, RawLayer):
        return {"sheet": part.name, "attributes": list(part.fields), "top": []}
    top = [[row.number, [_shown(cell) for cell in row.cells]] for row in part.head(_TOP)]
    return {"sheet": part.sheet, "attributes": [], "top": top}


def _name(part: RawTable | RawLayer) -> str | None:
    return part.name if isinstance(part, RawLayer) else part.sheet


def _encoding(encoding: Any) -> str | None:
    return None if encoding is None else str(encoding.value)


def _shown(cell: Cell) -> str:
    return text(cell)[:_LONGEST]


def crs_label(srid: int | None) -> str:
    """A coordinate system as people know it; "" where it is not known."""
    if srid in ZONES:
        return ZONES[srid].name
    return {WGS84: "WGS 84", VN2000_DEGREES: "VN-2000"}.get(
        srid or 0, f"EPSG:{srid}" if srid else ""
    )
