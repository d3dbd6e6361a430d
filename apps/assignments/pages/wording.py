"""What plans are told in: reasons, mends, obstacles and changes, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assignments.plans.kinds import BanReason
from apps.assignments.proximity import MendKind, Obstacle, Reason

_REASONS: Final[Mapping[str, Promise]] = {
    Reason.NO_POSITION: gettext_lazy("Hộ chưa có toạ độ, tổ cũng chưa có ranh giới"),
    Reason.NOBODY_HERE: gettext_lazy("Chưa có ai được phân công ở thôn này"),
    Reason.NOBODY_IN_REACH: gettext_lazy("Không có ai ở đủ gần"),
    Reason.FORBIDDEN: gettext_lazy("Những người ở gần đều được ghi là không phân công cho hộ này"),
    Reason.EVERYONE_FULL: gettext_lazy("Những người ở gần đã đủ số hộ"),
    Reason.ROOM_IN_REACH: gettext_lazy("Có người ở gần còn nhận thêm được"),
}
# What stands in somebody's way; of who has room and is merely not chosen there is nothing to say.
_OBSTACLES: Final[Mapping[str, Promise]] = {
    Obstacle.FORBIDDEN: gettext_lazy("chi ủy ghi không phân công"),
    Obstacle.OTHER_VILLAGE: gettext_lazy("làm việc ở thôn khác"),
    Obstacle.NO_POSITION: gettext_lazy("chưa có vị trí nhà"),
    Obstacle.BEYOND_REACH: gettext_lazy("xa quá quy định"),
    Obstacle.FULL: gettext_lazy("đã đủ số hộ"),
}
_REFUSED_PAIRS: Final[Mapping[str, Promise]] = {
    "household_gone": gettext_lazy("hộ không còn ở địa bàn chi bộ"),
    "cannot_carry": gettext_lazy("người được chọn không còn được phân công ở đây"),
    "own_household": gettext_lazy("là hộ của chính người được chọn"),
}


def _said(words: Mapping[str, Promise], code: str) -> str:
    return str(words.get(code, ""))


def reason_words(reason: str) -> str:
    """Why nobody is in charge."""
    return _said(_REASONS, reason) or _("Chưa có ai phụ trách")


def obstacle_words(obstacle: str | None) -> str:
    """What stands in the way of giving a household to somebody; "" for nothing."""
    return _said(_OBSTACLES, obstacle or "")


def refused_words(reason: str) -> str:
    """Why a planned pair does not come into force."""
    return _said(_REFUSED_PAIRS, reason)


@dataclass(frozen=True, slots=True)
class Names:
    """What keys are called; only of what the reader may see."""

    people: Mapping[int, str] = field(default_factory=dict)
    villages: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    homes: Mapping[int, str] = field(default_factory=dict)

    def person(self, pk: int | None) -> str:
        if pk is None:
            return _("chưa có ai")
        return self.people.get(pk) or _("một người khác")

    def home(self, pk: int | None) -> str:
        return self.homes.get(pk or 0) or _("một hộ khác")


_MENDS: Final[Mapping[str, Promise]] = {
    MendKind.PLACE_HOME: gettext_lazy("Ghi toạ độ cho hộ"),
    MendKind.PLACE_CARRIER: gettext_lazy("Ghi vị trí nhà của %(person)s, còn nhận được %(n)s hộ"),
    MendKind.GIVE_TO: gettext_lazy("Giao cho %(person)s, cách %(n)s m"),
    MendKind.RAISE_LOAD: gettext_lazy("Nâng mức của %(person)s lên %(n)s hộ"),
    MendKind.PERSON_IN_GROUP: gettext_lazy("Thêm một người ở %(group)s, giúp được %(n)s hộ"),
    MendKind.PERSON_IN_VILLAGE: gettext_lazy("Thêm một người ở %(village)s, giúp được %(n)s hộ"),
    MendKind.WIDEN_REACH: gettext_lazy("Giao cho %(person)s dù xa, cách %(n)s m"),
}


def mend_words(mend: Mapping[str, Any], names: Names) -> str:
    """What would help, as somebody would say it."""
    subject = mend["subject"]
    about = {
        "person": names.person(subject),
        "group": names.groups.get(subject, _("tổ này")),
        "village": names.villages.get(subject, _("thôn này")),
        "n": mend["number"],
    }
    return _said(_MENDS, mend["kind"]) % about


def mends_told(mends: Iterable[Mapping[str, Any]], names: Names) -> list[str]:
    return [words for words in (mend_words(mend, names) for mend in mends) if words]


def change_words(change: Mapping[str, Any], names: Names) -> str:
    """One change of an edit: about whom, from what, to what."""
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
