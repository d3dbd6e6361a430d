"""Papers as documents: a template of ``blanks`` filled in.

Templates may be an office's own, and what they are filled with was typed by people: a template
reaches nothing but the words it is given, and what those contain is text, neither XML nor template.
"""

from __future__ import annotations

import io
from typing import Any, Final

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from apps.assignments.papers.content import HomeLine, PaperContent, PersonPart
from apps.assignments.papers.layout import BLANKS, layout
from apps.assignments.papers.mapimage import SmallMap, small_map
from apps.assignments.papers.outlines import Outlines
from apps.assignments.papers.words import map_words, person_words, words_of

RESOLUTION: Final = BLANKS / "nghi-quyet.docx"
LISTS: Final = BLANKS / "danh-sach.docx"


def resolution_docx(content: PaperContent, mark: str) -> bytes:
    """The resolution with its appendix; ``mark`` stands at the foot of every page."""
    people = [_person(part, lines=list(part.homes) or [None]) for part in content.people]
    return filled(DocxTemplate(RESOLUTION), words_of(content) | {"people": people, "mark": mark})


def lists_docx(content: PaperContent, outlines: Outlines, mark: str) -> bytes:
    """Each person's own list with a small map, each from a new page on."""
    template = DocxTemplate(LISTS)
    people = [
        _person(part, lines=list(part.homes))
        | _map(template, small_map(part, outlines, layout().map))
        for part in content.people
        if part.homes
    ]
    return filled(template, words_of(content) | {"people": people, "mark": mark})


def filled(template: Any, words: dict[str, Any]) -> bytes:
    rules = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template.render(words, jinja_env=rules, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _person(part: PersonPart, *, lines: list[HomeLine] | list[None]) -> dict[str, Any]:
    return {
        "number": part.number,
        "name": part.name,
        "post": part.post,
        "homes": [_line(line) for line in lines],
    } | person_words(part)


def _line(line: HomeLine | None) -> dict[str, str]:
    """The cells of a household; none of somebody who has another duty only."""
    if line is None:
        return dict.fromkeys(("number", "head", "place", "size", "status", "phone", "note"), "")
    return {
        "number": str(line.number),
        "head": line.head,
        "place": line.unit,
        "size": "" if line.size is None else str(line.size),
        "status": line.status,
        "phone": line.phone,
        "note": line.note,
    }


def _map(template: Any, drawn: SmallMap | None) -> dict[str, Any]:
    size = layout().map
    picture = drawn and InlineImage(
        template, io.BytesIO(drawn.png), width=Mm(size.width), height=Mm(size.height)
    )
    return {"map": picture or "", "map_lines": map_words(drawn)}
