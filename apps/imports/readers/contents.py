"""What a file is, by its first bytes; its name only decides between kinds of text."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

from apps.imports.readers.archive import BROKEN
from apps.imports.readers.shapes import ReaderError

_HEAD: Final = 4096
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SQLITE: Final = b"SQLite format 3\x00"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
#: the stream in which Office keeps a workbook with a password
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ROOT: Final = re.compile(rb"<(?:\w+:)?(kml|gpx)[\s>/]")
_MARKUP: Final = re.compile(rb"^[\s\xef\xbb\xbf\xff\xfe]*<[?!a-z]", re.IGNORECASE)
_TABLES: Final = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx"})
_BY_NAME: Final = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    # Much software writes a text table and calls it .xls.
    ".xls": "csv",
    ".json": "geojson",
    ".geojson": "geojson",
    ".kml": "kml",
    ".gpx": "gpx",
    ".shp": "shp",
}


def kind_of(path: Path) -> str:
    """ "xlsx", "zip", "gpkg", "kml", "gpx", "geojson", "shp" or "csv".

    Raises `old_excel`, `encrypted`, `web_page`, `unsupported_format` and `unreadable`.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise ReaderError("empty_file")
    if head.startswith(_OLE2):
        raise ReaderError("encrypted" if _ENCRYPTED in path.read_bytes() else "old_excel")
    if head.startswith(_ZIP):
        return "xlsx" if _is_workbook(path) else "zip"
    if head.startswith(_SQLITE):
        return "gpkg"
    # In UTF-16 the same letters have zeros between them.
    return _text_kind(path.suffix, head.replace(b"\x00", b""))


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except BROKEN:
        raise ReaderError("unreadable") from None


def _text_kind(suffix: str, head: bytes) -> str:
    if _MARKUP.match(head):
        root = _ROOT.search(head)
        if root is not None:
            return root[1].decode()
        if suffix in _TABLES:
            raise ReaderError("web_page")
    kind = _BY_NAME.get(suffix)
    if kind is None:
        raise ReaderError("unreadable")
    return kind
