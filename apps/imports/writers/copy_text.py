"""Columns as the text that COPY reads: a function for each kind of value, and the lines of all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

#: how COPY writes that there is nothing
NULL: Final = r"\N"
_ESCAPES: Final = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
_SPECIAL: Final = re.compile(r"[\\\t\n\r]")
#: the extended WKB of a point, little-endian, with a reference system
_POINT: Final = np.dtype(
    [("order", "u1"), ("kind", "<u4"), ("srid", "<u4"), ("x", "<f8"), ("y", "<f8")]
)
_POINT_WITH_SRID: Final = 0x2000_0001
_FLAGS: Final = {True: "t", False: "f", None: NULL}


def lines(columns: Iterable[Sequence[str]]) -> str:
    """The rows of columns that are all equally long."""
    rows = list(map("\t".join, zip(*columns, strict=True)))
    return "\n".join([*rows, ""])


def texts(values: Sequence[str | None], *, nothing: str = NULL) -> Sequence[str]:
    """Text; `nothing` for "" as for None."""
    found = [value or nothing for value in values]
    # Seen of all at once: hardly any text has a character that means something to COPY.
    if _SPECIAL.search("".join([value for value in values if value])) is None:
        return found
    return [_escaped(value) if value else nothing for value in values]


def points(lons: Sequence[float | None], lats: Sequence[float | None], srid: int) -> Sequence[str]:
    """Points as the digits of PostGIS's own binary form; nothing where there is no `lon`."""
    found = np.empty(len(lons), dtype=_POINT)
    found["order"], found["kind"], found["srid"] = 1, _POINT_WITH_SRID, srid
    # None becomes NaN, and its digits are not used.
    found["x"], found["y"] = np.array(lons, dtype=float), np.array(lats, dtype=float)
    digits, each = found.tobytes().hex(), 2 * _POINT.itemsize
    return [
        NULL if lon is None else digits[at * each : (at + 1) * each] for at, lon in enumerate(lons)
    ]


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
