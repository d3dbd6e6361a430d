"""What the dots of the page without a network are coloured by. Pure, but for the words.

The colours are those of ``static/js/core/themes.js``; a test holds the two together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.households.models import PovertyStatus
from apps.visits.models import ContactRule
from apps.visits.recency import recency_class

INK, PAPER = "#2b2320", "#ffffff"
RAMP = (
    ("#008573", PAPER),
    ("#74d2bf", PAPER),
    ("#f9e86a", "#6f6410"),
    ("#de7f14", PAPER),
)
OVER = ("#76105f", PAPER)
THEMES = ("coverage", "recency", "month", "poverty")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a theme looks at; ``days`` since the last contact, None for never."""

    covered: bool
    days: int | None
    month: int
    poverty: str
    policy: bool


@dataclass(frozen=True, slots=True)
class DotClass:
    label: str
    fill: str
    ring: str
    # A ring with nothing in it: the household nobody spoke with.
    hollow: bool = False

    def as_data(self) -> dict[str, Any]:
        return {"label": self.label, "fill": self.fill, "ring": self.ring, "hollow": self.hollow}


@dataclass(frozen=True, slots=True)
class DotTheme:
    """``class_of`` gives an index into ``classes``; the first class is drawn on top."""

    title: str
    classes: Sequence[DotClass]
    class_of: Callable[[Facts], int]


def _coverage(_rule: ContactRule) -> DotTheme:
    classes = (
        DotClass(_("Chưa có người phụ trách"), "#d55e00", INK),
        DotClass(_("Đã có người phụ trách"), "#0072b2", PAPER),
    )
    return DotTheme(_("Độ phủ"), classes, lambda facts: int(facts.covered))


def _day_label(index: int, bounds: Sequence[int]) -> str:
    if index == 0:
        return _("%(days)s ngày trở lại") % {"days": bounds[0]}
    if index == len(bounds):
        return _("Trên %(days)s ngày") % {"days": bounds[-1]}
    return _("%(from)s–%(to)s ngày") % {"from": bounds[index - 1] + 1, "to": bounds[index]}


def _recency(rule: ContactRule) -> DotTheme:
    bounds = list(rule.class_days)
    steps = len(bounds)
    shades = [RAMP[round(n / max(1, steps - 1) * (len(RAMP) - 1))] for n in range(steps)]
    timed = [
        DotClass(_day_label(index, bounds), fill, ring)
        for index, (fill, ring) in enumerate([*shades, OVER])
    ]
    classes = [*timed, DotClass(_("Chưa lần nào"), PAPER, INK, hollow=True)]
    return DotTheme(
        _("Lần nắm tình hình gần nhất"), classes, lambda facts: recency_class(facts.days, bounds)
    )


def _month(rule: ContactRule) -> DotTheme:
    classes = (
        DotClass(_("Chưa lần nào trong tháng"), PAPER, INK, hollow=True),
        DotClass(_("Có, chưa đủ số lần"), "#e6a817", "#5e4300"),
        DotClass(_("Đủ số lần trong tháng"), "#0072b2", PAPER),
    )

    def class_of(facts: Facts) -> int:
        return 2 if facts.month >= rule.per_month else min(facts.month, 1)

    return DotTheme(_("Nắm tình hình trong tháng"), classes, class_of)


def _poverty(_rule: ContactRule) -> DotTheme:
    classes = (
        DotClass(_("Hộ nghèo"), "#7f0f3a", INK),
        DotClass(_("Hộ cận nghèo"), "#e69f00", "#5e4300"),
        DotClass(_("Mới thoát nghèo"), "#4fb99f", PAPER),
        DotClass(_("Gia đình chính sách"), "#2c4f9e", PAPER),
        DotClass(_("Các hộ khác"), "#e3e3ea", "#7d8790"),
    )
    known: Mapping[str, int] = {
        PovertyStatus.POOR: 0,
        PovertyStatus.NEAR_POOR: 1,
        PovertyStatus.ESCAPED: 2,
    }
    return DotTheme(
        _("Diện hộ"), classes, lambda facts: known.get(facts.poverty, 3 if facts.policy else 4)
    )


_MAKERS = {"coverage": _coverage, "recency": _recency, "month": _month, "poverty": _poverty}


def dot_theme(key: str, rule: ContactRule) -> DotTheme:
    """The theme ``key`` of ``THEMES`` under a commune's rule, in the reader's language."""
    return _MAKERS[key](rule)
