"""Hostile csv and JSON, and things that are neither."""

import json
from collections.abc import Iterator

from tests.hostile.hostile import HostileFile, Traps, constant, under_names

EVERY_NAME = (
    "a.csv", "a.txt", "a.xlsx", "a.xls", "a.gpkg", "a.geojson", "a.json", "a.kml", "a.kmz",
    "a.gpx", "a.zip",
)  # fmt: skip


def vrt(traps: Traps) -> str:
    return (
        "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/vsicurl/"
        f"{traps.url}x.geojson</SrcDataSource></OGRVRTLayer>"
        "<OGRVRTLayer name='y'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
        "</OGRVRTDataSource>"
    )


def files(traps: Traps) -> Iterator[HostileFile]:
    yield from _disguises(traps)
    yield from _tables(traps)
    yield from _json(traps)


def _disguises(traps: Traps) -> Iterator[HostileFile]:
    url = traps.url
    yield from under_names((*EVERY_NAME, "a.shp"), "a VRT that fetches and reads", vrt(traps))
    mrf = f"<MRF_META><CachedSource><Source>/vsicurl/{url}x.tif</Source></CachedSource></MRF_META>"
    yield from under_names(("a.gpkg", "a.csv", "a.kml", "a.zip", "a.shp"), "an MRF", mrf)
    wms = f'<GDAL_WMS><Service name="TMS"><ServerUrl>{url}</ServerUrl></Service></GDAL_WMS>'
    yield from under_names(("a.gpkg", "a.xlsx", "a.json"), "a GDAL web service", wms)
    for prefix in ("/vsicurl/", "/vsizip//vsicurl/", "/vsis3/", "WFS:", "GPKG:", "CSV:/vsicurl/"):
        yield from under_names(("a.csv", "a.gpkg", "a.geojson"), prefix, f"{prefix}{url}x\n")
    for name in ("vsicurl_http:.csv", "$(touch x).csv", "-o.csv", "a b\n.csv", "%s%n.csv",
                 "’;DROP TABLE.csv", "‮vsc.csv", "a" * 200 + ".csv"):  # fmt: skip
        yield HostileFile(name, f"a name that is more than a name: {name!r:.40}", constant("a;b\n"))
    yield from under_names(EVERY_NAME, "nothing at all", b"")
    yield from under_names(("a.csv", "a.xlsx", "a.gpkg", "a.kml"), "one NUL", b"\0")
    yield from under_names(
        ("a.csv", "a.json", "a.gpx"), "a program", b"\x7fELF\x02\x01\x01" + bytes(64)
    )
    yield from under_names(("a.csv", "a.xls"), "a script", "#!/bin/sh\ntouch x\n")
    yield from under_names(("a.kml", "a.csv"), "a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    page = f'<!DOCTYPE html><html><script src="{url}"></script><table><tr><td>1</table>'
    yield from under_names(("a.xls", "a.xlsx", "a.csv", "a.kml"), "a web page", page)
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)
    yield from under_names(("a.xls", "a.xlsx", "a.csv", "a.zip"), "an old workbook", old)


def _tables(traps: Traps) -> Iterator[HostileFile]:
    for name, why, content in (
        ("csv", "a quotation mark that is never closed", 'a;b\n1;"2\n3;4\n'),
        ("csv", "quotation marks all over", '"' * 9_999),
        ("csv", "NUL inside", "Mã;Tên\n1;a\0b\n" * 50),
        ("csv", "a NUL past the part that is judged", "a;b\n" * 3000 + "1;\0\n"),
        ("csv", "UTF-7", "Ten;x\n+ADw-script+AD4-;1\n"),
        ("csv", "UTF-16 cut in a character", b"\xff\xfea\0;\0b\0\n\0c"),
        ("csv", "UTF-16 with half a pair", b"\xff\xfea\0;\0\x00\xd8\n\0"),
        ("csv", "UTF-16 of the other side", b"\xfe\xff\0a\0;\0b\0\n"),
        ("csv", "UTF-32", "a;b\n1;2\n".encode("utf-32")),
        ("csv", "bytes that are no UTF-8", b"a;b\n\xc3\x28;\xff\n"),
        ("csv", "overlong UTF-8", b"a;b\n\xc0\xaf;\xe0\x80\xaf\n"),
        ("csv", "half a surrogate pair in UTF-8", b"a;b\n\xed\xa0\x80;1\n"),
        ("csv", "a mark and nothing else", b"\xef\xbb\xbf"),
        ("csv", "only line ends", b"\r\n\r\r\n\n" * 999),
        ("csv", "only separators", b";" * 255),
        ("csv", "formulas", f"Mã hộ;Chủ hộ\n=WEBSERVICE(\"{traps.url}\");=cmd|' /C calc'!A0\n"),
        ("csv", "DDE", "Mã hộ;Chủ hộ\n@SUM(1+1)*cmd|' /C calc'!A0;+1\n"),
        ("csv", "markup", "Mã hộ;Chủ hộ\n1;<img src=x onerror=alert(1)>\n"),
        ("csv", "SQL", "Mã hộ;Chủ hộ\n1;'); DROP TABLE households_household; --\n"),
        ("csv", "text from right to left", "Mã hộ;Chủ hộ\n\u202e1;\u2066x\u2069\n"),
        ("csv", "digits without end", "Mã hộ;Chủ hộ;Số khẩu\n1;Lò;" + "9" * 5_000 + "\n"),
        ("csv", "accents without end", "Mã hộ;Chủ hộ\n1;a" + "\u0301" * 30_000 + "\n"),
        ("csv", "numbers that are none", "Mã hộ;Kinh độ;Vĩ độ\n1;NaN;Infinity\n2;1e308;-1e999\n"),
        ("txt", "a control character in every cell", "\x01;\x02\n" * 2_000),
    ):
        yield HostileFile(f"t.{name}", why, constant(content))
    big = {
        "too many columns": lambda: b";".join([b"x"] * 100_000),
        "a cell beyond every bound": lambda: b"a;b\n1;" + b"x" * 40_000_000,
        "one line of 40 MB": lambda: b"a b c " * 7_000_000,
        "a million rows": lambda: b"1;2\n" * 1_000_000,
        "a million empty rows": lambda: b"\n" * 1_000_000 + b"a;b\n1;2\n",
        "one line of 100 MB": lambda: b"x" * 100_000_000,
        "quoted line breaks": lambda: b'a;b\n1;"' + b"\n" * 2_000_000,
        "wide rows": lambda: (b"x;" * 250 + b"\n") * 20_000,
    }
    for why, build in big.items():
        yield HostileFile("big.csv", why, build)


