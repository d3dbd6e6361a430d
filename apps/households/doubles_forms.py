"""Forms of the worklist of doubles. A choice names a household: "one" or "other" of the pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.orders import REASON_LENGTH
from apps.common.geo.coordinates import place_words
from apps.households.merging import CHOICES, DOUBLE, KEPT, Merger
from apps.households.models import Household, PositionSource, PovertyStatus

ONE, OTHER = "one", "other"
_SIDES: Final = ((ONE, ONE), (OTHER, OTHER))
#: in the order in which they are shown
LABELS: Final = {
    "head_name": _("Chủ hộ"),
    "head_birth_year": _("Năm sinh"),
    "size": _("Số khẩu"),
    "phone": _("Điện thoại"),
    "address": _("Địa chỉ"),
    "poverty": _("Diện hộ"),
    "policy": _("Gia đình chính sách"),
    "position": _("Vị trí"),
    "moved_in_on": _("Đến ở từ"),
}


class MergeForm(KeyedForm):
    version_one = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    version_other = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    keep = forms.ChoiceField(choices=_SIDES, initial=ONE)
    reason = forms.CharField(
        label=_("Lý do gộp"),
        max_length=REASON_LENGTH,
        initial=_("Một hộ ghi hai lần trong danh sách"),
        error_messages={"required": _("Hãy ghi lý do gộp.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CHOICES:
            self.fields[name] = forms.ChoiceField(choices=_SIDES, required=False)

    def merger(self, one: int, other: int) -> Merger:
        """The checked form as an order."""
        data = self.cleaned_data
        keep = data["keep"]
        versions = {ONE: data["version_one"], OTHER: data["version_other"]}
        keys = {ONE: one, OTHER: other}
        double = OTHER if keep == ONE else ONE
        return Merger(
            kept=keys[keep],
            double=keys[double],
            versions=(versions[keep], versions[double]),
            choices={
                name: KEPT if data[name] == keep else DOUBLE for name in CHOICES if data[name]
            },
            reason=data["reason"],
        )


class UndoForm(KeyedForm):
    reason = forms.CharField(
        label=_("Lý do tách lại"),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Hãy ghi lý do tách lại.")},
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison: two texts, and which is chosen unless the user says so."""

    name: str
    label: str
    one: str
    other: str
    chosen: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


def compare(one: Household, other: Household, form: MergeForm) -> list[Compared]:
    """All that is chosen, side by side; where one has nothing the other's value is proposed."""
    lines = []
    for name, label in LABELS.items():
        texts = _text(one, name), _text(other, name)
        is_poor = not texts[0] or (name == "position" and _is_provisional(one))
        proposed = OTHER if texts[1] and is_poor else ONE
        chosen = str(form.data.get(name, proposed)) if form.is_bound else proposed
        lines.append(Compared(name, str(label), *texts, chosen))
    return lines


def _text(household: Household, name: str) -> str:
    teller = _TELLERS.get(name)
    if teller is not None:
        return str(teller(household))
    value = getattr(household, name)
    return "" if value is None else str(value)


def _poverty(household: Household) -> str:
    if household.poverty_status == PovertyStatus.NONE:
        return ""
    number = household.poverty_decision_number
    return " · ".join(filter(None, [str(household.get_poverty_status_display()), number]))


def _policy(household: Household) -> str:
    if not household.is_policy_family:
        return ""
    return " · ".join(filter(None, [gettext("Có"), household.policy_decision_number]))


def _position(household: Household) -> str:
    point = household.position
    if point is None:
        return ""
    source = str(household.get_position_source_display())
    if _is_provisional(household):
        source = gettext("tạm")
    return f"{place_words(point.x, point.y)} ({source})"


def _is_provisional(household: Household) -> bool:
    return household.position_source == PositionSource.GROUP_CENTRE


def _moved_in(household: Household) -> str:
    day = household.moved_in_on
    return "" if day is None else str(date_format(day, "SHORT_DATE_FORMAT"))


_TELLERS: Final = {
    "poverty": _poverty,
    "policy": _policy,
    "position": _position,
    "moved_in_on": _moved_in,
}
