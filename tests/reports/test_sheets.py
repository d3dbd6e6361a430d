"""Tables as files: no cell becomes a formula, Excel reads the letters."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from apps.reports.exports.sheets import Column, Sheet, csv_bytes, neutral, xlsx_bytes

DANGEROUS = ["=1+1", "+84912", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


def sheet(*values: str) -> Sheet:
    return Sheet(["Tiêu đề", "Dấu & mật"], [Column("Cột")], [[value] for value in values])


@pytest.mark.parametrize("value", DANGEROUS)
def test_formula_starts_are_guarded(value: str) -> None:
    assert str(neutral(value)).startswith("'")


def test_numbers_and_days_stay_what_they_are() -> None:
    assert [neutral(-2), neutral(None), neutral(date(2026, 1, 2))] == [-2, None, date(2026, 1, 2)]


@given(st.text())
def test_no_text_begins_a_formula_in_either_file(value: str) -> None:
    [*_above, row] = csv.reader(io.StringIO(csv_bytes(sheet(value)).decode("utf-8-sig")))
    page = load_workbook(io.BytesIO(xlsx_bytes(sheet(value)))).active
    assert page is not None
    cell = page.cell(5, 1)
    assert not (row or [""])[0].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.data_type != "f"
    assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t"))


def test_csv_begins_with_the_mark_that_excel_needs() -> None:
    body = csv_bytes(sheet("Nguyễn Thị Đào"))
    assert body.startswith(b"\xef\xbb\xbf")
    assert "Nguyễn Thị Đào" in body.decode("utf-8-sig")


def test_workbook_repeats_headings_and_its_last_line_on_paper() -> None:
    page = load_workbook(io.BytesIO(xlsx_bytes(sheet("a")))).active
    assert page is not None
    assert page.print_title_rows == "$4:$4"
    assert page.oddFooter.center.text == "Dấu && mật"
    assert page.freeze_panes == "A5"
