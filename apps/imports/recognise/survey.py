"""One look through a table: how its columns are written, and which rows are no data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from apps.common.chunks import chunks
from apps.common.text import fold, tidy
from apps.common.text.legacy import Encoding
from apps.imports.choices import Choices
from apps.imports.readers.shapes import Cell, RawRow, Rows
from apps.imports.recognise.headers import Header, is_repeat
from apps.imports.recognise.votes import NAME_FIELDS, Read, Votes, decoded, reader_of

_TOTALS: Final = re.compile(
    r"(tổng( cộng| số)?|cộng)( (toàn )?(thôn|bản|xã|tổ|ấp|xóm))?\s*:?", re.IGNORECASE
)
#: filled fields of a row that is certainly one of data, and filled cells of a footer's line
_FULL: Final = 3
_CHUNK: Final = 500
_REFERRED: Final = ("household_code", "member_number")


@dataclass(frozen=True, slots=True)
class Survey:
    """`count`: rows of data; `left_out`: numbers of the rows below the header that are none."""

    encodings: list[Encoding]
    readers: tuple[Read, ...]
    count: int
    left_out: frozenset[int]


@dataclass(slots=True)
class _Seen:
    rows: int = 0
    last_number: int = 0
    #: number of the last row with more than three fields: below it there is only a footer
    last_full: int = 0
    doubtful: list[RawRow] = field(default_factory=list)

    def add(self, row: RawRow, doubt: _Doubt) -> None:
        """One row more; it is kept if it may be no data."""
        self.rows += 1
        self.last_number = row.number
        filled = doubt.filled(row.cells)
        if filled > _FULL:
            self.last_full = row.number
        if filled <= _FULL or doubt.may_be_no_data(row.cells):
            self.doubtful.append(row)


def survey(
    rows: Rows[RawRow], header: Header, printed: Sequence[RawRow], choices: Choices
) -> Survey:
    """Go through the table once. Only rows that may be no data are kept meanwhile.

    `printed`: the rows of the header as they stand in the file.
    """
    votes = Votes(choices)
    seen = _Seen()
    doubt = _Doubt(header, printed)
    after = header.rows[-1] if header.rows else 0
    for some in chunks((row for row in rows if row.number > after), _CHUNK):
        votes.add([row.cells for row in some])
        for row in some:
            seen.add(row, doubt)
    # A column that no row reaches still has a place in each.
    votes.add([(None,) * len(header.texts)])
    encodings = votes.verdicts()
    left_out = _left_out(seen, header, encodings, choices)
    names = {column for name, column in header.columns.items() if name in NAME_FIELDS}
    readers = votes.readers(names, choices)
    return Survey(encodings, readers, seen.rows - len(left_out), left_out)


class _Doubt:
    """Quick tests on undecoded cells that let hardly any row of data through."""

    def __init__(self, header: Header, printed: Sequence[RawRow]) -> None:
        self._columns = tuple(header.columns.values())
        self._code = header.columns.get("household_code", -1)
        #: what stands in the header's own cells, as the file writes it
        self._printed = [
            " / ".join(tidy(cell) for cell in column if isinstance(cell, str))
            for column in zip_longest(*(row.cells for row in printed))
        ]

    def filled(self, cells: Sequence[Cell]) -> int:
        """Fields with something in them."""
        width = len(cells)
        count = 0
        for column in self._columns:
            cell = cells[column] if column < width else None
            if cell is not None and (cell.__class__ is not str or not cell.isspace()):  # type: ignore[union-attr]  # text, as just seen
                count += 1
        return count

    def may_be_no_data(self, cells: Sequence[Cell]) -> bool:
        """It may begin a total, print the header again, or number the columns."""
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if not isinstance(cell, str):
                return cell == 1
            words = tidy(cell)
            if words.strip("()") == "1":
                return True
            if column < len(self._printed) and words in self._printed[column]:
                return True
            return words[:1] in {"T", "t", "C", "c"} and not self._has_code(cells)
        return False

    def _has_code(self, cells: Sequence[Cell]) -> bool:
        return 0 <= self._code < len(cells) and not _is_blank(cells[self._code])


def _left_out(
    seen: _Seen, header: Header, encodings: Sequence[Encoding], choices: Choices
) -> frozenset[int]:
    readers = [reader_of(encoding, names=False, choices=choices) for encoding in encodings]
    last = seen.last_full or seen.last_number
    after_total = False
    found = set()
    for row in seen.doubtful:
        cells = decoded(row.cells, readers)
        cells.extend([None] * (len(readers) - len(cells)))
        if is_repeat(cells, header.texts):
            found.add(row.number)
        elif _is_total(cells, header):
            after_total = True
            found.add(row.number)
        elif _is_aside(cells, header, after_total or row.number > last):
            found.add(row.number)
    return frozenset(found)


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not tidy(cell))


def _is_total(cells: Sequence[Cell], header: Header) -> bool:
    """A row that begins with "Tổng cộng". Tống Công is a person: accents count."""
    first = next((cell for cell in cells if not _is_blank(cell)), None)
    if not isinstance(first, str) or "household_code" in _filled(cells, header):
        return False
    words = tidy(first)
    return bool(_TOTALS.fullmatch(words)) or fold(words) in {"tong cong", "tong so"}


def _filled(cells: Sequence[Cell], header: Header) -> set[str]:
    return {name for name, at in header.columns.items() if not _is_blank(cells[at])}


def _is_aside(cells: Sequence[Cell], header: Header, at_the_end: bool) -> bool:
    """A lone line between the rows (a section's title), or signatures below them."""
    filled = _filled(cells, header)
    if filled & set(_REFERRED):
        return False
    count = sum(not _is_blank(cell) for cell in cells)
    numbered = "ordinal" in filled and _is_ordinal(cells[header.columns["ordinal"]])
    return not numbered and (count <= 1 or (at_the_end and count <= _FULL))


def _is_ordinal(cell: Cell) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and cell.strip(" .").isdigit())
