"""Points that come back do so in a sheet, with their places; outlines are mended elsewhere."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely
from openpyxl.worksheet.worksheet import Worksheet
from pyproj import Transformer

from apps.common.geo.vn2000 import from_wgs84
from apps.households.models import Household
from apps.imports.correction import Returned, correction_workbook
from apps.imports.pointlayout import label_of, understood, with_degrees
from apps.imports.readers.shapes import Cell
from apps.imports.recognise.fields import match_fields
from apps.imports.services import import_files
from apps.imports.wording import COLUMN_LABELS
from tests.conftest import NOW
from tests.imports.desk import Desk
from tests.imports.office import HUE, write_geojson, write_layer
from tests.imports.test_points import write_points

pytestmark = pytest.mark.django_db
Columns = Mapping[str, Sequence[object]]
#: of four points, the second has no head and the fourth no number of people
ROWS: dict[str, list[Any]] = {
    "MA_HO": ["A01", "A02", "A03", "A04"],
    "TENCHUHO": ["Lò Thị Mai", None, "Lò Thị Cúc", "Lò Thị Sen"],
    "SoKhau": ["3", "4", "5", "sáu"],
    "mau": ["đỏ", "xanh", "vàng", "=1+1"],
}
SPOTS = [HUE.spot(0, number) for number in (1, 2, 3, 4)]


def sheet_of(desk: Desk, name: str) -> tuple[openpyxl.Workbook, Worksheet]:
    """The correction workbook of a file, and its only sheet of rows."""
    response = desk.client.get(desk.url("correction", file=desk.upload(name).key))
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    _guide, sheet = book.worksheets
    return book, sheet


def column(sheet: Worksheet, header: str) -> int:
    (found,) = [cell.column for cell in sheet[1] if cell.value == header]
    assert isinstance(found, int)
    return found


def brought_in(desk: Desk, book: openpyxl.Workbook, path: Path) -> Desk:
    """The mended workbook in a batch of its own, looked at and written."""
    book.save(path)
    again = Desk(desk.client)
    again.open()
    again.drop(path)
    again.preview()
    again.commit()
    return again


def as_geojson(folder: Path) -> Path:
    rows = [dict(zip(ROWS, values, strict=True)) for values in zip(*ROWS.values(), strict=True)]
    points = [shapely.Point(spot) for spot in SPOTS]
    return write_geojson(folder / "ho.geojson", list(zip(rows, points, strict=True)))


def as_kml(folder: Path) -> Path:
    marks = [
        "<Placemark><ExtendedData>"
        + "".join(
            f'<Data name="{name}"><value>{values[at]}</value></Data>'
            for name, values in ROWS.items()
            if values[at] is not None
        )
        + f"</ExtendedData><Point><coordinates>{lon},{lat}</coordinates></Point></Placemark>"
        for at, (lon, lat) in enumerate(SPOTS)
    ]
    path = folder / "ho.kml"
    body = (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(marks)}</Document></kml>'
    )
    path.write_text(body, "utf-8")
    return path


def as_package(folder: Path) -> Path:
    return write_points(folder / "ho.gpkg", ROWS, SPOTS, "EPSG:4326")


def as_metres(folder: Path) -> Path:
    places = [from_wgs84(lon, lat, 9214) for lon, lat in SPOTS]
    return write_points(folder / "ho.gpkg", ROWS, places, "EPSG:9214")


def as_unnamed_metres(folder: Path) -> Path:
    places = [from_wgs84(lon, lat, 9214) for lon, lat in SPOTS]
    return write_points(folder / "ho.gpkg", ROWS, places, None)


def as_utm(folder: Path) -> Path:
    project = Transformer.from_crs(4326, 32648, always_xy=True).transform
    places = [project(lon, lat) for lon, lat in SPOTS]
    return write_points(folder / "ho.gpkg", ROWS, places, "EPSG:32648")


@pytest.mark.parametrize(
    "write",
    [as_package, as_geojson, as_kml, as_metres, as_unnamed_metres, as_utm],
)
def test_mended_points_are_all_in(
    desk: Desk, tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    path = write(tmp_path)
    desk.drop(path)
    desk.preview()
    assert [row.outcome for row in desk.rows()] == ["new", "rejected", "new", "rejected"]
    assert "Tải tệp sửa lỗi (2 dòng)" in desk.page()
    desk.commit()
    book, sheet = sheet_of(desk, path.name)
    assert (sheet.max_row, sheet.cell(2, column(sheet, "mau")).value) == (3, "xanh")
    assert sheet.cell(3, column(sheet, "mau")).data_type == "s"
    for at, (lon, lat) in ((2, SPOTS[1]), (3, SPOTS[3])):
        assert sheet.cell(at, column(sheet, "Kinh độ")).value == pytest.approx(lon, abs=1e-6)
        assert sheet.cell(at, column(sheet, "Vĩ độ")).value == pytest.approx(lat, abs=1e-6)
    (head, size) = (cell for row in sheet.iter_rows() for cell in row if cell.comment)
    assert (head.row, head.value, size.row, size.value) == (2, None, 3, "sáu")
    assert "họ tên chủ hộ" in str(head.comment and head.comment.text)

    head.value, size.value = "Lò Thị Đào", 6
    again = brought_in(desk, book, tmp_path / "dong-can-sua.xlsx")
    assert [row.outcome for row in again.rows()] == ["new", "new"]
    assert again.upload("dong-can-sua.xlsx").report["messages"] == []
    assert [row.notes for row in again.rows()] == [[], []]
    homes = Household.objects.order_by("code")
    assert [home.code for home in homes] == ROWS["MA_HO"]
    for home, (lon, lat) in zip(homes, SPOTS, strict=True):
        assert home.position is not None
        assert home.position.coords == pytest.approx((lon, lat), abs=1e-6)
        assert home.village.name == HUE.villages[0]


def test_numbers_beside_the_place_stay_beside_it(desk: Desk, tmp_path: Path) -> None:
    """The drawn place is the row's, in the sheet too."""
    numbers = {"lat": ["1"] * 4, "kinh_do": ["2"] * 4, "7": ["x"] * 4}
    desk.drop(write_points(tmp_path / "ho.gpkg", ROWS | numbers, SPOTS, "EPSG:4326"))
    desk.preview()
    book, sheet = sheet_of(desk, "ho.gpkg")
    told = [str(cell.value) for cell in sheet[1]]
    assert told[4:] == ["lat", "Cột 6 của tệp", "Cột 7 của tệp", "Vĩ độ", "Kinh độ"]
    assert [cell.value for cell in sheet[2]][4:7] == ["1", "2", "x"]
    sheet.cell(2, 2).value, sheet.cell(3, 3).value = "Lò Thị Đào", 6
    again = brought_in(desk, book, tmp_path / "sua.xlsx")
    assert [row.outcome for row in again.rows()] == ["new", "new"]
    place = Household.objects.get(code="A02").position
    assert place is not None
    assert place.coords == pytest.approx(SPOTS[1], abs=1e-6)


