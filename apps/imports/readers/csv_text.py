"""Text tables, streamed: csv with the usual separators and encodings. Runs in the sandbox."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from apps.imports.readers import limits
from apps.imports.readers.cells import once, text_cell
from apps.imports.readers.options import DELIMITERS, ENCODINGS, GUESS, ReadOptions
from apps.imports.readers.shapes import RawRow, RawTable, ReaderError

_SNIFFED_ROWS: Final = 40
_SNIFFED_TEXT: Final = 64 * 1024
_CHUNK: Final = 1024 * 1024


def _keep_control(error: UnicodeError) -> tuple[str, int]:
    """Codes that Windows-1252 leaves out stay controls: `apps.common.text.legacy` reads them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return chr(error.object[error.start]), error.start + 1


codecs.register_error("gandan-keep-control", _keep_control)


def read_csv(path: Path, options: ReadOptions = GUESS) -> Iterator[RawTable]:
    """The one table of a csv file. Every cell is text; an empty one is None."""
    with path.open("rb") as file:
        codec, encoding = find_encoding(file)
        if options.encoding is not None:
            codec, encoding = ENCODINGS[options.encoding], options.encoding
        file.seek(0)
        errors = "gandan-keep-control" if codec == "cp1252" else "strict"
        with io.TextIOWrapper(file, codec, errors, newline="") as stream:
            delimiter = options.delimiter or sniff_delimiter(_start(stream))
            rows = once(_checked(stream, delimiter))
            yield RawTable(None, rows, (), encoding, delimiter)


def _start(stream: TextIO) -> str:
    try:
        start = stream.read(_SNIFFED_TEXT)
    except UnicodeError:
        raise ReaderError("unreadable") from None
    if _is_binary(start):
        raise ReaderError("unreadable")
    return start


def _checked(stream: TextIO, delimiter: str) -> Iterator[RawRow]:
    try:
        stream.seek(0)
        yield from _rows(_Lines(stream), delimiter)
    except (csv.Error, UnicodeError):
        raise ReaderError("unreadable") from None


class _Lines:
    """Lines of bearable length; remembers the last one."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        while line := self._stream.readline(limits.LINE):
            if len(line) >= limits.LINE:
                raise ReaderError("too_big")
            self.last = line
            yield line


def _rows(lines: _Lines, delimiter: str) -> Iterator[RawRow]:
    csv.field_size_limit(limits.TEXT)
    reader = csv.reader(lines, delimiter=delimiter)
    rows = cells = 0
    line = 1
    record: list[str] = []
    for record in reader:
        cells += len(record)
        if rows >= limits.ROWS or cells > limits.CELLS or len(record) > limits.COLUMNS:
            raise ReaderError("too_big")
        if any(cell.strip() for cell in record):
            rows += 1
            yield RawRow(line, tuple(map(text_cell, record)))
        # A quoted cell may hold line breaks: a row is known by the line it begins on.
        line = reader.line_num + 1
    # A quotation mark that is never closed swallows every row after it.
    if record and "\n" in record[-1] and not lines.last.rstrip("\r\n").endswith('"'):
        raise ReaderError("unclosed_quote")


def _is_binary(start: str) -> bool:
    """Text has no NUL and hardly a control character (DOS ends a file with one)."""
    head = start[:4096]
    controls = sum(char < " " and char not in "\t\r\n\f\v" for char in head)
    return "\x00" in head or controls * 50 > len(head) + 50


def find_encoding(file: BinaryIO) -> tuple[str, str]:
    """(codec, encoding). Unknown 8-bit text comes as Windows-1252, for the column to judge."""
    head = file.read(4096)
    for mark, codec, name in (
        (codecs.BOM_UTF8, "utf-8-sig", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
    ):
        if head.startswith(mark):
            return codec, name
    # Half of the bytes of Latin text in utf-16 are zero, on one side.
    if head.count(0) * 4 > len(head) > 0:
        return ("utf-16-be" if head[:1] == b"\x00" else "utf-16-le"), "utf-16"
    file.seek(0)
    return ("utf-8", "utf-8") if _is_utf8(file) else ("cp1252", "8-bit")


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


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

    return max(DELIMITERS, key=worth)
