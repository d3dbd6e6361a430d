"""What plans' pages say beside ``plans.words``: refusals, and what was changed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assignments.plans.kinds import BanReason
from apps.assignments.plans.words import OBSTACLES, REASONS
from apps.assignments.proximity import Obstacle, Reason

# Of who has room and is merely not chosen there is nothing to warn of.
_BARS: Final = frozenset(
    {
        *(Obstacle.FORBIDDEN, Obstacle.OTHER_VILLAGE, Obstacle.NO_POSITION),
        *(Obstacle.BEYOND_REACH, Obstacle.FULL),
    }
)
_REFUSED_PAIRS: Final[Mapping[str, Promise]] = {
    "household_gone": gettext_lazy("hộ không còn ở địa bàn chi bộ"),
    "taken_by_other_cell": gettext_lazy("hộ do chi bộ khác trong thôn phụ trách"),
    "cannot_carry": gettext_lazy("người được chọn không còn được phân công ở đây"),
    "own_household": gettext_lazy("là hộ của chính người được chọn"),
    "unit_gone": gettext_lazy("không còn đơn vị này"),
    "not_of_village": gettext_lazy("thư ký không còn phụ trách tổ nào của thôn"),
}


def reason_words(reason: str) -> str:
    """Why nobody is in charge."""
    return str(REASONS[Reason(reason)])


def bar_words(obstacle: str | None) -> str:
    """What forbids or hinders giving a household to somebody; "" where they are just not chosen."""
    return str(OBSTACLES[Obstacle(obstacle)]) if obstacle in _BARS else ""


def refused_words(reason: str) -> str:
    """Why a planned pair does not come into force."""
    return str(_REFUSED_PAIRS.get(reason, ""))


@dataclass(frozen=True, slots=True)
class Names:
    """What keys are called; only of what the reader may see."""

    people: Mapping[int, str] = field(default_factory=dict)
    villages: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    homes: Mapping[int, str] = field(default_factory=dict)
    #: groups or villages of a plan of the upper tiers
    units: Mapping[int, str] = field(default_factory=dict)

    def person(self, pk: int | None) -> str:
        if pk is None:
            return _("chưa có ai")
        return self.people.get(pk) or _("một người khác")

    def unit(self, pk: int | None) -> str:
        return self.units.get(pk or 0) or _("một nơi khác")

    def home(self, pk: int | None) -> str:
        return self.homes.get(pk or 0) or _("một hộ khác")


def change_words(change: Mapping[str, Any], names: Names) -> str:
    """One change of an edit: about whom, from what, to what."""
    if change["what"] in _UPPER:
        return _UPPER[change["what"]](change, names)
    if change["what"] == "pair":
        return _pair_words(change, names)
    if change["what"] == "ban":
        about = {"home": names.home(change["household"]), "person": names.person(change["person"])}
        if change["after"] is None:
            return _("%(home)s: lại phân công được cho %(person)s") % about
        told = about | {"reason": str(BanReason(change["after"]).label)}
        return _("%(home)s: không phân công cho %(person)s (%(reason)s)") % told
    about = {"person": names.person(change["person"]), "text": change["after"]}
    if not change["after"]:
        return _("%(person)s: bỏ nhiệm vụ đã ghi") % about
    return _("%(person)s: nhiệm vụ “%(text)s”") % about


def _seat_words(change: Mapping[str, Any], names: Names) -> str:
    about = {"unit": names.unit(change["unit"]), "person": names.person(change["person"])}
    if not change["before"]:
        return _("%(unit)s: thêm %(person)s") % about
    if not change["after"]:
        return _("%(unit)s: %(person)s thôi phụ trách") % about
    if change["locked"]:
        return _("%(unit)s: khoá %(person)s") % about
    return _("%(unit)s: mở khoá %(person)s") % about


def _seat_ban_words(change: Mapping[str, Any], names: Names) -> str:
    about = {"unit": names.unit(change["unit"]), "person": names.person(change["person"])}
    if change["after"] is None:
        return _("%(unit)s: lại phân công được cho %(person)s") % about
    told = about | {"reason": str(BanReason(change["after"]).label)}
    return _("%(unit)s: không phân công cho %(person)s (%(reason)s)") % told


def _secretary_words(change: Mapping[str, Any], names: Names) -> str:
    about = {"unit": names.unit(change["unit"]), "person": names.person(change["after"])}
    return _("%(unit)s: thư ký là %(person)s") % about


_UPPER: Final[Mapping[str, Callable[[Mapping[str, Any], Names], str]]] = {
    "seat": _seat_words,
    "seat_ban": _seat_ban_words,
    "secretary": _secretary_words,
}


def _pair_words(change: Mapping[str, Any], names: Names) -> str:
    about = {
        "home": names.home(change["household"]),
        "before": names.person(change["before"]),
        "after": names.person(change["after"]),
    }
    if change["before"] != change["after"]:
        return _("%(home)s: %(before)s → %(after)s") % about
    if change["locked"]:
        return _("%(home)s: khoá người phụ trách là %(after)s") % about
    return _("%(home)s: mở khoá") % about
