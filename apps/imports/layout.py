"""What the correction workbook needs of a file: titles, header and columns of each sheet, and the
cells of the rows that come back. Everything is JSON, since it is kept until the rows are mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from apps.common.text.legacy import decode_with, judge_column
from apps.imports.readers.shapes import Cell, RawFile, RawTable
from apps.imports.recognise import Recognised, RecognisedLayer, RecognisedTable

#: of a csv file, which has no sheets; no name of a village, so that nobody takes it for one
NO_SHEET: Final = "Sheet1"
_DATE: Final = "$date"
_PLACES: Final = ("Vĩ độ", "Kinh độ")

Layout = dict[str, Any]


def cell_out(cell: Cell) -> Any:
    """A cell as JSON."""
    return {_DATE: cell.isoformat()} if isinstance(cell, date) else cell


def cell_in(value: Any) -> Cell:
    """The way back from ``cell_out``."""
    if isinstance(value, dict):
        return date.fromisoformat(value[_DATE])
    return value if isinstance(value, str | int | float) else None


def layouts_of(raw: RawFile, recognised: Recognised) -> list[Layout]:
    """One entry a sheet or layer of the file's kind, in the order of the file.

    `above`: rows of the titles and the header, as [number, cells]; `merged`: areas among them as
    [top, left, bottom, right], columns 0-based; `columns`: field → column.
    """
    by_sheet = {table.sheet: table for table in raw.tables}
    return [
        *(
            _of_points(table) if table.of_layer else _of_table(by_sheet[table.sheet], table)
            for table in recognised.tables
        ),
        *(_of_layer(layer) for layer in recognised.layers),
    ]


def _of_table(raw: RawTable, found: RecognisedTable) -> Layout:
    last = found.header_rows[-1] if found.header_rows else 0
    above = []
    for row in raw.rows:
        if row.number > last:
            break
        decoded = decode_with(row.cells, judge_column(row.cells))
        above.append([row.number, [cell_out(cell) for cell in decoded]])
    return {
        "sheet": found.sheet or "",
        "above": above,
        "last": last,
        "merged": [
            [area.top, area.left, area.bottom, area.right]
            for area in raw.merged
            if area.bottom <= last
        ],
        "columns": dict(found.columns),
    }


def _of_points(found: RecognisedTable) -> Layout:
    """Attributes as columns; where the points are follows them, as recognition has it."""
    places = ("Toạ độ X (Bắc)", "Toạ độ Y (Đông)") if "grid_x" in found.columns else _PLACES
    return _headed(found.sheet or "", [*found.headers, *places], dict(found.columns))


def _of_layer(found: RecognisedLayer) -> Layout:
    fields = list(found.layer.fields)
    at = {name: column for column, name in enumerate(fields)}
    columns = {field: at[name] for field, name in found.columns.items() if name in at}
    return _headed(found.layer.name, fields, columns)


def _headed(sheet: str, header: list[str], columns: dict[str, int]) -> Layout:
    return {
        "sheet": sheet,
        "above": [[1, header]],
        "last": 1,
        "merged": [],
        "columns": columns,
    }


def cells_of(
    recognised: Recognised, wanted: set[tuple[str, int]]
) -> Mapping[tuple[str, int], list[Any]]:
    """The cells of the `wanted` rows, by sheet and number."""
    if not wanted:
        return {}
    found: dict[tuple[str, int], list[Any]] = {}
    for table in recognised.tables:
        for row in table.rows:
            place = (table.sheet or "", row.number)
            if place in wanted:
                found[place] = _trimmed(row.raw)
    for layer in recognised.layers:
        for feature in layer.features:
            place = (layer.layer.name, feature.number)
            if place in wanted:
                values = [feature.properties.get(name) for name in layer.layer.fields]
                found[place] = _trimmed(values)
    return found


def _trimmed(cells: Iterable[Cell]) -> list[Any]:
    kept = [cell_out(cell) for cell in cells]
    while kept and kept[-1] is None:
        kept.pop()
    return kept
