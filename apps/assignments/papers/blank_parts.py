"""The pieces that the papers' templates are put together from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from apps.assignments.papers.layout import Column, Page

_ALIGNED: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
Align = Literal["left", "center", "justify"]
#: cells without lines between them
PLAIN: Final = "Normal Table"
GRID: Final = "Table Grid"


def write(
    paragraph: Any,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Align = "left",
    after: float = 0,
    underline: bool = False,
) -> Any:
    """``text`` in one run, which a template's words must not be cut by; sizes in points."""
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic, run.underline = Pt(size), bold, italic, underline
    paragraph.alignment = _ALIGNED[align]
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(after), 1.0
    return paragraph


def word(name: str) -> str:
    """Where the paper's word of this name is to stand."""
    return f"{{{{ {name} }}}}"


def order(place: Any, rule: str) -> None:
    """A paragraph with a rule of the template language; none of it is left in the paper."""
    write(place.add_paragraph(), f"{{%p {rule} %}}", 8)


def prepare(document: Any, page: Page) -> None:
    """The face of all text, and the sheet."""
    style = document.styles["Normal"]
    style.font.name = page.font
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), page.font)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    lay(document.sections[0], page)
    document.core_properties.author = ""
    document.core_properties.comments = ""


def lay(section: Any, page: Page, *, on_its_side: bool = False) -> None:
    """The sheet and its margins; turned, the binding edge becomes the top."""
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    if on_its_side:
        section.page_width, section.page_height = Mm(page.height), Mm(page.width)
        section.top_margin, section.bottom_margin = Mm(page.left), Mm(page.right)
        section.left_margin, section.right_margin = Mm(page.top), Mm(page.bottom)
    section.header_distance = section.footer_distance = Mm(8)


def number_pages(section: Any, mark_size: float, number_size: float) -> None:
    """The number in the middle above, from the second page on; the mark below on every page."""
    section.different_first_page_header_footer = True
    above = write(section.header.paragraphs[0], "", number_size, align="center")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    above._p.append(field)
    for foot in (section.footer, section.first_page_footer):
        write(foot.paragraphs[0], "{{ mark }}", mark_size, italic=True, align="center")


def table(place: Any, widths: Sequence[float], style: str) -> Any:
    """A row of cells of these widths in millimetres, whatever they hold."""
    made = place.add_table(rows=1, cols=len(widths))
    made.style, made.alignment, made.autofit = style, WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for cell, width in zip(made.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    whole(made.rows[0])
    return made


def whole(row: Any, *, repeated: bool = False) -> None:
    """A row that no page's end cuts; ``repeated``: on top of each page."""
    for name in ("w:cantSplit", "w:tblHeader")[: 1 + repeated]:
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def add_row(made: Any, columns: Sequence[Column]) -> Any:
    row = made.add_row()
    whole(row)
    for cell, column in zip(row.cells, columns, strict=True):
        cell.width = Mm(column.width)
    return row


def ordering_row(made: Any, rule: str) -> None:
    """A row with a rule of the template language; none of it is left in the paper."""
    write(made.add_row().cells[0].paragraphs[0], f"{{%tr {rule} %}}", 8)
