"""Workbooks (.xlsx), streamed. Runs in the sandbox.

The sheets' XML goes through expat and out as rows, so that memory follows neither the rows nor
the markup (docs/decisions/015). Source: ECMA-376 part 1, §18.3 (worksheets).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Final

from apps.imports.readers import limits
from apps.imports.readers.archive import BROKEN, check_archive
from apps.imports.readers.cells import name_of, once, text_cell
from apps.imports.readers.shapes import Cell, Merge, RawRow, RawTable, ReaderError
from apps.imports.readers.xlsx_parts import Workbook, read_workbook, unescaped
from apps.imports.readers.xml_stream import walk

_MERGE: Final = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
_CHUNK: Final = 1024 * 1024
_OVERLAP: Final = 512
_LAST_ROW: Final = 1_048_576
_DIGITS: Final = "0123456789"
_EPOCH_1900: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_DAY: Final = 86_400


def read_xlsx(path: Path) -> Iterator[RawTable]:
    """Every sheet with its rows that are not empty, in the order of the workbook.

    Hidden sheets and rows are read too. A formula counts by the value saved with it; an error
    (#N/A …) is an empty cell.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive)
            workbook = read_workbook(archive, path.parent)
            budget = _Budget()
            for sheet in workbook.sheets:
                merged = _merged(archive, sheet.member)
                with archive.open(sheet.member) as stream:
                    rows = once(_rows(stream, workbook, budget))
                    yield RawTable(name_of(sheet.title), rows, merged)
    except (*BROKEN, LookupError):
        # LookupError: a part or a shared string that is not there.
        raise ReaderError("unreadable") from None


class _Budget:
    """Cells and rows that are left for the whole workbook."""

    def __init__(self) -> None:
        self.cells = limits.CELLS
        self.rows = limits.ROWS

    def take(self, cells: int) -> None:
        self.cells -= cells
        self.rows -= 1
        if self.cells < 0 or self.rows < 0:
            raise ReaderError("too_big")


def _rows(stream: IO[bytes], workbook: Workbook, budget: _Budget) -> Iterator[RawRow]:
    sheet = _SheetRows(workbook, budget)
    for _pause in walk(stream, start=sheet.start, end=sheet.end, text=sheet.texts.append):
        yield from sheet.ready
        sheet.ready.clear()


class _SheetRows:
    """Gathers the cells of a row. Called five times a cell: kept plain for speed."""

    def __init__(self, workbook: Workbook, budget: _Budget) -> None:
        self.ready: list[RawRow] = []
        #: what the parser has said since the element began
        self.texts: list[str] = []
        self._strings = workbook.strings
        self._date_styles = workbook.date_styles
        self._starts_1904 = workbook.starts_1904
        self._budget = budget
        self._columns: dict[str, int] = {}
        self._row = 0
        self._cells: dict[int, Cell] = {}
        self._column = -1
        self._kind = "n"
        self._style = ""
        self._value = ""
        self._inline: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            get = attributes.get
            self._column = self._column_of(get("r"))
            self._kind = get("t", "n")
            self._style = get("s", "")
            self._value = ""
        elif name == "row":
            number = attributes.get("r")
            self._row = self._row + 1 if number is None else int(number)
            if not 0 < self._row <= _LAST_ROW:
                raise ReaderError("unreadable")
            self._column = -1
        self.texts.clear()

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "v":
            self._value = "".join(self.texts)
        elif name == "c":
            if self._kind == "inlineStr":
                self._value = "".join(self._inline)
                self._inline.clear()
            if self._value:
                self._keep(self._cell())
        elif name == "t":
            self._inline.extend(self.texts)
        elif name == "row":
            self._close_row()
        self.texts.clear()

    def _column_of(self, reference: str | None) -> int:
        """0-based; a cell without reference stands after the one before it."""
        if reference is None:
            return self._column + 1
        letters = reference.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = column_number(letters)
            if column < limits.COLUMNS:
                self._columns[letters] = column
        return column

    def _keep(self, cell: Cell) -> None:
        if cell is None:
            return
        if self._column >= limits.COLUMNS:
            raise ReaderError("too_big")
        self._cells[self._column] = cell

    def _close_row(self) -> None:
        cells, self._cells = self._cells, {}
        if not any(not isinstance(cell, str) or cell.strip() for cell in cells.values()):
            return
        width = max(cells) + 1
        self._budget.take(width)
        self.ready.append(RawRow(self._row, tuple(map(cells.get, range(width)))))

    def _cell(self) -> Cell:
        value, kind = self._value, self._kind
        if kind == "s":
            return text_cell(unescaped(self._strings.at(int(value))))
        if kind == "n":
            number = _number(value)
            return self._day(number) if self._style in self._date_styles else number
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind == "e":
            return None
        return _iso_day(value) if kind == "d" else text_cell(unescaped(value))

    def _day(self, serial: Cell) -> Cell:
        """A serial number as its day, a part of a day as the time, and what is neither as it is.

        Days before March 1900 are one off: 1900 counts as a leap year (§18.17.4.1).
        """
        if not isinstance(serial, int | float) or serial < 0:
            return serial
        days = int(serial)
        if days == 0 and not self._starts_1904:
            return str(timedelta(seconds=round(serial * _DAY)))
        epoch = _EPOCH_1904 if self._starts_1904 else _EPOCH_1900
        try:
            return epoch + timedelta(days + (days < 60 and not self._starts_1904))
        except OverflowError:
            return serial


def column_number(letters: str) -> int:
    """ "A" → 0, "AB" → 27. Raises `unreadable`."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or number > limits.COLUMNS * 100:
            raise ReaderError("unreadable")
        number = number * 26 + ord(letter) - 64
    if number == 0:
        raise ReaderError("unreadable")
    return number - 1


def _number(value: str) -> Cell:
    """A number as written: whole if it has neither point nor exponent."""
    try:
        number = float(value)
    except ValueError:
        return text_cell(value)
    if not -1e300 < number < 1e300:
        return text_cell(value)
    if (
        number.is_integer()
        and abs(number) < 2**53
        and "." not in value
        and "E" not in value.upper()
    ):
        return int(number)
    return number


def _iso_day(value: str) -> Cell:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return text_cell(value)


def _merged(archive: zipfile.ZipFile, member: str) -> tuple[Merge, ...]:
    """Merged areas stand after the rows but are told before them, so they are looked for first."""
    found: dict[bytes, Merge] = {}
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            if b"mergeCell" in window:
                for match in _MERGE.finditer(window):
                    left, top, right, bottom = (group.decode() for group in match.groups())
                    found[match[0]] = Merge(
                        int(top), column_number(left), int(bottom), column_number(right)
                    )
            if len(found) > limits.MERGED:
                raise ReaderError("too_big")
            tail = window[-_OVERLAP:]
    return tuple(found.values())
