"""The form of a commune's rules."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.keyed_forms import KeyedForm
from apps.areas.models import IssueStep
from apps.assignments.models import Tier
from apps.assignments.plans.rules import BOUNDS
from apps.people.desk.fields import ReasonField, TidyField
from apps.people.kinds import MOST_HOUSEHOLDS, CarrierKind
from apps.visits.rules import Rules, bounds_of

_CONTACT = ("per_month", "in_person_minimum", "month_start", "tier", "remind_days", "class_days")
_ASSIGNMENT = tuple(BOUNDS)
_RETENTION = ("import_file_days", "contact_note_months", "departed_household_years")


def _number(label: Any, low: int, high: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, **kwargs)


class RulesForm(KeyedForm):
    """All rules at once. ``seen``: the version it was filled in from; ``shown``: the version whose
    effects were read before saving; ``lost``: how much the editor was told would be blanked.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    lost = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    per_month = _number(_("Số lần nắm tình hình mỗi hộ mỗi tháng"), 1, 31)
    in_person_minimum = _number(_("Trong đó gặp trực tiếp ít nhất"), 0, 31)
    month_start = _number(_("Kỳ tháng bắt đầu từ ngày"), 1, 28)
    tier = forms.TypedChoiceField(
        label=_("Ai phải nắm tình hình"), choices=Tier.choices, coerce=int
    )
    remind_days = _number(
        _("Nhắc trước khi hết kỳ (ngày)"), 0, 14, help_text=_("Ghi 0 để không nhắc.")
    )
    class_days = TidyField(
        label=_("Các mốc ngày tô màu trên bản đồ"),
        max_length=60,
        help_text=_("Tăng dần, cách nhau bằng dấu phẩy. Ví dụ: 7, 15, 30, 60"),
    )
    max_metres = _number(_("Hộ xa nhất được giao (m)"), *BOUNDS["max_metres"])
    change_metres = _number(
        _("Chỉ đổi người đang phụ trách khi gần hơn (m)"), *BOUNDS["change_metres"]
    )
    unassigned_metres = _number(
        _("Bỏ trống một hộ tính như đi xa (m)"),
        *BOUNDS["unassigned_metres"],
        required=False,
        help_text=_("Để trống: phủ kín trước, xa mấy cũng được trong giới hạn trên."),
    )
    poor_weight = _number(_("Một hộ nghèo, cận nghèo tính như mấy hộ"), *BOUNDS["poor_weight"])
    fair_percent = _number(
        _("Sức khoẻ trung bình nhận (phần trăm số hộ thường giao)"), *BOUNDS["fair_percent"]
    )
    weak_percent = _number(
        _("Sức khoẻ yếu nhận (phần trăm số hộ thường giao)"), *BOUNDS["weak_percent"]
    )
    post_percent = _number(
        _("Bí thư, phó bí thư chi bộ, trưởng thôn nhận (phần trăm số hộ thường giao)"),
        *BOUNDS["post_percent"],
        help_text=_("Ghi 100 nếu nhận như mọi người."),
    )
    officer_groups = _number(
        _("Mỗi cán bộ xã phụ trách nhiều nhất mấy Tổ NDTQ"), *BOUNDS["officer_groups"]
    )
    committee_villages = _number(
        _("Mỗi đảng ủy viên phụ trách nhiều nhất mấy thôn"), *BOUNDS["committee_villages"]
    )
    import_file_days = _number(_("Giữ tệp đã nạp (ngày)"), 7, 365)
    contact_note_months = _number(_("Giữ ghi chú, vị trí lần nắm tình hình (tháng)"), 3, 120)
    departed_household_years = _number(_("Giữ thông tin hộ đã chuyển đi (năm)"), 1, 50)
    agree = forms.BooleanField(label=_("Đồng ý xoá những dữ liệu cũ nói trên"), required=False)
    reason = ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in CarrierKind:
            self.fields[f"capacity_{kind.value}"] = _number(kind.label, 0, MOST_HOUSEHOLDS)
        for step in IssueStep:
            self.fields[f"step_{step.value}"] = _number(step.label, 1, 365)

    @staticmethod
    def filled(rules: Rules) -> dict[str, Any]:
        """Initial values from the rules in force."""
        values = {name: getattr(rules, name) for name in (*_CONTACT, *_ASSIGNMENT, *_RETENTION)}
        values["class_days"] = ", ".join(map(str, rules.class_days))
        values |= {f"capacity_{kind}": n for kind, n in rules.capacities.items()}
        return values | {f"step_{step}": days for step, days in rules.deadlines.items()}

    def clean_class_days(self) -> tuple[int, ...]:
        try:
            return bounds_of(re.split(r"[,;\s]+", self.cleaned_data["class_days"]))
        except ValueError as error:
            raise forms.ValidationError(
                _("Hãy ghi các số ngày cách nhau bằng dấu phẩy, ví dụ 7, 15, 30, 60.")
            ) from error

    @property
    def rules(self) -> Rules:
        data = self.cleaned_data
        return Rules(
            **{name: data[name] for name in (*_CONTACT, *_ASSIGNMENT, *_RETENTION)},
            capacities={kind.value: data[f"capacity_{kind.value}"] for kind in CarrierKind},
            deadlines={step.value: data[f"step_{step.value}"] for step in IssueStep},
        )

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings, as the page shows them."""
        capacities = [f"capacity_{kind.value}" for kind in CarrierKind]
        steps = [f"step_{step.value}" for step in IssueStep]
        return [
            (_("Nắm tình hình"), [self[name] for name in _CONTACT]),
            (_("Số hộ thường giao mỗi người (0: không giao hộ)"), [self[n] for n in capacities]),
            (_("Phân công người ở gần"), [self[name] for name in _ASSIGNMENT]),
            (_("Thời hạn xử lý vấn đề của hộ (ngày)"), [self[name] for name in steps]),
            (_("Thời hạn lưu dữ liệu"), [self[name] for name in _RETENTION]),
        ]
