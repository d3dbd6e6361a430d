"""The templates as they come with the software, made from the layout and the words."""

from __future__ import annotations

from typing import Any, Final

from docx.shared import Pt

from apps.assignments.papers import blank_parts as parts
from apps.assignments.papers.blank_making import (
    foot,
    head,
    headings,
    justified,
    line,
    started,
    to_bytes,
)
from apps.assignments.papers.layout import Layout
from apps.issues.meetings.papers.layout import AGENDA, MINUTES

_LEFT: Final = frozenset({"person", "text", "who"})


def blanks(layout: Layout) -> dict[str, bytes]:
    """File name → template."""
    return {AGENDA.name: to_bytes(_agenda(layout)), MINUTES.name: to_bytes(_minutes(layout))}


def _top(layout: Layout, *, number: str) -> Any:
    document, sizes = started(layout), layout.sizes
    head(document, layout, number=number)
    parts.write(document.add_paragraph(), "", sizes["body"])
    line(document, "{{ title }}", sizes["title"], bold=True, align="center", after=2)
    line(document, "{{ subject }}", sizes["heading"], bold=True, align="center")
    line(document, "{{ rule }}", sizes["heading"], align="center", after=8)
    parts.order(document, "for line in opening")
    justified(document, "{{ line }}", sizes["body"])
    parts.order(document, "endfor")
    return document


def _heading(document: Any, layout: Layout, word: str) -> None:
    made = line(document, parts.word(word), layout.sizes["body"], bold=True, after=4)
    made.paragraph_format.space_before = Pt(8)
    made.paragraph_format.keep_with_next = True


def _items(document: Any, layout: Layout) -> None:
    """Numbered; what stands below an item is set in."""
    size = layout.sizes["body"]
    _heading(document, layout, "items_title")
    parts.order(document, "for item in items")
    first = line(document, "{{ item.number }}. {{ item.title }}", size, align="justify", after=2)
    first.paragraph_format.keep_with_next = True
    parts.order(document, "for line in item.lines")
    # Nobody turns the sheet between an item and what was concluded on it.
    parts.order(document, "if not loop.last")
    _said(document, size).paragraph_format.keep_with_next = True
    parts.order(document, "else")
    _said(document, size)
    parts.order(document, "endif")
    parts.order(document, "endfor")
    parts.order(document, "endfor")
    parts.order(document, "if no_items")
    line(document, parts.word("no_items"), layout.sizes["body"], italic=True, after=4)
    parts.order(document, "endif")


def _said(document: Any, size: float) -> Any:
    made = line(document, "{{ line }}", size, align="justify", after=4)
    made.paragraph_format.left_indent = Pt(18)
    return made


def _reports(document: Any, layout: Layout) -> None:
    """The days that they are about stand below the heading, which is one line so."""
    _heading(document, layout, "reports_title")
    days = line(document, "{{ reports_days }}", layout.sizes["body"], italic=True, after=4)
    days.paragraph_format.keep_with_next = True
    _rows(document, layout, "reports")


def _table(document: Any, layout: Layout, table: str) -> None:
    """A heading, the table with its rows, or a sentence where there are none."""
    _heading(document, layout, f"{table}_title")
    _rows(document, layout, table)


def _rows(document: Any, layout: Layout, table: str) -> None:
    parts.order(document, f"if {table}")
    made = headings(document, layout, table)
    parts.ordering_row(made, f"for row in {table}")
    for cell, column in zip(
        parts.add_row(made, layout.columns[table]).cells, layout.columns[table], strict=True
    ):
        align: parts.Align = "left" if column.key in _LEFT else "center"
        text = parts.word(f"row.{column.key}")
        parts.write(cell.paragraphs[0], text, layout.sizes["table"], align=align)
    parts.ordering_row(made, "endfor")
    parts.order(document, "else")
    line(document, parts.word(f"no_{table}"), layout.sizes["body"], italic=True)
    parts.order(document, "endif")


def _agenda(layout: Layout) -> Any:
    document, size = _top(layout, number=""), layout.sizes["body"]
    _items(document, layout)
    _reports(document, layout)
    parts.order(document, "if uncovered")
    _heading(document, layout, "uncovered_title")
    parts.order(document, "for line in uncovered")
    line(document, "{{ line }}", size)
    parts.order(document, "endfor")
    parts.order(document, "endif")
    line(document, "", size).paragraph_format.keep_with_next = True
    foot(document, layout)
    return document


def _minutes(layout: Layout) -> Any:
    document, sizes = _top(layout, number="{{ number }}"), layout.sizes
    _items(document, layout)
    _reports(document, layout)
    _table(document, layout, "tasks")
    closing = justified(document, "{{ closing }}", sizes["body"])
    closing.paragraph_format.space_before = Pt(8)
    closing.paragraph_format.space_after = Pt(14)
    closing.paragraph_format.keep_with_next = True
    _signatures(document, layout)
    line(document, "", sizes["small"])
    title = line(document, "{{ recipients_title }}", sizes["recipients"], underline=True)
    title.paragraph_format.keep_with_next = True
    parts.order(document, "for line in recipients")
    line(document, "{{ line }}", sizes["recipients"])
    parts.order(document, "endfor")
    return document


def _signatures(document: Any, layout: Layout) -> None:
    """Who wrote the minutes at the left, who led the meeting at the right."""
    half, size = layout.page.inside / 2, layout.sizes["signature"]
    cells = parts.table(document, [half, half], parts.PLAIN).rows[0].cells
    for cell, post, name in zip(
        cells, ("secretary_post", "chair_post"), ("secretary", "chair"), strict=True
    ):
        parts.write(
            cell.paragraphs[0], parts.word(post), size, bold=True, align="center", after=size * 5
        )
        line(cell, parts.word(name), size, bold=True, align="center")
