"""Papers as workbooks: the appendix on one page, or a page for each person's own list."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from apps.assignments.papers.content import HomeLine, PaperContent, PersonPart, UnitLine
from apps.assignments.papers.layout import Column, Layout, layout
from apps.assignments.papers.mapimage import small_map
from apps.assignments.papers.outlines import Outlines
from apps.assignments.papers.printing import in_cell
from apps.assignments.papers.words import map_words, person_words, words_of
from apps.common.text import guarded

_A4: Final = 9
_INCH: Final = 25.4
# A character of the face and size that a workbook begins with.
_MILLIMETRES_A_CHARACTER: Final = 2.0
_PIXELS_A_MILLIMETRE: Final = 96 / _INCH
_POINTS_A_LINE: Final = 1.3
# Excel draws no row higher.
_HIGHEST: Final = 409.0
_LONGEST_FOOTER: Final = 220
_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\'.]")
_MIDDLE: Final = frozenset({"number", "size", "households", "poor"})
_BORDER: Final = Border(*(Side(style="thin"),) * 4)


def appendix_xlsx(content: PaperContent, mark: str) -> bytes:
    """A line for each household, with its person, so that it can be sorted and filtered."""
    words, look = words_of(content), layout(content.tier)
    book, page = _started()
    page.title = "Phụ lục"
    columns = look.columns["appendix"]
    _lay_out(page, columns, mark, on_its_side=True)
    _head(page, words, columns, [words["appendix"], words["appendix_subject"], words["attached"]])
    top = _headings(page, columns)
    for part in content.people:
        for line in part.homes or (None,):
            told = [_value(column.key, look, part, line) for column in columns[1:]]
            _row(page, columns, [part.number, *told])
    _note(page, words["total"] if content.people else words["empty"], bold=True)
    _freeze(page, top)
    return _saved(book)


def lists_xlsx(content: PaperContent, outlines: Outlines, mark: str) -> bytes:
    """A page for each person: the list, and below it the small map."""
    words = words_of(content)
    book, page = _started()
    parts = [part for part in content.people if part.homes]
    for number, part in enumerate(parts):
        own = page if number == 0 else book.create_sheet()
        _lay_out(own, layout(content.tier).columns["list"], mark, on_its_side=False)
        _person_page(own, part, words, outlines, layout(content.tier))
    return _saved(book)


def _started() -> tuple[Workbook, Any]:
    book = Workbook()
    return book, book.worksheets[0]


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _person_page(
    page: Any, part: PersonPart, words: dict[str, Any], outlines: Outlines, look: Layout
) -> None:
    columns = look.columns["list"]
    page.title = _title(part)
    _head(page, words, columns, [words["list_title"], words["attached"]])
    said = person_words(look, part)
    for text in (said["who"], part.post, said["duty_line"]):
        if text:
            _note(page, text, bold=text == said["who"])
    top = _headings(page, columns)
    for line in part.homes:
        _row(page, columns, [_value(column.key, look, part, line) for column in columns])
    _note(page, said["list_total"], bold=True)
    drawn = small_map(part, outlines, look.map)
    if drawn is not None:
        _picture(page, drawn.png, look)
    for text in map_words(look, drawn):
        _note(page, text)
    _freeze(page, top)


def _title(part: PersonPart) -> str:
    """Short and unlike any other's, as the name of a page must be."""
    name = _NOT_IN_TITLES.sub(" ", part.name)
    return f"{part.number} {name}"[:_LONGEST_TITLE].strip()


def _value(
    key: str, look: Layout, part: PersonPart, line: HomeLine | UnitLine | None
) -> str | int | None:
    if key == "person":
        return in_cell(", ".join(filter(None, (part.name, part.post))))
    if line is None:
        return in_cell(person_words(look, part)["duty_line"]) if key == "note" else None
    told = line.cells[key]
    return (in_cell(told) or None) if isinstance(told, str) else told


def _lay_out(page: Any, columns: Sequence[Column], mark: str, *, on_its_side: bool) -> None:
    sheet = layout().page
    for number, column in enumerate(columns, start=1):
        width = column.width / _MILLIMETRES_A_CHARACTER
        page.column_dimensions[get_column_letter(number)].width = width
    margins = page.page_margins
    margins.top, margins.bottom = sheet.top / _INCH, sheet.bottom / _INCH
    margins.left, margins.right = sheet.left / _INCH, sheet.right / _INCH
    if on_its_side:
        margins.top, margins.bottom = sheet.left / _INCH, sheet.right / _INCH
        margins.left, margins.right = sheet.top / _INCH, sheet.bottom / _INCH
    margins.footer = 8 / _INCH
    page.page_setup.orientation = "landscape" if on_its_side else "portrait"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    # In a footer "&" begins a code, and what is too long makes the file unreadable.
    page.oddFooter.center.text = mark.replace("&", "&&")[:_LONGEST_FOOTER].rstrip("&")
    page.oddFooter.center.size = round(layout().sizes["footer"])


