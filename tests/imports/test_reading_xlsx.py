"""Workbooks as spreadsheet programs really write them: every kind of cell, style and string."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from apps.imports.readers.sandbox import read_file
from apps.imports.readers.shapes import Merge
from apps.imports.readers.xlsx_parts import shows_date
from tests.imports.workbook import workbook


def rows_of(path: Path, **parts: str) -> list[tuple[int, tuple[object, ...]]]:
    path.write_bytes(workbook(**parts))
    (table,) = read_file(path).tables
    return [(row.number, row.cells) for row in table.rows]


STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="#,##0&quot; đồng&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="20"/></cellXfs></styleSheet>'
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1"><v>7</v></c>', 7),
        ('<c r="A1"><v>7.0</v></c>', 7.0),
        ('<c r="A1"><v>2385222.597</v></c>', 2385222.597),
        ('<c r="A1"><v>1E3</v></c>', 1000.0),
        ('<c r="A1" t="n"><v>123456789012345678901</v></c>', 123456789012345678901.0),
        ('<c r="A1"><v>1e999</v></c>', "1e999"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A1" t="s"><v>1</v></c>', "Hộ nghèo"),
        ('<c r="A1" t="str"><f>B1&amp;C1</f><v>Tổ 1</v></c>', "Tổ 1"),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', 2),
        ('<c r="A1" t="inlineStr"><is><t>Ngô </t></is></c>', "Ngô "),
        ('<c r="A1" t="inlineStr"><is><r><t>Ngô </t></r><r><t>Ánh</t></r></is></c>', "Ngô Ánh"),
        ('<c r="A1" t="str"><v>a_x000D_b_x0000_</v></c>', "a\rb\ufffd"),
        ('<c r="A1" t="d"><v>2026-03-04T00:00:00</v></c>', date(2026, 3, 4)),
        ('<c r="A1" s="1"><v>46085</v></c>', date(2026, 3, 4)),
        ('<c r="A1" s="2"><v>46085.75</v></c>', date(2026, 3, 4)),
        ('<c r="A1" s="3"><v>46085</v></c>', 46085),
        ('<c r="A1" s="4"><v>0.3125</v></c>', "7:30:00"),
        ('<c r="A1" s="1"><v>-1</v></c>', -1),
        ('<c r="A1" s="1"><v>99999999</v></c>', 99999999),
        ('<c r="A1" s="1"><v>1</v></c>', date(1900, 1, 1)),
    ],
)
def test_a_cell(tmp_path: Path, cell: str, value: object) -> None:
    strings = "<sst><si><t>Cận nghèo</t></si><si><r><t>Hộ </t></r><r><t>nghèo</t></r></si></sst>"
    sheet = f'<row r="3">{cell}</row>'
    assert rows_of(tmp_path / "a.xlsx", rows=sheet, strings=strings, styles=STYLES) == [
        (3, (value,))
    ]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"/>',
        '<c r="A1" t="e"><v>#N/A</v></c>',
        '<c r="A1"><f>SUM(B1:B9)</f></c>',
        '<c r="A1" t="str"><f>B1</f><v></v></c>',
    ],
)
def test_an_error_and_a_formula_never_worked_out_are_empty(tmp_path: Path, cell: str) -> None:
    sheet = f'<row r="1">{cell}<c r="C1"><v>1</v></c></row>'
    assert rows_of(tmp_path / "a.xlsx", rows=sheet) == [(1, (None, None, 1))]


def test_days_since_1904(tmp_path: Path) -> None:
    sheet = '<row r="1"><c r="A1" s="1"><v>44623</v></c></row>'
    rows = rows_of(tmp_path / "a.xlsx", rows=sheet, styles=STYLES, about='date1904="1"')
    assert rows == [(1, (date(2026, 3, 4),))]


def test_rows_and_cells_without_a_number_follow_each_other(tmp_path: Path) -> None:
    sheet = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>"
    assert rows_of(tmp_path / "a.xlsx", rows=sheet) == [(1, (1, 2)), (3, (3,))]


def test_names_with_a_prefix(tmp_path: Path) -> None:
    sheet = '<x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>Ún</x:t></x:is></x:c></x:row>'
    assert rows_of(tmp_path / "a.xlsx", rows=sheet) == [(2, (None, "Ún"))]


def test_two_header_rows_merged_and_more_strings_than_memory_holds(tmp_path: Path) -> None:
    count = 40_000
    strings = "".join(f"<si><t>Chủ hộ số {number}</t></si>" for number in range(count))
    picked = (0, 255, 256, 39_999, 1)
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{number}</v></c></row>'
        for row, number in enumerate(picked, start=1)
    )
    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>'
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(rows=rows, strings=f"<sst>{strings}</sst>", after=merges))
    (table,) = read_file(path).tables
    assert [row.cells[0] for row in table.rows] == [f"Chủ hộ số {number}" for number in picked]
    assert table.merged == (Merge(1, 0, 2, 0), Merge(1, 1, 1, 2))


def test_hidden_sheets_are_read_and_charts_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    path.write_bytes(
        workbook(
            rows='<row r="1"><c r="A1"><v>1</v></c></row>',
            sheets='<sheet name="Ẩn" sheetId="1" state="hidden" r:id="rId1"/>'
            '<sheet name="Biểu đồ" sheetId="2" r:id="rId9"/>',
        )
    )
    assert [table.sheet for table in read_file(path).tables] == ["Ẩn"]


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("General", False),
        ("0.00", False),
        ("#,##0_);[Red]\\(#,##0\\)", False),
        ("yyyy-mm-dd", True),
        ('"ngày" dd "tháng" mm', True),
        ('0 "hộ"', False),
        ("[$-42A]dd mmmm yyyy;@", True),
        ("[h]:mm", False),
        ("hh:mm", True),
        ("@", False),
    ],
)
def test_what_a_format_shows(code: str, shows: bool) -> None:
    assert shows_date(code) is shows


def test_a_workbook_called_old_is_read_by_its_content(tmp_path: Path) -> None:
    assert rows_of(tmp_path / "a.xls", rows='<row><c r="A1"><v>5</v></c></row>') == [(1, (5,))]
    assert zipfile.is_zipfile(tmp_path / "a.xls")
