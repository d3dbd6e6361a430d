"""Rows that tie a member to a household: assignments and contacts. Pure."""

from dataclasses import dataclass
from datetime import date

from apps.common.geo.coordinates import CoordinateError, parse_lat_lon
from apps.common.text import vietnamese_title
from apps.imports.recognise.tables import DataRow
from apps.imports.rows.households import RejectedRow
from apps.imports.rows.words import CHANNEL_WORDS, Cell, CellError, date_of, integer_of, text_of, word_of

NOTE_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class CleanAssignment:
    sheet: str | None
    number: int
    member_number: int | None
    member_name: str
    household_code: str
    since: date | None


@dataclass(frozen=True, slots=True)
class CleanContact:
    """Degrees in WGS84; both None when the contact has no position."""

    sheet: str | None
    number: int
    member_number: int | None
    member_name: str
    household_code: str
    day: date
    channel: str
    note: str
    lon: float | None
    lat: float | None


def _pair_of(cells: dict[str, Cell]) -> tuple[int | None, str, str]:
    """Member's number, member's name, household's code. Raises ``RejectedRow``."""
    code = text_of(cells.get("household_code"))
    if not code:
        raise RejectedRow("unknown_household")
    number = integer_of(cells.get("member_number"))
    name = vietnamese_title(text_of(cells.get("member_name")))
    if number is None and not name:
        raise RejectedRow("unknown_member")
    return number, name, code


def clean_assignment(row: DataRow, sheet: str | None) -> CleanAssignment:
    """The assignment a row describes. Raises ``RejectedRow``."""
    number, name, code = _pair_of(row.cells)
    try:
        since = date_of(row.cells.get("from_date"))
    except CellError as error:
        raise RejectedRow(error.code) from error
    return CleanAssignment(sheet, row.number, number, name, code, since)


def clean_contact(row: DataRow, sheet: str | None, *, at: date) -> CleanContact:
    """The contact a row describes; nothing in the future. Raises ``RejectedRow``."""
    cells = row.cells
    number, name, code = _pair_of(cells)
    try:
        day = date_of(cells.get("date"))
        channel = word_of(cells.get("channel"), CHANNEL_WORDS, "bad_channel")
    except CellError as error:
        raise RejectedRow(error.code) from error
    if day is None:
        raise RejectedRow("bad_date")
    if day > at:
        raise RejectedRow("future_date")
    if not channel:
        raise RejectedRow("bad_channel")
    lon, lat = _position(cells)
    note = text_of(cells.get("content"))[:NOTE_LENGTH]
    return CleanContact(sheet, row.number, number, name, code, day, channel, note, lon, lat)


def _position(cells: dict[str, Cell]) -> tuple[float | None, float | None]:
    """Where the member stood, if it can be read; a contact without it is a contact all the same."""
    try:
        position = parse_lat_lon(cells.get("lat"), cells.get("lon"))
    except CoordinateError:
        return None, None
    return position.lon, position.lat
