"""What the dots of the page without a network are coloured by. Pure, but for the words.

The colours are those of ``static/js/core/themes.js`` and ``palette.js``;
a test holds them together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.households.models import PovertyStatus
from apps.issues.brief import LETTER_OF, Lateness, Stage
from apps.issues.kinds import IssueKind
from apps.visits.models import ContactRule
from apps.visits.recency import recency_class
from apps.webmap.contactrules import MapRules, class_label
from apps.webmap.strings.month import month_labels

INK, PAPER = "#2b2320", "#ffffff"
RAMP = (
    ("#008573", PAPER),
    ("#74d2bf", "#1f6b5c"),
    ("#f9e86a", "#6f6410"),
    ("#de7f14", "#6b3a00"),
)
OVER = ("#76105f", PAPER)
# A light dot needs a dark ring to be seen on a light ground.
LIGHT_RINGS = {
    "#e6c878": "#6f5410",
    "#78c8e6": "#1d5f7a",
    "#c87878": "#6b2f2f",
    "#e6e628": "#6f6410",
}
# The file holds all of them, in this order; the reader switches.
THEMES = (
    "coverage",
    "recency",
    "month",
    "poverty",
    "person",
    "issue",
    "issue_stage",
    "issue_late",
)
# More people than colours: the legend takes single people off the map and back.
PEOPLE_FILLS = (
    "#0072b2",
    "#e6c878",
    "#780000",
    "#78c8e6",
    "#2828e6",
    "#c87878",
    "#000078",
    "#e6e628",
    "#782850",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An issue the household waits with."""

    kind: IssueKind
    stage: Stage
    late: Lateness


@dataclass(frozen=True, slots=True)
class Facts:
    """What a theme looks at; ``days`` since the last contact, None for never.

    ``month``: days of this month with a contact; ``kept``: all that the household's commune asks
    for. ``person``: key of whoever is in charge, None for nobody. ``worst``: of the issues that the
    reader may see, the most pressing.
    """

    person: int | None
    days: int | None
    month: int
    kept: bool
    poverty: str
    policy: bool
    worst: Waiting | None = None


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
    """``class_of`` gives an index into ``classes``.

    The first class is drawn on top, or the last with ``last_on_top``: what matters most is seen.
    ``note``: what its legend has to say besides.
    """

    key: str
    title: str
    classes: Sequence[DotClass]
    class_of: Callable[[Facts], int]
    last_on_top: bool = False
    note: str = ""


def _nobody() -> DotClass:
    return DotClass(_("Chưa có người phụ trách"), "#d55e00", INK)


def _coverage() -> DotTheme:
    classes = (_nobody(), DotClass(_("Đã có người phụ trách"), "#0072b2", PAPER))
    return DotTheme("coverage", _("Độ phủ"), classes, lambda facts: int(facts.person is not None))


def _recency(bounds: tuple[int, ...]) -> DotTheme:
    steps = len(bounds)
    shades = [RAMP[round(n / max(1, steps - 1) * (len(RAMP) - 1))] for n in range(steps)]
    timed = [
        DotClass(class_label(index, bounds), fill, ring)
        for index, (fill, ring) in enumerate([*shades, OVER])
    ]
    classes = [*timed, DotClass(_("Chưa lần nào"), PAPER, INK, hollow=True)]
    return DotTheme(
        "recency",
        _("Lần nắm tình hình gần nhất"),
        classes,
        lambda facts: recency_class(facts.days, bounds),
        last_on_top=True,
    )


def _month(rules: Sequence[ContactRule]) -> DotTheme:
    some, kept = month_labels(rules)
    classes = (
        DotClass(_("Chưa lần nào trong tháng"), PAPER, INK, hollow=True),
        DotClass(some, "#e6a817", "#5e4300"),
        DotClass(kept, "#0072b2", PAPER),
    )
    return DotTheme(
        "month",
        _("Nắm tình hình trong tháng"),
        classes,
        lambda facts: 2 if facts.kept else min(facts.month, 1),
    )


