"""How a column's text was written, found while its cells go by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

from apps.common.text import looks_all_capitals, restore_capitals
from apps.common.text.legacy import SAMPLE, Encoding, judge_column, reading_of
from apps.imports.choices import Choices
from apps.imports.readers.shapes import Cell

Read = Callable[[str], str]
#: fields that hold names, whose capitals TCVN3 loses
NAME_FIELDS: Final = frozenset(
    {
        "head_name",
        "person_name",
        "member_name",
        "village",
        "group",
        "cell",
        "name",
        "full_name",
        "commune",
    }
)


class Votes:
    """One vote a column: the first texts beyond ASCII that differ, as many as are looked at."""

    def __init__(self, choices: Choices) -> None:
        self._chosen = choices.text_encoding
        self._texts: list[dict[str, None]] = []

    def add(self, cells: Sequence[Cell]) -> None:
        """The cells of one row."""
        texts = self._texts
        while len(texts) < len(cells):
            texts.append({})
        if self._chosen is not None:
            return
        for column, cell in enumerate(cells):
            if cell.__class__ is str and not cell.isascii() and len(texts[column]) < SAMPLE:  # type: ignore[union-attr]  # text, as just seen
                texts[column][cell] = None  # type: ignore[index]

    @property
    def width(self) -> int:
        """Columns of the widest row so far."""
        return len(self._texts)

    def verdicts(self) -> list[Encoding]:
        """The encoding of each column."""
        return [self._chosen or judge_column(texts) for texts in self._texts]

    def in_capitals(self, column: int, encoding: Encoding) -> bool:
        """Whether most texts of a column are in capitals throughout."""
        read = reading_of(encoding)
        texts = self._texts[column]
        return sum(looks_all_capitals(read(text)) for text in texts) * 2 > len(texts)

    def readers(self, names: Collection[int], choices: Choices) -> tuple[Read, ...]:
        """What reads the text of each column; `names`: columns that hold names."""
        return tuple(
            reader_of(
                encoding,
                names=column in names,
                choices=choices,
                in_capitals=column in names and self.in_capitals(column, encoding),
            )
            for column, encoding in enumerate(self.verdicts())
        )


def reader_of(
    encoding: Encoding, *, names: bool, choices: Choices, in_capitals: bool = True
) -> Read:
    """What makes a cell's text NFC; `names` get the capitals back that the encoding lost."""
    read = reading_of(encoding)
    if not names or choices.name_case == "keep":
        return read
    if choices.name_case == "title":
        return lambda text: restore_capitals(read(text), every_word=True)
    if encoding is Encoding.TCVN3:
        return lambda text: restore_capitals(read(text), in_capitals=in_capitals)
    return read


def decoded(cells: Sequence[Cell], readers: Sequence[Read]) -> list[Cell]:
    """A row's cells as NFC text; ASCII needs no reading in any encoding."""
    return [
        read(cell) if cell.__class__ is str and not cell.isascii() else cell  # type: ignore[union-attr, arg-type]  # text, as just seen
        for cell, read in zip(cells, readers, strict=False)
    ]
