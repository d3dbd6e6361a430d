"""A row of the list of who is in charge of which household today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from apps.imports.readers.shapes import Cell
from apps.imports.recognise.tables import RecognisedTable
from apps.imports.rows import cells as read
from apps.imports.rows.households import household_key
from apps.imports.rows.outcome import Cleaned, Place, RowRejectedError, rejected


@dataclass(frozen=True, slots=True)
class CleanAssignment:
    """One assignment. "" or None: the file does not say."""

    number: int
    sheet: str | None
    household_code: str
    #: the head as written, to check the code by
    head_name: str
    #: of the member, the number or the name is given
    member_number: int | None
    member_name: str
    village: str
    cell: str
    since: date | None
    #: the first day on which it no longer holds
    until: date | None


def clean_assignments(table: RecognisedTable, *, at: date) -> Iterator[Cleaned[CleanAssignment]]:
    """Every row of the sheet, in order."""
    for row in table.rows:
        yield clean_assignment(Place(row.number, table.sheet), row.cells, at=at)


def clean_assignment(
    place: Place, cells: Mapping[str, Cell], *, at: date
) -> Cleaned[CleanAssignment]:
    """One row. Rejected without a household code, a member, or with days that cannot be."""
    try:
        code = read.required(read.reference(cells.get("household_code")), "unknown_household")
        number, name = member_of(cells)
        since, until = _period(cells, at=at)
    except RowRejectedError as refusal:
        return rejected(place, refusal, household_key(cells))
    assignment = CleanAssignment(
        number=place.number,
        sheet=place.sheet,
        household_code=code,
        head_name=read.person(cells.get("head_name")),
        member_number=number,
        member_name=name,
        village=read.text(cells.get("village")),
        cell=read.text(cells.get("cell")),
        since=since,
        until=until,
    )
    return Cleaned(place.number, "ok", assignment)


def _period(cells: Mapping[str, Cell], *, at: date) -> tuple[date | None, date | None]:
    """The days a row gives, None for one that it does not; rejected unless the end comes later."""
    since = read.day_or_reject(cells.get("from_date"), at=at)
    until = read.day_or_reject(cells.get("to_date"), at=date.max)
    if since is not None and until is not None and until <= since:
        raise RowRejectedError("ends_before_start")
    return since, until


def member_of(cells: Mapping[str, Cell]) -> tuple[int | None, str]:
    """(number, name) of the member a row refers to; rejected if it gives neither."""
    number = read.list_number(cells.get("member_number"))
    name = read.person(cells.get("member_name")) or read.person(cells.get("person_name"))
    if number is None and not name:
        raise RowRejectedError("unknown_member")
    return number, name
