"""What a reader hands back (`lines.py`: its form on the way out of the sandbox).

Nothing is interpreted here: text is as found (perhaps not Unicode yet), numbers and dates only
where the file itself says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple, Protocol, TypeAlias, TypeVar, cast

Cell: TypeAlias = str | int | float | date | None
Item = TypeVar("Item", covariant=True)


def texts_in(cells: Sequence[Cell]) -> Sequence[str]:
    """Those of a column's cells that are text; mostly all are or none is, which is quickly seen."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return cast("Sequence[str]", cells)
    return [cell for cell in cells if isinstance(cell, str)] if str in kinds else ()


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
