"""Forms of the household desk. What they hold fits the columns; rules of the domain are checked by
the desk itself.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.orders import REASON_LENGTH
from apps.accounts.searches import MOST_TYPED
from apps.common import fields
from apps.common.fields import TidyField, field_of
from apps.common.phones import first_phone
from apps.common.text import vietnamese_title
from apps.households.desk.codes import CODE_LENGTH
from apps.households.desk.leaving import REASONS
from apps.households.models import HouseholdMember, PovertyStatus
from apps.households.selectors import Places, Wanted

_EARLIEST_YEAR: Final = 1890


class DayField(fields.DayField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Ghi như 05/04/2026."))
        super().__init__(**kwargs)


class NameField(TidyField):
    """A person's name with its capitals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)

    def to_python(self, value: Any) -> str:
        return vietnamese_title(super().to_python(value))


class CodeField(TidyField):
    """A household's code: capitals, no spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Mã hộ"), max_length=CODE_LENGTH, **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace(" ", "").upper()


class PhoneField(TidyField):
    """A number as people type it."""

    def to_python(self, value: Any) -> str:
        try:
            return first_phone(super().to_python(value))
        except ValueError:
            raise forms.ValidationError(
                _("Không gọi được số này. Hãy ghi một số, như 0912 345 678."), code="invalid"
            ) from None


class YearField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            label=_("Năm sinh"),
            min_value=_EARLIEST_YEAR,
            error_messages={
                "invalid": _("Hãy ghi năm sinh bằng bốn chữ số."),
                "min_value": _("Năm sinh không thể trước 1890."),
            },
            **kwargs,
        )


class SizeField(forms.IntegerField):
    """How many people; the bounds are those of the column."""

    def __init__(self) -> None:
        plain = _("Số khẩu là một số từ 1 đến 60.")
        super().__init__(
            label=_("Số khẩu"),
            required=False,
            min_value=1,
            max_value=60,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), plain),
        )


class PlaceField(forms.ChoiceField):
    """A village, or one of its groups: ``(village, group or None)``."""

    def put(self, places: Places, *, empty: Any = None) -> None:
        """Offer these, village by village."""
        offered: list[Any] = [] if empty is None else [("", empty)]
        for village, groups in places:
            alone = (f"{village.pk}", village.name if not groups else _whole(village.name))
            inside = [(f"{village.pk}-{group.pk}", group.name) for group in groups]
            offered.append((village.name, [alone, *inside]) if groups else alone)
        self.choices = offered

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        if not chosen:
            return None
        village, _dash, group = chosen.partition("-")
        return int(village), int(group) if group else None


def _whole(village: str) -> str:
    return str(_("%(village)s (không ghi tổ)") % {"village": village})


class ReasonForm(KeyedForm):
    """A change with its reason, filled in from the version that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    reason = TidyField(
        label=_("Lý do"),
        max_length=REASON_LENGTH,
        help_text=_("Ai báo, hoặc số văn bản. Lý do nằm trong diễn biến của hộ."),
        error_messages={"required": _("Hãy ghi lý do hoặc số văn bản.")},
    )
    # The fields above stand last on the page.
    LAST: Final = ("reason",)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        first = [name for name in self.fields if name not in self.LAST]
        self.order_fields([*first, *self.LAST])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, field in self.fields.items():
            year = cleaned.get(name)
            if isinstance(field, YearField) and year is not None and year > self.today.year:
                self.add_error(name, _("Năm sinh chưa tới."))
        return cleaned


class BasicsForm(ReasonForm):
    head_name = NameField(label=_("Chủ hộ"))
    head_birth_year = YearField()
    code = CodeField()
    moved_in_on = DayField(label=_("Đến ở từ"), required=False)


class ReachingForm(ReasonForm):
    phone = PhoneField(label=_("Điện thoại"), required=False, max_length=40)
    address = TidyField(label=_("Địa chỉ"), required=False, max_length=200)
    size = SizeField()


class StatusForm(ReasonForm):
    poverty_status = forms.ChoiceField(label=_("Diện hộ"), choices=PovertyStatus.choices)
    poverty_decision_number = TidyField(
        label=_("Số quyết định"), required=False, max_length=60, help_text=_("Như 1234/QĐ-UBND.")
    )
    poverty_decision_date = DayField(label=_("Ngày quyết định"), required=False)
    is_policy_family = forms.BooleanField(label=_("Gia đình chính sách"), required=False)
    policy_decision_number = TidyField(
        label=_("Số quyết định chính sách"), required=False, max_length=60
    )
    policy_decision_date = DayField(label=_("Ngày quyết định chính sách"), required=False)


class NewHouseholdForm(ReasonForm):
    place = PlaceField(label=_("Thôn, tổ"))
    head_name = NameField(label=_("Chủ hộ"))
    head_birth_year = YearField()
    code = CodeField(required=False, help_text=_("Để trống thì lấy mã kế tiếp của thôn."))
    size = SizeField()
    phone = PhoneField(label=_("Điện thoại"), required=False, max_length=40)
    address = TidyField(label=_("Địa chỉ"), required=False, max_length=200)
    moved_in_on = DayField(
        label=_("Đến ở từ"),
        required=False,
        help_text=_("Hộ được tính từ ngày này; để trống nếu hộ vốn ở đây."),
    )

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "place", PlaceField).put(places, empty=_("Chọn thôn, tổ"))


