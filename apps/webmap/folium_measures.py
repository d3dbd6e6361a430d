"""What the areas of the page without a network are coloured by. Pure, but for the words.

Parts, edges and colours are those of ``static/js/core/measures.js``; a test holds them together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

# Light to dark; blue where more is better, red-brown where more is worse.
GOOD = ("#fff0b3", "#c2e3d0", "#74bfd6", "#2f80b8", "#123a70")
BAD = ("#fff3d6", "#fdcb7e", "#ea8a3c", "#b8400f", "#5c1410")
# Edges between the steps, in percent or households.
_SHARE, _RARE, _COUNT = (20, 40, 60, 80), (2, 5, 10, 20), (1, 10, 30, 100)

Numbers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AreaMeasure:
    """A part of an area's households: as a share of all of them, else as a number.

    ``part_of`` takes what ``areas_payload`` tells of an area; None: hidden. ``edges``: percent of
    a share, else households.
    """

    label: str
    is_share: bool
    fills: tuple[str, ...]
    edges: tuple[int, ...]
    part_of: Callable[[Numbers], int | None]

    def as_data(self) -> dict[str, Any]:
        """As ``offline/areas.js`` reads it; ``below``: the first value that is beyond the step."""
        beyond = [edge / 100 if self.is_share else edge for edge in self.edges]
        return {
            "label": self.label,
            "share": self.is_share,
            "steps": [
                {"below": below, "fill": fill, "label": label}
                for below, fill, label in zip(
                    [*beyond, None], self.fills, self._labels(), strict=True
                )
            ],
        }

    def _labels(self) -> list[str]:
        texts = [f"{edge}%" if self.is_share else str(edge) for edge in self.edges]
        return [
            _("Dưới {n}").format(n=texts[0]),
            *(f"{low} – {high}" for low, high in pairwise(texts)),
            _("Từ {n}").format(n=texts[-1]),
        ]


def _number(name: str) -> Callable[[Numbers], int | None]:
    return lambda numbers: numbers[name]


# The map's choropleth has these, in its order.
MEASURES = ("coverage", "kept", "never", "poor", "uncovered", "waiting", "waiting_late")


def area_measure(key: str) -> AreaMeasure:
    """One of ``MEASURES``, in the reader's language."""
    made: dict[str, Callable[[], AreaMeasure]] = {
        "coverage": lambda: AreaMeasure(_("Độ phủ"), True, GOOD, _SHARE, _number("covered")),
        "kept": lambda: AreaMeasure(
            _("Nắm tình hình đủ trong tháng"), True, GOOD, _SHARE, _number("kept")
        ),
        "never": lambda: AreaMeasure(
            _("Chưa nắm tình hình lần nào"),
            True,
            BAD,
            _SHARE,
            lambda numbers: numbers["recency"]["never"],
        ),
        "poor": lambda: AreaMeasure(_("Tỷ lệ hộ nghèo"), True, BAD, _RARE, _number("poor")),
        "uncovered": lambda: AreaMeasure(
            _("Số hộ chưa ai phụ trách"), False, BAD, _COUNT, _number("uncovered")
        ),
        "waiting": lambda: AreaMeasure(
            _("Hộ có vấn đề đang chờ, trên 100 hộ"), True, BAD, _RARE, _number("waiting")
        ),
        "waiting_late": lambda: AreaMeasure(
            _("Số hộ có vấn đề quá hạn"), False, BAD, _COUNT, _number("waiting_late")
        ),
    }
    return made[key]()
