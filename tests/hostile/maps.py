"""Hostile maps: KML, GPX, GeoJSON geometries, shapefiles and GeoPackages."""

import json
import struct
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tests.hostile.hostile import HostileFile, Traps, constant
from tests.hostile.workbooks import doctypes
from tests.imports.workbook import packed

_KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
_RING = "<LinearRing><coordinates>{}</coordinates></LinearRing>"
_POLYGON = f"<Polygon><outerBoundaryIs>{_RING}</outerBoundaryIs></Polygon>"
_PLACE = "<Placemark><name>x</name>{}</Placemark>"


def files(traps: Traps) -> Iterator[HostileFile]:
    yield from _geometries()
    yield from _kml(traps)
    yield from _gpx(traps)
    yield from _shapefiles(traps)


def _geometries() -> Iterator[HostileFile]:
    far, loop = 1e308, [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]
    shapes: dict[str, dict[str, Any]] = {
        "a ring that is not closed": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]},
        "a ring of two points": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0]]]},
        "a ring of one place": {"type": "Polygon", "coordinates": [[[0, 0]] * 4]},
        "a ring that crosses itself": {"type": "Polygon", "coordinates": [loop]},
        "a hole outside": {"type": "Polygon", "coordinates": [
            [[0, 0], [1, 0], [1, 1], [0, 0]], [[5, 5], [6, 5], [6, 6], [5, 5]]]},
        "a ring that touches itself": {"type": "Polygon", "coordinates": [
            [[0, 0], [4, 0], [2, 2], [4, 4], [0, 4], [2, 2], [0, 0]]]},
        "across the antimeridian": {"type": "Polygon", "coordinates": [
            [[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]]]},
        "beyond the poles": {"type": "Point", "coordinates": [999, -999]},
        "as far as numbers go": {"type": "Polygon", "coordinates": [
            [[-far, 0], [far, 0], [far, far], [-far, 0]]]},
        "no coordinates": {"type": "Polygon", "coordinates": []},
        "one number": {"type": "Point", "coordinates": [1]},
        "words": {"type": "Point", "coordinates": ["105", "21"]},
        "nothing": {"type": "LineString", "coordinates": None},
        "an object": {"type": "MultiPolygon", "coordinates": {"a": 1}},
        "booleans": {"type": "Point", "coordinates": [True, False]},
        "integers beyond floats": {"type": "Point", "coordinates": [10**400, 1]},
        "coordinates nested too deeply": {"type": "Point", "coordinates": [[[[[[1, 2]]]]]]},
        "a point as polygon": {"type": "Polygon", "coordinates": [1, 2]},
        "a kind that does not exist": {"type": "Curve", "coordinates": [[0, 0]]},
        "a kind in small letters": {"type": "point", "coordinates": [0, 0]},
        "points of unequal dimension": {"type": "LineString", "coordinates": [[0, 0], [1, 1, 1]]},
        "points of many dimensions": {"type": "Point", "coordinates": list(range(500))},
        "a collection of nothing": {"type": "GeometryCollection", "geometries": None},
        "a collection of everything": {"type": "GeometryCollection", "geometries": [
            {"type": "Point", "coordinates": []}, {"type": "x"}, 1]},
    }  # fmt: skip
    for why, geometry in shapes.items():
        feature = {"type": "Feature", "properties": {"ten": "x"}, "geometry": geometry}
        yield HostileFile("g.geojson", why, constant(json.dumps(feature)))
        if geometry["type"] in ("Polygon", "Point"):
            yield HostileFile("g.json", f"{why}, bare", constant(json.dumps(geometry)))
    for name in ("NaN", "Infinity", "-Infinity", "1e999", "-1e400", "0x10", "+1", "1_0"):
        text = f'{{"type":"Point","coordinates":[{name},1]}}'
        yield HostileFile("g.geojson", f"{name} as longitude", constant(text))
    deep = b'{"type":"GeometryCollection","geometries":[' * 400 + b"]}" * 400
    yield HostileFile("g.geojson", "400 collections deep", constant(deep))
    ring = b",".join(b"[%d.5,%d]" % (number % 1000, number // 1000) for number in range(1_000_000))
    yield HostileFile("v.geojson", "a million vertices", lambda: (
        b'{"type":"Polygon","coordinates":[[' + ring + b",[0.5,0]]]}"))  # fmt: skip
    yield HostileFile("v.geojson", "four million points", lambda: (
        b'{"type":"MultiPoint","coordinates":[' + b"[1,2]," * 4_000_000 + b"[1,2]]}"))  # fmt: skip


def _kml(traps: Traps) -> Iterator[HostileFile]:
    url = traps.url
    for why, doctype in doctypes(traps).items():
        body = _KML.format(_PLACE.format("<description>&x;</description>"))
        yield HostileFile("x.kml", why, constant(f'<?xml version="1.0"?>{doctype}{body}'))
        yield HostileFile("x.kmz", why, partial(packed, {"doc.kml": doctype + body}))
    for why, body in {
        "a link": f"<NetworkLink><Link><href>{url}x.kml</href></Link></NetworkLink>",
        "a link that comes again": f"<NetworkLink><Link><href>{url}</href><refreshMode>onInterval"
        "</refreshMode><refreshInterval>1</refreshInterval></Link></NetworkLink>",
        "a link to itself": "<NetworkLink><Link><href>x.kml</href></Link></NetworkLink>",
        "a link to a file": "<NetworkLink><Link><href>/etc/passwd</href></Link></NetworkLink>",
        "an overlay": f"<ScreenOverlay><Icon><href>{url}a.png</href></Icon></ScreenOverlay>",
        "a ground overlay": f"<GroundOverlay><Icon><href>{url}</href></Icon></GroundOverlay>",
        "a style elsewhere": _PLACE.format(f"<styleUrl>{url}s.kml#x</styleUrl>"),
        "a model": _PLACE.format(f"<Model><Link><href>{url}m.dae</href></Link></Model>"),
        "a schema elsewhere": _PLACE.format(
            f'<ExtendedData><SchemaData schemaUrl="{url}#x"><SimpleData name="a">1</SimpleData>'
            "</SchemaData></ExtendedData>"
        ),
        "an inclusion": f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}"/>',
        "markup in a name": "<Placemark><name><![CDATA[<script>x</script>]]></name></Placemark>",
        "a track": _PLACE.format("<gx:Track><gx:coord>1 2 3</gx:coord></gx:Track>"),
        "places in places": "<Placemark>" * 50 + "</Placemark>" * 50,
        "a ring not closed": _PLACE.format(_POLYGON.format("0,0 1,0 1,1")),
        "a ring of one point": _PLACE.format(_POLYGON.format("0,0")),
        "a ring of nothing": _PLACE.format(_POLYGON.format("")),
        "a ring of words": _PLACE.format(_POLYGON.format("a,b c,d")),
        "a ring that crosses itself": _PLACE.format(_POLYGON.format("0,0 2,2 2,0 0,2 0,0")),
        "NaN": _PLACE.format("<Point><coordinates>NaN,1</coordinates></Point>"),
        "infinity": _PLACE.format("<Point><coordinates>1e999,inf</coordinates></Point>"),
        "one number": _PLACE.format("<Point><coordinates>105</coordinates></Point>"),
        "a line of one point": _PLACE.format(
            "<LineString><coordinates>1,2</coordinates></LineString>"
        ),
        "300 fields": _PLACE.format(
            "".join(f'<Data name="{n}"><value>1</value></Data>' for n in range(300))
        ),
        "a text of 100 kB": _PLACE.format(f"<description>{'x' * 100_000}</description>"),
        "coordinates outside of everything": "<coordinates>1,2</coordinates>",
    }.items():
        yield HostileFile("k.kml", why, constant(_KML.format(body)))
    yield HostileFile("k.kml", "elements without end", lambda: b"<kml>" + b"<Folder>" * 999_999)
    yield HostileFile("k.kml", "60,000 places", lambda: (
        _KML.format(_PLACE.format("") * 130_000).encode()))  # fmt: skip
    yield HostileFile("k.kml", "a million vertices", lambda: (
        _KML.format(_PLACE.format(_POLYGON.format("1.5,2.5 " * 1_000_000))).encode()))  # fmt: skip
    yield HostileFile("k.kml", "another root", constant("<html><kml/></html>"))
    yield HostileFile("k.kml", "UTF-16", constant(_KML.format("").encode("utf-16")))
    yield HostileFile("k.kml", "EBCDIC", constant(_KML.format("").encode("cp037")))


def _gpx(traps: Traps) -> Iterator[HostileFile]:
    gpx = '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{}</gpx>'
    for why, doctype in doctypes(traps).items():
        body = gpx.format('<wpt lat="1" lon="2"><name>&x;</name></wpt>')
        yield HostileFile("x.gpx", why, constant(doctype + body))
    for why, body in {
        "a track": "<trk><trkseg><trkpt lat='1' lon='2'/></trkseg></trk>",
        "a route": "<rte><rtept lat='1' lon='2'/></rte>",
        "links": f'<wpt lat="1" lon="2"><link href="{traps.url}"/><url>{traps.url}</url></wpt>',
        "extensions": '<wpt lat="1" lon="2"><extensions><a><trk/></a></extensions></wpt>',
        "NaN": '<wpt lat="NaN" lon="nan"/>',
        "beyond the pole": '<wpt lat="90.1" lon="0"/>',
        "no place": "<wpt/>",
        "points in points": "<wpt lat='1' lon='2'>" * 60 + "</wpt>" * 60,
        "a time that is none": '<wpt lat="1" lon="2"><time>x</time><ele>1e999</ele></wpt>',
    }.items():
        yield HostileFile("g.gpx", why, constant(gpx.format(body)))
    yield HostileFile("g.gpx", "100,000 points", lambda: (
        gpx.format('<wpt lat="1" lon="2"/>' * 100_000).encode()))  # fmt: skip


WGS84 = 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]]]'


