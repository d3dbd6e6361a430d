"""The rows that come back, as a workbook in the file's own layout: mend them and bring it in.

Titles, header and columns stand where they stood, so that the workbook is recognised like the
file it comes from. Nothing is added but fills, comments and a sheet that recognition leaves out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from apps.imports.faults import columns_at_fault
from apps.imports.layout import NO_SHEET, Layout, cell_in
from apps.imports.messages import message
from apps.imports.recognise.guide import GUIDE_SHEET

#: rows of one workbook; more are mended better at their source
MOST_ROWS: Final = 20_000
_FAULT: Final = PatternFill("solid", fgColor="FFF2B8")
_ROW: Final = PatternFill("solid", fgColor="FBE4DC")
_HEADER: Final = PatternFill("solid", fgColor="E6EFF5")
_AUTHOR: Final = "Gần Dân"
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


class Returned:
    """One row that comes back: `number` in its file, `raw` cells (``layout``), `notes` codes."""

    __slots__ = ("notes", "number", "raw", "sheet")

    def __init__(self, sheet: str, number: int, raw: list[Any] | None, notes: list[str]) -> None:
        self.sheet, self.number, self.raw, self.notes = sheet, number, raw or [], notes


def correction_workbook(layouts: Sequence[Layout], rows: Sequence[Returned]) -> bytes:
    """An .xlsx with the `rows` on their sheets, and how to mend them."""
    book = openpyxl.Workbook()
    # The first sheet is the guide's: whoever opens the file reads it first.
    guide = book.worksheets[0]
    guide.title = GUIDE_SHEET
    told: list[str] = []
    for layout in layouts:
        mine = [row for row in rows if row.sheet == layout["sheet"]][:MOST_ROWS]
        if mine:
            sheet = book.create_sheet(_title(layout.get("title") or layout["sheet"]))
            told += _fill(sheet, layout, mine)
    _guide(guide, told, cut=len(rows) > MOST_ROWS)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _title(sheet: str) -> str:
    """As in the file; what a workbook does not allow is left out."""
    allowed = "".join(char for char in _plain(sheet) if char not in "[]:*?/\\")
    return allowed[:31].strip("'") or NO_SHEET


def _plain(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:
    """Write a cell; text that a spreadsheet would take for a formula stays text.

    The mark for that is the one spreadsheets keep beside the cell, so that no apostrophe is part
    of the text when the file comes back.
    """
    cell = sheet.cell(row=row, column=column)
    # A merged area's other cells are no cells to write to; they are empty anyway.
    if value is None or not isinstance(cell, Cell):
        return cell  # type: ignore[return-value]  # only its place is used
    if isinstance(value, str):
        cell.value = text = _plain(value)
        cell.data_type = "s"
        if text.startswith(_DANGEROUS):
            cell.quotePrefix = True
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
    return cell


def _fill(sheet: Worksheet, layout: Layout, rows: Sequence[Returned]) -> Iterator[str]:
    """Write one sheet; yields a line for the guide for every remark."""
    for number, cells in layout["above"]:
        for column, value in enumerate(cells, start=1):
            _put(sheet, number, column, cell_in(value))
    _dress_header(sheet, layout)
    for top, left, bottom, right in layout["merged"]:
        sheet.merge_cells(
            start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1
        )
    sheet.freeze_panes = f"A{layout['last'] + 1}"
    for at, row in enumerate(rows, start=layout["last"] + 1):
        for column, value in enumerate(row.raw, start=1):
            _put(sheet, at, column, cell_in(value))
        yield from _mark(sheet, at, layout, row)


def _dress_header(sheet: Worksheet, layout: Layout) -> None:
    width = max([1, *(len(cells) for _number, cells in layout["above"])])
    for column in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 18
    for number, cells in layout["above"][-2:]:
        if len(cells) > 1:
            for column in range(1, len(cells) + 1):
                sheet.cell(row=number, column=column).fill = _HEADER
                sheet.cell(row=number, column=column).font = Font(bold=True)


def _mark(sheet: Worksheet, at: int, layout: Layout, row: Returned) -> Iterator[str]:
    """Fill the cells at fault and say in a comment what to do; the whole row where no cell is."""
    remarks: dict[int, list[str]] = {}
    for code in row.notes:
        said = message(code)
        columns = columns_at_fault(code, layout["columns"])
        for column in columns or [0]:
            remarks.setdefault(column, []).append(said)
        if not columns:
            for column in range(max(len(row.raw), 1)):
                sheet.cell(row=at, column=column + 1).fill = _ROW
        yield _("%(sheet)s, dòng %(row)s (dòng %(before)s của tệp cũ): %(said)s") % {
            "sheet": sheet.title,
            "row": at,
            "before": row.number,
            "said": said,
        }
    for column, said_here in remarks.items():
        cell = sheet.cell(row=at, column=column + 1)
        cell.fill = _FAULT
        note = Comment("\n".join(dict.fromkeys(said_here)), _AUTHOR)
        note.width, note.height = 320, 110
        cell.comment = note


def _guide(sheet: Worksheet, told: Sequence[str], *, cut: bool) -> None:
    """One column of plain lines: nothing here can be taken for a list."""
    lines = [
        _("Các dòng bị trả lại"),
        _("1. Mỗi trang sau giữ nguyên tiêu đề và cột của tệp đã nạp, chỉ còn các dòng cần sửa."),
        _("2. Ô tô màu là ô cần sửa; đưa chuột vào ô để đọc lý do và cách sửa."),
        _("3. Sửa xong thì lưu tệp rồi thả vào trang Nạp tệp. Không cần xoá trang này."),
        _("4. Dòng nào không muốn nạp thì xoá cả dòng."),
    ]
    if cut:
        lines.append(_("Tệp này chỉ có các dòng đầu; sửa tệp gốc rồi nạp lại thì nhanh hơn."))
    lines += ["", *told]
    for number, line in enumerate(lines, start=1):
        cell = _put(sheet, number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 110
