"""A row of the list of Party members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from apps.imports.readers.shapes import Cell
from apps.imports.recognise.tables import RecognisedTable
from apps.imports.rows import cells as read
from apps.imports.rows import vocabulary
from apps.imports.rows.households import phone_or_note
from apps.imports.rows.outcome import Cleaned, Place, RowNote, RowRejectedError, rejected
from apps.imports.rows.position import Ground, find_position


@dataclass(frozen=True, slots=True)
class CleanMember:
    """One member, ready to be written. "" or None: the file does not say."""

    number: int
    sheet: str | None
    #: the number other files refer to ("STT đảng viên"), else the row's own ordinal
    list_number: int | None
    full_name: str
    birth_date: date | None
    #: also where only the year is known
    birth_year: int | None
    #: the cell as written, "Chi bộ thôn …"
    cell: str
    #: keys of `vocabulary.posts`, the highest first
    posts: tuple[str, ...]
    #: key of `vocabulary.member_kind`
    kind: str
    #: `good`, `fair` or `weak`
    health: str
    joined_on: date | None
    phone: str
    #: the code of the household they live in
    home_code: str
    #: degrees in WGS 84 of their home, if given and good
    lon: float | None
    lat: float | None

    @property
    def post(self) -> str:
        """The highest post, or ""."""
        return self.posts[0] if self.posts else ""


def clean_members(
    table: RecognisedTable, *, at: date, ground: Ground
) -> Iterator[Cleaned[CleanMember]]:
    """Every row of the sheet, in order."""
    for row in table.rows:
        yield clean_member(Place(row.number, table.sheet), row.cells, at=at, ground=ground)


def clean_member(
    place: Place, cells: Mapping[str, Cell], *, at: date, ground: Ground
) -> Cleaned[CleanMember]:
    """One row. Rejected without a name or a cell, with a date that cannot be or a kind that is
    not understood; the rest is noted.

    A position only helps to place the member's home, which the household list says better: a bad
    or halved one is left out and not reported.
    """
    notes: list[RowNote] = []
    try:
        name = read.required(read.person(cells.get("person_name")), "missing_name")
        birth_date, birth_year = _birth(cells, at)
        joined_on = _joined(cells.get("joined_on"), notes, at)
        cell = read.required(read.text(cells.get("cell")), "missing_cell")
        kind = vocabulary.member_kind(read.text(cells.get("member_kind")))
        kind = read.required(kind or "", "unknown_kind")
    except RowRejectedError as refusal:
        return rejected(place, refusal, read.text(cells.get("person_name")))
    position = find_position(cells, ground).position
    # Where members have numbers of their own, the ordinal only counts rows.
    number = cells["member_number"] if "member_number" in cells else cells.get("ordinal")
    member = CleanMember(
        number=place.number,
        sheet=place.sheet,
        list_number=read.list_number(number),
        full_name=name,
        birth_date=birth_date,
        birth_year=birth_year,
        cell=cell,
        posts=_posts(read.text(cells.get("post")), notes),
        kind=kind,
        health=_health(read.text(cells.get("health")), notes),
        joined_on=joined_on,
        phone=phone_or_note(cells.get("phone"), notes),
        home_code=read.reference(cells.get("household_code")),
        lon=position.lon if position else None,
        lat=position.lat if position else None,
    )
    return Cleaned(place.number, "ok", member, tuple(notes))


def _birth(cells: Mapping[str, Cell], at: date) -> tuple[date | None, int | None]:
    cell = cells.get("birth_date")
    if cell is None:
        cell = cells.get("birth_year")
    year = read.year_or_reject(cell, at=at)
    try:
        return read.day(cell), year
    except ValueError:
        # Only the year is known.
        return None, year


def _joined(cell: Cell, notes: list[RowNote], at: date) -> date | None:
    """The day of joining the Party; of a year or a month alone no day is made up."""
    year = read.year_of_part(cell)
    if year is None:
        return read.day_or_reject(cell, at=at)
    if year > at.year:
        raise RowRejectedError("future_date")
    notes.append(RowNote("join_day_unknown"))
    return None


def _posts(words: str, notes: list[RowNote]) -> tuple[str, ...]:
    posts, unknown = vocabulary.posts(words)
    if unknown:
        notes.append(RowNote("unknown_post"))
    return posts


def _health(words: str, notes: list[RowNote]) -> str:
    health = vocabulary.health(words) if words else ""
    if health is None:
        notes.append(RowNote("unknown_health"))
    return health or ""
