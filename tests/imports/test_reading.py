"""Files through the sandbox: what comes out, and what is refused with which code."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import shapely
from openpyxl.worksheet.worksheet import Worksheet
from pyogrio.raw import write

from apps.common.text.legacy import encode_tcvn3
from apps.imports.messages import FILE_ERRORS
from apps.imports.readers import limits, seccomp
from apps.imports.readers.crs import srid_of_name, srid_of_wkt
from apps.imports.readers.isolation import clean_environment
from apps.imports.readers.sandbox import FORMATS, read_file
from apps.imports.readers.shapes import Merge, ReaderError
from apps.imports.readers.vector import DRIVERS, KNOWN_DRIVERS, skipped_drivers

SQUARE = shapely.box(400_000, 2_300_000, 401_000, 2_301_000)


def code_of(path):
    with pytest.raises(ReaderError) as caught:
        read_file(path)
    return caught.value.code


def write_layer(path, geometry, columns, *, crs="EPSG:4326", **options):
    write(
        path,
        geometry=np.array([shapely.to_wkb(g) for g in geometry], dtype=object),
        field_data=[np.array(values, dtype=object) for values in columns.values()],
        fields=list(columns),
        crs=crs,
        geometry_type="Polygon",
        **options,
    )


def test_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Xóm Mới"
    sheet["A1"] = "DANH SÁCH"
    sheet.merge_cells("A1:C1")
    sheet["A4"], sheet["B4"], sheet["C4"] = 1, 2.5, date(2026, 3, 4)
    sheet["B5"] = "  "
    sheet["C6"] = True
    book.create_sheet("Trống")
    book.save(tmp_path / "a.xlsx")
    first, second = read_file(tmp_path / "a.xlsx").tables
    assert (first.sheet, first.merged) == ("Xóm Mới", (Merge(1, 0, 1, 2),))
    assert [(row.number, row.cells) for row in first.rows] == [
        (1, ("DANH SÁCH",)),
        (4, (1, 2.5, date(2026, 3, 4))),
        (6, (None, None, "TRUE")),
    ]
    assert (second.sheet, second.rows) == ("Trống", ())


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_csv(tmp_path, delimiter, codec):
    lines = ["Mã hộ;Chủ hộ;Số khẩu", '1;"Ngô Văn\nÁnh, con";4', "", "2;Lò Thị Ún;"]
    text = "\r\n".join(lines).replace(";", delimiter)
    (tmp_path / "a.CSV").write_bytes(text.encode(codec))
    (table,) = read_file(tmp_path / "a.CSV").tables
    assert table.encoding.startswith(codec[:5])
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ("Mã hộ", "Chủ hộ", "Số khẩu")),
        (2, ("1", "Ngô Văn\nÁnh, con", "4")),
        (5, ("2", "Lò Thị Ún", None)),
    ]


def test_a_csv_in_an_old_encoding_keeps_every_byte(tmp_path):
    (tmp_path / "a.csv").write_bytes(encode_tcvn3("Mã,Thôn\n1,Trường Sơn\n").encode("latin-1"))
    (table,) = read_file(tmp_path / "a.csv").tables
    assert table.encoding == "8-bit"
    assert table.rows[1].cells[1] == encode_tcvn3("Trường Sơn")


def test_a_geopackage(tmp_path):
    path = tmp_path / "thôn bản.gpkg"
    write_layer(path, [shapely.box(105, 21, 106, 22)], {"ten": ["Bản Mới"]}, driver="GPKG")
    (layer,) = read_file(path).layers
    assert (layer.srid, layer.fields) == (4326, ("ten",))
    assert layer.features[0].properties == {"ten": "Bản Mới"}
    assert shapely.from_wkb(layer.features[0].wkb_hex).bounds == (105, 21, 106, 22)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("srid", [9208, 9215, 9218, 5897, 5899, 3405])
def test_a_shapefile_in_a_zone_with_an_old_encoding(tmp_path, srid):
    name = encode_tcvn3("Thôn Đường Mới")
    write_layer(
        tmp_path / "T.shp",
        [SQUARE],
        {"TEN": [name]},
        crs=f"EPSG:{srid}",
        driver="ESRI Shapefile",
        encoding="ISO-8859-1",
    )
    (tmp_path / "T.cpg").unlink()
    (layer,) = read_file(tmp_path / "T.shp").layers
    assert (layer.name, layer.srid, layer.encoding) == ("T", srid, "8-bit")
    assert layer.features[0].properties == {"TEN": name}


def test_a_shapefile_without_its_table_is_refused(tmp_path):
    write_layer(tmp_path / "t.shp", [SQUARE], {"a": ["b"]}, driver="ESRI Shapefile")
    (tmp_path / "t.dbf").unlink()
    assert code_of(tmp_path / "t.shp") == "missing_sibling"


def geojson(**extra):
    ring = [[105, 21], [106, 21], [106, 22], [105, 21]]
    feature = {
        "type": "Feature",
        "properties": {"ten": "Tổ 1", "n": 3, "x": None, "l": [1]},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return {"type": "FeatureCollection", "features": [feature], **extra}


def test_a_geojson(tmp_path):
    (tmp_path / "a.geojson").write_text(json.dumps(geojson()), "utf-8")
    (layer,) = read_file(tmp_path / "a.geojson").layers
    assert layer.srid == 4326
    assert layer.features[0].properties == {"ten": "Tổ 1", "n": 3, "x": None, "l": "[1]"}


@pytest.mark.parametrize(
    ("crs", "srid"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::9215"}}, 9215),
        ({"type": "link", "properties": {"href": "http://127.0.0.1:1/crs"}}, None),
        ({"type": "name", "properties": {"name": "http://127.0.0.1:1/EPSG/0/4326"}}, None),
        ("EPSG:4326", None),
    ],
)
def test_a_crs_is_read_by_name_and_never_fetched(tmp_path, crs, srid):
    (tmp_path / "a.geojson").write_text(json.dumps(geojson(crs=crs)), "utf-8")
    assert read_file(tmp_path / "a.geojson").layers[0].srid == srid


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.geojson", b"{", "unreadable"),
        ("a.geojson", b"[1]", "unreadable"),
        ("a.geojson", b'{"type":"Point","coordinates":[NaN,1]}', "unreadable"),
        ("a.geojson", b'{"type":"Polygon","coordinates":[[[1]]]}', "bad_geometry"),
        ("a.geojson", b'{"type":"Point","coordinates":[1e999,1]}', "bad_geometry"),
        ("a.geojson", b"[" * 100_000, "unreadable"),
        ("a.xlsx", b"not a zip", "unreadable"),
        ("a.gpkg", b"<OGRVRTDataSource></OGRVRTDataSource>", "unreadable"),
        ("a.gpkg", b"SQLite format 3\x00" + b"\x00" * 500, "unreadable"),
        ("a.csv", b"\x00\x01\x02" * 10, "unreadable"),
        ("a.csv", b'a;b\n"' + b"x" * (limits.TEXT + 10), "unreadable"),
        ("a.csv", b";".join([b"x"] * (limits.COLUMNS + 1)), "too_big"),
        ("a.csv", b'a;b\n1;"mo\n2;3\n', "unclosed_quote"),
        ("a.csv", b"x;" * limits.LINE, "too_big"),
        ("a.csv", b"", "empty_file"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        ("a.xlsx", b'<?xml version="1.0"?><Workbook/>', "web_page"),
        ("a.json", b'{"a": 1}', "unsupported_format"),
        ("a.kml", b"<kml><Placemark>", "unreadable"),
        ("a.gpx", b'<gpx><wpt lat="91" lon="1"/></gpx>', "bad_geometry"),
        ("a.gpx", b"<gpx><trk><trkseg/></trk></gpx>", "tracks_not_recorded"),
        ("a.kml", b"<kml><Placemark><gx:Track/></Placemark></kml>", "tracks_not_recorded"),
        ("a.vrt", b"<OGRVRTDataSource/>", "unsupported_format"),
    ],
)
def test_what_is_refused(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    assert code_of(tmp_path / name) == code


def test_a_file_that_is_not_there(tmp_path):
    assert code_of(tmp_path / "a.csv") == "missing_file"


def xlsx_with(tmp_path, member, content):
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item, content if item.filename == member else old.read(item))
        if member not in old.namelist():
            new.writestr(member, content)
    return path


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    assert code_of(xlsx_with(tmp_path, "xl/media/big.bin", b"\0" * 30_000_000)) == "too_big"


def test_entities_in_a_workbook_are_refused(tmp_path):
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="str"><v>&a;</v></c></row></sheetData></worksheet>'
    )
    assert code_of(xlsx_with(tmp_path, "xl/worksheets/sheet1.xml", bomb)) == "dangerous_xml"


def test_a_reader_that_takes_too_long_is_stopped(tmp_path):
    (tmp_path / "a.csv").write_text("a;b\n1;2\n")
    with pytest.raises(ReaderError, match="too_slow"):
        read_file(tmp_path / "a.csv", wall_seconds=0.001)


def test_a_reader_that_wants_too_much_memory_is_stopped(tmp_path):
    # 50 MB of brackets, each a list of its own: beyond the address space.
    body = b'{"type":"Feature","properties":{"a":[' + b"[]," * 17_000_000
    (tmp_path / "a.geojson").write_bytes(body)
    assert code_of(tmp_path / "a.geojson") in {"too_big", "unreadable"}


def test_a_file_of_more_than_50_mb_is_not_even_copied(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    assert code_of(tmp_path / "a.csv") == "file_too_big"


def run_inside(tmp_path, code, **environment):
    done = subprocess.run(
        [sys.executable, "-s", "-c", code],
        env={**clean_environment(str(tmp_path), str(Path.cwd())), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_only_two_drivers_of_gdal_are_left(tmp_path):
    listing = "import pyogrio; print('|'.join(sorted(pyogrio.list_drivers())))"
    everything = run_inside(tmp_path, listing).split("|")
    assert len(everything) > 10
    left = run_inside(tmp_path, listing, OGR_SKIP=skipped_drivers(everything))
    assert left.split("|") == sorted(DRIVERS.values())


@pytest.mark.parametrize("forgotten", [(), ("GML", "OGR_VRT")])
def test_only_two_drivers_are_left_in_the_reading_process(tmp_path, forgotten):
    """Also where GDAL brings one along that nobody told of: then the process starts over."""
    code = (
        "import os\n"
        "from apps.imports.readers import vector, worker\n"
        "worker.leave_out()\n"
        f"vector.KNOWN_DRIVERS -= set({forgotten!r})\n"
        "if 'OGR_SKIP' not in os.environ: worker.leave_only_our_drivers()\n"
        "import pyogrio\n"
        "print('|'.join(sorted(pyogrio.list_drivers())), 'GML' in os.environ['OGR_SKIP'])\n"
    )
    assert run_inside(tmp_path, code) == f"{'|'.join(sorted(DRIVERS.values()))} True"


def test_the_drivers_of_this_gdal_are_known(tmp_path):
    """An unknown one is left out too, but each map then costs half a second more."""
    everything = run_inside(tmp_path, "import pyogrio; print('|'.join(pyogrio.list_drivers()))")
    assert set(everything.split("|")) <= KNOWN_DRIVERS


def test_no_network_and_no_secrets_inside(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    code = (
        "import os\n"
        "from apps.imports.readers import isolation\n"
        "cut = isolation.cut_network()\n"
        "print(cut, 'SECRET_KEY' in os.environ)\n"
    )
    assert run_inside(tmp_path, code) == "True False"


# As where a container forbids namespaces.
NO_NAMESPACE = (
    "import ctypes, socket\n"
    "from apps.imports.readers import seccomp\n"
    "ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)\n"
    "held = seccomp.refuse_sockets()\n"
    "refused = 0\n"
    "for make in (socket.socket, lambda: socket.socket(socket.AF_UNIX), socket.socketpair):\n"
    "    try:\n"
    "        make()\n"
    "    except PermissionError:\n"
    "        refused += 1\n"
    "print(held, refused, len(open(__import__('os').__file__).read()) > 0)\n"
)


def test_no_socket_can_be_made_where_there_is_no_namespace(tmp_path):
    assert run_inside(tmp_path, NO_NAMESPACE) == "True 3 True"


def test_on_a_machine_nobody_knows_nothing_is_pretended():
    assert not seccomp.refuse_sockets("mips")


def test_what_cannot_be_cut_off_opens_no_file(tmp_path):
    (tmp_path / "a.csv").write_text("a;b\n1;2\n")
    code = (
        "from pathlib import Path\n"
        "from apps.imports.readers import isolation, worker\n"
        "isolation.cut_network = lambda: False\n"
        f"worker.main(Path({str(tmp_path / 'a.csv')!r}))\n"
    )
    assert run_inside(tmp_path, code) == '{"error":"not_cut_off"}'
    assert "not_cut_off" in FILE_ERRORS


def test_every_format_has_its_reader():
    tables = {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".xlsb"}
    maps = {".geojson", ".json", ".gpkg", ".shp", ".zip", ".kml", ".kmz", ".gpx"}
    assert set(FORMATS) == tables | maps


ESRI = (
    'PROJCS["{name}",GEOGCS["GCS",DATUM["{datum}",SPHEROID["WGS_1984",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",{fe}],PARAMETER["False_Northing",0],'
    'PARAMETER["Central_Meridian",{cm}],PARAMETER["Scale_Factor",{k}],'
    'PARAMETER["Latitude_Of_Origin",0],UNIT["Meter",1]]'
)


@pytest.mark.parametrize(
    ("values", "srid"),
    [
        (("VN2000", "D_VN_2000", 500000, 107.25, 0.9999), 9215),
        (("x", "D_Vietnam_2000", 500000.0, 104.75, 0.9999), 9208),
        (("noname", "D_unknown", 500000, 105.75, 0.9999), 9210),
        (("WGS 84 / TM", "D_WGS_1984", 500000, 108.5, 0.9999), 9218),
        (("VN-2000 6 do", "D_x", 500000, 105, 0.9996), 3405),
        (("WGS_1984_UTM_Zone_48N", "D_WGS_1984", 500000, 105, 0.9996), 32648),
        (("VN2000", "D_VN_2000", 500000, 107.3, 0.9999), None),
        (("VN2000", "D_VN_2000", 300000, 107.25, 0.9999), None),
        (("Pulkovo", "D_Pulkovo_1942", 500000, 105, 1.0), None),
    ],
)
def test_a_prj_without_code_is_known_by_its_parameters(values, srid):
    name, datum, fe, cm, k = values
    assert srid_of_wkt(ESRI.format(name=name, datum=datum, fe=fe, cm=cm, k=k)) == srid


@pytest.mark.parametrize(
    ("name", "srid"),
    [
        ("EPSG:9215", 9215),
        ("epsg:4326", 4326),
        ("urn:ogc:def:crs:EPSG::5899", 5899),
        ("urn:ogc:def:crs:EPSG:6.9:3405", 3405),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("http://www.opengis.net/def/crs/EPSG/0/9210", 9210),
        ("https://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326),
        ("EPSG:2154", None),
        ("https://example.org/9215", None),
        ("", None),
    ],
)
def test_names_of_systems(name, srid):
    assert srid_of_name(name) == srid


def test_degrees_in_a_prj():
    wgs = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.25]]]'
    assert srid_of_wkt(wgs) == 4326
    assert srid_of_wkt(wgs.replace("WGS_1984", "VN_2000")) == 4756
    assert srid_of_wkt("LOCAL_CS[]") is None
