"""Text tables: csv with any of the usual separators and encodings. Runs in the sandbox."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from apps.common.text.legacy import from_unknown_bytes
from apps.imports.readers import limits
from apps.imports.readers.shapes import Cell, RawRow, RawTable, ReaderError

_DELIMITERS: Final = ";,\t|"
_SNIFFED_ROWS: Final = 40


def read_csv(path: Path, delimiter: str | None = None) -> list[RawTable]:
    """The one table of a csv file. Every cell is text; an empty one is None.

    `delimiter`: None finds it from the rows.
    """
    text, encoding = decode_bytes(path.read_bytes())
    if _is_binary(text):
        raise ReaderError("unreadable")
    csv.field_size_limit(limits.TEXT)
    rows: list[RawRow] = []
    cells = 0
    parted = delimiter or sniff_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted)
    line = 1
    try:
        for record in reader:
            cells += len(record)
            if len(rows) >= limits.ROWS or cells > limits.CELLS or len(record) > limits.COLUMNS:
                raise ReaderError("too_big")
            values: tuple[Cell, ...] = tuple(cell or None for cell in record)
            if any(cell is not None and cell.strip() for cell in record):
                rows.append(RawRow(line, values))
            # A quoted cell may hold line breaks: a row is known by the line it begins on.
            line = reader.line_num + 1
    except csv.Error:
        raise ReaderError("unreadable") from None
    return [RawTable(None, tuple(rows), (), encoding, parted)]


def _is_binary(text: str) -> bool:
    """Text has no NUL and hardly a control character (DOS ends a file with one)."""
    controls = sum(char < " " and char not in "\t\r\n\f\v" for char in text[:4096])
    return "\x00" in text or controls * 50 > len(text[:4096]) + 50


def decode_bytes(data: bytes) -> tuple[str, str]:
    """(text, encoding). Unknown 8-bit text comes as Windows-1252, for the column to judge."""
    for mark, codec, name in (
        (b"\xef\xbb\xbf", "utf-8-sig", "utf-8-sig"),
        (b"\xff\xfe", "utf-16", "utf-16"),
        (b"\xfe\xff", "utf-16", "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, codec), name
    # Half of the bytes of Latin text in utf-16 are zero, on one side.
    zeros = data[:4096].count(0)
    if zeros * 4 > len(data[:4096]) > 0:
        codec = "utf-16-be" if data[:1] == b"\x00" else "utf-16-le"
        return _strictly(data, codec), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return from_unknown_bytes(data), "8-bit"


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        raise ReaderError("unreadable") from None


def sniff_delimiter(text: str) -> str:
    """The separator that gives most rows the same number of columns, and most columns."""
    first = "\n".join(text.splitlines()[:_SNIFFED_ROWS])

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(r) for r in csv.reader(io.StringIO(first), delimiter=delimiter) if r]
        except csv.Error:
            return 0, 0
        wide = [width for width in widths if width > 1]
        usual = max(wide, key=wide.count, default=0)
        return wide.count(usual) * usual, usual

    return max(_DELIMITERS, key=worth)
