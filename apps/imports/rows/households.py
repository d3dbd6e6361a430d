"""A row of the household list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from apps.common.chunks import chunks
from apps.common.text import tidy
from apps.imports.readers.shapes import Cell
from apps.imports.recognise.tables import DataRow, RecognisedTable
from apps.imports.rows import cells as read
from apps.imports.rows import vocabulary
from apps.imports.rows.outcome import Cleaned, Place, RowNote, RowRejectedError, rejected
from apps.imports.rows.position import Ground, find_position

# As many as the register takes.
_MOST_PEOPLE: Final = 60
_CHUNK: Final = 500
#: letters that the register holds
_LONGEST_CODE: Final = 30
_LONGEST_NAME: Final = 120
_LONGEST_ADDRESS: Final = 200


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
    #: `none`, `near_poor`, `poor`, `escaped`, or "" if the cell is empty or not understood
    poverty_status: str
    #: None if the status cell is empty
    is_policy_family: bool | None
    #: digits
    phone: str
    address: str
    note: str
    #: degrees in WGS 84, both or neither
    lon: float | None
    lat: float | None
    #: `file_vn2000` or `file_wgs84`
    position_source: str
    #: why there is no position: `not_given`, `outside_commune` or `unreadable`
    position_missing: str


def clean_households(
    table: RecognisedTable, *, at: date, ground: Ground, codes: set[str] | None = None
) -> Iterator[Cleaned[CleanHousehold]]:
    """Every row of the sheet, in order.

    An exact repeat of a row above is skipped, however either would fare; a household code that
    comes again with other content is rejected. `codes`: those met in earlier sheets of the file;
    the sheet's own are added.
    """
    seen: set[bytes] = set()
    codes = set() if codes is None else codes
    village = next(iter(table.village_hints), "")
    clean = clean_place if table.positions_only else clean_household
    for row, key in _looked_ahead(table.rows, ground):
        if key in seen:
            about = household_key(row.cells)
            yield Cleaned(row.number, "skipped", None, (RowNote("duplicate_row"),), about)
            continue
        seen.add(key)
        place = Place(row.number, table.sheet)
        cleaned = clean(place, row.cells, at=at, ground=ground, village=village)
        if cleaned.value and cleaned.value.code in codes:
            taken = RowRejectedError("code_taken")
            cleaned = rejected(place, taken, cleaned.value.code)
        elif cleaned.value:
            codes.add(cleaned.value.code)
        yield cleaned


def _looked_ahead(rows: Iterable[DataRow], ground: Ground) -> Iterator[tuple[DataRow, bytes]]:
    """The rows, each with its key: the same for rows that say the same.

    What is the same for some hundred rows is seen once: their places in the ground, tidy text.
    """
    for some in chunks(rows, _CHUNK):
        ground.look_ahead((row.cells.get("lon"), row.cells.get("lat")) for row in some)
        tidied = _are_tidy([cell for row in some for cell in row.raw if isinstance(cell, str)])
        for row in some:
            yield row, _short(row.raw if tidied else tuple(map(_tidied, row.raw)))


def _tidied(cell: Cell) -> Cell:
    return tidy(cell) or None if isinstance(cell, str) else cell


def _short(said: tuple[Cell, ...]) -> bytes:
    """Short, since one is kept of every row."""
    return blake2b(repr(said).encode(), digest_size=16).digest()


def _are_tidy(texts: Sequence[str]) -> bool:
    """Whether tidying each would change none of them; mostly so, and quickly seen of all."""
    joined = "|".join(texts)
    return (
        "" not in texts
        and tidy(f"|{joined}|") == f"|{joined}|"
        and not (" |" in joined or "| " in joined or joined[:1] == " " or joined[-1:] == " ")
    )


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
        head = read.required(read.person(cells.get("head_name")), "missing_head")
        read.at_most(head, _LONGEST_NAME)
        size = _size(cells.get("size"))
        birth_year = _birth_year(cells, at)
        code = read.required(read.reference(cells.get("household_code")), "missing_code")
        read.at_most(code, _LONGEST_CODE)
        address = read.at_most(read.text(cells.get("address")), _LONGEST_ADDRESS)
    except RowRejectedError as refusal:
        return rejected(place, refusal, household_key(cells))
    notes: list[RowNote] = []
    poverty, policy = _status(read.text(cells.get("status")), notes)
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
        group=_group(cells.get("group")),
        poverty_status=poverty,
        is_policy_family=policy,
        phone=phone_or_note(cells.get("phone"), notes),
        address=address,
        note=read.text(cells.get("note")),
        lon=at_place.lon if at_place else None,
        lat=at_place.lat if at_place else None,
        position_source=at_place.source if at_place else "",
        position_missing=found.missing,
    )
    return Cleaned(place.number, "ok", household, tuple(notes))


@lru_cache(maxsize=4096)
def _group(cell: Cell) -> str | None:
    """None where the list says itself that the household is in no group."""
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
        note="",
        lon=position.lon if position else None,
        lat=position.lat if position else None,
        position_source=position.source if position else "",
        position_missing=found.missing,
    )
    return Cleaned(place.number, "ok", home, (found.note,) if found.note else ())


def _size(cell: Cell) -> int | None:
    try:
        size = read.integer(cell)
    except ValueError:
        raise RowRejectedError("size_not_a_number") from None
    if size is not None and not 1 <= size <= _MOST_PEOPLE:
        raise RowRejectedError("size_not_a_number")
    return size


def _birth_year(cells: Mapping[str, Cell], at: date) -> int | None:
    cell = cells.get("birth_year")
    return read.year_or_reject(cells.get("birth_date") if cell is None else cell, at=at)


def _status(words: str, notes: list[RowNote]) -> tuple[str, bool | None]:
    if not words:
        return "", None
    poverty, policy, unknown = vocabulary.status(words)
    if unknown:
        notes.append(RowNote("unknown_status"))
    if unknown and poverty == "none":
        return "", policy or None
    return poverty, policy


def phone_or_note(cell: Cell, notes: list[RowNote]) -> str:
    """The phone, or "" with a note added if it cannot be dialled."""
    try:
        return read.phone(cell)
    except ValueError:
        notes.append(RowNote("bad_phone"))
        return ""
