"""A row of the household list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from apps.imports.readers.shapes import Cell
from apps.imports.rows import cells as read
from apps.imports.rows import vocabulary
from apps.imports.rows.outcome import Cleaned, Place, RowNote, RowRejectedError, rejected
from apps.imports.rows.position import Ground, find_position

# As many as the register takes.
_MOST_PEOPLE: Final = 60
#: letters that the register holds
LONGEST_CODE: Final = 30
LONGEST_NAME: Final = 120
LONGEST_ADDRESS: Final = 200


class CleanHousehold(NamedTuple):
    """One household, ready to be written. "" or None: the file does not say."""

    number: int
    sheet: str | None
    #: as in the file, capitals, without spaces
    code: str
    head_name: str
    head_birth_year: int | None
    size: int | None
    #: from a column of the row, else what the sheet is about; its first hint if it has several
    village: str
    #: "Tổ 3" for any of 3, 3.0, "tổ 03", "T3"; another name as written; None: in no group
    group: str | None
    #: `none`, `near_poor`, `poor`, `escaped`, or "" if the cell does not say or is not understood
    poverty_status: str
    #: None if the status cell does not speak of it
    is_policy_family: bool | None
    #: digits
    phone: str
    address: str
    #: degrees in WGS 84, both or neither
    lon: float | None
    lat: float | None
    #: `file_vn2000` or `file_wgs84`
    position_source: str
    #: why there is no position: `not_given`, `outside_commune` or `unreadable`
    position_missing: str


def household_key(cells: Mapping[str, Cell]) -> str:
    """The code of the household a row is about, or else its head as written; "" for neither."""
    return read.reference(cells.get("household_code")) or read.text(cells.get("head_name"))


def clean_household(
    place: Place, cells: Mapping[str, Cell], *, at: date, ground: Ground, village: str = ""
) -> Cleaned[CleanHousehold]:
    """One row (`cells`: field → value; `village`: that of its sheet).

    Rejected without a head or a code, with a size that is no number or a birth year that cannot
    be; everything else is cleaned, or left out and noted.
    """
    try:
        head = head_or_reject(cells.get("head_name"))
        size = size_or_reject(cells.get("size"))
        birth_year = read.year_or_reject(born(cells), at=at)
        code = code_or_reject(cells.get("household_code"))
        address = address_or_reject(cells.get("address"))
    except RowRejectedError as refusal:
        return rejected(place, refusal, household_key(cells))
    notes: list[RowNote] = []
    poverty, policy = status_or_note(read.text(cells.get("status")), notes)
    found = find_position(cells, ground)
    notes.extend([found.note] if found.note else [])
    at_place = found.position
    household = CleanHousehold(
        number=place.number,
        sheet=place.sheet,
        code=code,
        head_name=head,
        head_birth_year=birth_year,
        size=size,
        village=read.text(cells.get("village")) or village,
        group=group_or_none(cells.get("group")),
        poverty_status=poverty,
        is_policy_family=policy,
        phone=phone_or_note(cells.get("phone"), notes),
        address=address,
        lon=at_place.lon if at_place else None,
        lat=at_place.lat if at_place else None,
        position_source=at_place.source if at_place else "",
        position_missing=found.missing,
    )
    return Cleaned(place.number, "ok", household, tuple(notes))


@lru_cache(maxsize=4096)
def group_or_none(cell: Cell) -> str | None:
    """The group's name; None where the list says itself that the household is in no group."""
    words = read.text(cell)
    return None if vocabulary.says_nothing("group", words) else read.group_name(words)


def clean_place(
    place: Place, cells: Mapping[str, Cell], *, at: date, ground: Ground, village: str = ""
) -> Cleaned[CleanHousehold]:
    """One point that says nothing but which household (by its code) stands there."""
    try:
        code = read.required(read.reference(cells.get("household_code")), "missing_code")
    except RowRejectedError as refusal:
        return rejected(place, refusal)
    found = find_position(cells, ground)
    position = found.position
    home = CleanHousehold(
        number=place.number,
        sheet=place.sheet,
        code=code,
        head_name="",
        head_birth_year=None,
        size=None,
        village="",
        group="",
        poverty_status="",
        is_policy_family=None,
        phone="",
        address="",
        lon=position.lon if position else None,
        lat=position.lat if position else None,
        position_source=position.source if position else "",
        position_missing=found.missing,
    )
    return Cleaned(place.number, "ok", home, (found.note,) if found.note else ())


def head_or_reject(cell: Cell) -> str:
    """The name of the head."""
    return read.at_most(read.required(read.person(cell), "missing_head"), LONGEST_NAME)


def code_or_reject(cell: Cell) -> str:
    """The household's code."""
    return read.at_most(read.required(read.reference(cell), "missing_code"), LONGEST_CODE)


def address_or_reject(cell: Cell) -> str:
    """The address, "" for nothing."""
    return read.at_most(read.text(cell), LONGEST_ADDRESS)


def size_or_reject(cell: Cell) -> int | None:
    """How many live there, None for nothing."""
    try:
        size = read.integer(cell)
    except ValueError:
        raise RowRejectedError("size_not_a_number") from None
    if size is not None and not 1 <= size <= _MOST_PEOPLE:
        raise RowRejectedError("size_not_a_number")
    return size


def born(cells: Mapping[str, Cell]) -> Cell:
    """The cell that says when the head was born."""
    cell = cells.get("birth_year")
    return cells.get("birth_date") if cell is None else cell


def status_or_note(words: str, notes: list[RowNote]) -> tuple[str, bool | None]:
    """(poverty key or "", policy family or None for nothing); words not understood are noted."""
    if not words:
        return "", None
    poverty, policy, unknown = vocabulary.status(words)
    if unknown:
        notes.append(RowNote("unknown_status"))
    if unknown and poverty == "none":
        return "", policy
    return poverty, policy


def phone_or_note(cell: Cell, notes: list[RowNote]) -> str:
    """The phone, or "" with a note added if it cannot be dialled."""
    try:
        return read.phone(cell)
    except ValueError:
        notes.append(RowNote("bad_phone"))
        return ""
