"""The templates as they come with the software, made from ``blanks/layout.toml``.

Those of tiers 1 and 2 have the same parts and their own columns (``commune.toml``).
"""

from __future__ import annotations

import io
from typing import Any, Final

import docx
from docx.enum.section import WD_SECTION
from docx.shared import Pt

from apps.assignments.papers import blank_parts as parts
from apps.assignments.papers.document import DECISIONS, LISTS, RESOLUTION, UNIT_LISTS
from apps.assignments.papers.layout import Layout
from apps.assignments.papers.layout import layout as layout_of

# Of the head: who issues, and the Party's name with place and day.
_LEFT, _RIGHT = 0.46, 0.54
_NARROW: Final = frozenset({"number", "size", "households", "poor"})


def blanks(layout: Layout) -> dict[str, bytes]:
    """File name → template."""
    made = {RESOLUTION.name: _resolution(layout), LISTS.name: _lists(layout)}
    for tier, path in DECISIONS.items():
        made[path.name] = _resolution(layout_of(tier))
        made[UNIT_LISTS[tier].name] = _lists(layout_of(tier))
    return {name: to_bytes(document) for name, document in made.items()}


def to_bytes(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def started(layout: Layout) -> Any:
    document = docx.Document()
    parts.prepare(document, layout.page)
    parts.number_pages(document.sections[0], layout.sizes["footer"], layout.sizes["recipients"])
    return document


def _resolution(layout: Layout) -> Any:
    document, sizes = started(layout), layout.sizes
    head(document, layout, number="{{ number }}")
    parts.write(document.add_paragraph(), "", sizes["body"])
    for word, size, after in (("title", "title", 2), ("subject", "heading", 0)):
        line(document, parts.word(word), sizes[size], bold=True, align="center", after=after)
    line(document, "{{ rule }}", sizes["heading"], align="center", after=8)
    _several(document, "grounds", sizes["body"])
    line(document, "{{ verb }}", sizes["body"], bold=True, align="center", after=6)
    _several(document, "articles", sizes["body"])
    closing = justified(document, "{{ closing }}", sizes["body"])
    # A signature never stands on a page alone.
    closing.paragraph_format.keep_with_next = True
    closing.paragraph_format.space_after = Pt(14)
    foot(document, layout)
    _appendix(document, layout)
    return document


def line(place: Any, text: str, size: float, **look: Any) -> Any:
    return parts.write(place.add_paragraph(), text, size, **look)


def justified(place: Any, text: str, size: float) -> Any:
    made = line(place, text, size, align="justify", after=6)
    made.paragraph_format.first_line_indent = Pt(28)
    made.paragraph_format.widow_control = True
    return made


def _several(document: Any, words: str, size: float) -> None:
    parts.order(document, f"for line in {words}")
    justified(document, "{{ line }}", size)
    parts.order(document, "endfor")


def head(document: Any, layout: Layout, *, number: str) -> None:
    """Superior body, issuer, star, number; the Party's name, place and day."""
    sizes, inside = layout.sizes, layout.page.inside
    left, right = (
        parts.table(document, [inside * _LEFT, inside * _RIGHT], parts.PLAIN).rows[0].cells
    )
    first = left.paragraphs[0]
    parts.write(first, "{{ superior }}", sizes["issuer"], align="center")
    line(left, "{{ issuer }}", sizes["issuer"], bold=True, align="center")
    line(left, "{{ star }}", sizes["issuer"], align="center")
    if number:
        line(left, number, sizes["issuer"], align="center")
    parts.order(left, "if standing")
    line(left, "{{ standing }}", sizes["recipients"], bold=True, align="center")
    parts.order(left, "endif")
    parts.write(
        right.paragraphs[0],
        "{{ country }}",
        sizes["place"],
        bold=True,
        underline=True,
        align="center",
        after=6,
    )
    line(right, "{{ place_day }}", sizes["place"], italic=True, align="center")


def foot(document: Any, layout: Layout) -> None:
    """Who receives it; on whose behalf it is signed, and by whom."""
    sizes, inside = layout.sizes, layout.page.inside
    left, right = parts.table(document, [inside / 2, inside / 2], parts.PLAIN).rows[0].cells
    title = parts.write(left.paragraphs[0], "{{ recipients_title }}", sizes["recipients"])
    title.runs[0].underline = True
    parts.order(left, "for line in recipients")
    line(left, "{{ line }}", sizes["recipients"])
    parts.order(left, "endfor")
    signature = sizes["signature"]
    parts.write(right.paragraphs[0], "{{ on_behalf }}", signature, bold=True, align="center")
    line(right, "{{ signer_post }}", signature, align="center", after=signature * 5)
    line(right, "{{ signer }}", signature, bold=True, align="center")


def _appendix(document: Any, layout: Layout) -> None:
    """On its own sheets, turned."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    parts.lay(section, layout.page, on_its_side=True)
    section.different_first_page_header_footer = False
    sizes = layout.sizes
    line(document, "{{ appendix }}", sizes["heading"], bold=True, align="center")
    line(document, "{{ appendix_subject }}", sizes["heading"], bold=True, align="center")
    line(document, "{{ attached }}", sizes["table"], italic=True, align="center", after=6)
    _maybe(document, "partial", sizes["table"])
    _maybe(document, "standing", sizes["table"])
    parts.order(document, "if people")
    _appendix_table(document, layout)
    line(document, "{{ total }}", sizes["table"], bold=True).paragraph_format.space_before = Pt(6)
    parts.order(document, "else")
    line(document, "{{ empty }}", sizes["body"], align="center")
    parts.order(document, "endif")


def _maybe(document: Any, word: str, size: float) -> None:
    parts.order(document, f"if {word}")
    line(document, parts.word(word), size, italic=True, align="center", after=4)
    parts.order(document, "endif")


def headings(document: Any, layout: Layout, table: str) -> Any:
    columns = layout.columns[table]
    made = parts.table(document, [column.width for column in columns], parts.GRID)
    parts.whole(made.rows[0], repeated=True)
    for cell, column in zip(made.rows[0].cells, columns, strict=True):
        parts.write(
            cell.paragraphs[0], column.title, layout.sizes["table"], bold=True, align="center"
        )
    return made


def _cells(row: Any, layout: Layout, table: str) -> None:
    """A household's cells, but for those of the person."""
    for cell, column in zip(row.cells, layout.columns[table], strict=True):
        if column.key != "person":
            align: parts.Align = "center" if column.key in _NARROW else "left"
            text = parts.word(f"home.{column.key}")
            parts.write(cell.paragraphs[0], text, layout.sizes["table"], align=align)


def _appendix_table(document: Any, layout: Layout) -> None:
    """The person's cells stand beside all of the person's households."""
    made, size = headings(document, layout, "appendix"), layout.sizes["table"]
    parts.ordering_row(made, "for person in people")
    parts.ordering_row(made, "for home in person.homes")
    row = parts.add_row(made, layout.columns["appendix"])
    _cells(row, layout, "appendix")
    number, person = row.cells[:2]
    number.paragraphs[0].runs[0].text = "{% vm %}{{ person.number }}"
    parts.write(person.paragraphs[0], "{% vm %}{{ person.name }}", size, bold=True)
    line(person, "{{ person.post }}", size)
    line(person, "{{ person.duty_line }}", layout.sizes["small"], italic=True)
    parts.ordering_row(made, "endfor")
    parts.ordering_row(made, "endfor")


def _lists(layout: Layout) -> Any:
    document, sizes = started(layout), layout.sizes
    document.sections[0].different_first_page_header_footer = False
    parts.order(document, "for person in people")
    start = line(document, "", 2)
    start.paragraph_format.page_break_before = True
    head(document, layout, number="")
    title = line(document, "{{ list_title }}", sizes["title"], bold=True, align="center")
    title.paragraph_format.space_before = Pt(10)
    line(document, "{{ attached }}", sizes["table"], italic=True, align="center", after=8)
    line(document, "{{ person.who }}", sizes["body"], bold=True)
    for word in ("post", "duty_line"):
        parts.order(document, f"if person.{word}")
        line(document, parts.word(f"person.{word}"), sizes["table"])
        parts.order(document, "endif")
    _maybe(document, "partial", sizes["table"])
    _list_table(document, layout)
    total = line(document, "{{ person.list_total }}", sizes["table"], bold=True, after=8)
    total.paragraph_format.space_before = Pt(4)
    _map(document, layout)
    parts.order(document, "endfor")
    return document


def _list_table(document: Any, layout: Layout) -> None:
    made = headings(document, layout, "list")
    parts.ordering_row(made, "for home in person.homes")
    _cells(parts.add_row(made, layout.columns["list"]), layout, "list")
    parts.ordering_row(made, "endfor")


def _map(document: Any, layout: Layout) -> None:
    """The map with its title and what is said below it, on one page."""
    sizes = layout.sizes
    parts.order(document, "if person.map")
    title = line(document, layout.words["map_title"], sizes["table"], bold=True, after=2)
    picture = line(document, "{{ person.map }}", sizes["table"], align="center", after=2)
    for kept in (title, picture):
        kept.paragraph_format.keep_with_next = True
    parts.order(document, "endif")
    parts.order(document, "for line in person.map_lines")
    said = line(document, "{{ line }}", sizes["small"])
    said.paragraph_format.keep_together = True
    parts.order(document, "endfor")
