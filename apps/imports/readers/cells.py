"""What a value of a file becomes before it leaves the sandbox: text and numbers that can be kept.

A database takes neither NUL nor half a surrogate pair, and JSON neither NaN nor Infinity.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime
from typing import Any, Final

from apps.imports.readers import limits
from apps.imports.readers.shapes import Cell, ReaderError

_UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")
#: what an integer of the database and of a spreadsheet can hold; beyond it digits are text
_BIGGEST: Final = 2**63 - 1
_NAME: Final = 200


def once(items: Any) -> Any:
    """Rows or features in the place of a tuple: they are gone through once, on their way out."""
    return items


def clean_text(text: str) -> str:
    """`text` without what no database takes, however long."""
    return _UNKEEPABLE.sub("\ufffd", text)


def name_of(value: object) -> str:
    """The name of a layer, sheet or system: text of a bearable length, "" for anything else."""
    return clean_text(value[:_NAME]) if isinstance(value, str) else ""


def text_cell(text: str) -> str | None:
    """One text; an empty one is None. Raises `too_big`."""
    if len(text) > limits.TEXT:
        raise ReaderError("too_big")
    return clean_text(text) or None


def cell_of(value: object) -> Cell:
    """Any value of a geographic file. Lists and objects come as their JSON."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value if abs(value) <= _BIGGEST else text_cell(str(value))
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    return text_cell(_as_json(value))


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return str(value)


_TEXTS: Final = frozenset({str, type(None)})
_INTEGERS: Final = frozenset({int, type(None)})


def column_of(values: list[Any]) -> list[Cell]:
    """`cell_of` of each value of a column, seen together where all are text or all are numbers."""
    kinds = set(map(type, values))
    if kinds <= _TEXTS:
        texts = list(filter(None, values))
        if max(map(len, texts), default=0) > limits.TEXT:
            raise ReaderError("too_big")
        if _UNKEEPABLE.search("".join(texts)) is None:
            return [text or None for text in values]
    elif kinds <= _INTEGERS:
        numbers = [abs(number) for number in values if number is not None]
        if max(numbers) <= _BIGGEST:
            return values
    return list(map(cell_of, values))
