"""Hiding small cells in what the tier above sees. Pure.

A number under five could point at a household; a hidden number that can be worked out from the
total is not hidden, so then the next smallest goes with it.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

SMALLEST_SHOWN = 5

Key = TypeVar("Key")


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


def may_show_parts(whole: Mapping[Key, int], parts: Iterable[Mapping[Key, int]]) -> bool:
    """Whether the cells of all ``parts`` may stand beside those of the ``whole`` they belong to.

    A part's hidden cell would be the whole's less the other parts'; so one small cell in any part,
    or in what the parts leave of the whole, closes them all.
    """
    rest = dict(whole)
    cells = []
    for part in parts:
        for key, n in part.items():
            rest[key] -= n
            cells.append(n)
    return not any(0 < n < SMALLEST_SHOWN for n in (*cells, *rest.values()))
