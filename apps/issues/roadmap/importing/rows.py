"""A row of the yearly list of poor and near-poor households."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from apps.imports.readers.shapes import Cell
from apps.imports.recognise.tables import RecognisedTable
from apps.imports.rows import cells as read
from apps.imports.rows import vocabulary
from apps.imports.rows.households import household_key
from apps.imports.rows.outcome import Cleaned, Place, RowRejectedError, rejected
from apps.issues.roadmap.importing.titles import Said, said_by
from apps.issues.roadmap.standards import Standard, standard_for

_FIRST_YEAR: Final = 2015
_NUMBER_LENGTH: Final = 60
_BETWEEN: Final = re.compile(r"[,;+\n]")


@dataclass(frozen=True, slots=True)
class CleanStatus:
    """What the review decided of one household."""

    number: int
    sheet: str | None
    household_code: str
    status: str
    year: int
    decision_number: str
    decision_date: date
    standard: str
    deprivations: tuple[str, ...]


def clean_statuses(table: RecognisedTable, *, at: date) -> Iterator[Cleaned[CleanStatus]]:
    """Every row of the list, in order."""
    said = said_by(table.titles)
    for row in table.rows:
        yield clean_status(Place(row.number, table.sheet), row.cells, said, at=at)


def clean_status(
    place: Place, cells: Mapping[str, Cell], said: Said, *, at: date
) -> Cleaned[CleanStatus]:
    """One row. Rejected without a household, a status that is understood, or a whole decision."""
    try:
        code = read.required(read.reference(cells.get("household_code")), "unknown_household")
        status = _status(read.text(cells.get("status")))
        number, day = _decision(cells, said, at)
        year, standard = _review(cells, said, day, at)
        missing = _deprivations(read.text(cells.get("deprivations")), standard)
    except RowRejectedError as refusal:
        return rejected(place, refusal, household_key(cells))
    return Cleaned(
        place.number,
        "ok",
        CleanStatus(
            number=place.number,
            sheet=place.sheet,
            household_code=code,
            status=status,
            year=year,
            decision_number=number,
            decision_date=day,
            standard=standard.key,
            deprivations=missing,
        ),
    )


def _status(words: str) -> str:
    found, _is_policy, unknown = vocabulary.status(words)
    if not words or not found or unknown:
        raise RowRejectedError("unknown_poverty_status")
    return found


def _decision(cells: Mapping[str, Cell], said: Said, at: date) -> tuple[str, date]:
    """Number and day, of the row or of the lines above the table."""
    day = read.day_or_reject(cells.get("decision_date"), at=at) or said.day
    number = read.text(cells.get("decision_number")) or said.number
    if not number or day is None or day > at:
        raise RowRejectedError("no_decision")
    return read.at_most(number, _NUMBER_LENGTH), day


def _review(cells: Mapping[str, Cell], said: Said, day: date, at: date) -> tuple[int, Standard]:
    """The year that was reviewed, and by which standard; the decision's year if none is named."""
    try:
        year = read.integer(cells.get("review_year")) or said.year or day.year
    except ValueError:
        raise RowRejectedError("bad_review_year") from None
    standard = standard_for(year) if _FIRST_YEAR <= year <= at.year else None
    if standard is None:
        raise RowRejectedError("bad_review_year")
    return year, standard


def _deprivations(words: str, standard: Standard) -> tuple[str, ...]:
    """Codes in the standard's order; a word that is none of them rejects the row."""
    parts = [part.strip() for part in _BETWEEN.split(words) if part.strip(" -–.")]
    codes = [standard.code_of(part) for part in parts]
    if None in codes:
        raise RowRejectedError("unknown_deprivation")
    return tuple(each.code for each in standard.indicators if each.code in codes)
