"""The form in which tables and layers leave the sandbox: lines of JSON, and what is read of them.

A head line for each part, then its rows or features, some hundred to a line that begins with how
many they are. Rows stand one after the other; features stand column by column.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from apps.common.chunks import chunks
from apps.imports.readers.blocks import Block, blocks_of
from apps.imports.readers.shapes import Cell, RawLayer, RawRow, RawTable, ReaderError

_DATE: Final = "$date"
#: rows that stand in one line
_TOGETHER: Final = 200


def dump_lines(parts: Iterable[RawTable | RawLayer]) -> Iterator[str]:
    """Parts and their rows are gone through once, so both may be generators."""
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
        for block in blocks_of(part.features, part.fields):
            yield f'{{"f":{len(block.numbers)},"of":{_encode(block)}}}'


def _row_lines(rows: Iterable[RawRow]) -> Iterator[str]:
    for some in chunks(rows, _TOGETHER):
        yield f'{{"r":{len(some)},"of":{_encode(some)}}}'


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
_CELLS: Final[frozenset[type]] = frozenset({str, int, float, date, type(None)})
_NUMBERS: Final[frozenset[type]] = frozenset({int})
_DIGITS: Final[frozenset[type]] = frozenset({str, type(None)})


def rows_in(line: bytes) -> Iterator[RawRow]:
    """The rows of a line; `ReaderError` for what is no cell."""
    for number, cells in _decode(line.decode())["of"]:
        yield RawRow(int(number), tuple(_made_of(_CELLS, cells)))


def block_in(line: bytes, width: int) -> Block:
    """The features of a line, of `width` columns; `ReaderError` for what are no features."""
    numbers, columns, wkbs = _decode(line.decode())["of"]
    _made_of(_NUMBERS, numbers)
    _made_of(_DIGITS, wkbs)
    for column in columns:
        _made_of(_CELLS, column)
    if len(columns) != width or {len(wkbs), *map(len, columns)} != {len(numbers)}:
        raise ReaderError("unreadable")
    return Block(numbers, columns, wkbs)


def _made_of(kinds: frozenset[type], values: list[Any]) -> Sequence[Cell]:
    if not kinds.issuperset(map(type, values)):
        raise ReaderError("unreadable")
    return values
