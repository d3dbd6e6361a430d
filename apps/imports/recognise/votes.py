"""How a column's text was written, found while its cells go by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import zip_longest
from typing import Final
from unicodedata import is_normalized

from apps.common.text import looks_all_capitals, nfc, restore_capitals, unguarded
from apps.common.text.legacy import SAMPLE, Encoding, judge_column, reading_of
from apps.imports.choices import Choices
from apps.imports.readers.shapes import Cell, texts_in

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

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """The cells of some rows."""
        self.add_columns(zip_longest(*rows))

    def add_columns(self, columns: Iterable[Sequence[Cell]]) -> None:
        """The same, turned."""
        for column, cells in enumerate(columns):
            if column == len(self._texts):
                self._texts.append({})
            texts = self._texts[column]
            if self._chosen is None and len(texts) < SAMPLE:
                # Lists say the same few words over and over: each is looked at once.
                met = _beyond_ascii(dict.fromkeys(cells))
                new = [text for text in met if text not in texts]
                texts.update(dict.fromkeys(new[: SAMPLE - len(texts)]))

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
    """A row's cells as NFC text; cells without a reader are left out."""
    pairs = zip(cells, readers, strict=False)
    return [_read(cell, read) if isinstance(cell, str) else cell for cell, read in pairs]


def decoded_columns(
    columns: Iterable[Sequence[Cell]], readers: Sequence[Read], count: int
) -> list[Sequence[Cell]]:
    """The same of the columns of `count` rows: one for each reader."""
    found = [_decoded_column(cells, read) for cells, read in zip(columns, readers, strict=False)]
    nothing = (None,) * count
    return found + [nothing] * (len(readers) - len(found))


def _decoded_column(cells: Sequence[Cell], read: Read) -> Sequence[Cell]:
    # Seen of all at once where nothing is to be done, as mostly.
    joined = "\n".join(texts_in(cells))
    as_it_is = joined.isascii() or (read is nfc and is_normalized("NFC", joined))
    if as_it_is and "\n'" not in joined and joined[:1] != "'":
        return cells
    return [_read(cell, read) if isinstance(cell, str) else cell for cell in cells]


def _read(text: str, read: Read) -> str:
    """ASCII needs no reading in any encoding."""
    if not text.isascii():
        text = read(text)
    # A cell kept from being a formula says what stands behind its apostrophe.
    return unguarded(text) if text[:1] == "'" else text


def _beyond_ascii(cells: Iterable[Cell]) -> list[str]:
    return [cell for cell in cells if isinstance(cell, str) and not cell.isascii()]
