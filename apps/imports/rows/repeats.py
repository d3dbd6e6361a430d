"""Rows that say again what a row above said. Pure."""

from collections.abc import Sequence

from apps.common.text import tidy
from apps.imports.rows.words import Cell


class Repeats:
    """Remembers the rows of one sheet."""

    def __init__(self) -> None:
        self._seen: set[tuple[Cell, ...]] = set()

    def is_repeat(self, cells: Sequence[Cell]) -> bool:
        """Whether all cells equal those of an earlier row; remembers the row."""
        key = tuple(tidy(cell) if isinstance(cell, str) else cell for cell in cells)
        if key in self._seen:
            return True
        self._seen.add(key)
        return False