class ResidentForm(ReasonForm):
    """Somebody who lives in the household; ``alike``: people of the same name with a duty."""

    full_name = NameField(label=_("Họ và tên"))
    birth_year = YearField()
    relation = forms.ChoiceField(label=_("Quan hệ với chủ hộ"))
    residence = forms.ChoiceField(label=_("Cư trú"), choices=HouseholdMember.Residence.choices)
    is_working_away = forms.BooleanField(label=_("Đi làm ăn xa"), required=False)
    job = TidyField(label=_("Nghề nghiệp, việc làm"), required=False, max_length=120)
    joined_on = DayField(label=_("Vào hộ từ"), required=False)
    person = forms.TypedChoiceField(
        label=_("Là đảng viên, cán bộ"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Chỉ nêu người cùng tên trong danh sách của xã."),
    )

    def __init__(
        self,
        *args: Any,
        relations: list[tuple[str, Any]],
        alike: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "relation", forms.ChoiceField).choices = relations
        if alike:
            field_of(self, "person", forms.ChoiceField).choices = [("", _("Không phải")), *alike]
        else:
            del self.fields["person"]


class EndResidenceForm(ReasonForm):
    day = DayField(label=_("Rời hộ từ"))


class HeadForm(ReasonForm):
    former = forms.ChoiceField(
        label=_("Chủ hộ cũ là gì của chủ hộ mới"),
        choices=[choice for choice in HouseholdMember.Relation.choices if choice[0] != "head"],
    )


class LeaveForm(ReasonForm):
    day = DayField(label=_("Chuyển đi từ"), help_text=_("Từ ngày này hộ không còn được tính."))
    why = forms.ChoiceField(label=_("Vì sao"), choices=REASONS)


class TakeBackForm(ReasonForm):
    pass


class MoveForm(ReasonForm):
    place = PlaceField(label=_("Sang thôn, tổ"))
    day = DayField(label=_("Từ ngày"))
    keeps_charge = forms.BooleanField(
        label=_("Người phụ trách hộ vẫn phụ trách"), required=False, initial=True
    )

    def __init__(self, *args: Any, places: Places, somebody_in_charge: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "place", PlaceField).put(places, empty=_("Chọn thôn, tổ"))
        if not somebody_in_charge:
            del self.fields["keeps_charge"]


class SplitForm(ReasonForm):
    residents = forms.TypedMultipleChoiceField(
        label=_("Người tách ra"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một người tách ra.")},
    )
    head = forms.TypedChoiceField(
        label=_("Chủ hộ mới"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn chủ hộ mới trong những người tách ra.")},
    )
    day = DayField(label=_("Tách từ ngày"))
    code = CodeField(required=False, help_text=_("Để trống thì lấy mã kế tiếp."))
    same_place = forms.BooleanField(
        label=_("Vẫn ở chung nhà"),
        required=False,
        help_text=_("Nếu không, hộ mới vào danh sách chưa có toạ độ."),
    )

    def __init__(self, *args: Any, going: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("residents", "head"):
            field_of(self, name, forms.ChoiceField).choices = going


class _Statuses(TextChoices):
    POOR = "poor", _("Hộ nghèo")
    NEAR_POOR = "near_poor", _("Hộ cận nghèo")
    ESCAPED = "escaped", _("Mới thoát nghèo")
    POLICY = "policy", _("Gia đình chính sách")


class ListForm(forms.Form):
    """What the list is narrowed to. What cannot be read narrows nothing."""

    # What may stand in the address; the text searched for may not.
    CHOSEN: Final = ("place", "status", "located", "left", "order")

    q = TidyField(label=_("Tìm"), required=False, max_length=MOST_TYPED)
    place = PlaceField(label=_("Thôn, tổ"), required=False)
    status = forms.ChoiceField(
        label=_("Diện hộ"), required=False, choices=[("", _("Mọi diện")), *_Statuses.choices]
    )
    located = forms.ChoiceField(
        label=_("Toạ độ"),
        required=False,
        choices=[("", _("Có hay chưa")), ("yes", _("Đã có")), ("no", _("Chưa có"))],
    )
    left = forms.ChoiceField(
        label=_("Đang ở, đã đi"),
        required=False,
        choices=[("", _("Đang ở")), ("left", _("Đã chuyển đi")), ("all", _("Tất cả"))],
    )
    order = forms.ChoiceField(
        label=_("Xếp theo"),
        required=False,
        choices=[("", _("Mã hộ")), ("name", _("Tên chủ hộ"))],
    )

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "place", PlaceField).put(places, empty=_("Cả địa bàn"))

    @property
    def words(self) -> list[str]:
        """What it is narrowed to, for the reader."""
        told = [f"{self.fields['q'].label}: “{self.data['q']}”"] if self.data.get("q") else []
        for name in ("place", "status", "located", "left"):
            field, value = field_of(self, name, forms.ChoiceField), self.data.get(name)
            if value and field.valid_value(value):
                told.append(f"{field.label}: {_label_of(field.choices, value)}")
        return told

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        found = self.cleaned_data
        village, group = found.get("place") or (None, None)
        return Wanted(
            search=found.get("q", ""),
            village=village,
            group=group,
            status=found.get("status", ""),
            located=found.get("located", ""),
            left=found.get("left", ""),
            order=found.get("order") or "code",
        )


def _label_of(choices: Any, value: str) -> str:
    """The label of a choice, which may stand in a group of choices."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            inside = _label_of(label, value)
            if inside:
                return inside
        elif str(key) == value:
            return str(label)
    return ""
