"""Texts and days as they are printed. Pure."""

from __future__ import annotations

from datetime import date

from apps.common.text import guarded, tidy

# No letters of XML, and yet no controls that ``tidy`` takes away.
_NO_LETTERS = str.maketrans({"\ufffe": None, "\uffff": None})
# Below this month a nought is put before its number, as before days below ten.
_FIRST_WITHOUT_NOUGHT = 3


def printed(text: str) -> str:
    """One line of composed letters that any file can hold."""
    return tidy(text).translate(_NO_LETTERS)


def in_cell(text: str) -> str:
    """The same for a cell of a spreadsheet: never a formula."""
    return guarded(printed(text))


def day_text(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def day_words(day: date) -> dict[str, str]:
    """``day``, ``month`` and ``year`` as papers write them: ngày 05 tháng 02, ngày 12 tháng 3."""
    month = f"{day.month:02}" if day.month < _FIRST_WITHOUT_NOUGHT else str(day.month)
    return {"day": f"{day.day:02}", "month": month, "year": str(day.year)}