def _feature(geometry: object, **properties: object) -> str:
    return json.dumps({"type": "Feature", "properties": properties, "geometry": geometry})


def _collection(*, crs: object) -> str:
    feature = json.loads(_feature({"type": "Point", "coordinates": [105, 21]}, ten="x"))
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]})


def _json(traps: Traps) -> Iterator[HostileFile]:
    yield from _systems(traps.url)
    yield from _documents(traps.url)
    yield from _heavy()


def _systems(url: str) -> Iterator[HostileFile]:
    for kind, about in (
        ("link", {"href": f"{url}crs", "type": "proj4"}),
        ("link", {"href": "/etc/passwd", "type": "esriwkt"}),
        ("name", {"name": f"{url}EPSG/0/4326"}),
        ("name", {"name": "+proj=pipeline +step +init=/etc/passwd:1"}),
        ("name", {"name": f"+proj=longlat +nadgrids=/vsicurl/{url}x"}),
        ("name", {"name": {"name": []}}),
        ("EPSG", {"code": 10**400}),
    ):
        yield HostileFile(
            "crs.geojson", f"a system of {kind} {str(about)[:50]}",
            constant(_collection(crs={"type": kind, "properties": about})),
        )  # fmt: skip
    yield HostileFile("crs.json", "a system that is a list", constant(_collection(crs=[1] * 99)))


def _documents(url: str) -> Iterator[HostileFile]:
    for why, text in (
        ("arrays without end", "[" * 200_000),
        ("objects without end", '{"a":' * 100_000),
        ("deep properties", '{"type":"Feature","properties":{"a":' + "[" * 900 + "]" * 900 + "}}"),
        ("half a surrogate", '{"type":"Feature","properties":{"\\udfff":"\\ud800"}}'),
        ("an escaped NUL", '{"type":"Feature","properties":{"\\u0000":"\\u0000"}}'),
        ("a number of 5,000 digits", '{"type":"Feature","properties":{"a":' + "9" * 5_000 + "}}"),
        ("a number of 4,000 digits", '{"type":"Feature","properties":{"a":' + "9" * 4_000 + "}}"),
        ("a number beyond all", '{"type":"Feature","properties":{"a":-1e9999}}'),
        ("NaN", '{"type":"Feature","properties":{"a":NaN}}'),
        ("repeated names", '{"type":"Feature","type":"Point","type":"FeatureCollection"}'),
        ("features that are none", '{"type":"FeatureCollection","features":[1,null,"x"]}'),
        ("features that are an object", '{"type":"FeatureCollection","features":{}}'),
        ("properties that are a list", '{"type":"Feature","properties":[1]}'),
        ("a type that is an object", '{"type":{},"coordinates":[]}'),
        ("a type that is a list", '{"type":[],"features":[]}'),
        ("another format", json.dumps({"type": "Topology", "arcs": [], "objects": {}})),
        ("ESRI's format", json.dumps({"geometryType": "esriGeometryPoint", "features": []})),
        ("a remote table", json.dumps({"type": "FeatureCollection", "href": url, "$ref": url})),
        ("polluted names", '{"type":"Feature","properties":{"__proto__":{"a":1}}}'),
        ("bytes that are no text", b'{"type":"Feature","properties":{"a":"\xff\xfe"}}'),
    ):
        yield HostileFile("j.geojson", why, constant(text))


def _heavy() -> Iterator[HostileFile]:
    yield HostileFile(
        "many.geojson", "100,000 columns",
        lambda: _feature(None, **{f"c{number}": 1 for number in range(100_000)}).encode(),
    )  # fmt: skip
    yield HostileFile(
        "lists.json", "17 million lists",
        lambda: b'{"type":"Feature","properties":{"a":[' + b"[]," * 16_000_000 + b"[]]}}",
    )  # fmt: skip
    yield HostileFile(
        "features.geojson", "60,000 features",
        lambda: (
            '{"type":"FeatureCollection","features":['
            + ",".join([_feature({"type": "Point", "coordinates": [1, 2]})] * 60_000)
            + "]}"
        ).encode(),
    )  # fmt: skip
