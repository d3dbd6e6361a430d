"""A table with its columns understood: titles and totals aside, text decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from apps.common.text import fold, tidy, unguarded
from apps.common.text.legacy import Encoding, decode_with, judge_column
from apps.imports.kinds import FileKind
from apps.imports.readers.shapes import Cell, RawRow, RawTable
from apps.imports.recognise.headers import Header, find_header, is_repeat

_TOTALS: Final = re.compile(
    r"(tổng( cộng| số)?|cộng)( (toàn )?(thôn|bản|xã|tổ|ấp|xóm))?\s*:?", re.IGNORECASE
)
_UNIT: Final = re.compile(r"\b(thon|ban|ap|xom|buon|khom|khu pho|tdp|to dan pho)\b +\S")
_NO_NAME: Final = re.compile(r"(sheet|trang|trang tinh|bang|table)? ?\d*")
_TITLE_BREAKS: Final = re.compile(r"\s[–—-]\s|[,;:()\n]")


@dataclass(frozen=True, slots=True)
class DataRow:
    """One row of data. `number` as in the file; `cells`: field → value, decoded, NFC."""

    number: int
    cells: dict[str, Cell]
    #: all cells of the row, known columns or not
    raw: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RecognisedTable:
    """`rows` are those to be imported or reported; blank, total and repeated ones are left out."""

    kind: FileKind
    sheet: str | None
    #: the lines above the header
    titles: tuple[str, ...]
    header_rows: tuple[int, ...]
    headers: tuple[str, ...]
    #: field → column, 0-based
    columns: dict[str, int]
    #: field → how its text was written
    encodings: dict[str, Encoding]
    rows: tuple[DataRow, ...]
    #: how the bytes were read
    encoding: str

    @property
    def village_hints(self) -> tuple[str, ...]:
        """What may name the village of the whole sheet, the likeliest first: a sheet or a title
        that says "Thôn …", then any other name of the sheet but "Sheet1"."""
        sheet = tidy(self.sheet or "")
        pieces = [piece for line in self.titles for piece in _TITLE_BREAKS.split(line)]
        hints = [_from_unit_word(piece) for piece in [sheet, *pieces]]
        if sheet and not _NO_NAME.fullmatch(fold(sheet)):
            hints.append(sheet)
        return tuple(dict.fromkeys(hint for hint in hints if hint))


def _from_unit_word(line: str) -> str:
    """ "Danh sách hộ thôn Nà Lóc" → "thôn Nà Lóc"; "" if the line names no unit."""
    line = tidy(line)
    match = _UNIT.search(fold(line))
    return line[match.start() :] if match else ""


def recognise_table(table: RawTable) -> RecognisedTable | None:
    """The table with its meaning, or None if it is of no known kind."""
    header = find_header(table)
    if header is None:
        return None
    above = [row for row in table.rows if row.number < header.rows[0]]
    body = [row for row in table.rows if row.number > header.rows[-1]]
    width = max([len(header.texts), *(len(row.cells) for row in body)])
    columns, encodings = _decoded_columns(body, width)
    rows = [
        RawRow(row.number, tuple(column[index] for column in columns))
        for index, row in enumerate(body)
    ]
    return RecognisedTable(
        kind=header.kind,
        sheet=table.sheet,
        titles=tuple(_titles(above)),
        header_rows=header.rows,
        headers=header.texts,
        columns=header.columns,
        encodings={name: encodings[column] for name, column in header.columns.items()},
        rows=tuple(_data_rows(rows, header)),
        encoding=table.encoding,
    )


def _titles(above: Sequence[RawRow]) -> Iterator[str]:
    for row in above:
        for cell in decode_with(row.cells, judge_column(row.cells)):
            if isinstance(cell, str) and tidy(cell):
                yield tidy(cell)


def _decoded_columns(body: Sequence[RawRow], width: int) -> tuple[list[list[Cell]], list[Encoding]]:
    """Each column judged by all its cells, and read so."""
    columns: list[list[Cell]] = []
    encodings: list[Encoding] = []
    for index in range(width):
        cells = [row.cells[index] if index < len(row.cells) else None for row in body]
        encoding = judge_column(cells)
        decoded = decode_with(cells, encoding)
        # A cell kept from being a formula says what stands behind its apostrophe.
        columns.append([unguarded(c) if isinstance(c, str) else c for c in decoded])
        encodings.append(encoding)
    return columns, encodings


def _data_rows(rows: Sequence[RawRow], header: Header) -> Iterator[DataRow]:
    after_total = False
    last = _last_full_row(rows, header)
    for row in rows:
        if is_repeat(row.cells, header.texts):
            continue
        if _is_total(row.cells, header):
            after_total = True
            continue
        if _is_aside(row, header, after_total or row.number > last):
            continue
        cells = {name: _blank_to_none(row.cells[at]) for name, at in header.columns.items()}
        yield DataRow(row.number, cells, row.cells)


def _blank_to_none(cell: Cell) -> Cell:
    return None if isinstance(cell, str) and not tidy(cell) else cell


def _is_total(cells: Sequence[Cell], header: Header) -> bool:
    """A row that begins with "Tổng cộng". Tống Công is a person: accents count."""
    first = next((cell for cell in cells if _blank_to_none(cell) is not None), None)
    if not isinstance(first, str) or "household_code" in _filled(cells, header):
        return False
    words = tidy(first)
    return bool(_TOTALS.fullmatch(words)) or fold(words) in {"tong cong", "tong so"}


def _filled(cells: Sequence[Cell], header: Header) -> set[str]:
    return {name for name, at in header.columns.items() if _blank_to_none(cells[at]) is not None}


def _is_aside(row: RawRow, header: Header, at_the_end: bool) -> bool:
    """A lone line between the rows (a section's title), or signatures below them."""
    filled = _filled(row.cells, header)
    if filled & {"household_code", "member_number"}:
        return False
    count = sum(_blank_to_none(cell) is not None for cell in row.cells)
    numbered = "ordinal" in filled and _is_ordinal(row.cells[header.columns["ordinal"]])
    return not numbered and (count <= 1 or (at_the_end and count <= 3))


def _is_ordinal(cell: Cell) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and cell.strip(" .").isdigit())


def _last_full_row(rows: Sequence[RawRow], header: Header) -> int:
    """Number of the last row with more than three cells: below it there is only a footer."""
    full = [row.number for row in rows if len(_filled(row.cells, header)) > 3]
    return full[-1] if full else (rows[-1].number if rows else 0)
