"""A row of the log of contacts with households."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from apps.imports.readers.shapes import Cell
from apps.imports.recognise.tables import RecognisedTable
from apps.imports.rows import cells as read
from apps.imports.rows import vocabulary
from apps.imports.rows.assignments import member_of
from apps.imports.rows.households import household_key
from apps.imports.rows.outcome import Cleaned, Place, RowRejectedError, rejected
from apps.imports.rows.position import Ground, find_position


@dataclass(frozen=True, slots=True)
class CleanContact:
    """One contact. "" or None: the file does not say."""

    number: int
    sheet: str | None
    day: date
    household_code: str
    #: of the member, the number or the name is given
    member_number: int | None
    member_name: str
    #: key of `vocabulary.channel`
    channel: str
    note: str
    #: degrees in WGS 84 of where it took place, if given and good
    lon: float | None
    lat: float | None
    #: of a contact recorded already, as an export writes it
    key: uuid.UUID | None = None


def clean_contacts(
    table: RecognisedTable, *, at: date, ground: Ground
) -> Iterator[Cleaned[CleanContact]]:
    """Every row of the log, in order."""
    for row in table.rows:
        yield clean_contact(Place(row.number, table.sheet), row.cells, at=at, ground=ground)


def clean_contact(
    place: Place, cells: Mapping[str, Cell], *, at: date, ground: Ground
) -> Cleaned[CleanContact]:
    """One row. Rejected without a day, a household, a member or a channel that is understood.

    A contact counts wherever it took place, so its position is only kept if it is good, and
    never reported.
    """
    try:
        day = _day(cells.get("date"), at)
        code = read.required(read.reference(cells.get("household_code")), "unknown_household")
        number, name = member_of(cells)
        channel = vocabulary.channel(read.text(cells.get("channel")))
        channel = read.required(channel or "", "bad_channel")
        key = _key(cells.get("record_key"))
    except RowRejectedError as refusal:
        return rejected(place, refusal, household_key(cells))
    position = find_position(cells, ground).position
    contact = CleanContact(
        number=place.number,
        sheet=place.sheet,
        day=day,
        household_code=code,
        member_number=number,
        member_name=name,
        channel=channel,
        note=read.text(cells.get("content")) or read.text(cells.get("note")),
        lon=position.lon if position else None,
        lat=position.lat if position else None,
        key=key,
    )
    return Cleaned(place.number, "ok", contact)


def _key(cell: Cell) -> uuid.UUID | None:
    words = read.text(cell)
    try:
        return uuid.UUID(words) if words else None
    except ValueError:
        raise RowRejectedError("bad_record_key") from None


def _day(cell: Cell, at: date) -> date:
    found = read.day_or_reject(cell, at=at)
    if found is None:
        raise RowRejectedError("bad_date")
    return found
