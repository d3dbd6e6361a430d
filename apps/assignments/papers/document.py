"""Papers as documents: a template of ``blanks`` filled in.

Templates may be an office's own, and what they are filled with was typed by people: a template
reaches nothing but the words it is given, and what those contain is text, neither XML nor template.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from apps.assignments.papers.content import HomeLine, PaperContent, PersonPart, UnitLine
from apps.assignments.papers.layout import BLANKS, Layout, layout
from apps.assignments.papers.mapimage import SmallMap, small_map
from apps.assignments.papers.outlines import Outlines
from apps.assignments.papers.words import map_words, person_words, words_of
from apps.assignments.tiers import Tier

RESOLUTION: Final = BLANKS / "nghi-quyet.docx"
LISTS: Final = BLANKS / "danh-sach.docx"
#: tier → template: the commune's decision with its appendix, and the own lists
DECISIONS: Final = {
    Tier.OFFICER: BLANKS / "quyet-dinh-can-bo.docx",
    Tier.COMMITTEE: BLANKS / "quyet-dinh-dang-uy-vien.docx",
}
UNIT_LISTS: Final = {
    Tier.OFFICER: BLANKS / "danh-sach-can-bo.docx",
    Tier.COMMITTEE: BLANKS / "danh-sach-dang-uy-vien.docx",
}


def resolution_docx(content: PaperContent, mark: str) -> bytes:
    """The resolution with its appendix; ``mark`` stands at the foot of every page."""
    look = layout(content.tier)
    people = [_person(look, part, part.homes or [None]) for part in content.people]
    template = DocxTemplate(DECISIONS.get(Tier(content.tier), RESOLUTION))
    return filled(template, words_of(content) | {"people": people, "mark": mark})


def lists_docx(content: PaperContent, outlines: Outlines, mark: str) -> bytes:
    """Each person's own list with a small map, each from a new page on."""
    look = layout(content.tier)
    template = DocxTemplate(UNIT_LISTS.get(Tier(content.tier), LISTS))
    people = [
        _person(look, part, part.homes) | _map(template, look, small_map(part, outlines, look.map))
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


def _person(
    look: Layout, part: PersonPart, lines: Sequence[HomeLine | UnitLine | None]
) -> dict[str, Any]:
    return {
        "number": part.number,
        "name": part.name,
        "post": part.post,
        "homes": [_line(look, line) for line in lines],
    } | person_words(look, part)


def _line(look: Layout, line: HomeLine | UnitLine | None) -> dict[str, str]:
    """The cells of a household or unit; none of somebody who has another duty only."""
    if line is None:
        return dict.fromkeys((column.key for column in look.columns["appendix"]), "")
    return {key: "" if told is None else str(told) for key, told in line.cells.items()}


def _map(template: Any, look: Layout, drawn: SmallMap | None) -> dict[str, Any]:
    size = look.map
    picture = drawn and InlineImage(
        template, io.BytesIO(drawn.png), width=Mm(size.width), height=Mm(size.height)
    )
    return {"map": picture or "", "map_lines": map_words(look, drawn)}
