"""Hostile zip archives, as .zip, .kmz and .xlsx."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial

from tests.hostile.hostile import MARK, HostileFile, Traps
from tests.imports.workbook import packed, workbook, workbook_parts

_TABLE = "Mã hộ;Chủ hộ\nA01;Lò Thị Mai\n".encode()


def files(traps: Traps) -> Iterator[HostileFile]:
    yield from _names(traps)
    yield from _bombs()
    yield from _lies()
    yield from _nested()


def _names(traps: Traps) -> Iterator[HostileFile]:
    for name in (
        f"../{MARK}.csv",
        f"../../../../../../tmp/{MARK}.csv",
        f"a/../../{MARK}.csv",
        f"{traps.outside}.csv",
        f"//{MARK}.csv",
        f"..\\..\\{MARK}.csv",
        f"C:\\{MARK}.csv",
        f"C:{MARK}.csv",
        f"\\\\127.0.0.1\\{MARK}.csv",
        f"{MARK}.csv\x00.txt",
        f"~/{MARK}.csv/..",
        "../" * 500 + f"{MARK}.csv",
        "con.csv",
        "a" * 5_000 + ".csv",
        ".csv",
        "/.csv",
        "‮vsc.csv",
        "/vsicurl/x.csv",
        "part1.csv",
    ):
        yield HostileFile("z.zip", f"the member {name[:40]!r}", partial(packed, {name: _TABLE}))
        if ".." in name:
            twisted = {**workbook_parts(), name: _TABLE}
            yield HostileFile("z.xlsx", f"the member {name[:40]!r}", partial(packed, twisted))
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK):
        yield HostileFile("z.zip", f"a member of kind {kind:o}", partial(_special, kind, traps))
    yield HostileFile("z.zip", "a folder named like a file", partial(packed, {"a.csv/": b""}))
    yield HostileFile("z.zip", "one name twice", lambda: _twice("a.csv"))
    yield HostileFile("z.zip", "one name in two cases", partial(packed, {
        "a.csv": _TABLE, "A.CSV": _TABLE}))  # fmt: skip


def _special(kind: int, traps: Traps) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        member = zipfile.ZipInfo("a.csv")
        member.create_system = 3
        member.external_attr = (kind | 0o777) << 16
        archive.writestr(member, f"{traps.outside}.csv")
    return out.getvalue()


def _twice(name: str) -> bytes:
    """The directory names the first member as the second."""
    data = packed({name: _TABLE, name.replace("a", "b"): b"x;y\n"})
    return data.replace(name.replace("a", "b").encode(), name.encode())


def _bombs() -> Iterator[HostileFile]:
    def zeros(size: int) -> bytes:
        return packed({"a.csv": bytes(size)})

    yield HostileFile("b.zip", "40 MB of nothing", lambda: zeros(40_000_000))
    yield HostileFile("b.zip", "240 MB of nothing", lambda: zeros(240_000_000))
    yield HostileFile("b.kmz", "60 MB of spaces", lambda: packed({"doc.kml": b" " * 60_000_000}))
    yield HostileFile("b.xlsx", "a sheet of 60 MB of spaces", lambda: packed(
        {**workbook_parts(), "xl/worksheets/sheet1.xml": b" " * 60_000_000}))  # fmt: skip
    yield HostileFile("b.xlsx", "a picture of 60 MB of nothing", lambda: packed(
        {**workbook_parts(), "xl/media/a.png": bytes(60_000_000)}))  # fmt: skip
    yield HostileFile("b.zip", "3,000 members", lambda: packed(
        {f"{number}.txt": b"" for number in range(3_000)}))  # fmt: skip
    yield HostileFile("b.zip", "members that overlap", lambda: _overlapping(200))
    yield HostileFile("b.zip", "members that are all the same bytes", lambda: _overlapping(1_500))
    yield HostileFile("b.zip", "members just below the ratio", lambda: packed(
        {f"{number}.csv": bytes(1_000_000) for number in range(300)}))  # fmt: skip


def _overlapping(count: int) -> bytes:
    """One packed member, and a directory that names it many times."""
    name = b"a.csv"
    raw = bytes(1_000_000)
    crc = zlib.crc32(raw)
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = press.compress(raw) + press.flush()
    sizes = struct.pack("<IIIHH", crc, len(body), len(raw), len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + name + body
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
    entry += struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(entry) * count, len(local), 0)
    return local + entry * count + b"PK\x05\x06" + end


def _patched(offset_of: bytes, at: int, value: bytes, content: bytes | None = None) -> bytes:
    """A good archive in which a field of the header `offset_of` says something else."""
    data = bytearray(packed({"a.csv": _TABLE}) if content is None else content)
    start = data.index(offset_of) + at
    data[start : start + len(value)] = value
    return bytes(data)


def _lies() -> Iterator[HostileFile]:
    central, local, end = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
    for why, header, at, value in (
        ("a member that says it is 4 GB", central, 24, b"\xff\xff\xff\xfe"),
        ("a member that says it is 10 MB", central, 24, struct.pack("<I", 10_000_000)),
        ("a member that says it is empty", central, 24, bytes(4)),
        ("a member packed to 4 GB", central, 20, b"\xff\xff\xff\xfe"),
        ("a member packed to nothing", central, 20, bytes(4)),
        ("a member with a password", central, 8, b"\x01\x00"),
        ("a member with a password inside only", local, 6, b"\x01\x00"),
        ("a member packed in a way that does not exist", central, 10, b"\x63\x00"),
        ("a member packed by LZMA", central, 10, b"\x0e\x00"),
        ("a member beyond the end", central, 42, b"\xff\xff\xff\x7f"),
        ("a wrong checksum", central, 16, b"\0\0\0\0"),
        ("a name longer than the file", central, 28, b"\xff\xff"),
        ("another name inside", local, 30, b"b.csv"),
        ("a directory beyond the end", end, 16, b"\xff\xff\xff\x7f"),
        ("a directory of 65,535 members", end, 10, b"\xff\xff"),
        ("a directory of 4 GB", end, 12, b"\xff\xff\xff\x7f"),
        ("a comment longer than the file", end, 20, b"\xff\xff"),
    ):
        yield HostileFile("l.zip", why, partial(_patched, header, at, value))
        yield HostileFile("l.xlsx", why, partial(_workbook_lie, header, at, value))
    yield HostileFile("l.zip", "an end and nothing else", lambda: b"PK\x05\x06" + bytes(18))
    yield HostileFile("l.zip", "a beginning and nothing else", lambda: b"PK\x03\x04")
    yield HostileFile("l.zip", "half an archive", lambda: packed({"a.csv": _TABLE})[:40])
    yield HostileFile("l.zip", "two archives, one after the other", lambda: (
        packed({"a.csv": _TABLE}) + packed({"b.csv": b"x;y\n"})))  # fmt: skip


def _workbook_lie(header: bytes, at: int, value: bytes) -> bytes:
    return _patched(header, at, value, workbook())


def _nested() -> Iterator[HostileFile]:
    inner = packed({"a.csv": _TABLE})
    for name in ("a.zip", "a.kmz", "a.tar", "a.rar", "a.gz", "a.csv", "a.json", "a.kml", "a.shp"):
        yield HostileFile("n.zip", f"an archive as {name} inside", partial(packed, {name: inner}))
    yield HostileFile("n.kmz", "an archive as the map inside", partial(packed, {"doc.kml": inner}))
    yield HostileFile("n.zip", "42 archives deep", _deep)
    yield HostileFile("n.zip", "a workbook with a bomb inside", lambda: packed(
        {"a.xlsx": packed({**workbook_parts(), "xl/media/a.png": bytes(20_000_000)})}))  # fmt: skip
    yield HostileFile(
        "n.kmz", "two maps", partial(packed, {"a.kml": b"<kml/>", "b.kml": b"<kml/>"})
    )
    yield HostileFile("n.kmz", "no map", partial(packed, {"a.csv": _TABLE}))
    yield HostileFile("n.zip", "two tables", partial(packed, {"a.csv": _TABLE, "b.csv": _TABLE}))
    yield HostileFile("n.xlsx", "a zip that is no workbook", lambda: inner)
    yield HostileFile("n.csv", "a zip called a table", lambda: inner)
    yield HostileFile("n.gpkg", "a zip called a GeoPackage", lambda: inner)


def _deep() -> bytes:
    data = packed({"a.csv": _TABLE})
    for _level in range(42):
        data = packed({"a.zip": data})
    return data
