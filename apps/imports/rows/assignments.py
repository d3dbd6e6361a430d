"""A row of the list of who is in charge of which household today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from apps.imports.messages import note
from apps.imports.readers.shapes import Cell
from apps.imports.recognise.tables import RecognisedTable
from apps.imports.rows import cells as read
from apps.imports.rows.members import day_or_reject
from apps.imports.rows.outcome import Cleaned, RowRejectedError


@dataclass(frozen=True, slots=True)
class CleanAssignment:
    """One assignment. Of the member, and of the household, at least one mark is not ""."""

    member_number: str
    member_name: str
    household_code: str
    head: str
    village: str
    cell: str
    from_date: date | None
    to_date: date | None


def clean_assignments(table: RecognisedTable, *, at: date) -> Iterator[Cleaned[CleanAssignment]]:
    """Every row of the sheet, in order."""
    for row in table.rows:
        yield clean_assignment(row.number, row.cells, at=at)


def clean_assignment(
    number: int, cells: Mapping[str, Cell], *, at: date
) -> Cleaned[CleanAssignment]:
    """One row. Rejected without a household, a member, or with a date that cannot be."""
    assignment = CleanAssignment(
        member_number=read.reference(cells.get("member_number")),
        member_name=read.person(cells.get("member_name")),
        household_code=read.reference(cells.get("household_code")),
        head=read.person(cells.get("head_name")),
        village=read.text(cells.get("village")),
        cell=read.text(cells.get("cell")),
        from_date=None,
        to_date=None,
    )
    try:
        check_reference(assignment.household_code, assignment.head, "missing_household")
        check_reference(assignment.member_number, assignment.member_name, "missing_member")
        from_date = day_or_reject(cells.get("from_date"), at=at)
        to_date = day_or_reject(cells.get("to_date"), at=date.max)
    except RowRejectedError as refusal:
        return Cleaned(number, "rejected", None, (refusal.note,))
    dated = replace(assignment, from_date=from_date, to_date=to_date)
    return Cleaned(number, "ok", dated)


def check_reference(code: str, name: str, problem: str) -> None:
    """Reject the row with `problem` unless it refers to somebody by code or by name."""
    if not code and not name:
        raise RowRejectedError(note(problem))