def test_positions_alone_come_back_as_codes_and_places(desk: Desk, tmp_path: Path) -> None:
    rows = [HUE.home(0, 1, lon=None, lat=None), HUE.home(0, 2, lon=None, lat=None)]
    import_files([HUE.write_homes(tmp_path, {HUE.villages[0]: rows})], at=NOW)
    marks = [("A01", SPOTS[0]), ("Z99", SPOTS[1])]
    points = "".join(
        f'<wpt lat="{lat}" lon="{lon}"><name>{name}</name></wpt>' for name, (lon, lat) in marks
    )
    gpx = f'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{points}</gpx>'
    path = tmp_path / "may dinh vi.gpx"
    path.write_text(gpx, "utf-8")
    desk.drop(path)
    desk.preview()
    desk.commit()
    assert [row.outcome for row in desk.rows()] == ["changed", "rejected"]
    book, sheet = sheet_of(desk, path.name)
    cell = sheet.cell(2, column(sheet, "Mã hộ"))
    assert (cell.value, cell.comment is not None) == ("Z99", True)
    cell.value = "A02"
    again = brought_in(desk, book, tmp_path / "sua.xlsx")
    assert [row.outcome for row in again.rows()] == ["changed"]
    home = Household.objects.get(code="A02")
    assert home.position is not None
    assert home.position.coords == pytest.approx(SPOTS[1], abs=1e-6)
    assert (home.head_name, home.size) == ("Lò Thị Đào", 3)


