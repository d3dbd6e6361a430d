"""Names that look like markup, templates or formulas are printed as they are, and nothing else."""

import io
import unicodedata
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from defusedxml import ElementTree
from django.db.models import Model

from apps.accounts.roles import Role
from tests.assignments.papers.conftest import Scene, document, rows, table, workbook

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

pytestmark = pytest.mark.django_db
LONG = ("Nguyễn Thị " * 20)[:119].strip()
NAMES = [
    "<b>Đậm</b>",
    "</w:t></w:r><w:r><w:br/>",
    "A & B &amp; &#65; ]]>",
    "{{ 7*7 }}",
    "{% for x in people %}{{ x }}{% endfor %}",
    "{{ ''.__class__.__mro__ }}",
    "{_{ 7*7 }_}{_% raw %_}",
    "{#ghi chú#}",
    "=1+1",
    "@SUM(A1)",
    "-2+3",
    "+84912",
    '=HYPERLINK("http://x","y")',
    LONG,
]
TWISTED = {"{_{ 7*7 }_}{_% raw %_}": "{{ 7*7 }}{% raw %}"}


def _rename(row: Model, field: str, name: str) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**{field: name})


def _sound(response: "TestResponse") -> None:
    """Readers repair or refuse a file whose markup is broken."""
    with ZipFile(io.BytesIO(response.content)) as parts:
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(part))


def _call(scene: Scene, name: str) -> None:
    """Everything that people type and papers print."""
    _rename(scene.world.households[0], "head_name", name)
    _rename(scene.world.households[0], "phone", name[:20])
    _rename(scene.world.member, "full_name", name)
    _rename(scene.secretary, "full_name", name)
    _rename(scene.world.villages[0], "name", name)
    _rename(scene.world.groups[0], "name", name)
    _rename(scene.world.cell, "name", name)
    _rename(scene.world.commune, "name", name)
    scene.plan.duties.update(text=name)


@pytest.mark.parametrize("name", NAMES)
def test_a_document_prints_the_letters(scene: Scene, name: str) -> None:
    _call(scene, name)
    expected = TWISTED.get(name, name)
    response = scene.ask(Role.CELL_COMMITTEE)
    made = document(response)
    _sound(response)
    people = table(made, 2)
    line = next(row for row in people[1:] if row[2] == expected)
    assert line[1].splitlines()[0] == expected
    assert line[3] == f"{expected}, {expected}"
    assert line[1].splitlines()[2] == f"Nhiệm vụ khác: {expected}"
    assert f"CHI BỘ {expected.upper()}" in table(made, 0)[0][0]
    foot = made.sections[0].footer.paragraphs[0].text
    assert f"{expected} (bithu)" in foot
    lists = scene.ask(Role.CELL_COMMITTEE, "lists", person=scene.world.member.pk)
    assert table(document(lists), 1)[1][1] == expected
    _sound(lists)


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_holds_text_and_no_formula(scene: Scene, name: str) -> None:
    _call(scene, name)
    for paper in ("resolution", "lists"):
        book = workbook(scene.ask(Role.CELL_COMMITTEE, paper, "xlsx"))
        cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        assert not [
            cell.value
            for cell in cells
            if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@", "-2"))
        ]
        texts = {str(cell.value).removeprefix("'") for cell in cells}
        assert name in texts
        assert all(len(page.oddFooter.center.text) < 256 for page in book.worksheets)


def test_decomposed_names_are_printed_composed(scene: Scene) -> None:
    _call(scene, unicodedata.normalize("NFD", "Đặng Thị Phượng"))
    composed = "Đặng Thị Phượng"
    made = document(scene.ask(Role.CELL_COMMITTEE))
    assert composed in {row[2] for row in table(made, 2)}
    page = workbook(scene.ask(Role.CELL_COMMITTEE, form="xlsx")).worksheets[0]
    assert composed in {row[2] for row in rows(page)}


def test_controls_and_what_is_no_letter_are_left_away(scene: Scene) -> None:
    _call(scene, "Hoàng\x0b Văn\x07 Ba\ufffe\u200b\n\tTư\x1b")
    for form in ("docx", "xlsx"):
        for paper in ("resolution", "lists"):
            response = scene.ask(Role.CELL_COMMITTEE, paper, form)
            assert response.status_code == 200
    made = document(scene.ask(Role.CELL_COMMITTEE))
    assert "Hoàng Văn Ba Tư" in {row[2] for row in table(made, 2)}
