"""From two rows of history to what a reader is told. Data in, sentences out; nothing is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.households.models import Household, HouseholdMember, LeavingReason

HEAD: Final = HouseholdMember.Relation.HEAD
# Told with another field, or saying nothing to a reader.
_SILENT: Final = frozenset(
    {
        *("id", "commune_id", "household_id", "left_reason"),
        *("position_source", "position_accuracy", "position_missing"),
    }
)


@dataclass(frozen=True, slots=True)
class Names:
    """What keys in the history are called today; a household out of the reader's reach has none."""

    villages: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    households: Mapping[int, str] = field(default_factory=dict)


def day(value: date) -> str:
    return date_format(value, "SHORT_DATE_FORMAT")


def household_lines(before: Any, after: Any, names: Names, *, sees_phones: bool) -> list[str]:
    """What changed between two rows of a household's history; ``before`` None: all of it."""
    if before is None:
        return _begun(after, names)
    told = []
    for column in _changed(Household, before, after):
        if column == "phone" and not sees_phones:
            told.append(_("Số điện thoại đã đổi."))
        elif (special := _SPECIAL.get(column)) is not None:
            told.append(special(before, after, names))
        else:
            told.append(_difference(Household, column, before, after, names))
    return [line for line in told if line]


def resident_lines(before: Any, after: Any) -> list[str]:
    """What changed about somebody who lives or lived in the household."""
    name = after.full_name
    if after.pgh_label == "delete":
        return [_("Xoá nhân khẩu %(name)s.") % {"name": name}]
    if before is None:
        return [_come(after)]
    told = []
    for column in _changed(HouseholdMember, before, after):
        if column == "left_on":
            told.append(_gone(before, after))
        elif column == "person_id":
            told.append(_linked(after))
        elif column == "relation" and after.relation == HEAD:
            told.append(_("%(name)s làm chủ hộ.") % {"name": name})
        else:
            line = _difference(HouseholdMember, column, before, after, Names())
            told.append(_("%(name)s: %(change)s") % {"name": name, "change": line})
    return told


def _changed(model: type[Model], before: Any, after: Any) -> list[str]:
    columns = [each.attname for each in model._meta.concrete_fields]
    return [
        column
        for column in columns
        if column not in _SILENT and getattr(before, column) != getattr(after, column)
    ]


def _begun(after: Any, names: Names) -> list[str]:
    told = [_("Ghi hộ %(code)s, chủ hộ %(head)s.") % {"code": after.code, "head": after.head_name}]
    if after.split_from_id is not None:
        told.append(_split_from(None, after, names))
    return told


def _come(after: Any) -> str:
    relation = _shown(HouseholdMember, "relation", after.relation, Names())
    told = {"name": after.full_name, "relation": relation.lower()}
    if after.joined_on is not None:
        return _("Thêm nhân khẩu %(name)s (%(relation)s), vào hộ từ %(day)s.") % {
            **told,
            "day": day(after.joined_on),
        }
    return _("Thêm nhân khẩu %(name)s (%(relation)s).") % told


def _gone(before: Any, after: Any) -> str:
    if after.left_on is None:
        return _("%(name)s vẫn ở trong hộ: bỏ ngày rời hộ %(day)s.") % {
            "name": after.full_name,
            "day": day(before.left_on),
        }
    return _("%(name)s rời hộ từ %(day)s.") % {"name": after.full_name, "day": day(after.left_on)}


def _linked(after: Any) -> str:
    if after.person_id is None:
        return _("%(name)s: bỏ gắn với danh sách người có nhiệm vụ.") % {"name": after.full_name}
    return _("%(name)s: gắn với danh sách người có nhiệm vụ.") % {"name": after.full_name}


def _left(before: Any, after: Any, names: Names) -> str:
    if after.left_on is None:
        return _("Bỏ ghi chuyển đi từ %(day)s; hộ lại được tính.") % {"day": day(before.left_on)}
    why = dict(LeavingReason.choices).get(after.left_reason, "")
    return _("Hộ không còn được tính từ %(day)s. %(why)s") % {
        "day": day(after.left_on),
        "why": f"{why}." if why else "",
    }


def _merged(before: Any, after: Any, names: Names) -> str:
    if after.merged_into_id is None:
        return _("Tách lại khỏi hộ đã nhập vào.")
    other = names.households.get(after.merged_into_id)
    if other is None:
        return _("Ghi trùng, nhập vào hộ khác.")
    return _("Ghi trùng, nhập vào hộ %(code)s.") % {"code": other}


def _split_from(before: Any, after: Any, names: Names) -> str:
    other = names.households.get(after.split_from_id)
    if other is None:
        return _("Tách ra từ hộ khác.")
    return _("Tách ra từ hộ %(code)s.") % {"code": other}


def _placed(before: Any, after: Any, names: Names) -> str:
    if after.position is None:
        return _("Bỏ vị trí trên bản đồ.")
    source = _shown(Household, "position_source", after.position_source, names).lower()
    if before.position is None:
        return _("Đặt vị trí (%(source)s).") % {"source": source}
    return _("Dời vị trí (%(source)s).") % {"source": source}


_SPECIAL: Final = {
    "left_on": _left,
    "merged_into_id": _merged,
    "split_from_id": _split_from,
    "position": _placed,
}


def _difference(model: type[Model], column: str, before: Any, after: Any, names: Names) -> str:
    old = _shown(model, column, getattr(before, column), names)
    new = _shown(model, column, getattr(after, column), names)
    label = _label(model, column)
    if not old:
        return _("%(label)s: ghi %(new)s.") % {"label": label, "new": new}
    if not new:
        return _("%(label)s: bỏ %(old)s.") % {"label": label, "old": old}
    return _("%(label)s: %(old)s → %(new)s.") % {"label": label, "old": old, "new": new}


def _label(model: type[Model], column: str) -> str:
    label = {"village_id": _("thôn"), "group_id": _("tổ")}.get(column)
    text = label or str(_field(model, column).verbose_name)
    return text[:1].upper() + text[1:]


def _field(model: type[Model], column: str) -> Any:
    return next(each for each in model._meta.concrete_fields if each.attname == column)


def _shown(model: type[Model], column: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if column == "village_id":
        return names.villages.get(value, _("thôn cũ"))
    if column == "group_id":
        return names.groups.get(value, _("tổ cũ"))
    if choices := getattr(_field(model, column), "flatchoices", None):
        return str(dict(choices).get(value, value))
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return day(value) if isinstance(value, date) else str(value)