def test_a_table_of_codes_and_places_places_households(desk: Desk, tmp_path: Path) -> None:
    rows = [HUE.home(0, 1, lon=None, lat=None)]
    import_files([HUE.write_homes(tmp_path, {HUE.villages[0]: rows})], at=NOW)
    lon, lat = SPOTS[2]
    desk.send("vi tri.csv", f"STT;Mã hộ;Vĩ độ;Kinh độ\n1;A01;{lat};{lon}\n2;X;1;2\n".encode())
    desk.recognise()
    desk.preview()
    told = {row.key: row.outcome for row in desk.rows()}
    assert told == {"A01": "changed", "X": "rejected"}


@pytest.mark.parametrize("broken", ["nameless", "flat"])
def test_outlines_say_why_there_is_no_workbook(desk: Desk, tmp_path: Path, broken: str) -> None:
    names, shape = list(HUE.villages), HUE.village_shape(1)
    if broken == "nameless":
        names[1] = ""
    else:
        shape = shapely.Polygon([(107.4, 16.3), (107.5, 16.3), (107.4, 16.3)])
    path = tmp_path / "cac thon.gpkg"
    columns = {"ma_so": ["T1", "T2"], "ten_thon": names}
    desk.drop(write_layer(path, columns, [HUE.village_shape(0), shape], "EPSG:4326"))
    desk.preview()
    page = desk.page()
    assert "1 hình bị trả lại." in page
    assert "không sửa được trong bảng tính" in page
    assert "Thiếu tên" in page if broken == "nameless" else "Không có hình vẽ" in page
    assert "Tải tệp sửa lỗi" not in page
    upload = desk.upload(path.name)
    assert desk.client.get(desk.url("correction", file=upload.key)).status_code == 404
    # What cannot be given back is not kept.
    assert [row.raw for row in desk.rows()] == [None, None]


def test_only_the_first_outlines_are_named(desk: Desk, tmp_path: Path) -> None:
    shapes = [HUE.village_shape(number % 2) for number in range(14)]
    names = [HUE.villages[0], *[""] * 13]
    codes = [f"T{number}" for number in range(1, 15)]
    path = tmp_path / "cac thon.gpkg"
    desk.drop(write_layer(path, {"ma_so": codes, "ten_thon": names}, shapes, "EPSG:4326"))
    desk.preview()
    page = desk.page(xem="new")
    assert page.count("Thiếu tên; điền rồi nạp lại.") == 10
    assert "Còn 3 hình nữa" in page


def test_our_own_words_are_understood() -> None:
    for field in COLUMN_LABELS:
        assert match_fields([label_of(field)]) == {field: 0}, field


def test_headers_are_told_apart() -> None:
    header = ["name", "ghi chú", "Mã hộ cũ", "12", "x" * 200, "Vĩ độ", "Kinh độ"]
    columns = {"household_code": 0, "lat": 5, "lon": 6}
    texts = understood(header, columns)
    assert texts[0] == "Mã hộ"
    assert texts[3:5] == ["Cột 4 của tệp", "Cột 5 của tệp"]
    assert match_fields(texts) == columns


def test_places_that_are_none_are_left_out() -> None:
    rows: list[list[Cell]] = [["a", float("inf"), 1.0], ["b", None, None], ["c", 1e300, 1e300]]
    assert [row[0] for row in with_degrees(rows, 9214)] == ["a", "b", "c"]
    assert with_degrees(rows, 9214)[2][1:] == [None, None]


def test_a_long_name_of_a_layer_is_no_village() -> None:
    layout = {
        "sheet": "ho_dan",
        "title": "Trang 1",
        "above": [[1, ["Mã hộ"]]],
        "last": 1,
        "merged": [],
        "columns": {"household_code": 0},
    }
    body = correction_workbook([layout], [Returned("ho_dan", 3, ["A"], ["missing_head"])])
    assert openpyxl.load_workbook(io.BytesIO(body)).sheetnames[1] == "Trang 1"
