"""The templates that come with the software, and one that an office might put in their place."""

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from jinja2.exceptions import SecurityError, UndefinedError

from apps.assignments.papers import document
from apps.assignments.papers.blank_making import blanks
from apps.assignments.papers.content import PaperContent
from apps.assignments.papers.layout import BLANKS, layout
from apps.assignments.papers.printing import day_words
from tests.conftest import NOW

NAMES = ["nghi-quyet.docx", "danh-sach.docx"]


def _parts(body: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(body)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


@pytest.mark.parametrize("name", NAMES)
def test_they_are_what_the_layout_says(name: str) -> None:
    """After a change of the layout: ``./gandan manage make_paper_templates``."""
    assert _parts(blanks(layout())[name]) == _parts((BLANKS / name).read_bytes())


def _millimetres(*lengths: Any) -> list[int]:
    return [round(length.mm) for length in lengths]


@pytest.mark.parametrize("name", NAMES)
def test_the_sheet_is_the_partys(name: str) -> None:
    made = docx.Document(str(BLANKS / name))
    first, *others = made.sections
    assert _millimetres(first.page_width, first.page_height) == [210, 297]
    assert _millimetres(first.top_margin, first.bottom_margin) == [20, 20]
    assert _millimetres(first.left_margin, first.right_margin) == [30, 15]
    assert len(others) == (1 if name == "nghi-quyet.docx" else 0)
    for turned in others:
        assert _millimetres(turned.page_width, turned.page_height) == [297, 210]
    assert made.styles["Normal"].font.name == "Times New Roman"


@pytest.mark.parametrize("name", NAMES)
def test_headings_repeat_and_no_row_is_cut(name: str) -> None:
    made = docx.Document(str(BLANKS / name))
    listed = made.tables[-1]
    assert listed.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    filled = [row for row in listed.rows if "{%tr" not in row.cells[0].text]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in filled)


def test_the_signature_stays_with_the_last_sentence() -> None:
    made = docx.Document(str(BLANKS / "nghi-quyet.docx"))
    closing = next(line for line in made.paragraphs if "closing" in line.text)
    assert closing.paragraph_format.keep_with_next
    assert closing._p.getnext().tag == qn("w:tbl")
    assert made.tables[1].rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None


def test_columns_fill_the_sheet_and_no_more() -> None:
    page = layout().page
    widths = {name: sum(c.width for c in columns) for name, columns in layout().columns.items()}
    assert widths["list"] == page.inside
    assert widths["appendix"] <= page.height - page.top - page.bottom


def _content() -> PaperContent:
    return PaperContent(
        commune="Xã Thử",
        commune_name="Thử",
        cell="Chi bộ 1",
        year=2026,
        state="draft",
        number="",
        decided_on=None,
        effective_on=None,
        ended_on=None,
        amended=None,
        signer="",
        people=(),
        is_partial=False,
    )


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{{ ''.__class__.__mro__ }}", SecurityError),
        ("{{ people.append(1) }}", SecurityError),
        ("{{ settings.SECRET_KEY }}", UndefinedError),
    ],
)
def test_an_offices_template_reaches_only_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, error: type[Exception]
) -> None:
    own: Any = docx.Document()
    own.add_paragraph(text)
    own.save(str(tmp_path / "own.docx"))
    monkeypatch.setattr(document, "RESOLUTION", tmp_path / "own.docx")
    with pytest.raises(error):
        document.resolution_docx(_content(), "")


def test_an_offices_template_is_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own: Any = docx.Document()
    own.add_paragraph("{{ issuer }} – {{ subject }}")
    own.save(str(tmp_path / "own.docx"))
    monkeypatch.setattr(document, "RESOLUTION", tmp_path / "own.docx")
    made: Any = docx.Document(io.BytesIO(document.resolution_docx(_content(), "")))
    assert made.paragraphs[0].text == "CHI BỘ 1 – về phân công phụ trách hộ gia đình năm 2026"


def test_small_numbers_in_days_have_a_nought() -> None:
    assert day_words(NOW.date().replace(month=2, day=5)) == {
        "day": "05",
        "month": "02",
        "year": "2026",
    }
    assert day_words(NOW.date().replace(month=3))["month"] == "3"
