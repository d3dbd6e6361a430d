"""Where the table begins: title rows above, a header of one or two rows, merged or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apps.common.text import tidy
from apps.common.text.legacy import decode_with, judge_column
from apps.imports.choices import NO_CHOICES, Choices
from apps.imports.kinds import HOUSEHOLDS, FileKind, kinds
from apps.imports.readers.shapes import Cell, Merge, RawRow, RawTable
from apps.imports.recognise.fields import match_fields

_SEARCHED_ROWS: Final = 40
_LONGEST_HEADER: Final = 120
_FEWEST_COLUMNS: Final = 3
_PLACES: Final = (
    frozenset({"lat", "lon"}),
    frozenset({"grid_x", "grid_y"}),
    frozenset({"latlon"}),
)


@dataclass(frozen=True, slots=True)
class Header:
    """A found header. `rows`: its row numbers; `texts`: one a column, "" where there is none;
    `positions_only`: its columns say nothing but which household stands where."""

    kind: FileKind
    rows: tuple[int, ...]
    texts: tuple[str, ...]
    columns: dict[str, int]
    positions_only: bool = False


def find_header(table: RawTable, choices: Choices = NO_CHOICES) -> Header | None:
    """The header that explains most columns as one kind of table; the upper one of equals.

    What a person chose is not judged: neither the rows, nor the columns, nor the kind.
    """
    if choices.header_rows is not None:
        texts = _texts_of_rows(table, choices.header_rows)
        found = _explain(texts, choices.header_rows, choices)
        return found[1] if found else None
    best: tuple[int, Header] | None = None
    rows = table.head(_SEARCHED_ROWS)
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        for candidate, numbers in _candidates(row, below, table.merged):
            found = _explain(candidate, numbers, choices)
            if found and (best is None or found[0] > best[0]):
                best = found
    return best[1] if best else None


def _texts_of_rows(table: RawTable, numbers: tuple[int, ...]) -> list[str]:
    """The chosen header rows as one text a column, whatever stands in them."""
    rows = [row for row in table.head(_SEARCHED_ROWS) if row.number in numbers]
    lines = [_texts(row) or [tidy(str(cell or "")) for cell in row.cells] for row in rows]
    if len(lines) == 2:
        return _joined(lines[0], lines[1], rows[0].number, table.merged)
    return lines[0] if lines else []


def _explain(
    texts: Sequence[str], numbers: tuple[int, ...], choices: Choices
) -> tuple[int, Header] | None:
    matched = match_fields(texts)
    columns = chosen_columns(choices.columns) or dict(matched)
    if len(columns) < _FEWEST_COLUMNS and choices.kind is None and choices.columns is None:
        return None
    fields = frozenset(columns)
    only = choices.kind in (None, HOUSEHOLDS.key) and says_only_positions(fields)
    kind = HOUSEHOLDS if only else kind_of_columns(fields, choices)
    if kind is None:
        return None
    adopt_aliases(columns, kind)
    return len(matched), Header(kind, numbers, tuple(texts), columns, only)


def says_only_positions(fields: frozenset[str]) -> bool:
    """Whether a table gives codes of households with their places, and nothing else."""
    has_place = any(place <= fields for place in _PLACES)
    return has_place and {"household_code"} == fields - {"ordinal"} - frozenset().union(*_PLACES)


def chosen_columns(columns: Mapping[str, int | str] | None) -> dict[str, int]:
    """The chosen places that are columns of a table; {} where nothing was chosen."""
    return {name: at for name, at in (columns or {}).items() if isinstance(at, int)}


def kind_of_columns(fields: frozenset[str], choices: Choices) -> FileKind | None:
    """The kind of table that was chosen, or that uses most of the found `fields`."""
    known = kinds("table")
    if choices.kind is not None:
        return next((kind for kind in known if kind.key == choices.kind), None)
    score, best = max(((kind.score(fields), kind) for kind in known), key=lambda pair: pair[0])
    return best if score else None


def adopt_aliases(columns: dict[str, int], kind: FileKind) -> None:
    """Let a column stand in for one that the kind needs and the table calls otherwise."""
    for wanted, stand_in in kind.aliases.items():
        if wanted not in columns and stand_in in columns:
            columns[wanted] = columns.pop(stand_in)


def _candidates(
    row: RawRow, below: RawRow | None, merged: Sequence[Merge]
) -> list[tuple[list[str], tuple[int, ...]]]:
    top = _texts(row)
    if top is None or sum(bool(text) for text in top) < 2:
        return []
    single: list[tuple[list[str], tuple[int, ...]]] = [(top, (row.number,))]
    under = _texts(below) if below is not None and below.number == row.number + 1 else None
    if below is None or under is None:
        return single
    return [*single, (_joined(top, under, row.number, merged), (row.number, below.number))]


def _texts(row: RawRow) -> list[str] | None:
    """The row's cells as header texts, or None if one of them is a number or a whole story."""
    if any(cell is not None and not isinstance(cell, str) for cell in row.cells):
        return None
    decoded = decode_with(row.cells, judge_column(row.cells))
    texts = [tidy(cell) if isinstance(cell, str) else "" for cell in decoded]
    if any(text and not is_header_text(text) for text in texts):
        return None
    return texts


def is_header_text(text: str) -> bool:
    """Whether a text may stand in a header: neither a number nor a whole story."""
    return bool(text) and len(text) <= _LONGEST_HEADER and not _is_number(text)


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").isdigit()


def _joined(top: list[str], under: list[str], number: int, merged: Sequence[Merge]) -> list[str]:
    """One text a column of a two-row header: "Toạ độ VN-2000 / X (Bắc)"."""
    width = max(len(top), len(under))
    top = top + [""] * (width - len(top))
    under = under + [""] * (width - len(under))
    parents = _spread(top, under, number, merged)
    return [
        " / ".join(part for part in (parent, child) if part)
        for parent, child in zip(parents, under, strict=True)
    ]


def _spread(top: list[str], under: list[str], number: int, merged: Sequence[Merge]) -> list[str]:
    """The upper text over each column: as far as its merged area reaches, or, in a file that
    cannot merge (csv), over the empty cells to its right that have a text below."""
    parents = list(top)
    for area in merged:
        if area.top <= number <= area.bottom:
            for column in range(area.left, min(area.right + 1, len(parents))):
                parents[column] = top[area.left]
    if not merged:
        for column in range(1, len(parents)):
            if not top[column] and under[column] and under[column - 1]:
                parents[column] = parents[column - 1]
    return parents


def is_repeat(cells: Sequence[Cell], texts: Sequence[str]) -> bool:
    """A header printed again further down, or a row of column numbers ("1 2 3" or "(1) (2)")."""
    filled = [(column, cell) for column, cell in enumerate(cells) if cell is not None]
    words = [tidy(str(cell)).strip("()") for _column, cell in filled]
    if len(words) >= 3 and words == [str(n) for n in range(1, len(words) + 1)]:
        return True
    same = [
        column < len(texts) and tidy(str(cell)) and tidy(str(cell)) in texts[column]
        for column, cell in filled
    ]
    return len(same) >= 2 and all(same)
