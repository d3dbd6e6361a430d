"""Maps as phones and offices hand them on: KML, KMZ, GPX, zipped shapefiles, GeoPackages."""

import json
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyogrio.raw import write

from apps.common.text.legacy import encode_tcvn3
from apps.imports.readers.options import ReadOptions
from apps.imports.readers.sandbox import read_file
from apps.imports.readers.shapes import ReaderError
from tests.imports.workbook import packed, workbook

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">
<Document><name>Thôn bản</name><Style><name>kiểu</name></Style>
<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>
<Folder><Placemark><name>Hộ ông Ngô Ánh</name><description><![CDATA[<b>4</b> khẩu]]></description>
 <ExtendedData><Data name="Mã hộ"><value>H01</value></Data>
  <SchemaData><SimpleData name="Tổ">2</SimpleData></SchemaData></ExtendedData>
 <Point><coordinates>106.21,21.55,12</coordinates></Point></Placemark>
<Placemark><name>Đường liên thôn</name><LineString><coordinates>
 106.2,21.5 106.3,21.6,0</coordinates></LineString></Placemark>
<Placemark><name>Bản Mới</name><MultiGeometry>
 <Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 4,0 4,4 0,4 0,0</coordinates></LinearRing>
  </outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates>
  </LinearRing></innerBoundaryIs></Polygon>
 <Polygon><outerBoundaryIs><LinearRing><coordinates>5,5 6,5 6,6 5,5</coordinates></LinearRing>
  </outerBoundaryIs></Polygon><Point><coordinates>1,1</coordinates></Point>
