"""The solver's reasons, mends and obstacles in words, where homes are groups or villages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assignments.proximity import Left, Mend, MendKind, Obstacle, Reason

REASONS: Final[dict[Reason, Promise]] = {
    Reason.NO_POSITION: gettext_lazy("Chưa có toạ độ"),
    Reason.NOBODY_HERE: gettext_lazy("Xã chưa có ai được phân công"),
    Reason.NOBODY_IN_REACH: gettext_lazy("Chưa biết nhà của ai ở đâu: hãy chọn tay"),
    Reason.FORBIDDEN: gettext_lazy("Mọi người đều không được phân công ở đây"),
    Reason.EVERYONE_FULL: gettext_lazy("Mọi người đã đủ số"),
    Reason.ROOM_IN_REACH: gettext_lazy("Có người còn nhận được"),
}
OBSTACLES: Final[dict[Obstacle, Promise]] = {
    Obstacle.FIXED: gettext_lazy("Đã khoá cho người khác"),
    Obstacle.FORBIDDEN: gettext_lazy("Không phân công ở đây"),
    Obstacle.OTHER_VILLAGE: gettext_lazy("Làm việc ở thôn khác"),
    Obstacle.NO_POSITION: gettext_lazy("Chưa rõ nhà ở đâu"),
    Obstacle.BEYOND_REACH: gettext_lazy("Ở quá xa"),
    Obstacle.FULL: gettext_lazy("Đã đủ số"),
    Obstacle.PAIR_WORKS: gettext_lazy("Gần hơn, nhưng người đang phụ trách vẫn làm được"),
    Obstacle.COSTS_MORE: gettext_lazy("Còn nhận được"),
    Obstacle.NEARER: gettext_lazy("Gần hơn và còn nhận được"),
    Obstacle.FURTHER: gettext_lazy("Ở xa hơn, hoặc đang nhận nhiều hơn"),
}
_MENDS: Final[dict[MendKind, Promise]] = {
    MendKind.PLACE_CARRIER: gettext_lazy("Đặt vị trí nhà của %(name)s, còn nhận được %(n)s"),
    MendKind.GIVE_TO: gettext_lazy("Giao cho %(name)s, cách %(n)s m"),
    MendKind.KEEP: gettext_lazy("Giữ %(name)s, chưa rõ xa gần"),
    MendKind.RAISE_LOAD: gettext_lazy("Nâng số của %(name)s lên %(n)s"),
    MendKind.WIDEN_REACH: gettext_lazy("Giao cho %(name)s, cách %(n)s m"),
}


def reason_words(reason: str) -> str:
    """Why nobody is planned."""
    return str(REASONS[Reason(reason)])


def tell_left(left: Left, names: Mapping[int, str]) -> dict[str, Any]:
    """The reason and the mends, each as a code and in words; ``names`` of the people in sight."""
    return {
        "reason": left.reason.value,
        "reason_label": str(REASONS[left.reason]),
        "mends": [_mend(mend, names) for mend in left.mends],
    }


def _mend(mend: Mend, names: Mapping[int, str]) -> dict[str, Any]:
    said = str(_MENDS.get(mend.kind, _("Thêm một người phụ trách")))
    if mend.kind in _MENDS:
        name = names.get(mend.subject, _("một người khác"))
        said = said % {"name": name, "n": mend.number}
    told = {"kind": mend.kind.value, "subject": mend.subject, "number": mend.number}
    return {**told, "among": mend.among, "text": said}
