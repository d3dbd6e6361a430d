"""What a reader hands back, and its form on the way out of the sandbox (JSON lines).

Nothing is interpreted here: text is as found (perhaps not Unicode yet), numbers and dates only
where the file itself says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

Cell: TypeAlias = str | int | float | date | None


class ReaderError(Exception):
    """The whole file cannot be used; `code` is a key of `apps.imports.messages.FILE_ERRORS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row that is not empty."""

    #: 1-based, as a person sees it: row of the spreadsheet, or line of the csv where it begins
    number: int
    #: from the first column on; the trailing empty ones may be missing
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area, inclusive: rows are 1-based like `RawRow.number`, columns 0-based."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet of a workbook, or a csv file (`sheet` is None)."""

    sheet: str | None
    rows: tuple[RawRow, ...]
    merged: tuple[Merge, ...] = ()
    #: how the bytes were read: "xlsx", "utf-8", "utf-8-sig", "utf-16" or "8-bit"
    encoding: str = "xlsx"


@dataclass(frozen=True, slots=True)
class RawFeature:
    """One feature. `number` is 1-based; `wkb_hex` is 2D in the layer's own CRS, or None."""

    number: int
    properties: dict[str, Cell]
    wkb_hex: str | None


@dataclass(frozen=True, slots=True)
class RawLayer:
    """One layer of a geographic file. Longitude or easting is the first ordinate."""

    name: str
    #: an allowed SRID (`crs.ALLOWED_SRIDS`), or None if the CRS is missing or not one of them
    srid: int | None
    #: what the file calls its CRS; "" if it says nothing
    crs_name: str
    fields: tuple[str, ...]
    features: tuple[RawFeature, ...]
    #: "utf-8", or "8-bit" for a dbf that does not say its code page
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as read: tables or layers, never both."""

    name: str
    tables: tuple[RawTable, ...] = ()
    layers: tuple[RawLayer, ...] = ()
    #: the reading process had no network (False where the system does not let it drop it)
    network_cut: bool = False


_DATE: Final = "$date"


def dump_lines(parts: Iterable[RawTable | RawLayer]) -> Iterator[str]:
    """Tables and layers as lines of JSON: a head line each, then one line a row or feature."""
    for part in parts:
        if isinstance(part, RawTable):
            merged = [[m.top, m.left, m.bottom, m.right] for m in part.merged]
            head = {"sheet": part.sheet, "merged": merged, "encoding": part.encoding}
            yield _line({"table": head})
            for row in part.rows:
                yield _line({"r": [row.number, list(map(_out, row.cells))]})
            continue
        yield _line(
            {
                "layer": {
                    "name": part.name,
                    "srid": part.srid,
                    "crs_name": part.crs_name,
                    "fields": part.fields,
                    "encoding": part.encoding,
                }
            }
        )
        for feature in part.features:
            values = {key: _out(value) for key, value in feature.properties.items()}
            yield _line({"f": [feature.number, values, feature.wkb_hex]})


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _out(cell: Cell) -> object:
    return {_DATE: cell.isoformat()} if isinstance(cell, date) else cell


def _in(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return date.fromisoformat(cell[_DATE])
    if cell is None or isinstance(cell, str | int | float):
        return cell
    raise ReaderError("unreadable")


def load_lines(lines: Iterable[dict[str, Any]]) -> Iterator[RawTable | RawLayer]:
    """The way back from `dump_lines`, one part at a time."""
    head: dict[str, Any] = {}
    body: list[Any] = []
    for line in lines:
        if "r" in line:
            number, cells = line["r"]
            body.append(RawRow(int(number), tuple(map(_in, cells))))
        elif "f" in line:
            number, values, wkb = line["f"]
            body.append(RawFeature(int(number), {k: _in(v) for k, v in values.items()}, wkb))
        else:
            if head:
                yield _part(head, body)
            head, body = line, []
    if head:
        yield _part(head, body)


def _part(head: dict[str, Any], body: list[Any]) -> RawTable | RawLayer:
    if "table" in head:
        about = head["table"]
        merged = tuple(Merge(*map(int, area)) for area in about["merged"])
        return RawTable(about["sheet"], tuple(body), merged, about["encoding"])
    about = head["layer"]
    return RawLayer(
        name=about["name"],
        srid=about["srid"],
        crs_name=about["crs_name"],
        fields=tuple(about["fields"]),
        features=tuple(body),
        encoding=about["encoding"],
    )
