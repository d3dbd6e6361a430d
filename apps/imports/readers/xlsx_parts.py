"""The parts of a workbook beside its sheets: their list, the shared strings, the date styles.

Source: ECMA-376 part 1, §18.2 (workbook), §18.4 (shared strings), §18.8 (styles). Runs in the
sandbox.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from apps.imports.readers import limits
from apps.imports.readers.shapes import ReaderError
from apps.imports.readers.xml_stream import Start, local, walk_all

#: strings a block; blocks kept at hand: a workbook repeats what it said a moment ago
_BLOCK: Final = 256
_BLOCKS_AT_HAND: Final = 64
#: characters of a number format, at most (Excel's own bound)
_FORMAT: Final = 255
_SPOOLED: Final = 1024 * 1024
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: built-in formats that show a date or a time of day (§18.8.30, with those of East Asia)
_DATE_IDS: Final = frozenset({*range(14, 23), *range(27, 37), *range(50, 59)})
#: of a format: quoted and escaped text, colours, conditions, [h] of durations
_NO_FORMAT: Final = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_DURATION: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)


def unescaped(text: str) -> str:
    """`_x000D_` and the like → the character."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class SharedStrings:
    """The table of strings, most of it on disk: memory does not follow the rows."""

    def __init__(self, folder: Path) -> None:
        self._spool = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - lives as long as the workbook
            max_size=_SPOOLED, dir=str(folder)
        )
        self._starts: list[int] = [0]
        self._block: list[str] = []
        self.block = lru_cache(maxsize=_BLOCKS_AT_HAND)(self._load)

    def add(self, text: str) -> None:
        if len(text) > limits.TEXT:
            raise ReaderError("too_big")
        self._block.append(text)
        if len(self._block) == _BLOCK:
            self.close()

    def close(self) -> None:
        """Write out the last block. XML has no NUL, so it can stand between strings."""
        self._spool.write("\x00".join(self._block).encode())
        self._starts.append(self._spool.tell())
        self._block = []

    def at(self, index: int) -> str:
        """The string with this number. Raises IndexError."""
        if index < 0:
            raise IndexError(index)
        return self.block(index // _BLOCK)[index % _BLOCK]

    def _load(self, number: int) -> list[str]:
        start, end = self._starts[number], self._starts[number + 1]
        self._spool.seek(start)
        data: bytes = self._spool.read(end - start)
        return data.decode().split("\x00")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its title and its member of the archive."""

    title: str
    member: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the sheets are read with. `date_styles`: numbers of cell formats that show dates."""

    sheets: tuple[Sheet, ...]
    strings: SharedStrings
    date_styles: frozenset[str]
    starts_1904: bool


def read_workbook(archive: zipfile.ZipFile, folder: Path) -> Workbook:
    """Raises `ReaderError`, and KeyError where a part is missing that must be there.

    `folder`: where the table of strings may be put.
    """
    home = _relations(archive, "").get_one("/officeDocument") or "xl/workbook.xml"
    if home.endswith(".bin"):
        # A binary workbook (.xlsb).
        raise ReaderError("old_excel")
    relations = _relations(archive, home)
    titles, starts_1904 = _titles(archive, home)
    sheets = tuple(
        Sheet(title, relations.members[key])
        for title, key in titles
        # Charts and macro sheets of old have no cells.
        if relations.kinds.get(key, "").endswith("/worksheet")
    )
    strings = SharedStrings(folder)
    if (member := relations.get_one("/sharedStrings")) is not None:
        _fill(strings, archive, member)
    strings.close()
    styles = relations.get_one("/styles")
    dates = _date_styles(archive, styles) if styles else frozenset()
    return Workbook(sheets, strings, dates, starts_1904)


@dataclass(slots=True)
class _Relations:
    """Relation id → member, and → kind. What lies outside of the archive is left out."""

    members: dict[str, str]
    kinds: dict[str, str]

    def get_one(self, ending: str) -> str | None:
        keys = (key for key, kind in self.kinds.items() if kind.endswith(ending))
        return next((self.members[key] for key in keys), None)


def _relations(archive: zipfile.ZipFile, part: str) -> _Relations:
    folder, name = posixpath.split(part)
    found = _Relations({}, {})

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = posixpath.join("/", folder, attributes.get("Target", ""))
        key = attributes.get("Id", "")
        found.members[key] = posixpath.normpath(target).lstrip("/")
        found.kinds[key] = attributes.get("Type", "")

    _walk(archive, posixpath.join(folder, "_rels", f"{name}.rels"), start)
    return found


def _titles(archive: zipfile.ZipFile, home: str) -> tuple[list[tuple[str, str]], bool]:
    """[(title, relation id)] in the order of the workbook, and whether days count from 1904."""
    titles: list[tuple[str, str]] = []
    flags: set[str] = set()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "workbookPr":
            flags.add(attributes.get("date1904", "0").lower())
        if local(tag) == "sheet":
            keys = (value for name, value in attributes.items() if name.endswith(":id"))
            titles.append((attributes.get("name", ""), next(keys, "")))
        if len(titles) > limits.SHEETS:
            raise ReaderError("too_big")

    _walk(archive, home, start)
    return titles, bool(flags & {"1", "true"})


def _date_styles(archive: zipfile.ZipFile, member: str) -> frozenset[str]:
    formats: dict[str, str] = {}
    used: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs"):
            inside[:] = [name]
        elif name == "xf" and inside == ["cellXfs"]:
            used.append(attributes.get("numFmtId", "0"))

    _walk(archive, member, start)
    return frozenset(
        str(number)
        for number, key in enumerate(used)
        if (
            shows_date(formats[key])
            if key in formats
            else key.isdecimal() and int(key) in _DATE_IDS
        )
    )


def shows_date(code: str) -> bool:
    """Whether a number format shows a day or a time of day, and not a duration or a number."""
    first = code[:_FORMAT].partition(";")[0]
    if _DURATION.search(first):
        return False
    return bool(re.search("[dmyhs]", _NO_FORMAT.sub("", first), re.IGNORECASE))


def _fill(strings: SharedStrings, archive: zipfile.ZipFile, member: str) -> None:
    """Runs of rich text are joined; the reading aids of East Asian text (rPh) are left out."""
    pieces: list[str] = []
    texts: list[str] = []
    aids = 0

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal aids
        texts.clear()
        aids += local(tag) == "rPh"

    def end(tag: str) -> None:
        nonlocal aids
        name = local(tag)
        if name == "t" and not aids:
            pieces.extend(texts)
        elif name == "rPh":
            aids -= 1
        elif name == "si":
            strings.add("".join(pieces))
            pieces.clear()
        texts.clear()

    with archive.open(member) as stream:
        walk_all(stream, start=start, end=end, text=texts.append)


def _walk(archive: zipfile.ZipFile, member: str, start: Start) -> None:
    def ignore(_text: str) -> None:
        pass

    with archive.open(member) as stream:
        walk_all(stream, start=start, end=ignore, text=ignore)
