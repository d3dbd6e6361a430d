"""The written files: what an office's files look like, and the faults put in on purpose."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import openpyxl
import pyogrio
import shapely

from geodata.build import Summary
from geodata.handwriting import write_position
from geodata.names import COMMUNE_CODE
from geodata.plan import Commune


def test_the_folder(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        "danh_sach_dang_vien.xlsx",
        "danh_sach_ho.xlsx",
        "nen",
        "phan_cong_hien_tai.xlsx",
        "ranh_gioi_thon.gpkg",
        "ranh_gioi_xa.geojson",
        "so_tham_ho.csv",
        "to_ndtq.geojson",
    ]
    assert [path.name for path in (folder / "nen").iterdir()] == ["duong.geojson"]


def test_commune_outline(folder: Path) -> None:
    (feature,) = json.loads((folder / "ranh_gioi_xa.geojson").read_text("utf-8"))["features"]
    assert feature["id"] == feature["properties"]["code"] == COMMUNE_CODE
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert feature["properties"]["kind"] == "xã"


def test_village_outlines(folder: Path) -> None:
    frame = pyogrio.read_dataframe(folder / "ranh_gioi_thon.gpkg", layer="thon")
    assert list(frame["ma"]) == [f"T{n:02d}" for n in range(1, 27)]
    assert frame["ten"].is_unique
    assert set(frame.geom_type) == {"MultiPolygon"}
    assert frame.crs.to_epsg() == 4326


def test_group_outlines_and_lines(folder: Path) -> None:
    groups = json.loads((folder / "to_ndtq.geojson").read_text("utf-8"))["features"]
    assert len(groups) == 110
    assert groups[0]["properties"].keys() == {"ma", "ten", "thon"}
    lines = json.loads((folder / "nen" / "duong.geojson").read_text("utf-8"))["features"]
    assert {"đường trục", "suối chính"} <= {line["properties"]["loai"] for line in lines}
    assert all(shapely.geometry.shape(line["geometry"]).is_valid for line in lines)


def test_household_workbook(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "danh_sach_ho.xlsx")
    assert len(book.worksheets) == 26
    for sheet in book.worksheets:
        assert str(sheet["A1"].value).startswith("DANH SÁCH HỘ")
        assert {str(cells) for cells in sheet.merged_cells.ranges} >= {"I4:J4", "K4:L4"}
        codes = {row[1] for row in sheet.iter_rows(min_row=6, values_only=True) if row[1]}
        assert sheet.cell(sheet.max_row, 1).value == "Tổng cộng"
        assert sheet.cell(sheet.max_row, 5).value == len(codes)


def test_faults_stand_where_the_summary_says(folder: Path, summary: Summary) -> None:
    book = openpyxl.load_workbook(folder / "danh_sach_ho.xlsx")
    assert Counter(fault.fault for fault in summary.faults) == {
        "missing_head_name": 2,
        "not_a_number": 1,
        "impossible_birth_year": 1,
        "duplicate_of_previous_row": 1,
        "swapped_lat_lon": 1,
        "outside_commune": 1,
    }
    for fault in summary.faults:
        row = [cell.value for cell in book[fault.sheet][fault.row]]
        before = [cell.value for cell in book[fault.sheet][fault.row - 1]]
        assert row[1] == fault.household
        assert (row[2] is None) == (fault.fault == "missing_head_name")
        assert (row[3] == 2099) == (fault.fault == "impossible_birth_year")
        assert isinstance(row[4], str) == (fault.fault == "not_a_number")
        assert (row == before) == (fault.fault == "duplicate_of_previous_row")


def test_rejected_households_are_not_named_elsewhere(folder: Path, summary: Summary) -> None:
    turned_away = {
        fault.household
        for fault in summary.faults
        if fault.fault in ("missing_head_name", "not_a_number", "impossible_birth_year")
    }
    members = openpyxl.load_workbook(folder / "danh_sach_dang_vien.xlsx").worksheets[0]
    duties = openpyxl.load_workbook(folder / "phan_cong_hien_tai.xlsx").worksheets[0]
    named = {row[9] for row in members.iter_rows(min_row=2, values_only=True)}
    named |= {row[4] for row in duties.iter_rows(min_row=2, values_only=True)}
    assert not turned_away & named


def test_visiting_book(folder: Path, commune: Commune) -> None:
    path = folder / "so_tham_ho.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *lines = list(csv.reader(file, delimiter=";"))
    assert header[:3] == ["Ngày", "STT đảng viên", "Mã hộ"]
    assert len(lines) == len(commune.log)


def test_phones_belong_to_nobody(folder: Path) -> None:
    """Only prefixes that no operator holds."""
    book = openpyxl.load_workbook(folder / "danh_sach_ho.xlsx")
    cells = [row[7] for s in book.worksheets for row in s.iter_rows(min_row=6, values_only=True)]
    phones = [re.sub(r"\D", "", str(cell)).lstrip("0") for cell in cells if cell is not None]
    assert len(phones) > 2_000
    assert all(re.fullmatch(r"(7[1-5]|80)\d{7}", phone) for phone in phones)


def test_positions_in_three_writings() -> None:
    spot = (0.0, 0.0)
    metres = write_position(spot, "vn2000")
    decimal = write_position(spot, "decimal")
    dms = write_position(spot, "dms")
    assert (metres.x_north, metres.y_east) == (2_396_300.0, 408_600.0)
    assert isinstance(decimal.latitude, float)
    assert 21 < decimal.latitude < 22
    match = re.fullmatch(r"""(\d+)°(\d\d)'(\d\d\.\d\d)"B""", str(dms.latitude))
    assert match is not None
    degrees, minutes, seconds = (float(part) for part in match.groups())
    assert abs(degrees + minutes / 60 + seconds / 3600 - decimal.latitude) < 3e-6
    assert str(dms.longitude).endswith('"Đ')