def shp(content: bytes = b"", *, kind: int = 1, count: int = 1, length: int | None = None) -> bytes:
    """The main file of a shapefile with one record said `count` times."""
    content = content or struct.pack("<idd", 1, 105.0, 21.0)
    records = b"".join(
        struct.pack(">ii", number + 1, (len(content) if length is None else length) // 2) + content
        for number in range(count)
    )
    head = struct.pack(">iiiiiii", 9994, 0, 0, 0, 0, 0, (100 + len(records)) // 2)
    return head + struct.pack("<ii4d4d", 1000, kind, 105, 21, 105, 21, 0, 0, 0, 0) + records


def shx(count: int = 1, offset: int = 50, length: int = 10) -> bytes:
    head = struct.pack(">iiiiiii", 9994, 0, 0, 0, 0, 0, (100 + 8 * count) // 2)
    head += struct.pack("<ii4d4d", 1000, 1, 105, 21, 105, 21, 0, 0, 0, 0)
    return head + struct.pack(">ii", offset, length) * count


def dbf(
    rows: int = 1, said: int | None = None, *, width: int = 10, fields: int = 1, head: int = 0
) -> bytes:
    size = 33 + 32 * fields
    start = struct.pack("<B3BIHH20x", 3, 26, 1, 1, rows if said is None else said, head or size,
                        1 + width * fields)  # fmt: skip
    field = b"TEN".ljust(11, b"\0") + b"C" + bytes(4) + bytes([width % 256, 0]) + bytes(14)
    return start + field * fields + b"\r" + (b" " + b"x" * width * fields) * rows + b"\x1a"


def _shapefiles(traps: Traps) -> Iterator[HostileFile]:
    good: dict[str, Callable[[], bytes]] = {
        ".shp": shp,
        ".shx": shx,
        ".dbf": dbf,
        ".prj": constant(WGS84),
    }
    for why, change in (_broken_parts() | _systems(traps)).items():
        whole = {**good, **change}
        yield HostileFile("s.zip", f"a shapefile with {why}", partial(_zipped, whole))
        beside = {suffix: build for suffix, build in whole.items() if suffix != ".shp"}
        yield HostileFile("s.shp", f"a shapefile with {why}", whole[".shp"], beside)
    yield HostileFile("s.shp", "a shapefile alone", shp)
    many = {f"{number}.shp": b"\0\0\x27\x0a" for number in range(600)}
    yield HostileFile("s.zip", "600 shapefiles", partial(packed, many))


# What is wrong → the parts that are, by their endings.
_Cases = dict[str, dict[str, Callable[[], bytes]]]


def _broken_parts() -> _Cases:
    far = struct.pack("<idd", 1, float("nan"), float("inf"))
    ring = struct.pack("<i4dii", 5, 0, 0, 1, 1, 1, 2**31 - 1)
    parts = struct.pack("<i4dii", 5, 0, 0, 1, 1, 2**30, 4) + bytes(64)
    empty = struct.pack("<i4diii", 5, 0, 0, 1, 1, 1, 0, 0)
    return {
        "as it should be": {},
        "no records": {".shp": lambda: shp()[:100], ".shx": lambda: shx(0), ".dbf": lambda: dbf(0)},
        "a table of four billion rows": {".dbf": lambda: dbf(said=2**32 - 1)},
        "a table of fewer rows": {".shp": lambda: shp(count=9), ".shx": lambda: shx(9)},
        "a table of no rows": {".dbf": lambda: dbf(0)},
        "a table whose fields are its rows": {".dbf": lambda: dbf(head=65_535)},
        "a table with a head of nothing": {".dbf": lambda: dbf(head=1)},
        "a table of 2,000 columns": {".dbf": lambda: dbf(fields=2_000)},
        "a table of bytes": {".dbf": lambda: bytes(range(256)) * 9},
        "an empty table": {".dbf": lambda: b""},
        "an index of a million records": {".shx": lambda: shx(1_000_000)},
        "an index beyond the end": {".shx": lambda: shx(offset=2**31 - 1)},
        "an index before the beginning": {".shx": lambda: shx(offset=-4)},
        "an index of records of 4 GB": {".shx": lambda: shx(length=2**31 - 1)},
        "an index of bytes": {".shx": lambda: bytes(range(256))},
        "an empty index": {".shx": lambda: b""},
        "records said to be 2 GB": {".shp": lambda: shp(length=2**31 - 2)},
        "records said to be negative": {".shp": lambda: shp(length=-8)},
        "a kind that does not exist": {".shp": lambda: shp(kind=99)},
        "points where polygons are said": {".shp": lambda: shp(kind=5)},
        "places that are no numbers": {".shp": lambda: shp(far)},
        "a ring of two billion points": {".shp": lambda: shp(ring, kind=5)},
        "a billion rings": {".shp": lambda: shp(parts, kind=5)},
        "a ring of nothing": {".shp": lambda: shp(empty, kind=5)},
        "half a head": {".shp": lambda: shp()[:50]},
    }


def _systems(traps: Traps) -> _Cases:
    return {
        "an address as system": {".prj": lambda: traps.url.encode()},
        "a file as system": {".prj": lambda: b"/vsicurl/" + traps.url.encode()},
        "a pipeline as system": {".prj": lambda: b"+proj=pipeline +step +init=/etc/passwd:1"},
        "a grid elsewhere": {".prj": lambda: b"+proj=longlat +nadgrids=" + traps.url.encode()},
        "a system of 10 MB": {".prj": lambda: b"GEOGCS[" * 1_500_000},
        "a system of bytes": {".prj": lambda: bytes(range(256)) * 40},
        "a code page that does not exist": {".cpg": lambda: b"x-evil" * 999},
        "a code page that is a path": {".cpg": lambda: b"../../../etc/passwd"},
        "a code page that is not the table's": {
            ".cpg": lambda: b"UTF-8", ".dbf": lambda: dbf().replace(b"xxx", b"\xff\xc3\x28")},
    }  # fmt: skip


def _zipped(parts: dict[str, Callable[[], bytes]]) -> bytes:
    return packed({f"s{suffix}": build() for suffix, build in parts.items()})
