"""Features side by side: what goes out of the sandbox and through the import, some hundred at once.

A list for each attribute costs a fraction of a mapping for each feature, and what is the same for
a whole column is seen once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

from apps.imports.readers.shapes import Cell, RawFeature

#: features in a block, and digits of geometry that end one sooner
_TOGETHER: Final = 500
_DIGITS: Final = 64 * 1024


class Block(NamedTuple):
    """Some features in their order: all lists are as long as `numbers`."""

    numbers: Sequence[int]
    #: one for each of the layer's `fields`
    columns: Sequence[Sequence[Cell]]
    wkbs: Sequence[str | None]

    def features(self, fields: Sequence[str]) -> Iterator[RawFeature]:
        """The same one by one."""
        rows: Iterable[tuple[Cell, ...]] = zip(*self.columns, strict=True)
        if not self.columns:
            rows = ((),) * len(self.numbers)
        for number, row, wkb in zip(self.numbers, rows, self.wkbs, strict=True):
            yield RawFeature(number, dict(zip(fields, row, strict=True)), wkb)

    def cut(self) -> Iterator[Block]:
        """The same in blocks that are no longer than they may be."""
        start = digits = 0
        for at, wkb in enumerate(self.wkbs):
            digits += len(wkb or "")
            if at + 1 - start == _TOGETHER or digits > _DIGITS:
                yield self._part(start, at + 1)
                start, digits = at + 1, 0
        if start < len(self.numbers):
            yield self._part(start, len(self.numbers))

    def _part(self, start: int, end: int) -> Block:
        columns = [column[start:end] for column in self.columns]
        return Block(self.numbers[start:end], columns, self.wkbs[start:end])


@runtime_checkable
class InBlocks(Protocol):
    """Features that come side by side of their own."""

    def blocks(self) -> Iterator[Block]: ...


@dataclass(frozen=True, slots=True)
class Passing:
    """Blocks in the place of a layer's features, gone through once on their way out."""

    waiting: Iterator[Block]

    def blocks(self) -> Iterator[Block]:
        yield from self.waiting


def blocks_of(features: Iterable[RawFeature] | InBlocks, fields: Sequence[str]) -> Iterator[Block]:
    """The features of a layer side by side; `fields`: the layer's."""
    if isinstance(features, InBlocks):
        yield from features.blocks()
        return
    some: list[RawFeature] = []
    digits = 0
    for feature in features:
        some.append(feature)
        digits += len(feature.wkb_hex or "")
        if len(some) == _TOGETHER or digits > _DIGITS:
            yield _block(some, fields)
            some, digits = [], 0
    if some:
        yield _block(some, fields)


def _block(features: Sequence[RawFeature], fields: Sequence[str]) -> Block:
    rows: list[Any] = [tuple(map(feature.properties.get, fields)) for feature in features]
    columns = list(zip(*rows, strict=True))
    return Block(
        [feature.number for feature in features],
        columns,
        [feature.wkb_hex for feature in features],
    )