</MultiGeometry></Placemark>
<Placemark><name>Không vị trí</name></Placemark></Folder></Document></kml>"""


def code_of(path: Path) -> str:
    with pytest.raises(ReaderError) as caught:
        read_file(path)
    return caught.value.code


@pytest.mark.parametrize("name", ["a.kml", "a.kmz"])
def test_kml_comes_as_layers_by_kind(tmp_path: Path, name: str) -> None:
    content = KML.encode()
    zipped = packed({"doc.kml": content, "files/icon.png": b"x"})
    (tmp_path / name).write_bytes(content if name == "a.kml" else zipped)
    points, lines, areas, others = read_file(tmp_path / name).layers
    assert (points.name, points.srid) == ("Thôn bản", 4326)
    assert points.fields == ("name", "description", "Mã hộ", "Tổ")
    (home,) = points.features
    assert home.properties == {
        "name": "Hộ ông Ngô Ánh",
        "description": "<b>4</b> khẩu",
        "Mã hộ": "H01",
        "Tổ": "2",
    }
    assert shapely.from_wkb(home.wkb_hex) == shapely.Point(106.21, 21.55)
    assert shapely.from_wkb(lines.features[0].wkb_hex).geom_type == "LineString"
    area = shapely.from_wkb(areas.features[0].wkb_hex)
    assert (area.geom_type, area.area) == ("MultiPolygon", 16.0)
    assert (others.features[0].number, others.features[0].wkb_hex) == (4, None)


def test_waypoints_come_without_the_time_somebody_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_text(
        '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>Hộ Tổ 1'
        '</name></metadata><wpt lat="21.55" lon="106.21"><ele>30</ele><time>2026-03-04T08:00:00Z'
        "</time><name>Lò Thị Ún</name><extensions><x><name>khác</name></x></extensions></wpt>"
        "</gpx>",
        "utf-8",
    )
    (layer,) = read_file(tmp_path / "a.gpx").layers
    assert (layer.name, layer.fields) == ("Hộ Tổ 1", ("name", "ele"))
    (point,) = layer.features
    assert point.properties == {"ele": "30", "name": "Lò Thị Ún"}
    assert shapely.from_wkb(point.wkb_hex) == shapely.Point(106.21, 21.55)


def write_shapefile(path: Path, columns: Mapping[str, list[object]]) -> None:
    write(
        path,
        geometry=np.array([shapely.to_wkb(shapely.box(392_000, 2_385_000, 393_000, 2_386_000))]),
        field_data=[np.array(values, dtype=object) for values in columns.values()],
        fields=list(columns),
        crs="EPSG:9215",
        geometry_type="Polygon",
        driver="ESRI Shapefile",
        encoding="ISO-8859-1",
    )


def zip_of(path: Path, folder: Path, *, inside: str = "", more: Mapping[str, bytes] = {}) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, inside + file.name)
        for name, content in more.items():
            archive.writestr(name, content)
    return path


def test_a_zip_of_shapefiles_in_tcvn3_without_a_code_page(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    for name in ("THON", "TO"):
        write_shapefile(folder / f"{name}.shp", {"TEN": [encode_tcvn3("Thôn Đường Mới")]})
        (folder / f"{name}.cpg").unlink()
    notes = {"x/doc.txt": b"ghi chu", "__MACOSX/x/._THON.shp": b"\0"}
    path = zip_of(tmp_path / "thôn.zip", folder, inside="x/", more=notes)
    layers = read_file(path).layers
    assert [(layer.name, layer.srid, layer.encoding) for layer in layers] == [
        ("THON", 9215, "8-bit"),
        ("TO", 9215, "8-bit"),
    ]
    assert layers[0].features[0].properties == {"TEN": encode_tcvn3("Thôn Đường Mới")}


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"a.shp": b"\0\0\x27\x0a"}, "missing_sibling"),
        ({"a.csv": b"a;b\n1;2", "b.csv": b"a;b\n1;2"}, "many_in_zip"),
        ({"a.pdf": b"%PDF"}, "nothing_in_zip"),
        ({"a.zip": b"PK"}, "nested_zip"),
        ({"a.csv": b"PK\x03\x04"}, "unreadable"),
        ({"a.csv": packed({"b.csv": b"a"})}, "nested_zip"),
        ({"../a.csv": b"a;b"}, "unsafe_zip"),
        ({"/etc/a.csv": b"a;b"}, "unsafe_zip"),
        ({"c:\\a.csv": b"a;b"}, "unsafe_zip"),
    ],
)
def test_zips_that_are_refused(tmp_path: Path, members: dict[str, bytes], code: str) -> None:
    (tmp_path / "a.zip").write_bytes(packed(members))
    assert code_of(tmp_path / "a.zip") == code


def test_a_zip_of_one_table(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"sổ/hộ.xlsx": workbook(), "đọc.txt": b"x"}))
    assert read_file(tmp_path / "a.zip").tables[0].sheet == "Thôn Mới"
    (tmp_path / "b.zip").write_bytes(packed({"hộ.csv": "Mã|Tên\n1|Ún\n".encode()}))
    assert read_file(tmp_path / "b.zip").tables[0].rows[1].cells == ("1", "Ún")


def test_a_geopackage_with_days_and_more_features_than_one_batch(tmp_path: Path) -> None:
    count = 2_500
    write(
        tmp_path / "a.gpkg",
        geometry=np.array([shapely.to_wkb(shapely.Point(105, 21))] * count, dtype=object),
        field_data=[
            np.array(["2026-03-04"] * count, dtype="datetime64[D]"),
            np.array(["2026-03-04T05:06"] * count, dtype="datetime64[ms]"),
            np.arange(count),
        ],
        fields=["ngay", "luc", "so"],
        crs="EPSG:4326",
        geometry_type="Point",
        driver="GPKG",
    )
    (layer,) = read_file(tmp_path / "a.gpkg").layers
    assert [feature.properties["so"] for feature in layer.features] == list(range(count))
    last = layer.features[-1]
    assert (last.number, last.properties["ngay"]) == (count, date(2026, 3, 4))
    assert last.properties["luc"] == date(2026, 3, 4)


def test_views_of_a_geopackage_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write(
        path,
        geometry=np.array([shapely.to_wkb(shapely.Point(105, 21))]),
        field_data=[np.array([1])],
        fields=["so"],
        crs="EPSG:4326",
        geometry_type="Point",
        driver="GPKG",
        layer="that",
    )
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE VIEW gia AS SELECT * FROM that")
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
            " VALUES ('gia', 'features', 'gia', 4326)"
        )
        database.execute(
            "INSERT INTO gpkg_geometry_columns VALUES ('gia', 'geom', 'POINT', 4326, 0, 0)"
        )
    assert [layer.name for layer in read_file(path).layers] == ["that"]


def test_what_a_database_cannot_keep_is_replaced(tmp_path: Path) -> None:
    text = '{"a":"x\\u0000\\ud800","b":1e999,"c":' + "9" * 30 + ',"d":true,"e":{"f":1}}'
    (tmp_path / "a.json").write_text(f'{{"type":"Feature","properties":{text},"geometry":null}}')
    (layer,) = read_file(tmp_path / "a.json").layers
    assert layer.features[0].properties == {
        "a": "x\ufffd\ufffd",
        "b": None,
        "c": "9" * 30,
        "d": "TRUE",
        "e": '{"f": 1}',
    }


def test_every_geometry_of_geojson_and_one_hidden_in_the_properties(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [105, 21, 3]}
    both = {"type": "GeometryCollection", "geometries": [point, point]}
    shapes = [point, both, None]
    features = [
        {"type": "Feature", "properties": {"hidden": point}, "geometry": shape} for shape in shapes
    ]
    (tmp_path / "a.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features})
    )
    found = [feature.wkb_hex for feature in read_file(tmp_path / "a.geojson").layers[0].features]
    assert found[2] is None
    assert [shapely.from_wkb(wkb).geom_type for wkb in found[:2]] == ["Point", "GeometryCollection"]


def test_the_user_names_the_separator_and_the_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("a,b;c\n1,2;ệ\n".encode())
    options = ReadOptions(delimiter=";", encoding="8-bit")
    (table,) = read_file(tmp_path / "a.txt", options=options).tables
    assert table.encoding == "8-bit"
    assert table.rows[1].cells == ("1,2", "á»‡")
    with pytest.raises(ReaderError, match="bad_options"):
        ReadOptions(delimiter="x")
    with pytest.raises(ReaderError, match="bad_options"):
        ReadOptions.from_json('{"encoding": "zip"}')
    with pytest.raises(ReaderError, match="bad_options"):
        ReadOptions.from_json("[]")
