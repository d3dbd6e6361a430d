"""All that was guessed of a file is shown, on its card and in the form, and can be changed."""

import json
import zipfile
from pathlib import Path

import pytest

from apps.households.models import Household
from apps.imports.models import ImportUpload
from tests.imports.desk import Desk
from tests.imports.office import HUE, Row, write_table

pytestmark = pytest.mark.django_db
ZONE = "VN-2000 / TM-3 107-00"
HEADER = "Mã hộ;Họ tên chủ hộ;Số khẩu;Thôn"


def form_of(desk: Desk, upload: ImportUpload) -> str:
    return desk.client.get(desk.url("file", file=upload.key)).content.decode()


def card_of(desk: Desk) -> str:
    return " ".join(desk.page().split())


def in_metres(desk: Desk, folder: Path) -> ImportUpload:
    """A list that gives nothing but X and Y, and does not say in which zone."""
    rows: list[Row] = [HUE.home(1, number) | {"lon": None, "lat": None} for number in range(1, 4)]
    desk.drop(HUE.write_homes(folder, {HUE.villages[1]: rows}))
    return desk.upload("so ho.xlsx")


def test_the_zone_of_a_list_in_metres(desk: Desk, tmp_path: Path) -> None:
    upload = in_metres(desk, tmp_path)
    assert upload.guess["systems"] == [4326, HUE.srid]
    assert ZONE in card_of(desk)
    assert f"Máy nhận: WGS 84, {ZONE}" in form_of(desk, upload)


def test_the_zone_that_was_chosen_instead(desk: Desk, tmp_path: Path) -> None:
    upload = in_metres(desk, tmp_path)
    data = {"kind": "households", "srid": "9208"}
    assert desk.client.post(desk.url("file", file=upload.key), data).status_code == 302
    desk.recognise()
    assert desk.upload("so ho.xlsx").guess["systems"] == [9208]
    assert ZONE not in card_of(desk)


def test_a_zone_that_nobody_can_tell(desk: Desk, tmp_path: Path) -> None:
    far = {"x": 2_500_000, "y": 900_000, "lon": None, "lat": None}
    desk.drop(HUE.write_homes(tmp_path, {HUE.villages[1]: [HUE.home(1, 1) | far]}))
    assert "chưa rõ múi chiếu" in card_of(desk)


def test_a_list_of_no_places_names_no_system(desk: Desk, tmp_path: Path) -> None:
    desk.send("ho.csv", f"{HEADER}\nA01;Lò Thị Mai;3;Thôn Suối Trong\n".encode())
    desk.recognise()
    assert desk.upload("ho.csv").guess["systems"] == []
    assert "WGS 84" not in card_of(desk)


@pytest.mark.parametrize("name", ["ho.csv", "ho.txt", "ho.tsv"])
def test_what_parts_the_columns(desk: Desk, name: str) -> None:
    text = f"{HEADER}\nA01;Lò Thị Mai;3;Thôn Suối Trong\n".replace(";", "|")
    desk.send(name, text.encode())
    desk.recognise()
    assert "Gạch đứng |" in card_of(desk)
    upload = desk.upload(name)
    assert "Máy nhận: Gạch đứng |" in form_of(desk, upload)
    # By its place: a comma, which makes one column of each line.
    data = {"kind": "households", "delimiter": "1"}
    desk.client.post(desk.url("file", file=upload.key), data)
    desk.recognise()
    assert desk.upload(name).choices["delimiter"] == ","


def test_what_parts_the_columns_of_a_list_in_an_archive(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "ho.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ho.csv", f"{HEADER}\nA01;Lò Thị Mai;3;Thôn Suối Trong\n")
    desk.drop(path)
    assert "Máy nhận: Dấu chấm phẩy ;" in form_of(desk, desk.upload("ho.zip"))


def test_a_workbook_has_nothing_between_its_columns(desk: Desk, tmp_path: Path) -> None:
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    assert "Dấu ngăn cách" not in form_of(desk, desk.upload("so ho.xlsx"))


def test_how_text_is_written_of_each_column(desk: Desk, tmp_path: Path) -> None:
    header = ("Mã hộ", "Họ tên chủ hộ", "Địa chỉ", "Thôn")
    old = "Lß ThÞ §µo"  # TCVN3
    rows = [(f"A0{n}", old, "Đường liên thôn", "Thôn Suối Trong") for n in range(1, 4)]
    desk.drop(write_table(tmp_path / "ho.xlsx", header, rows))
    assert "TCVN3 (ABC)" in card_of(desk)
    form = form_of(desk, desk.upload("ho.xlsx"))
    assert form.count("Bảng mã: TCVN3 (ABC)") == 1
    assert form.count("Bảng mã: Unicode") >= 2


def test_plain_unicode_is_said_too(desk: Desk, tmp_path: Path) -> None:
    desk.drop(HUE.write_homes(tmp_path, HUE.homes()))
    assert "· Unicode" in card_of(desk)
    assert "Máy nhận: Unicode" in form_of(desk, desk.upload("so ho.xlsx"))


def without_crs(folder: Path, geometry: object, about: object) -> Path:
    """GeoJSON as survey software writes it, with no word on the system."""
    feature = {"type": "Feature", "properties": about, "geometry": geometry}
    path = folder / "xuat.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    return path


def test_points_in_metres_without_a_word_on_the_system(desk: Desk, tmp_path: Path) -> None:
    north, east = HUE.grid(0, 1)
    about = {"ma_ho": "A01", "chu_ho": "Lò Thị Mai", "so_khau": 3, "thon": HUE.villages[0]}
    desk.drop(without_crs(tmp_path, {"type": "Point", "coordinates": [east, north]}, about))
    assert ZONE in card_of(desk)
    desk.preview()
    desk.commit()
    position = Household.objects.get(code="A01").position
    assert position is not None
    assert position.coords == pytest.approx(HUE.spot(0, 1), abs=1e-6)


def test_outlines_in_metres_without_a_word_on_the_system(desk: Desk, tmp_path: Path) -> None:
    ring = [HUE.grid(0, number)[::-1] for number in (1, 3, 4, 2, 1)]
    about = {"ma_thon": "T9", "ten_thon": "Thôn Mới"}
    path = without_crs(tmp_path, {"type": "Polygon", "coordinates": [ring]}, about)
    desk.drop(path)
    assert desk.upload("xuat.geojson").guess["systems"] == [HUE.srid]
    assert ZONE in card_of(desk)


def test_degrees_without_a_word_are_degrees(desk: Desk, tmp_path: Path) -> None:
    about = {"ma_ho": "A01", "chu_ho": "Lò Thị Mai", "thon": HUE.villages[0]}
    desk.drop(without_crs(tmp_path, {"type": "Point", "coordinates": HUE.spot(0, 1)}, about))
    assert desk.upload("xuat.geojson").guess["systems"] == [4326]


def test_a_layer_that_says_its_zone(desk: Desk, tmp_path: Path) -> None:
    HUE.write_old_villages(tmp_path)
    desk.drop(*sorted(tmp_path.glob("thon.*")))
    assert desk.upload("thon.shp").guess["systems"] == [HUE.srid]
