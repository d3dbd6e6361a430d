"""Columns as the text that COPY reads: a function for each kind of value, and the lines of all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

#: how COPY writes that there is nothing
NULL: Final = r"\N"
_ESCAPES: Final = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
_SPECIAL: Final = re.compile(r"[\\\t\n\r]")
_FLAGS: Final = {True: "t", False: "f", None: NULL}


def lines(columns: Iterable[Sequence[str]]) -> str:
    """The rows of columns that are all equally long."""
    rows = list(map("\t".join, zip(*columns, strict=True)))
    return "\n".join([*rows, ""])


def texts(values: Sequence[str | None]) -> Sequence[str]:
    """Text; nothing for "" as for None."""
    found = [value or NULL for value in values]
    # Seen of all at once: hardly any text has a character that means something to COPY.
    if _SPECIAL.search("".join([value for value in values if value])) is None:
        return found
    return [_escaped(value) if value else NULL for value in values]


def numbers(values: Sequence[float | None]) -> Sequence[str]:
    """Whole numbers, and others to their last digit."""
    return [NULL if value is None else repr(value) for value in values]


def flags(values: Sequence[bool | None]) -> Sequence[str]:
    """True, false, or nothing."""
    return [_FLAGS[value] for value in values]


def lists(found: Mapping[int, Sequence[str]], count: int) -> Sequence[str]:
    """Arrays of text of those of `count` rows that have one."""
    values = [NULL] * count
    for index, items in found.items():
        if items:
            quoted = ('"' + re.sub(r'(["\\])', r"\\\1", item) + '"' for item in items)
            values[index] = _escaped("{" + ",".join(quoted) + "}")
    return values


def same(value: str | None, count: int) -> Sequence[str]:
    """One text in all rows."""
    return [NULL if value is None else _escaped(value)] * count


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)