def _freeze(page: Any, headings: int) -> None:
    page.print_title_rows = f"{headings}:{headings}"
    page.freeze_panes = f"A{headings + 1}"


def _head(
    page: Any, words: dict[str, Any], columns: Sequence[Column], titles: Sequence[str]
) -> None:
    """Issuer at the left, the Party at the right, titles in the middle."""
    sizes, half = layout().sizes, len(columns) // 2
    left = [
        (words["superior"], False),
        (words["issuer"], True),
        (words["star"], False),
        (words["number"], False),
        (words["standing"], True),
    ]
    right = [(words["country"], True), (words["place_day"], False)]
    for number, (text, bold) in enumerate(left, start=1):
        if text:
            _span(page, number, 1, half, text, bold=bold)
    for number, (text, bold) in enumerate(right, start=1):
        _span(page, number, half + 1, len(columns), text, bold=bold, italic=not bold)
    for number, text in enumerate(titles):
        size = sizes["heading"] if number < len(titles) - 1 else sizes["table"]
        last = number == len(titles) - 1
        row = len(left) + 2 + number
        _span(page, row, 1, len(columns), text, bold=not last, italic=last, size=size)
    if words["partial"]:
        _note(page, words["partial"])


def _span(
    page: Any,
    row: int,
    first: int,
    last: int,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
) -> None:
    """Text over several columns."""
    size = size or layout().sizes["table"]
    page.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    # Words of the layout: their facts are printed, and gaps are for a pen.
    cell = page.cell(row, first, guarded(text))
    cell.font = _font(size, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    letters = [get_column_letter(number) for number in range(first, last + 1)]
    width = sum(page.column_dimensions[letter].width for letter in letters)
    _heighten(page, row, text, width, size)


def _heighten(page: Any, row: int, text: str, width: float, size: float) -> None:
    """Room for the text's lines in a cell of ``width`` characters: not every program makes it."""
    # The width is told in characters of eleven points.
    room = max(1, int(width * 11 / size))
    high = -(-len(text) // room) * size * _POINTS_A_LINE
    page.row_dimensions[row].height = min(_HIGHEST, max(high, page.row_dimensions[row].height or 0))


def _font(size: float, *, bold: bool = False, italic: bool = False) -> Font:
    return Font(name=layout().page.font, size=size, bold=bold, italic=italic)


def _headings(page: Any, columns: Sequence[Column]) -> int:
    """The row of headings; its number."""
    row: int = page.max_row + 2
    for number, column in enumerate(columns, start=1):
        cell = page.cell(row, number, in_cell(column.title))
        cell.font, cell.border = _font(layout().sizes["table"], bold=True), _BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        width = column.width / _MILLIMETRES_A_CHARACTER
        _heighten(page, row, column.title, width, layout().sizes["table"])
    return row


def _row(page: Any, columns: Sequence[Column], values: Sequence[str | int | None]) -> None:
    row = page.max_row + 1
    for number, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
        cell = page.cell(row, number, value)
        cell.font, cell.border = _font(layout().sizes["table"]), _BORDER
        aside = "center" if column.key in _MIDDLE else "left"
        cell.alignment = Alignment(horizontal=aside, vertical="top", wrap_text=True)
        width = column.width / _MILLIMETRES_A_CHARACTER
        _heighten(page, row, str(value or ""), width, layout().sizes["table"])


def _note(page: Any, text: str, *, bold: bool = False) -> None:
    cell = page.cell(page.max_row + 1, 1, in_cell(text))
    cell.font = _font(layout().sizes["table"], bold=bold)


def _picture(page: Any, png: bytes, look: Layout) -> None:
    """The map in a row of its own height."""
    size, row = look.map, page.max_row + 1
    _note(page, look.words["map_title"], bold=True)
    picture = Image(io.BytesIO(png))
    picture.width = round(size.width * _PIXELS_A_MILLIMETRE)
    picture.height = round(size.height * _PIXELS_A_MILLIMETRE)
    page.add_image(picture, f"A{row + 1}")
    page.row_dimensions[row + 1].height = min(_HIGHEST, (size.height + 4) / _INCH * 72)
    page.cell(row + 1, 1, "")
