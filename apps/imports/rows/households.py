"""One row of a household list → a clean household, or the reason why not. Pure."""

from dataclasses import dataclass, field
from datetime import date

from apps.common.text import vietnamese_title
from apps.imports.recognise.tables import DataRow
from apps.imports.rows.positions import Inside, Position, position_of
from apps.imports.rows.words import (
    Cell,
    CellError,
    birth_year_of,
    phone_of,
    size_of,
    statuses_of,
    text_of,
)


@dataclass(frozen=True, slots=True)
class CleanHousehold:
    """A row to be taken in; ``notes`` are codes of remarks. Degrees in WGS84."""

    sheet: str | None
    number: int
    code: str
    head_name: str
    head_birth_year: int | None
    size: int | None
    phone: str
    address: str
    poverty_status: str | None
    is_policy_family: bool | None
    village: str
    group: str
    position: Position
    notes: tuple[str, ...] = field(default=())


class RejectedRow(Exception):
    """The row is not taken in; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class HouseholdRules:
    """What a row is judged by: the day, the commune's outline, the file's VN-2000 zone."""

    at: date
    inside: Inside
    srid: int | None


def _phone(cell: Cell, notes: list[str]) -> str:
    try:
        return phone_of(cell)
    except CellError as error:
        notes.append(error.code)
        return ""


def _pair(cell: Cell) -> tuple[Cell, Cell]:
    """ "21.5592, 106.2110" in one cell → two cells."""
    parts = [part for part in text_of(cell).replace(";", ",").split(",") if part.strip()]
    if len(parts) == 4:
        # Decimal commas: "21,5592, 106,2110".
        parts = [f"{parts[0]}.{parts[1].strip()}", f"{parts[2]}.{parts[3].strip()}"]
    if len(parts) != 2:
        halves = text_of(cell).split()
        parts = halves if len(halves) == 2 else parts
    return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else (cell, cell)


def _position(cells: dict[str, Cell], rules: HouseholdRules) -> Position:
    lat, lon = cells.get("lat"), cells.get("lon")
    if lat is None and lon is None and cells.get("latlon") is not None:
        lat, lon = _pair(cells["latlon"])
    return position_of(
        x=cells.get("grid_x"),
        y=cells.get("grid_y"),
        lat=lat,
        lon=lon,
        srid=rules.srid,
        inside=rules.inside,
    )


def clean_household(row: DataRow, sheet: str | None, rules: HouseholdRules) -> CleanHousehold:
    """The household a row describes. Raises ``RejectedRow``."""
    cells = row.cells
    head = text_of(cells.get("head_name") or cells.get("person_name"))
    if not head:
        raise RejectedRow("missing_head")
    code = text_of(cells.get("household_code"))
    if not code:
        raise RejectedRow("missing_code")
    try:
        size = size_of(cells.get("size"))
        birth_year = birth_year_of(
            cells.get("birth_year") or cells.get("birth_date"), at=rules.at
        )
    except CellError as error:
        raise RejectedRow(error.code) from error
    notes: list[str] = []
    poverty, policy, unknown = statuses_of(cells.get("status"))
    if unknown:
        notes.append("unknown_status")
    position = _position(cells, rules)
    if position.code:
        notes.append(position.code)
    phone = _phone(cells.get("phone"), notes)
    said = cells.get("status") is not None
    return CleanHousehold(
        sheet=sheet,
        number=row.number,
        code=code,
        head_name=vietnamese_title(head),
        head_birth_year=birth_year,
        size=size,
        phone=phone,
        address=text_of(cells.get("address")),
        poverty_status=poverty,
        is_policy_family=policy if said else None,
        village=text_of(cells.get("village")),
        group=text_of(cells.get("group")),
        position=position,
        notes=tuple(notes),
    )
