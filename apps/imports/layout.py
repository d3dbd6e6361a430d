"""What the correction workbook needs of a file: titles, header and columns of each sheet, and the
cells of the rows that come back. Everything is JSON, since it is kept until the rows are mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import isfinite
from typing import Any, Final

from apps.common.chunks import chunks
from apps.common.text.legacy import decode_with, judge_column
from apps.imports.kinds import VILLAGES
from apps.imports.outlines import outlines_in
from apps.imports.pointlayout import header_of_points, label_of, with_degrees, written_in
from apps.imports.readers.shapes import Cell, RawFile, RawTable
from apps.imports.recognise import Recognised, RecognisedLayer, RecognisedTable

#: of a csv file, which has no sheets; no name of a village, so that nobody takes it for one
NO_SHEET: Final = "Sheet1"
_DATE: Final = "$date"
#: rows whose cells are in memory at a time
_TOGETHER: Final = 1000
#: as `recognise.tables` sees it, no name of a village either
_SHEET_OF_POINTS: Final = "Trang {number}"

Layout = dict[str, Any]


def cell_out(cell: Cell) -> Any:
    """A cell as JSON, which has no number beyond all bounds."""
    if isinstance(cell, float) and not isfinite(cell):
        return None
    return {_DATE: cell.isoformat()} if isinstance(cell, date) else cell


def cell_in(value: Any) -> Cell:
    """The way back from ``cell_out``."""
    if isinstance(value, dict):
        return date.fromisoformat(value[_DATE])
    return value if isinstance(value, str | int | float) else None


def layouts_of(raw: RawFile, recognised: Recognised, srid: int | None = None) -> list[Layout]:
    """One entry a sheet or layer of the file's kind, in the order of the file.

    `sheet`: its name; `title`: that of the sheet to come, if another; `above`: rows of the titles
    and the header, as [number, cells]; `merged`: areas among them as [top, left, bottom, right],
    columns 0-based; `columns`: field → column. Of outlines, which cannot be mended in a sheet,
    the name, and what villages look like. `srid`: what the file was read in, if that is known.
    """
    by_sheet = {table.sheet: table for table in raw.tables}
    return [
        *(
            _of_points(table, number, srid)
            if table.of_layer
            else _of_table(by_sheet[table.sheet], table)
            for number, table in enumerate(recognised.tables, start=1)
        ),
        *(_of_outlines(layer, recognised, srid) for layer in recognised.layers),
    ]


def _of_table(raw: RawTable, found: RecognisedTable) -> Layout:
    if not found.header_rows:
        return _without_header(found)
    last = found.header_rows[-1]
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


def _without_header(found: RecognisedTable) -> Layout:
    """Our own words stand above the columns: what was chosen for this file is not remembered for
    the mended one, which has other rows.
    """
    header = [""] * (max(found.columns.values(), default=-1) + 1)
    for field, column in found.columns.items():
        header[column] = label_of(field)
    return {
        "sheet": found.sheet or "",
        "above": [[1, header]],
        "last": 1,
        "merged": [],
        "columns": dict(found.columns),
    }


def _of_outlines(layer: RecognisedLayer, recognised: Recognised, srid: int | None) -> Layout:
    drawn = outlines_in(layer, srid) if recognised.kind is VILLAGES else []
    return {"sheet": layer.layer.name, "outlines": drawn}


def _of_points(found: RecognisedTable, number: int, srid: int | None) -> Layout:
    header, columns = header_of_points(found, written_in(found, srid))
    named = bool(found.village_hints)
    return {
        "sheet": found.sheet or "",
        "title": found.sheet if named else _SHEET_OF_POINTS.format(number=number),
        "above": [[1, header]],
        "last": 1,
        "merged": [],
        "columns": columns,
    }


def cells_of(
    recognised: Recognised, wanted: set[tuple[str, int]], srid: int | None = None
) -> Iterator[tuple[tuple[str, int], list[Any]]]:
    """Sheet and number of each of the `wanted` rows, and its cells; `srid` as in ``layouts_of``."""
    for table in recognised.tables if wanted else ():
        sheet = table.sheet or ""
        mine = (row for row in table.rows if (sheet, row.number) in wanted)
        for some in chunks(mine, _TOGETHER):
            cells: Iterable[Sequence[Cell]] = [row.raw for row in some]
            if table.of_layer:
                cells = with_degrees(list(cells), written_in(table, srid))
            for row, raw in zip(some, cells, strict=True):
                yield (sheet, row.number), _trimmed(raw)


def _trimmed(cells: Iterable[Cell]) -> list[Any]:
    kept = [cell_out(cell) for cell in cells]
    while kept and kept[-1] is None:
        kept.pop()
    return kept
