"""What the lines above a list say of its decision: number, day, year. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from apps.common.text import fold, tidy

_NUMBER: Final = re.compile(r"\b(?:quyet dinh|qd)\b(?: so)?\s*:?\s*(\d{1,6}\s*/\s*[a-z0-9./-]+)")
_DAY: Final = re.compile(
    r"ngay\s*(\d{1,2})\s*(?:/|-|\.|thang)\s*(\d{1,2})\s*(?:/|-|\.|nam)\s*(\d{4})"
)
_YEAR: Final = re.compile(r"\bnam\s*(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """None or "": the lines do not say."""

    number: str = ""
    day: date | None = None
    year: int | None = None


def said_by(titles: Iterable[str]) -> Said:
    """The decision named above the table; the year is that of the list, not of the decision."""
    number, day, year = "", None, None
    for line in map(tidy, titles):
        plain = fold(line)
        found = _NUMBER.search(plain)
        if found and not number:
            # Folding keeps one letter for one, so that the number is cut out as it is written.
            start, end = found.span(1)
            number = (line if len(line) == len(plain) else plain)[start:end].rstrip(".,;")
        if (match := _DAY.search(plain)) and day is None:
            day = _day(*map(int, match.groups()))
        rest = _DAY.sub("", plain)
        if (match := _YEAR.search(rest)) and year is None and "ngheo" in plain:
            year = int(match.group(1))
    return Said(number, day, year)


def _day(dd: int, mm: int, yyyy: int) -> date | None:
    try:
        return date(yyyy, mm, dd)
    except ValueError:
        return None
