"""A table with its columns understood: titles and totals aside, text decoded.

The table is gone through once to see how each column is written and which rows are no data; what
comes out goes through it again whenever its rows are asked for, and holds none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat, zip_longest
from typing import Final, NamedTuple, Protocol, TypeAlias, runtime_checkable

from apps.common.chunks import chunks
from apps.common.text import fold, tidy
from apps.common.text.legacy import Encoding, decode_with, judge_column
from apps.imports.choices import NO_CHOICES, Choices
from apps.imports.kinds import FileKind
from apps.imports.readers.shapes import Cell, RawRow, RawTable, Rows, texts_in
from apps.imports.recognise.headers import find_header
from apps.imports.recognise.survey import survey
from apps.imports.recognise.votes import Read, decoded_columns

_SHOWN_TITLES: Final = 60
_CHUNK: Final = 500
_UNIT: Final = re.compile(r"\b(thon|ban|ap|xom|buon|khom|khu pho|tdp|to dan pho)\b +\S")
_NO_NAME: Final = re.compile(r"(sheet|trang|trang tinh|bang|table)? ?\d*")
_TITLE_BREAKS: Final = re.compile(r"\s[–—-]\s|[,;:()\n]")


class DataRow(NamedTuple):
    """One row of data. `number` as in the file; `cells`: field → value, decoded, NFC."""

    number: int
    cells: dict[str, Cell]
    #: all cells of the row, known columns or not
    raw: tuple[Cell, ...]


#: numbers of some rows, and their columns
Columns: TypeAlias = tuple[Sequence[int], Sequence[Sequence[Cell]]]


@runtime_checkable
class SideBySide(Protocol):
    """Rows that come in columns of their own, none of them a header's or a total."""

    def columns(self) -> Iterator[Columns]: ...


class DataBlock(NamedTuple):
    """Some rows of data in their order: all columns are as long as `numbers`."""

    numbers: Sequence[int]
    #: field → values, decoded, NFC
    cells: dict[str, Sequence[Cell]]
    #: all columns, known or not
    raw: list[Sequence[Cell]]

    def rows(self) -> Iterator[DataRow]:
        """The same one by one."""
        names = tuple(self.cells)
        known = zip(*self.cells.values(), strict=True) if names else repeat(())
        raws = zip(*self.raw, strict=True)
        for number, values, raw in zip(self.numbers, known, raws, strict=False):
            yield DataRow(number, dict(zip(names, values, strict=True)), raw)


@dataclass(frozen=True, slots=True)
class DataRows:
    """The rows of data of a table, read anew each time they are gone through."""

    source: Rows[RawRow]
    readers: tuple[Read, ...]
    columns: dict[str, int]
    count: int
    #: numbers of the rows that are none, and the last row of the header
    left_out: frozenset[int] = frozenset()
    after: int = 0

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int, /) -> DataRow:
        if not 0 <= index < self.count:
            raise IndexError(index)
        return next(islice(iter(self), index, None))

    def __iter__(self) -> Iterator[DataRow]:
        for block in self.blocks():
            yield from block.rows()

    def blocks(self) -> Iterator[DataBlock]:
        """Some hundred rows side by side: a hundred thousand are gone through like this."""
        if not self.readers:
            return
        for numbers, columns in self._columns():
            raw = decoded_columns(columns, self.readers, len(numbers))
            cells = {name: _without_blanks(raw[at]) for name, at in self.columns.items()}
            yield DataBlock(numbers, cells, raw)

    def _columns(self) -> Iterator[Columns]:
        if isinstance(self.source, SideBySide):
            yield from self.source.columns()
            return
        for some in chunks(self._data(), _CHUNK):
            columns = list(zip_longest(*(row.cells for row in some)))
            yield [row.number for row in some], columns

    def _data(self) -> Iterator[RawRow]:
        left_out, after = self.left_out, self.after
        for row in self.source:
            if row.number > after and row.number not in left_out:
                yield row


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
    rows: DataRows
    #: how the bytes were read
    encoding: str
    #: of a layer of points, or chosen: what its numbers are in; None where it is to be found
    srid: int | None = None
    #: the table is a layer of points: its rows are features, its name is no village's
    of_layer: bool = False
    #: only a code and a place: positions of households that are known already
    positions_only: bool = False

    def head(self, count: int) -> list[DataRow]:
        """The first rows of data."""
        return list(islice(self.rows, count))

    @property
    def village_hints(self) -> tuple[str, ...]:
        """What may name the village of the whole sheet, the likeliest first: a sheet or a title
        that says "Thôn …", then any other name of the sheet but "Sheet1"."""
        sheet = tidy(self.sheet or "")
        pieces = [piece for line in self.titles for piece in _TITLE_BREAKS.split(line)]
        hints = [_from_unit_word(piece) for piece in [sheet, *pieces]]
        if sheet and not self.of_layer and not _NO_NAME.fullmatch(fold(sheet)):
            hints.append(sheet)
        return tuple(dict.fromkeys(hint for hint in hints if hint))


def _from_unit_word(line: str) -> str:
    """ "Danh sách hộ thôn Nà Lóc" → "thôn Nà Lóc"; "" if the line names no unit."""
    line = tidy(line)
    match = _UNIT.search(fold(line))
    return line[match.start() :] if match else ""


def recognise_table(table: RawTable, choices: Choices = NO_CHOICES) -> RecognisedTable | None:
    """The table with its meaning, or None if it is of no known kind."""
    header = find_header(table, choices)
    if header is None:
        return None
    top = table.head(_SHOWN_TITLES)
    printed = [row for row in top if row.number in header.rows]
    found = survey(table.rows, header, printed, choices)
    encodings = found.encodings
    first = header.rows[0] if header.rows else 0
    above = [row for row in top if row.number < first]
    return RecognisedTable(
        kind=header.kind,
        sheet=table.sheet,
        titles=tuple(_titles(above)),
        header_rows=header.rows,
        headers=header.texts,
        columns=header.columns,
        encodings={name: encodings[column] for name, column in header.columns.items()},
        rows=DataRows(
            source=table.rows,
            readers=found.readers,
            columns=header.columns,
            count=found.count,
            left_out=found.left_out,
            after=header.rows[-1] if header.rows else 0,
        ),
        encoding=table.encoding,
        srid=choices.srid,
        positions_only=header.positions_only,
    )


def _titles(above: Sequence[RawRow]) -> Iterator[str]:
    for row in above:
        for cell in decode_with(row.cells, judge_column(row.cells)):
            if isinstance(cell, str) and tidy(cell):
                yield tidy(cell)


def _without_blanks(column: Sequence[Cell]) -> Sequence[Cell]:
    """The column with None for text that is none."""
    # Seen of all at once: hardly any column holds such text.
    if not all(map(str.strip, texts_in(column))):
        return [None if isinstance(cell, str) and not cell.strip() else cell for cell in column]
    return column
