"""The reading process's answer, kept on disk and gone through as often as needed.

However long a file is, only some hundred lines of it are in memory at a time.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, Final

from apps.imports.readers.blocks import Block
from apps.imports.readers.lines import block_in, rows_in
from apps.imports.readers.shapes import (
    Merge,
    RawFeature,
    RawLayer,
    RawRow,
    RawTable,
    ReaderError,
)

_BUFFER: Final = 256 * 1024
_BODY: Final = (b'{"r":', b'{"f":')


class _Window(io.RawIOBase):
    """Reads a part of an open file with a position of its own, so that several can at once."""

    def __init__(self, descriptor: int, start: int, end: int) -> None:
        self._descriptor = descriptor
        self._at = start
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        wanted = min(len(buffer), self._end - self._at)
        data = os.pread(self._descriptor, wanted, self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one sheet or layer: `count` rows or features between `start` and `end`."""

    descriptor: int
    start: int
    end: int
    count: int

    def __len__(self) -> int:
        return self.count

    def lines(self) -> Iterator[bytes]:
        return io.BufferedReader(_Window(self.descriptor, self.start, self.end), _BUFFER)


class SpooledRows(_Lines):
    """The rows of one sheet."""

    __slots__ = ()

    def __iter__(self) -> Iterator[RawRow]:
        for line in self.lines():
            yield from rows_in(line)

    def __getitem__(self, index: int, /) -> RawRow:
        if not 0 <= index < self.count:
            raise IndexError(index)
        return next(islice(iter(self), index, None))


@dataclass(frozen=True, slots=True)
class SpooledFeatures(_Lines):
    """The features of one layer."""

    fields: tuple[str, ...]

    def blocks(self) -> Iterator[Block]:
        """Some hundred side by side."""
        width = len(self.fields)
        for line in self.lines():
            yield block_in(line, width)

    def __iter__(self) -> Iterator[RawFeature]:
        for block in self.blocks():
            yield from block.features(self.fields)

    def __getitem__(self, index: int, /) -> RawFeature:
        if not 0 <= index < self.count:
            raise IndexError(index)
        return next(islice(iter(self), index, None))


@dataclass(slots=True)
class _Part:
    head: dict[str, Any]
    start: int
    end: int
    count: int = 0


def index_spool(answer: BinaryIO) -> tuple[list[RawTable | RawLayer], dict[str, Any]]:
    """The parts of an answer, their rows left on disk, and how it ended ({} if it did not).

    `answer` must stay open as long as the parts are used. Raises the `ReaderError` it tells of.
    """
    parts: list[_Part] = []
    ending: dict[str, Any] = {}
    at = 0
    answer.seek(0)
    for line in answer:
        end = at + len(line)
        if line.startswith(_BODY):
            if not parts:
                raise ReaderError("unreadable")
            parts[-1].count += int(line[len(_BODY[0]) : line.index(b",")])
            parts[-1].end = end
        else:
            message = json.loads(line)
            if "error" in message:
                raise ReaderError(str(message["error"]))
            if "end" in message:
                ending = dict(message["end"])
            else:
                parts.append(_Part(message, end, end))
        at = end
    return [_opened(part, answer.fileno()) for part in parts], ending


def _opened(part: _Part, descriptor: int) -> RawTable | RawLayer:
    place = (descriptor, part.start, part.end, part.count)
    if "table" in part.head:
        about = part.head["table"]
        merged = tuple(Merge(*map(int, area)) for area in about["merged"])
        return RawTable(
            sheet=about["sheet"],
            rows=SpooledRows(*place),
            merged=merged,
            encoding=about["encoding"],
            delimiter=about["delimiter"],
        )
    about = part.head["layer"]
    fields = tuple(map(str, about["fields"]))
    return RawLayer(
        name=about["name"],
        srid=about["srid"],
        crs_name=about["crs_name"],
        fields=fields,
        features=SpooledFeatures(*place, fields),
        encoding=about["encoding"],
    )
