"""Rows of the household list, column by column.

What equal cells of a column say is found once, by the rules of `rows.households`. A row in which a
rule objects goes through those rules by itself, so that both ways say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any, Final

import numpy as np

from apps.common.text import tidy
from apps.imports.readers.crs import WGS84
from apps.imports.readers.shapes import Cell, texts_in
from apps.imports.recognise.tables import DataBlock, DataRow, RecognisedTable
from apps.imports.rows import cells as read
from apps.imports.rows import plain_columns as plain
from apps.imports.rows.households import (
    CleanHousehold,
    address_or_reject,
    clean_household,
    clean_place,
    code_or_reject,
    group_or_none,
    head_or_reject,
    household_key,
    size_or_reject,
    status_or_note,
)
from apps.imports.rows.outcome import Cleaned, Place, RowNote, RowRejectedError, rejected
from apps.imports.rows.position import Found, Ground, Position, find_position

Clean = Cleaned[CleanHousehold]
Columns = dict[str, list[Any]]
#: of what a rule objects to; a pair, as what a status says is, but equal to none
_BAD: Final[Any] = (None, None)


def _no_columns() -> Columns:
    return {name: [] for name in CleanHousehold._fields}


@dataclass(frozen=True, slots=True)
class HomeBlock:
    """Rows in their order: those to be written as columns, and those to be spoken of."""

    #: `CleanHousehold` turned: field → values
    homes: Columns = field(default_factory=_no_columns)
    #: skipped, rejected, or written with a note; each behind so many that are written
    remarkable: list[tuple[int, Clean]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.homes["code"])

    def add(self, other: HomeBlock) -> None:
        """The rows that follow."""
        before = len(self)
        self.remarkable.extend((before + index, row) for index, row in other.remarkable)
        for name, column in other.homes.items():
            self.homes[name].extend(column)

    def notes(self) -> dict[int, tuple[str, ...]]:
        """What is noted of those to be written, by their place in the columns."""
        return {
            index: tuple(note.code for note in row.notes)
            for index, row in self.remarkable
            if row.value is not None
        }

    def rows(self) -> Iterator[Clean]:
        """All of them one by one."""
        homes = map(CleanHousehold, *self.homes.values())
        written = 0
        for index, row in [*self.remarkable, (len(self), None)]:
            for home in [next(homes) for _each in range(index - written)]:
                yield Cleaned(home.number, "ok", home)
            written = index
            if row is not None:
                yield row
            if row is not None and row.value is not None:
                next(homes)
                written += 1


def clean_households(
    table: RecognisedTable, *, at: date, ground: Ground, codes: set[str] | None = None
) -> Iterator[Clean]:
    """Every row of the sheet, in order, as `clean_blocks` has them."""
    for block in clean_blocks(table, at=at, ground=ground, codes=codes):
        yield from block.rows()


def clean_blocks(
    table: RecognisedTable,
    *,
    at: date,
    ground: Ground,
    codes: set[str] | None = None,
    village: str | None = None,
) -> Iterator[HomeBlock]:
    """Every row of the sheet, some hundred together.

    An exact repeat of a row above is skipped, however either would fare; a household code that
    comes again with other content is rejected. `codes`: those met in earlier sheets of the file;
    the sheet's own are added. `village`: of rows that name none, if it is not the sheet's likeliest
    hint.
    """
    sheet = _Sheet(table, at, ground, set() if codes is None else codes)
    if village is not None:
        sheet.village = village
    return map(sheet.clean, table.rows.blocks())


class _Sheet:
    """What is known while the rows of one sheet go by."""

    def __init__(self, table: RecognisedTable, at: date, ground: Ground, codes: set[str]) -> None:
        self._table = table
        self._at = at
        self._ground = ground
        self.village = next(iter(table.village_hints), "")
        self._codes = codes
        self._seen: set[bytes] = set()

    def clean(self, block: DataBlock) -> HomeBlock:
        """The rows of one block."""
        keys = _keys(block)
        if self._table.positions_only:
            # A code and a place: there is little to be seen together.
            return _turned(self._one_by_one(block, keys, [None] * len(keys)))
        found = _found(block, self._ground)
        columns, doubtful = self._columns(block, found)
        noted = any(each.note for each in found)
        if not (doubtful or noted) and self._are_new(keys, columns["code"]):
            return HomeBlock(columns)
        homes = map(CleanHousehold, *columns.values())
        plain = [
            None if index in doubtful else Cleaned(home.number, "ok", home, _noted(each))
            for index, (home, each) in enumerate(zip(homes, found, strict=True))
        ]
        return _turned(self._one_by_one(block, keys, plain))

    def _are_new(self, keys: list[bytes], codes: list[str]) -> bool:
        """Whether none has been met before; from now on they all have."""
        new_keys, new_codes = set(keys), set(codes)
        met = not (new_keys.isdisjoint(self._seen) and new_codes.isdisjoint(self._codes))
        if met or len(new_keys) < len(keys) or len(new_codes) < len(codes):
            return False
        self._seen |= new_keys
        self._codes |= new_codes
        return True

    def _columns(self, block: DataBlock, found: Sequence[Found]) -> tuple[Columns, set[int]]:
        """`CleanHousehold` turned, and the rows in which a rule objects."""
        doubtful: set[int] = set()
        nothing = (None,) * len(found)

        def column(
            name: str,
            rule: Callable[[Cell], Any],
            stay: Callable[[Sequence[str]], bool] | None = None,
        ) -> list[Any]:
            return _each(block.cells.get(name, nothing), rule, doubtful, stay)

        statuses = column("status", _status)
        places = [each.position for each in found]
        columns: Columns = {
            "number": list(block.numbers),
            "sheet": [self._table.sheet] * len(found),
            "code": column("household_code", code_or_reject, plain.are_codes),
            "head_name": column("head_name", head_or_reject, plain.are_heads),
            "head_birth_year": _each(_births(block) or nothing, self._birth_year, doubtful),
            "size": column("size", size_or_reject),
            "village": [name or self.village for name in column("village", read.text)],
            "group": column("group", group_or_none),
            "poverty_status": [poverty for poverty, _policy in statuses],
            "is_policy_family": [policy for _poverty, policy in statuses],
            "phone": column("phone", read.phone, plain.are_phones),
            "address": column("address", address_or_reject, plain.are_addresses),
            "lon": [place.lon if place else None for place in places],
            "lat": [place.lat if place else None for place in places],
            "position_source": [place.source if place else "" for place in places],
            "position_missing": [each.missing for each in found],
        }
        return columns, doubtful

    def _birth_year(self, cell: Cell) -> int | None:
        return read.year_or_reject(cell, at=self._at)

    def _one_by_one(
        self, block: DataBlock, keys: Sequence[bytes], plain: Sequence[Clean | None]
    ) -> Iterator[Clean]:
        """The rows in order; `plain`: what is known of them already."""
        for row, key, known in zip(block.rows(), keys, plain, strict=True):
            if key in self._seen:
                about = household_key(row.cells)
                yield Cleaned(row.number, "skipped", None, (RowNote("duplicate_row"),), about)
                continue
            self._seen.add(key)
            yield self._alone(known or self._by_itself(row))

    def _by_itself(self, row: DataRow) -> Clean:
        clean = clean_place if self._table.positions_only else clean_household
        place = Place(row.number, self._table.sheet)
        return clean(place, row.cells, at=self._at, ground=self._ground, village=self.village)

    def _alone(self, cleaned: Clean) -> Clean:
        """The row, rejected if its code has been taken."""
        if cleaned.value is None:
            return cleaned
        code = cleaned.value.code
        if code in self._codes:
            place = Place(cleaned.number, self._table.sheet)
            return rejected(place, RowRejectedError("code_taken"), code)
        self._codes.add(code)
        return cleaned


def _turned(rows: Iterable[Clean]) -> HomeBlock:
    block = HomeBlock()
    homes: list[CleanHousehold] = []
    for row in rows:
        if row.value is None or row.notes:
            block.remarkable.append((len(homes), row))
        if row.value is not None:
            homes.append(row.value)
    for name, column in zip(block.homes, zip(*homes, strict=True), strict=False):
        block.homes[name].extend(column)
    return block


def _noted(found: Found) -> tuple[RowNote, ...]:
    return (found.note,) if found.note else ()


def _each(
    cells: Sequence[Cell],
    rule: Callable[[Cell], Any],
    doubtful: set[int],
    stay: Callable[[Sequence[str]], bool] | None = None,
) -> list[Any]:
    """What the rule makes of each cell; where it objects the row becomes doubtful.

    `stay`: whether it would leave all of them, which are tidy, as they are.
    """
    if stay is not None:
        texts = texts_in(cells)
        if len(texts) == len(cells) and plain.are_tidy(texts) and stay(texts):
            return list(texts)
    # What is equal reads alike: of numbers 3 and 3.0, and no text equals a number.
    made = {cell: _tried(rule, cell) for cell in set(cells)}
    values = [made[cell] for cell in cells]
    if _BAD in made.values():
        doubtful.update(index for index, value in enumerate(values) if value is _BAD)
    return values


def _tried(rule: Callable[[Cell], Any], cell: Cell) -> Any:
    try:
        return rule(cell)
    except (RowRejectedError, ValueError):
        return _BAD


def _status(cell: Cell) -> tuple[str, bool | None]:
    notes: list[RowNote] = []
    status = status_or_note(read.text(cell), notes)
    if notes:
        raise RowRejectedError(notes[0].code)
    return status


def _births(block: DataBlock) -> Sequence[Cell] | None:
    """`households.born` of each row."""
    years, days = block.cells.get("birth_year"), block.cells.get("birth_date")
    if years is None or days is None:
        return days if years is None else years
    return [day if year is None else year for year, day in zip(years, days, strict=True)]


def _found(block: DataBlock, ground: Ground) -> list[Found]:
    """Where each row stands: seen together where all are plain degrees on the ground."""
    lats, lons = block.cells.get("lat", ()), block.cells.get("lon", ())
    plain = set(map(type, lats)) == set(map(type, lons)) == {float} and ground.degrees == WGS84
    if plain and ground.holds_many(np.array(lons), np.array(lats)).all():
        return [
            Found(Position(lon, lat, "file_wgs84"))  # type: ignore[arg-type]  # as just seen
            for lon, lat in zip(lons, lats, strict=True)
        ]
    ground.look_ahead(zip(lons, lats, strict=False))
    return [find_position(row.cells, ground) for row in block.rows()]


def _keys(block: DataBlock) -> list[bytes]:
    """Of each row a key: the same for rows that say the same. Short, since all are kept."""
    columns = [_spelt(_tidied(column)) for column in block.raw]
    # No cell holds a NUL.
    rows = map("\0".join, zip(*columns, strict=True))
    return [blake2b(row.encode(), digest_size=16).digest() for row in rows]


def _spelt(column: Sequence[Cell]) -> Sequence[str]:
    """The column as text, in which 3 is not "3"."""
    texts = texts_in(column)
    if len(texts) == len(column):
        return texts
    return [cell if isinstance(cell, str) else f"\1{cell!r}" for cell in column]


def _tidied(column: Sequence[Cell]) -> Sequence[Cell]:
    """The column as it reads; text that is none is nothing."""
    texts = texts_in(column)
    if not texts or plain.are_tidy(texts):
        return column
    return [tidy(cell) or None if isinstance(cell, str) else cell for cell in column]
