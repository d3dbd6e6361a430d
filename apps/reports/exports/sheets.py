"""A table as a file for Excel: .xlsx or .csv. Pure: rows in, bytes out."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from apps.common.text import guarded

Value = str | int | float | date | None

_DATE_FORMAT = "DD/MM/YYYY"
_A4 = 9
# Any name but one that says nothing would be read as a village's.
_PAGE_NAME = "Trang 1"
# Not controls, and yet no letters of XML.
_NO_LETTERS = str.maketrans({"\x0b": " ", "\x0c": " ", "\ufffe": None, "\uffff": None})


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and the width of the column in characters.

    ``key`` and ``kind`` are its name and type as an attribute of a layer; ``missing`` is what a
    sheet says where there is no value.
    """

    title: str
    width: int = 14
    key: str = ""
    kind: Literal["text", "int", "date"] = "text"
    missing: str | None = None


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
    return guarded(ILLEGAL_CHARACTERS_RE.sub("", value.translate(_NO_LETTERS)))


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
    """A workbook of one page, ready to be printed on A4 with the last line on every page.

    Written row by row, so that memory holds no more than the file.
    """
    book = Workbook(write_only=True)
    page = book.create_sheet(_PAGE_NAME)
    headings = len(sheet.lines) + 2
    _lay_out(page, sheet, headings)
    for number, row in enumerate(_grid(sheet), start=1):
        page.append([_cell(page, value, number, headings) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(page: Any, value: Value, number: int, headings: int) -> Any:
    if number > headings and not isinstance(value, date):
        return value
    # The stubs forget that a cell may hold a date.
    cell = WriteOnlyCell(page, value)  # type: ignore[arg-type]
    if number == 1:
        cell.font = Font(bold=True, size=14)
    elif number == headings:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    elif number > headings:
        cell.number_format = _DATE_FORMAT
    return cell


def _lay_out(page: Any, sheet: Sheet, headings: int) -> None:
    for index, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(index)].width = column.width
    page.freeze_panes = f"A{headings + 1}"
    page.print_title_rows = f"{headings}:{headings}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    # In a footer "&" begins a code.
    page.oddFooter.center.text = sheet.lines[-1].replace("&", "&&")
