"""A row of the log of contacts with households."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from apps.imports.messages import note
from apps.imports.readers.shapes import Cell
from apps.imports.recognise.tables import RecognisedTable
from apps.imports.rows import cells as read
from apps.imports.rows import vocabulary
from apps.imports.rows.assignments import check_reference
from apps.imports.rows.members import day_or_reject
from apps.imports.rows.outcome import Cleaned, RowRejectedError
from apps.imports.rows.position import Ground, Position, find_position


@dataclass(frozen=True, slots=True)
class CleanContact:
    """One contact. Of the household at least one mark is not ""."""

    day: date
    member_number: str
    member_name: str
    household_code: str
    head: str
    #: key of `vocabulary.channel`
    channel: str
    content: str
    #: where the contact took place, if said and readable
    position: Position | None


def clean_contacts(
    table: RecognisedTable, *, at: date, ground: Ground
) -> Iterator[Cleaned[CleanContact]]:
    """Every row of the log, in order."""
    for row in table.rows:
        yield clean_contact(row.number, row.cells, at=at, ground=ground)


def clean_contact(
    number: int, cells: Mapping[str, Cell], *, at: date, ground: Ground
) -> Cleaned[CleanContact]:
    """One row. Rejected without a day, a household, a member or a channel that is understood.

    A contact counts wherever it took place, so its position is only kept if it is good, and
    never reported.
    """
    number_of_member = read.reference(cells.get("member_number"))
    name = read.person(cells.get("member_name"))
    code = read.reference(cells.get("household_code"))
    head = read.person(cells.get("head_name"))
    words = read.text(cells.get("channel"))
    try:
        day = day_or_reject(cells.get("date"), at=at)
        if day is None:
            raise RowRejectedError(note("bad_date"))
        check_reference(code, head, "missing_household")
        check_reference(number_of_member, name, "missing_member")
        channel = vocabulary.channel(words)
        if channel is None:
            raise RowRejectedError(note("bad_channel", words))
    except RowRejectedError as refusal:
        return Cleaned(number, "rejected", None, (refusal.note,))
    contact = CleanContact(
        day=day,
        member_number=number_of_member,
        member_name=name,
        household_code=code,
        head=head,
        channel=channel,
        content=read.text(cells.get("content") or cells.get("note")),
        position=find_position(cells, ground).position,
    )
    return Cleaned(number, "ok", contact)
