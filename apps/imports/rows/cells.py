"""Single cells: text, whole numbers, dates, phones, references, names."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from apps.common.phones import first_phone
from apps.common.text import fold, tidy, vietnamese_title
from apps.imports.readers.shapes import Cell
from apps.imports.rows.outcome import RowRejectedError

_INTEGER: Final = re.compile(r"(\d{1,9})(?:[.,]0+)?(?:\s*(?:nguoi|khau|nhan khau|thanh vien))?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
#: a year, or a month of one
_PART: Final = re.compile(r"(?:năm\s+)?(?:(?:0?[1-9]|1[0-2])\s*[/.\-]\s*)?(?P<year>\d{4})")
_EARLIEST_YEAR: Final = 1900
#: nine digits, as in text
_MOST: Final = 999_999_999
MOBILE: Final = re.compile(r"0[1-9][0-9]{8}")
_GROUP: Final = re.compile(r"(?:(?:to|nhom|t)\b[a-z .]*?|t|to)?\s*(?:so)?\s*(\d{1,3})")


def text(cell: Cell) -> str:
    """Tidied text; a whole number without ".0"; "" for nothing."""
    # The commonest first: this is asked of every cell, some of them several times.
    if cell is None:
        return ""
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)


def person(cell: Cell) -> str:
    """A person's name with its capitals; "" if the cell holds no letter."""
    name = vietnamese_title(text(cell))
    return name if any(map(str.isalpha, name)) else ""


def integer(cell: Cell) -> int | None:
    """4, 4.0, "04", "4 người" → 4; None for nothing. ValueError for what is no whole number."""
    if isinstance(cell, int) and 0 <= cell <= _MOST:
        return int(cell)
    if isinstance(cell, float) and not cell.is_integer():
        raise ValueError("not whole")
    words = fold(text(cell))
    if not words:
        return None
    match = _INTEGER.fullmatch(words)
    if match is None:
        raise ValueError("not a number")
    return int(match.group(1))


def day(cell: Cell) -> date | None:
    """A date cell, "dd/MM/yyyy" (also with . or -) or "yyyy-MM-dd"; None for nothing.

    ValueError for anything else, a day the calendar lacks, or one before 1900.
    """
    if isinstance(cell, date):
        return _plausible(cell)
    words = text(cell)
    if not words:
        return None
    if match := _DAY_FIRST.fullmatch(words):
        dd, mm, yyyy = map(int, match.groups())
        return _plausible(date(yyyy, mm, dd))
    if match := _YEAR_FIRST.fullmatch(words):
        return _plausible(date(*map(int, match.groups())))
    raise ValueError("not a date")


def _plausible(value: date) -> date:
    if value.year < _EARLIEST_YEAR:
        raise ValueError("too long ago")
    return value


def year(cell: Cell, *, at: date) -> int | None:
    """A birth year, perhaps as a whole date; None for nothing, ValueError unless 1900..`at`."""
    if not isinstance(cell, int) and text(cell) == "":
        return None
    value = cell if isinstance(cell, int) else _year_of(cell)
    if value is None or not _EARLIEST_YEAR <= value <= at.year:
        raise ValueError("impossible year")
    return value


def _year_of(cell: Cell) -> int | None:
    try:
        found = day(cell)
    except ValueError:
        return integer(cell)
    return found.year if found else None


def year_of_part(cell: Cell) -> int | None:
    """The year of a cell that says no more than a year or a month ("1968", 1996.0, "12/1968");
    None for anything else.
    """
    match = _PART.fullmatch(text(cell))
    year = int(match["year"]) if match else None
    return year if year is not None and year >= _EARLIEST_YEAR else None


def phone(cell: Cell) -> str:
    """The first phone of a cell (``common.phones``); ValueError for what cannot be dialled."""
    words = text(cell)
    return words if MOBILE.fullmatch(words) else first_phone(words)


def phone_or_nothing(cell: Cell) -> str:
    """The phone, or "" for what cannot be dialled."""
    try:
        return phone(cell)
    except ValueError:
        return ""


def reference(cell: Cell) -> str:
    """A code or number by which rows refer to each other: capitals, no inner spaces."""
    # The only spaces of tidied text are plain ones.
    return text(cell).replace(" ", "").upper()


def list_number(cell: Cell) -> int | None:
    """The number by which other files refer to a member; None for nothing or for another mark."""
    digits = text(cell).strip(" .")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else None


def group_name(cell: Cell) -> str:
    """3, 3.0, "tổ 03", "T3", "Tổ NDTQ số 3" → "Tổ 3"; another name as written; "" for nothing."""
    words = text(cell)
    match = _GROUP.fullmatch(fold(words))
    return f"Tổ {int(match.group(1))}" if match else words


def required(found: str, problem: str) -> str:
    """`found`, or the row rejected with `problem` if it is empty."""
    if not found:
        raise RowRejectedError(problem)
    return found


def at_most(found: str, letters: int) -> str:
    """`found`, or the row rejected if it is longer than what is stored."""
    if len(found) > letters:
        raise RowRejectedError("too_long")
    return found


def day_or_reject(cell: Cell, *, at: date) -> date | None:
    """A day up to `at`, or None for nothing; anything else rejects the row."""
    try:
        found = day(cell)
    except ValueError:
        raise RowRejectedError("bad_date") from None
    if found is not None and found > at:
        raise RowRejectedError("future_date")
    return found


def year_or_reject(cell: Cell, *, at: date) -> int | None:
    """A birth year, or None for nothing; an impossible one rejects the row."""
    try:
        return year(cell, at=at)
    except ValueError:
        raise RowRejectedError("impossible_birth_year") from None