def _poverty() -> DotTheme:
    classes = (
        DotClass(_("Hộ nghèo"), "#7f0f3a", INK),
        DotClass(_("Hộ cận nghèo"), "#e69f00", "#5e4300"),
        DotClass(_("Mới thoát nghèo"), "#4fb99f", "#1c6350"),
        DotClass(_("Gia đình chính sách"), "#2c4f9e", PAPER),
        DotClass(_("Các hộ khác"), "#e3e3ea", "#7d8790"),
    )
    known: Mapping[str, int] = {
        PovertyStatus.POOR: 0,
        PovertyStatus.NEAR_POOR: 1,
        PovertyStatus.ESCAPED: 2,
    }
    return DotTheme(
        "poverty",
        _("Diện hộ"),
        classes,
        lambda facts: known.get(facts.poverty, 3 if facts.policy else 4),
    )


def person_colour(person: int) -> tuple[str, str]:
    """Fill and ring of a person: the same as on the map page."""
    fill = PEOPLE_FILLS[person % len(PEOPLE_FILLS)]
    return fill, LIGHT_RINGS.get(fill, PAPER)


def _person(people: Mapping[int, str]) -> DotTheme:
    each = [DotClass(name, *person_colour(pk)) for pk, name in people.items()]
    index = {pk: number for number, pk in enumerate(people, start=1)}
    return DotTheme(
        "person",
        _("Người phụ trách"),
        [_nobody(), *each],
        lambda facts: 0 if facts.person is None else index[facts.person],
    )


def _waiting(
    key: str, title: str, classes: Sequence[DotClass], index_of: Callable[[Waiting], int]
) -> DotTheme:
    """The last class is that of the households that wait for nothing."""
    nothing = DotClass(_("Không có vấn đề đang chờ"), "#e3e3ea", "#7d8790")
    return DotTheme(
        key,
        title,
        [*classes, nothing],
        lambda facts: len(classes) if facts.worst is None else index_of(facts.worst),
        note=_("Hộ có nhiều vấn đề được tính một lần, ở vấn đề gấp nhất mà bạn được xem."),
    )


def _issue_kind() -> DotTheme:
    # Public order is black.
    fills = (*PEOPLE_FILLS[:6], INK, *PEOPLE_FILLS[6:], "#d55e00")
    kinds = list(LETTER_OF)
    classes = [
        DotClass(str(kind.label), fill, LIGHT_RINGS.get(fill, PAPER))
        for kind, fill in zip(kinds, fills, strict=True)
    ]
    return _waiting(
        "issue", _("Vấn đề của hộ: loại"), classes, lambda worst: kinds.index(worst.kind)
    )


def _issue_stage() -> DotTheme:
    classes = (
        DotClass(_("Mới báo"), "#d55e00", INK),
        DotClass(_("Đang giải quyết"), "#0072b2", PAPER),
        DotClass(_("Có trả lời, chưa báo hộ"), "#f0e442", "#6f6410"),
    )
    stages = list(Stage)
    return _waiting(
        "issue_stage",
        _("Vấn đề của hộ: đến bước nào"),
        classes,
        lambda worst: stages.index(worst.stage),
    )


def _issue_late() -> DotTheme:
    classes = (
        DotClass(_("Quá hạn hơn một tuần"), "#76105f", INK),
        DotClass(_("Quá hạn trong một tuần"), "#de7f14", INK),
        DotClass(_("Còn trong hạn"), "#74d2bf", "#1f6b5c"),
    )
    order = (Lateness.VERY_LATE, Lateness.LATE, Lateness.IN_TIME)
    return _waiting(
        "issue_late", _("Vấn đề của hộ: quá hạn"), classes, lambda worst: order.index(worst.late)
    )


def dot_themes(rules: MapRules, people: Mapping[int, str]) -> list[DotTheme]:
    """All ``THEMES`` under the rules of the households' communes, in the reader's language.

    ``people``: names by key of everybody in charge, in the order of the legend.
    """
    asked = [rules.usual, *rules.others.values()]
    plain = [_coverage(), _recency(rules.bounds), _month(asked), _poverty(), _person(people)]
    return [*plain, _issue_kind(), _issue_stage(), _issue_late()]
