"""Hiding small cells in what the tier above sees. Pure.

A number under five could point at a household; a hidden number that can be worked out from the
total is not hidden, so then the next smallest goes with it.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import Any, TypeVar

SMALLEST_SHOWN = 5

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row", bound=Hashable)


def suppress(cells: Mapping[Key, int]) -> dict[Key, int | None]:
    """``cells`` that add up to a known total, with None where a number must not be shown.

    Zero is shown: nobody is in that cell.
    """
    hidden = {key for key, n in cells.items() if 0 < n < SMALLEST_SHOWN}
    if len(hidden) == 1 or 0 < sum(cells[key] for key in hidden) < SMALLEST_SHOWN:
        others = sorted(
            (key for key, n in cells.items() if n > 0 and key not in hidden), key=lambda k: cells[k]
        )
        hidden.update(others[:1])
    return {key: None if key in hidden else n for key, n in cells.items()}


class _Table:
    """A table whose row sums and column sums the reader knows."""

    def __init__(self, rows: Mapping[Any, Mapping[Any, int]]) -> None:
        self.rows = rows
        self.hidden: set[tuple[Any, Any]] = set()

    def hide_row(self, row: Any) -> None:
        self.hidden.update((row, key) for key in self.rows[row])

    def small(self) -> list[tuple[Any, Any]]:
        return [
            (row, key)
            for row, cells in self.rows.items()
            for key, n in cells.items()
            if 0 < n < SMALLEST_SHOWN
        ]

    def is_given_away(self, row: Any, key: Any) -> bool:
        """Whether the sums tell a hidden cell.

        Take rows and columns for points and hidden cells for lines between them: a cell can vary
        only along a closed way, from its row to its column over other hidden cells.
        """
        reached: set[Any] = set()
        rows, seen = [row], {row}
        while rows:
            at = rows.pop()
            for found_row, found_key in self.hidden - {(row, key)}:
                if found_row == at and found_key not in reached:
                    reached.add(found_key)
                    nearby = {r for r, k in self.hidden - {(row, key)} if k == found_key}
                    rows += nearby - seen
                    seen |= nearby
        return key not in reached

    def is_too_little(self, key: Any) -> bool:
        """Whether all that a column hides is itself a small number."""
        hidden = sum(self.rows[row][key] for row, found in self.hidden if found == key)
        return 0 < hidden < SMALLEST_SHOWN

    def cover(self, row: Any, key: Any) -> bool:
        """Hide three more cells that close a way with this one; False if there are none left."""
        partners = [other for other in self.rows[row] if other != key]
        others = [r for r in self.rows if r != row and (r, key) not in self.hidden]
        if not partners or not others:
            return False
        partner = min(
            partners,
            key=lambda k: ((row, k) not in self.hidden, not self.rows[row][k], self.rows[row][k]),
        )
        other = min(
            others, key=lambda r: (not self.rows[r][key], self.rows[r][key], self.rows[r][partner])
        )
        self.hidden |= {(row, partner), (other, key), (other, partner)}
        return True


def _needs_cover(table: _Table) -> tuple[Any, Any] | None:
    for row, key in table.small():
        if table.is_given_away(row, key) or table.is_too_little(key):
            return row, key
    return None


def suppress_table(
    rows: Mapping[Row, Mapping[Key, int]], closed: Collection[Row] = ()
) -> dict[Row, dict[Key, int | None]]:
    """``rows`` with None where a number must not be shown beside the sums of rows and columns.

    Rows in ``closed`` are hidden whole. Where too few cells are left to hide behind, all are.
    """
    table = _Table(rows)
    for row in closed:
        table.hide_row(row)
    table.hidden.update(table.small())
    while (found := _needs_cover(table)) is not None:
        if not table.cover(*found):
            for row in rows:
                table.hide_row(row)
            break
    return {
        row: {key: None if (row, key) in table.hidden else n for key, n in cells.items()}
        for row, cells in rows.items()
    }
