"""A table as a file for Excel: .xlsx or .csv. Pure: rows in, bytes out."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | None

# A cell that begins with one of these is a formula to a spreadsheet, whatever it was to us.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_DATE_FORMAT = "DD/MM/YYYY"
_A4 = 9


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the width of the column in characters."""

    title: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """``lines`` stand above the table, the first of them is its title."""

    lines: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]] = field(default_factory=tuple)


def neutral(value: Value) -> Value:
    """``value`` as a cell that no spreadsheet takes for a formula, without control characters."""
    if not isinstance(value, str):
        return value
    guarded = f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return ILLEGAL_CHARACTERS_RE.sub("", guarded)


def _grid(sheet: Sheet) -> Iterable[list[Value]]:
    """Lines, an empty row, headings, rows; every text neutral."""
    yield from ([neutral(line)] for line in sheet.lines)
    yield []
    yield [neutral(column.title) for column in sheet.columns]
    for row in sheet.rows:
        yield [neutral(value) for value in row]


def csv_bytes(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, without which Excel reads Vietnamese as Latin-1."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in _grid(sheet):
        writer.writerow([_plain(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str | int | float:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else value


def xlsx_bytes(sheet: Sheet) -> bytes:
    """A workbook of one page, ready to be printed on A4 with the last line on every page."""
    book = Workbook()
    page = book.active
    if not isinstance(page, Worksheet):
        raise TypeError("a new workbook begins with a worksheet")
    for number, row in enumerate(_grid(sheet), start=1):
        for index, value in enumerate(row, start=1):
            written = page.cell(number, index, value)
            if isinstance(value, date):
                written.number_format = _DATE_FORMAT
    _lay_out(page, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    headings = len(sheet.lines) + 2
    page.cell(1, 1).font = Font(bold=True, size=14)
    for index, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(index)].width = column.width
        above = page.cell(headings, index)
        above.font = Font(bold=True)
        above.alignment = Alignment(wrap_text=True, vertical="center")
    page.freeze_panes = f"A{headings + 1}"
    page.print_title_rows = f"{headings}:{headings}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    if page.sheet_properties.pageSetUpPr is not None:
        page.sheet_properties.pageSetUpPr.fitToPage = True
    if page.oddFooter is not None:
        # In a footer "&" begins a code.
        page.oddFooter.center.text = sheet.lines[-1].replace("&", "&&")


# By format: what writes it, and its media type.
WRITERS: dict[str, tuple[Callable[[Sheet], bytes], str]] = {
    "xlsx": (xlsx_bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (csv_bytes, "text/csv; charset=utf-8"),
}
