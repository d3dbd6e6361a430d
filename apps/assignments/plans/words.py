"""The solver's reasons, mends and obstacles in words, with names as far as the actor sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.actor import Actor
from apps.areas.models import SelfManagedGroup, Village
from apps.assignments.proximity import Left, Mend, MendKind, Obstacle, Reason
from apps.people.models import Person

REASONS: Final[dict[Reason, Promise]] = {
    Reason.NO_POSITION: gettext_lazy("Hộ chưa có toạ độ"),
    Reason.NOBODY_HERE: gettext_lazy("Thôn chưa có ai được phân công"),
    Reason.NOBODY_IN_REACH: gettext_lazy("Không có ai ở gần"),
    Reason.FORBIDDEN: gettext_lazy("Những người ở gần đều không được phân công hộ này"),
    Reason.EVERYONE_FULL: gettext_lazy("Những người ở gần đã đủ số hộ"),
    Reason.ROOM_IN_REACH: gettext_lazy("Có người ở gần còn nhận được"),
}
OBSTACLES: Final[dict[Obstacle, Promise]] = {
    Obstacle.FIXED: gettext_lazy("Hộ đã khoá cho người khác"),
    Obstacle.FORBIDDEN: gettext_lazy("Không phân công cho hộ này"),
    Obstacle.OTHER_VILLAGE: gettext_lazy("Làm việc ở thôn khác"),
    Obstacle.NO_POSITION: gettext_lazy("Chưa có toạ độ"),
    Obstacle.BEYOND_REACH: gettext_lazy("Ở quá xa"),
    Obstacle.FULL: gettext_lazy("Đã đủ số hộ"),
    Obstacle.PAIR_WORKS: gettext_lazy("Gần hơn, nhưng người đang phụ trách vẫn làm được"),
    Obstacle.COSTS_MORE: gettext_lazy("Còn nhận được"),
    Obstacle.NEARER: gettext_lazy("Gần hơn và còn nhận được"),
    Obstacle.FURTHER: gettext_lazy("Ở xa hơn, hoặc đang nhận nhiều hộ hơn"),
}
_ONE_MORE: Final = gettext_lazy("Thêm một người ở %(name)s, nhận được %(n)s trong %(among)s hộ")
_MENDS: Final[dict[MendKind, Promise]] = {
    MendKind.PLACE_HOME: gettext_lazy("Đặt vị trí của hộ lên bản đồ"),
    MendKind.PLACE_CARRIER: gettext_lazy("Đặt vị trí nhà của %(name)s, còn nhận được %(n)s hộ"),
    MendKind.GIVE_TO: gettext_lazy("Giao cho %(name)s, cách %(n)s m"),
    MendKind.KEEP: gettext_lazy("Giữ %(name)s, chưa rõ xa gần"),
    MendKind.RAISE_LOAD: gettext_lazy("Nâng số hộ của %(name)s lên %(n)s"),
    MendKind.PERSON_IN_GROUP: _ONE_MORE,
    MendKind.PERSON_IN_VILLAGE: _ONE_MORE,
    MendKind.WIDEN_REACH: gettext_lazy("Cho phép xa tới %(n)s m, %(name)s còn nhận được"),
}
_OF_GROUP: Final = frozenset({MendKind.PERSON_IN_GROUP})
_OF_VILLAGE: Final = frozenset({MendKind.PERSON_IN_VILLAGE})
_OF_PERSON: Final = frozenset(
    {
        *(MendKind.PLACE_CARRIER, MendKind.GIVE_TO, MendKind.KEEP),
        *(MendKind.RAISE_LOAD, MendKind.WIDEN_REACH),
    }
)


class Words:
    """Tells homes that are left; the names of all of them are asked for at once."""

    def __init__(self, actor: Actor, lefts: Iterable[Left]) -> None:
        mends = [mend for left in lefts for mend in left.mends]
        people = Person.objects.visible_to(actor).filter(pk__in=_subjects(mends, _OF_PERSON))
        groups = SelfManagedGroup.objects.filter(pk__in=_subjects(mends, _OF_GROUP))
        villages = Village.objects.filter(pk__in=_subjects(mends, _OF_VILLAGE))
        self._people = dict(people.values_list("pk", "full_name"))
        self._groups = _told_apart(groups.values_list("pk", "name", "village__name"))
        self._villages = dict(villages.values_list("pk", "name"))

    def tell(self, left: Left) -> dict[str, Any]:
        """The reason and the mends, each as a code and in words."""
        return {
            "reason": left.reason.value,
            "reason_label": str(REASONS[left.reason]),
            "mends": [self._mend(mend) for mend in left.mends],
        }

    def _mend(self, mend: Mend) -> dict[str, Any]:
        said = str(_MENDS[mend.kind])
        if mend.kind is not MendKind.PLACE_HOME:
            said = said % {"name": self._name(mend), "n": mend.number, "among": mend.among}
        return {
            "kind": mend.kind.value,
            "subject": mend.subject,
            "number": mend.number,
            "among": mend.among,
            "text": said,
        }

    def _name(self, mend: Mend) -> str:
        if mend.kind in _OF_GROUP:
            return self._groups.get(mend.subject, "?")
        if mend.kind in _OF_VILLAGE:
            return self._villages.get(mend.subject, "?")
        return self._people.get(mend.subject, _("một người khác"))


def _told_apart(groups: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """Groups by name; where a cell works in several villages each has a "Tổ 1"."""
    told = list(groups)
    if len({village for _pk, _name, village in told}) == 1:
        return {pk: name for pk, name, _village in told}
    return {pk: f"{name}, {village}" for pk, name, village in told}


def _subjects(mends: Iterable[Mend], kinds: Collection[MendKind]) -> set[int]:
    return {mend.subject for mend in mends if mend.kind in kinds}
