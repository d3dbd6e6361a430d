"""One row of a list of Party members → a clean member. Pure."""

from dataclasses import dataclass, field
from datetime import date

from apps.common.text import vietnamese_title
from apps.imports.recognise.tables import DataRow
from apps.imports.rows.households import RejectedRow
from apps.imports.rows.positions import Inside, position_of
from apps.imports.rows.words import (
    HEALTH_WORDS,
    KIND_WORDS,
    POST_WORDS,
    Cell,
    CellError,
    date_of,
    integer_of,
    phone_of,
    text_of,
    word_of,
)


@dataclass(frozen=True, slots=True)
class CleanMember:
    """A row to be taken in; ``notes`` are codes of remarks. Degrees in WGS84."""

    sheet: str | None
    number: int
    list_number: int | None
    full_name: str
    birth_date: date | None
    cell: str
    kind: str
    post: str
    health: str
    joined_on: date | None
    phone: str
    home_code: str
    lon: float | None
    lat: float | None
    notes: tuple[str, ...] = field(default=())


def _home(cells: dict[str, Cell], inside: Inside) -> tuple[float | None, float | None]:
    """Where the member lives, if the row says both numbers; the household says it too."""
    lat, lon = cells.get("lat"), cells.get("lon")
    if lat is None or lon is None:
        return None, None
    position = position_of(x=None, y=None, lat=lat, lon=lon, srid=None, inside=inside)
    return position.lon, position.lat


def _soft_word(cell: Cell, words: dict[str, str], code: str, notes: list[str]) -> str:
    try:
        return word_of(cell, words, code)
    except CellError as error:
        notes.append(error.code)
        return ""


def clean_member(row: DataRow, sheet: str | None, inside: Inside) -> CleanMember:
    """The member a row describes. Raises ``RejectedRow``."""
    cells = row.cells
    name = text_of(cells.get("person_name") or cells.get("member_name"))
    if not name:
        raise RejectedRow("missing_name")
    cell = text_of(cells.get("cell"))
    if not cell:
        raise RejectedRow("missing_cell")
    notes: list[str] = []
    try:
        kind = word_of(cells.get("member_kind"), KIND_WORDS, "unknown_kind") or "resident"
        birth_date = date_of(cells.get("birth_date"))
        joined_on = date_of(cells.get("joined_on"))
    except CellError as error:
        raise RejectedRow(error.code) from error
    try:
        phone = phone_of(cells.get("phone"))
    except CellError as error:
        phone = ""
        notes.append(error.code)
    lon, lat = _home(cells, inside)
    number = cells.get("member_number") or cells.get("ordinal")
    return CleanMember(
        sheet=sheet,
        number=row.number,
        list_number=integer_of(number),
        full_name=vietnamese_title(name),
        birth_date=birth_date,
        cell=cell,
        kind=kind,
        post=_soft_word(cells.get("post"), POST_WORDS, "unknown_post", notes),
        health=_soft_word(cells.get("health"), HEALTH_WORDS, "unknown_health", notes),
        joined_on=joined_on,
        phone=phone,
        home_code=text_of(cells.get("household_code")),
        lon=lon,
        lat=lat,
        notes=tuple(notes),
    )
