"""Workbooks (.xlsx). Runs in the sandbox.

Cells are streamed (openpyxl, read-only) so that memory follows the rows, not the markup; merged
areas, which streaming leaves out but two-row headers need, are found in the sheet's own XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from apps.imports.readers import limits
from apps.imports.readers.shapes import Cell, Merge, RawRow, RawTable, ReaderError

_MERGE: Final = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)
_CHUNK: Final = 1024 * 1024
_OVERLAP: Final = 512
_PROLOGUE: Final = 64 * 1024


def read_xlsx(path: Path) -> list[RawTable]:
    """Every sheet with its rows that are not empty, in the order of the workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(archive)
            return list(_sheets(path, archive))
    except DefusedXmlException:
        raise ReaderError("dangerous_xml") from None
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError):
        # What openpyxl raises on a workbook that is broken or is none.
        raise ReaderError("unreadable") from None


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse before unpacking; `zipfile` itself never yields more than a member declares."""
    members = archive.infolist()
    if len(members) > limits.ZIP_MEMBERS:
        raise ReaderError("too_big")
    if sum(member.file_size for member in members) > limits.UNZIPPED_BYTES:
        raise ReaderError("too_big")
    for member in members:
        if member.flag_bits & 0x1:
            raise ReaderError("encrypted")
        packed = max(member.compress_size, 1)
        if _declares_entities(archive, member):
            raise ReaderError("dangerous_xml")
        if member.file_size > _CHUNK and member.file_size / packed > limits.ZIP_RATIO:
            raise ReaderError("too_big")


def _declares_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """A document type stands before the first element, and no real workbook has one.

    Part of openpyxl reads with the standard library's parser, which expands entities.
    """
    if not member.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(member) as stream:
        start = stream.read(_PROLOGUE)
    # In UTF-16 the same letters have zeros between them.
    return b"<!DOCTYPE" in start.replace(b"\x00", b"").upper()


def _sheets(path: Path, archive: zipfile.ZipFile) -> Iterator[RawTable]:
    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    if len(workbook.worksheets) > limits.SHEETS:
        raise ReaderError("too_big")
    budget = limits.CELLS
    for sheet in workbook.worksheets:
        # A sheet's declared size may lie in both directions; its rows do not.
        sheet.reset_dimensions()
        rows = []
        for row in _rows(sheet):
            rows.append(row)
            budget -= len(row.cells)
            if budget < 0 or len(rows) > limits.ROWS:
                raise ReaderError("too_big")
        # The read-only sheet knows its member of the archive, and nothing public does.
        member: str = vars(sheet)["_worksheet_path"]
        yield RawTable(sheet.title, tuple(rows), _merged(archive, member))
    workbook.close()


def _rows(sheet: Any) -> Iterator[RawRow]:
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_cell(value) for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        if len(cells) > limits.COLUMNS:
            raise ReaderError("too_big")
        if any(not isinstance(cell, str) or cell.strip() for cell in cells if cell is not None):
            yield RawRow(number, tuple(cells))


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, int | float | date):
        return value
    text = str(value)
    if len(text) > limits.TEXT:
        raise ReaderError("too_big")
    return text or None


def _merged(archive: zipfile.ZipFile, member: str) -> tuple[Merge, ...]:
    found: list[Merge] = []
    seen: set[bytes] = set()
    tail = b""
    with archive.open(member.lstrip("/")) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            for match in _MERGE.finditer(window):
                if match.group(1) not in seen:
                    seen.add(match.group(1))
                    found.append(_merge(match.group(1).decode()))
            if len(found) > limits.MERGED:
                raise ReaderError("too_big")
            tail = window[-_OVERLAP:]
    return tuple(found)


def _merge(area: str) -> Merge:
    left, top, right, bottom = range_boundaries(area)
    if left is None or top is None or right is None or bottom is None:
        raise ReaderError("unreadable")
    return Merge(top, left - 1, bottom, right - 1)
