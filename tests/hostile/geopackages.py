"""Hostile GeoPackages: SQLite with SQL of its own."""
# ruff: noqa: S608 - hostile on purpose

import sqlite3
import struct
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from tests.hostile.hostile import HostileFile, Traps

_POINT = b"GP\0\x01" + struct.pack("<i", 4326) + struct.pack("<BIdd", 1, 1, 105.0, 21.0)
_BASE = """
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
 organization_coordsys_id INTEGER, definition TEXT, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84"]', '');
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT,
 description TEXT, last_change TEXT, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INT);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
 srs_id INT, z INT, m INT);
INSERT INTO gpkg_contents VALUES ('a', 'features', 'a', '', '', 0, 0, 1, 1, 4326);
INSERT INTO gpkg_geometry_columns VALUES ('a', 'geom', 'POINT', 4326, 0, 0);
"""
_TABLE = "CREATE TABLE a (fid INTEGER PRIMARY KEY, geom BLOB, ten TEXT);"
_ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)"


def geopackage(*sql: str, table: str = _TABLE, rows: Sequence[tuple[object, ...]] = ()) -> bytes:
    """A GeoPackage of one layer `a`, then `sql`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        with closing(sqlite3.connect(path)) as database, database:
            database.executescript(_BASE + table)
            for row in rows:
                database.execute("INSERT INTO a (geom, ten) VALUES (?, ?)", row)
            for line in sql:
                database.executescript(line)
        return path.read_bytes()


def _good() -> bytes:
    return geopackage(rows=[(_POINT, "Bản Mới")])


def _patched(at: int, value: bytes) -> bytes:
    data = bytearray(_good())
    data[at : at + len(value)] = value
    return bytes(data)


def files(traps: Traps) -> Iterator[HostileFile]:
    yield from _tables(traps)
    yield from _statements(traps)
    yield from _values()
    yield from _pages()


def _tables(traps: Traps) -> Iterator[HostileFile]:
    """What stands where the table of features should be."""
    read = f"gdal_get_pixel_value('/vsicurl/{traps.url}x', 1, 'pixel', 0, 0)"
    for why, table in {
        "a view without end": f"CREATE VIEW a AS {_ENDLESS} SELECT n AS fid, NULL AS geom FROM c;",
        "a view that loads a library": "CREATE VIEW a AS SELECT load_extension('/tmp/x') AS geom;",
        "a view that reads elsewhere": f"CREATE VIEW a AS SELECT {read} AS geom;",
        "a view that writes": f"CREATE VIEW a AS SELECT writefile('{traps.outside}', 'x') AS geom;",
        "a view of itself": "CREATE VIEW a AS SELECT * FROM a;",
        "a view of nothing": "CREATE VIEW a AS SELECT * FROM gone;",
        "a view of the schema": "CREATE VIEW a AS SELECT sql AS geom FROM sqlite_master;",
        "a table of full text": "CREATE VIRTUAL TABLE a USING fts4(geom, ten);",
        "a table that is a tree": "CREATE VIRTUAL TABLE a USING rtree(fid, x, y);",
        "a column that works": "CREATE TABLE a (fid INTEGER PRIMARY KEY, geom BLOB, ten TEXT,"
        " big AS (hex(zeroblob(1000000))));",
        "a column that eats memory": "CREATE TABLE a (fid INTEGER PRIMARY KEY, geom BLOB, ten TEXT,"
        " big AS (hex(zeroblob(300000000))));",
        "a table without a key": "CREATE TABLE a (geom BLOB, ten TEXT);",
        "a table of 1,500 columns": "CREATE TABLE a (fid INTEGER PRIMARY KEY, geom BLOB, ten TEXT,"
        + ",".join(f"c{number} TEXT" for number in range(1_500))
        + ");",
        "no table": "",
    }.items():
        rows = [(_POINT, "x")] if "CREATE TABLE" in table else []
        yield HostileFile("a.gpkg", why, partial(geopackage, table=table, rows=rows))


def _statements(traps: Traps) -> Iterator[HostileFile]:
    """What was done to a file that was good."""
    for why, sql in {
        "triggers": "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT load_extension('x'); END;",
        "an address as system": "UPDATE gpkg_spatial_ref_sys SET definition ="
        f" '/vsicurl/{traps.url}', organization = 'x';",
        "a system without end": "UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = -5,"
        " organization = 'x', definition = hex(zeroblob(2000000));",
        "a layer named by SQL": "UPDATE gpkg_contents SET table_name = 'a; DROP TABLE a';",
        "a layer named by a path": "UPDATE gpkg_contents SET table_name = '../../../etc/passwd';",
        "a layer of the system's": "UPDATE gpkg_contents SET table_name = 'sqlite_master';"
        "UPDATE gpkg_geometry_columns SET table_name = 'sqlite_master', column_name = 'sql';",
        "extensions": "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT,"
        " extension_name TEXT, definition TEXT, scope TEXT);"
        "INSERT INTO gpkg_extensions VALUES ('a', 'geom', 'x', 'y', 'read-write');",
        "an OGR extension": "CREATE TABLE gpkg_ogr_contents (table_name TEXT, feature_count INT);"
        "INSERT INTO gpkg_ogr_contents VALUES ('a', 9223372036854775807);",
        "a style that is a script": "CREATE TABLE layer_styles (id INT, f_table_name TEXT,"
        " styleQML TEXT); INSERT INTO layer_styles VALUES (1, 'a', '<script/>');",
        "5,000 layers": "INSERT INTO gpkg_contents SELECT 'a' || value, 'features', 'a' || value,"
        " '', '', 0, 0, 1, 1, 4326 FROM (WITH RECURSIVE c(value) AS (SELECT 1 UNION ALL"
        " SELECT value + 1 FROM c LIMIT 5000) SELECT value FROM c);",
        "60,000 features": f"INSERT INTO a (geom, ten) {_ENDLESS}"
        " SELECT (SELECT geom FROM a LIMIT 1), n FROM c LIMIT 60000;",
        "a geometry column that is gone": "UPDATE gpkg_geometry_columns SET column_name = 'z'",
        "pictures": "UPDATE gpkg_contents SET data_type = 'tiles';",
        "a schema rewritten": "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql ="
        " 'CREATE TABLE a (geom, ten, evil)' WHERE name = 'a';",
    }.items():
        yield HostileFile("a.gpkg", why, partial(geopackage, sql, rows=[(_POINT, "x")]))


def _values() -> Iterator[HostileFile]:
    head = _POINT[:8]
    for why, row in {
        "a geometry that is text": ("POINT(1 2)", "x"),
        "a geometry of bytes": (bytes(range(256)), "x"),
        "a geometry cut off": (_POINT[:20], "x"),
        "a geometry of two billion points": (head + struct.pack("<BII", 1, 2, 2**31 - 1), "x"),
        "a geometry nested without end": (head + struct.pack("<BII", 1, 7, 1) * 5_000, "x"),
        "a geometry that is no number": (head + struct.pack("<BIdd", 1, 1, float("nan"), 1), "x"),
        "a curve": (head + struct.pack("<BII", 1, 8, 3) + bytes(48), "x"),
        "text that is bytes": (_POINT, b"\xff\xfe\x00x"),
        "text with NUL": (_POINT, "a\0b"),
        "a number as text": (_POINT, 2**62),
        "text of 20 MB": (_POINT, "x" * 20_000_000),
    }.items():
        yield HostileFile("v.gpkg", why, partial(geopackage, rows=[row]))


def _pages() -> Iterator[HostileFile]:
    for why, at, value in (
        ("a database of 4 billion pages", 28, b"\xff\xff\xff\xfe"),
        ("a database of no pages", 28, bytes(4)),
        ("pages of one byte", 16, b"\0\x01"),
        ("pages of 3 bytes", 16, b"\0\x03"),
        ("another way of writing", 18, b"\x02\x02"),
        ("a way of writing of the future", 18, b"\x09\x09"),
        ("a free page beyond the end", 32, b"\xff\xff\xff\xff\xff\xff\xff\xff"),
        ("another encoding", 56, b"\0\0\0\x02"),
        ("a schema of the future", 44, b"\0\0\0\x63"),
        ("a first page of bytes", 100, bytes(range(256))),
        ("a first page that points at itself", 100, b"\x05\0\0\0\x01\0\0\0\0\0\0\x01"),
        ("no application", 68, bytes(4)),
    ):
        yield HostileFile("p.gpkg", why, partial(_patched, at, value))
    yield HostileFile("p.gpkg", "half a database", lambda: _good()[:9_000])
    yield HostileFile("p.gpkg", "a database of zeros", lambda: _good()[:100] + bytes(99_900))
    yield HostileFile("p.csv", "a database called a table", _good)
    yield HostileFile("p.zip", "a database called an archive", _good)
    yield HostileFile("p.kml", "a database called a map", _good)
