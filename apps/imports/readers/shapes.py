"""What a reader hands back, and its form on the way out of the sandbox (JSON lines).

Nothing is interpreted here: text is as found (perhaps not Unicode yet), numbers and dates only
where the file itself says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol, TypeAlias, TypeVar

from apps.common.chunks import chunks

Cell: TypeAlias = str | int | float | date | None
Item = TypeVar("Item", covariant=True)


class Rows(Protocol[Item]):
    """Rows or features that can be gone through again and again: a tuple, or a part of a spool.

    Picking one by its index may read all before it.
    """

    def __iter__(self) -> Iterator[Item]: ...

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> Item: ...


class ReaderError(Exception):
    """The whole file cannot be used; `code` is a key of `apps.imports.messages.FILE_ERRORS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RawRow(NamedTuple):
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
    rows: Rows[RawRow]
    merged: tuple[Merge, ...] = ()
    #: how the bytes were read: "xlsx", "utf-8", "utf-8-sig", "utf-16" or "8-bit"
    encoding: str = "xlsx"
    #: what parts the columns of a text table; "" in a workbook
    delimiter: str = ""

    def head(self, count: int) -> list[RawRow]:
        """The first rows."""
        return list(islice(self.rows, count))


class RawFeature(NamedTuple):
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
    features: Rows[RawFeature]
    #: "utf-8", or "8-bit" for a dbf that does not say its code page
    encoding: str = "utf-8"

    def head(self, count: int) -> list[RawFeature]:
        """The first features."""
        return list(islice(self.features, count))


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as read: tables or layers, never both."""

    name: str
    tables: tuple[RawTable, ...] = ()
    layers: tuple[RawLayer, ...] = ()
    #: the reading process had no network (False where the system does not let it drop it)
    network_cut: bool = False


_DATE: Final = "$date"
#: rows or features that stand in one line of JSON, and digits of geometry that end it sooner
_TOGETHER: Final = 200
_DIGITS: Final = 64 * 1024


def dump_lines(parts: Iterable[RawTable | RawLayer]) -> Iterator[str]:
    """Tables and layers as lines of JSON: a head line each, then their rows or features, some
    hundred to a line that begins with how many they are.

    A feature's values stand in the order of the layer's `fields`. Parts and their rows are gone
    through once, so both may be generators.
    """
    for part in parts:
        if isinstance(part, RawTable):
            merged = [[m.top, m.left, m.bottom, m.right] for m in part.merged]
            head = {
                "sheet": part.sheet,
                "merged": merged,
                "encoding": part.encoding,
                "delimiter": part.delimiter,
            }
            yield _encode({"table": head})
            yield from _row_lines(part.rows)
            continue
        yield _encode(
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
        yield from _feature_lines(part.features, part.fields)


def _row_lines(rows: Iterable[RawRow]) -> Iterator[str]:
    for some in chunks(rows, _TOGETHER):
        yield f'{{"r":{len(some)},"of":{_encode(some)}}}'


def _feature_lines(features: Iterable[RawFeature], fields: tuple[str, ...]) -> Iterator[str]:
    some: list[object] = []
    digits = 0
    for number, properties, wkb_hex in features:
        some.append((number, tuple(map(properties.get, fields)), wkb_hex))
        digits += len(wkb_hex or "")
        if len(some) == _TOGETHER or digits > _DIGITS:
            yield f'{{"f":{len(some)},"of":{_encode(some)}}}'
            some, digits = [], 0
    if some:
        yield f'{{"f":{len(some)},"of":{_encode(some)}}}'


def _dated(cell: object) -> object:
    if isinstance(cell, date):
        return {_DATE: cell.isoformat()}
    raise TypeError(type(cell))


_encode: Final = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    allow_nan=False,
    check_circular=False,
    default=_dated,
).encode


def _undated(found: dict[str, Any]) -> object:
    day = found.get(_DATE)
    return date.fromisoformat(day) if isinstance(day, str) else found


_decode: Final = json.JSONDecoder(object_hook=_undated).decode
_CELLS: Final = frozenset({str, int, float, date, type(None)})


def bodies_of(line: bytes) -> list[Any]:
    """What stands in a line of rows or features: number, cells, and of a feature its geometry."""
    found: list[Any] = _decode(line.decode())["of"]
    return found


def incoming(cells: list[Any]) -> tuple[Cell, ...]:
    """The cells of one row on their way in; `ReaderError` for what is no cell."""
    if not _CELLS.issuperset(map(type, cells)):
        raise ReaderError("unreadable")
    return tuple(cells)
