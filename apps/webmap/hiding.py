"""Figures of units as blocks of cells, and what of them the tier above may see. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from apps.reports.selectors import Figures
from apps.reports.suppression import suppress, suppress_table

# The cells of each block add up to all households of the unit.
Cells = dict[str, Mapping[str, int]]
Shown = Mapping[str, Mapping[str, int | None]]
_BLOCKS = ("coverage", "place", "recency", "rule", "poverty", "issues")


def cells(figures: Figures, recency: Mapping[str, int]) -> Cells:
    """``recency``: households of each class, by its key."""
    n = figures.households
    poor = figures.near_poor + figures.poor
    return {
        "size": {"households": n},
        "coverage": {"covered": figures.covered, "uncovered": figures.uncovered},
        "place": {"located": n - figures.unlocated, "unlocated": figures.unlocated},
        "recency": recency,
        "rule": {"kept": figures.kept, "missed": n - figures.kept},
        "poverty": {
            "near_poor": figures.near_poor,
            "poor": figures.poor,
            "neither": n - poor,
        },
        "issues": {
            "late": figures.waiting_late,
            "in_time": figures.waiting - figures.waiting_late,
            "none": n - figures.waiting,
        },
    }


def numbers(shown: Shown) -> dict[str, Any]:
    """The numbers that the page reads of a unit; None: hidden."""
    return {
        **shown["size"],
        **shown["coverage"],
        "unlocated": shown["place"]["unlocated"],
        "kept": shown["rule"]["kept"],
        "near_poor": shown["poverty"]["near_poor"],
        "poor": shown["poverty"]["poor"],
        "waiting": _sum(shown["issues"]["late"], shown["issues"]["in_time"]),
        "waiting_late": shown["issues"]["late"],
        "recency": shown["recency"],
    }


def _sum(*parts: int | None) -> int | None:
    """None where one of them is hidden."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def closed(found: Cells) -> Shown:
    """Nothing of it, not even a zero."""
    return {block: dict.fromkeys(block_cells) for block, block_cells in found.items()}


def commune_shown(found: Cells) -> Shown:
    """What the tier above sees of a commune."""
    return {block: suppress(block_cells) for block, block_cells in found.items()}


def villages_shown(found: Mapping[int, Cells]) -> dict[int, Shown]:
    """What the tier above sees of a commune's villages, whose numbers add up to the commune's."""
    sizes = suppress({pk: blocks["size"]["households"] for pk, blocks in found.items()})
    unsaid: Collection[int] = [pk for pk, size in sizes.items() if size is None]
    shown: dict[int, dict[str, Mapping[str, int | None]]] = {
        pk: {"size": {"households": size}} for pk, size in sizes.items()
    }
    for block in _BLOCKS:
        table = {pk: blocks[block] for pk, blocks in found.items()}
        for pk, block_cells in suppress_table(table, unsaid).items():
            shown[pk][block] = block_cells
    return dict(shown)
