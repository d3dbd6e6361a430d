"""Rejected rows come back in their own layout, are mended there, and go in as they are."""

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from apps.accounts.models import AccessLog
from apps.households.models import Household
from apps.imports.correction import Returned, correction_workbook
from apps.imports.faults import FIELDS_OF, columns_at_fault
from apps.imports.messages import ROW_MESSAGES
from apps.imports.recognise.guide import GUIDE_SHEET
from tests.imports.desk import Desk
from tests.imports.office import COLUMNS, FIRST_ROW, HUE

AT = {key: column for column, (key, _upper, _lower) in enumerate(COLUMNS, start=1)}


def workbook(desk: Desk, name: str) -> openpyxl.Workbook:
    url = desk.url("correction", file=desk.upload(name).key)
    response = desk.client.get(url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return openpyxl.load_workbook(io.BytesIO(response.content))


def faulty(desk: Desk, tmp_path: Path) -> openpyxl.Workbook:
    homes = HUE.homes()
    homes[HUE.villages[0]][1] |= {"size": "ba"}
    homes[HUE.villages[1]][2] |= {"head": None, "born": 3000}
    desk.drop(HUE.write_homes(tmp_path, homes))
    desk.preview()
    desk.commit()
    return workbook(desk, "so ho.xlsx")


@pytest.mark.django_db
def test_the_layout_is_the_files_own(desk: Desk, tmp_path: Path) -> None:
    book = faulty(desk, tmp_path)
    assert book.sheetnames == [GUIDE_SHEET, *HUE.villages]
    sheet = book[HUE.villages[0]]
    assert sheet["A1"].value == "ỦY BAN NHÂN DÂN XÃ MÂY TRẮNG"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"H4:I4", "J4:K4"}
    assert sheet.cell(5, AT["lat"]).value == "Vĩ độ"
    assert (sheet.max_row, sheet.cell(FIRST_ROW, AT["code"]).value) == (FIRST_ROW, "A02")


@pytest.mark.django_db
def test_the_cell_at_fault_is_marked_and_explained(desk: Desk, tmp_path: Path) -> None:
    book = faulty(desk, tmp_path)
    cell = book[HUE.villages[0]].cell(FIRST_ROW, AT["size"])
    assert cell.value == "ba"
    assert cell.comment is not None
    assert "Số khẩu không phải là số" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("FFF2B8")
    assert book[HUE.villages[1]].cell(FIRST_ROW, AT["head"]).comment is not None
    assert any("dòng 7" in str(row[0].value) for row in book[GUIDE_SHEET].iter_rows())


@pytest.mark.django_db
def test_mended_it_goes_in_as_it_is(desk: Desk, tmp_path: Path) -> None:
    book = faulty(desk, tmp_path)
    assert Household.objects.count() == 4
    book[HUE.villages[0]].cell(FIRST_ROW, AT["size"]).value = 3
    second = book[HUE.villages[1]]
    second.cell(FIRST_ROW, AT["head"]).value = "Lò Thị Đào"
    second.cell(FIRST_ROW, AT["born"]).value = 1963
    path = tmp_path / "dong-can-sua.xlsx"
    book.save(path)
    again = Desk(desk.client)
    again.open()
    again.drop(path)
    again.preview()
    assert [row.outcome for row in again.rows()] == ["new", "new"]
    assert again.upload("dong-can-sua.xlsx").report["messages"] == []
    again.commit()
    assert Household.objects.count() == 6


@pytest.mark.django_db
def test_taking_it_away_is_logged(desk: Desk, tmp_path: Path) -> None:
    faulty(desk, tmp_path)
    entry = AccessLog.objects.get()
    assert (entry.action, entry.count, entry.detail) == ("export", 2, "correction workbook")


@pytest.mark.django_db
def test_a_file_without_faults_has_none(desk: Desk, tmp_path: Path) -> None:
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    desk.preview()
    upload = desk.upload("so ho.xlsx")
    assert desk.client.get(desk.url("correction", file=upload.key)).status_code == 404
    assert "Tải tệp sửa lỗi" not in desk.page()


@pytest.mark.django_db
def test_a_text_table_comes_back_as_a_workbook(desk: Desk, tmp_path: Path) -> None:
    text = "Mã hộ;Chủ hộ;Số khẩu;Thôn\nA01;Lò Thị Mai;ba;Thôn Suối Trong\n"
    desk.send("ho.csv", text.encode())
    desk.recognise()
    desk.preview()
    book = workbook(desk, "ho.csv")
    sheet = book["Sheet1"]
    assert [cell.value for cell in sheet[1]] == ["Mã hộ", "Chủ hộ", "Số khẩu", "Thôn"]
    sheet["C2"] = 3
    path = tmp_path / "sua.xlsx"
    book.save(path)
    again = Desk(desk.client)
    again.open()
    again.drop(path)
    again.preview()
    assert [row.outcome for row in again.rows()] == ["new"]


LAYOUT = {
    "sheet": "Thôn Thử",
    "above": [[1, ["Mã hộ", "Chủ hộ", "Số khẩu"]]],
    "last": 1,
    "merged": [],
    "columns": {"household_code": 0, "head_name": 1, "size": 2},
}


def made(*rows: Returned) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(correction_workbook([LAYOUT], rows)))
    found = book["Thôn Thử"]
    assert isinstance(found, Worksheet)
    return found


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+84912", "-x", "@sum", "\tx"])
def test_formulas_are_text_and_no_apostrophe_is_added(text: str) -> None:
    cell = made(Returned("Thôn Thử", 9, ["A", text, 3], ["missing_head"]))["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_control_characters_and_dates_do_not_break_it() -> None:
    sheet = made(Returned("Thôn Thử", 9, ["A\x01", {"$date": "2026-11-16"}], ["missing_head"]))
    assert sheet["A2"].value == "A"
    assert sheet["B2"].value.date().isoformat() == "2026-11-16"


def test_a_remark_about_the_whole_row_marks_the_whole_row() -> None:
    sheet = made(Returned("Thôn Thử", 9, ["A", "B", 3], ["unknown_village"]))
    assert sheet["A2"].comment is not None
    assert all(sheet.cell(2, column).fill.fill_type == "solid" for column in (1, 2, 3))


def test_every_fault_that_is_known_has_words() -> None:
    assert set(FIELDS_OF) <= set(ROW_MESSAGES)
    assert columns_at_fault("size_not_a_number", {"size": 4}) == [4]
    assert columns_at_fault("size_not_a_number", {}) == []
