"""Forms of the people desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from apps.accounts.actor import Actor
from apps.common.db import by_unit_name
from apps.common.fields import DayField, TidyField, field_of
from apps.common.geo.coordinates import place_words
from apps.people.desk.fields import (
    DeskForm,
    KeyChoice,
    PhoneField,
    StakesForm,
    cells_offered,
    communes_offered,
    read_place,
    villages_offered,
)
from apps.people.kinds import (
    MOST_HOUSEHOLDS,
    Health,
    LeaveReason,
    MemberKind,
    PostKind,
    PostScope,
    scope_of,
)
from apps.people.models import Membership, PartyGroup, Term
from apps.people.querysets import edited_communes
from apps.people.registering import Identity, NewMembership
from apps.people.residences import place_of

_LEAVING = [(r.value, r.label) for r in LeaveReason if r != LeaveReason.OTHER_CELL]
_KINDS = [("", _("Chọn loại")), *MemberKind.choices]
_HEALTH = [("", _("Chưa ghi")), *Health.choices]
# The tier above is not the commune's to give.
_POSTS = [
    ("", _("Chọn chức vụ")),
    *((k.value, k.label) for k in PostKind if scope_of(k) != PostScope.PROVINCE),
]


class ScopedForm(DeskForm):
    """Knows who fills it in and on which day: choices are those of the actor's communes."""

    def __init__(self, *args: Any, actor: Actor, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.at = actor, at
        self.communes = edited_communes(actor)
        self.offer()

    def offer(self) -> None:
        """Fill the choices."""
        offers: dict[str, Callable[[], list[tuple[int, str]]]] = {
            "cell": lambda: cells_offered(self.communes, self.at),
            "village": lambda: villages_offered(self.communes, self.at),
            "commune": lambda: communes_offered(self.communes),
        }
        for name, rows in offers.items():
            field = self.fields.get(name)
            if isinstance(field, KeyChoice):
                field.offer(rows(), empty="" if name == "commune" else _("Chọn trong danh sách"))


class IdentityForm(ScopedForm):
    """``known``: where the person lives by now; left as it is shown, it stays to the digit."""

    full_name = TidyField(label=_("Họ và tên"), max_length=120)
    birth_date = DayField(label=_("Ngày sinh"), required=False)
    phone = PhoneField(label=_("Điện thoại"))
    home = TidyField(
        label=_("Vị trí nhà"),
        required=False,
        max_length=80,
        help_text=_("Vĩ độ và kinh độ (21,5592; 106,2110), hoặc mã hộ đã có toạ độ."),
    )

    def __init__(self, *args: Any, home: Point | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = home

    def clean_home(self) -> tuple[float, float] | None:
        text: str = self.cleaned_data["home"]
        if not text:
            return None
        if self.known is not None and text == place_words(self.known.x, self.known.y):
            return self.known.x, self.known.y
        place = read_place(text)
        if place is not None:
            return place
        point = place_of(text, actor=self.actor, at=self.at)
        if point is None:
            raise forms.ValidationError(
                _("Không đọc được toạ độ, và không có hộ mã này đã có toạ độ.")
            )
        return float(point.x), float(point.y)

    @property
    def identity(self) -> Identity:
        data = self.cleaned_data
        return Identity(data["full_name"], data["birth_date"], data["phone"], data["home"])


class NewPersonForm(IdentityForm):
    is_another = forms.BooleanField(
        label=_("Đây là người khác, chỉ trùng tên với người đã có"), required=False
    )
    since = DayField(label=_("Từ ngày"))


class MembershipFields(forms.Form):
    kind = forms.ChoiceField(label=_("Loại đảng viên"), choices=_KINDS)
    health = forms.ChoiceField(
        label=_("Khả năng công tác"),
        choices=_HEALTH,
        required=False,
        help_text=_("Chỉ ghi mức làm được việc, không ghi bệnh."),
    )
    capacity = forms.IntegerField(
        label=_("Số hộ có thể phụ trách"),
        required=False,
        min_value=0,
        max_value=MOST_HOUSEHOLDS,
        help_text=_("Để trống: theo quy định của xã cho loại đảng viên này."),
    )
    joined_on = DayField(label=_("Ngày vào Đảng"), required=False)


class JoiningFields(MembershipFields):
    """A membership that begins; whoever mixes it in has ``cell`` and ``since`` as well."""

    @property
    def membership(self) -> NewMembership:
        names = ("cell", "kind", "health", "capacity", "joined_on", "since")
        return NewMembership(**{name: self.cleaned_data[name] for name in names})


class NewMemberForm(JoiningFields, NewPersonForm):
    cell = KeyChoice(label=_("Chi bộ"))
    field_order = [
        *("full_name", "birth_date", "phone", "home", "cell", "since", "kind", "health"),
        *("capacity", "joined_on"),
    ]


class NewOfficerForm(NewPersonForm):
    commune = KeyChoice(label=_("Xã"))
    title = TidyField(label=_("Chức danh"), max_length=160)
    is_full_time = forms.BooleanField(label=_("Chuyên trách"), required=False, initial=True)
    field_order = [
        *("full_name", "birth_date", "phone", "home", "commune", "title", "is_full_time", "since"),
    ]


class NewWorkerForm(NewPersonForm):
    village = KeyChoice(label=_("Thôn"))
    work_name = TidyField(label=_("Công việc"), max_length=160)
    field_order = ["full_name", "birth_date", "phone", "home", "village", "work_name", "since"]


class JoinForm(JoiningFields, ScopedForm):
    cell = KeyChoice(label=_("Chi bộ"))
    since = DayField(label=_("Từ ngày"))
    field_order = ["cell", "since"]


class ChangeCellForm(ScopedForm):
    cell = KeyChoice(label=_("Chuyển đến chi bộ"))
    day = DayField(label=_("Từ ngày"))


class LeaveForm(StakesForm):
    day = DayField(label=_("Từ ngày"))
    why = forms.ChoiceField(label=_("Vì sao"), choices=[("", _("Chọn lý do")), *_LEAVING])
    everything = forms.BooleanField(
        label=_("Thôi cả các việc khác: cán bộ xã, việc ở thôn, mọi chức vụ"),
        required=False,
        initial=True,
    )
    field_order = ["day", "why", "everything", "agree", "reason"]


class EditMembershipForm(MembershipFields, StakesForm):
    list_number = forms.IntegerField(
        label=_("STT trong danh sách"), required=False, min_value=1, max_value=100_000
    )
    group = KeyChoice(label=_("Tổ đảng"), required=False)
    day = DayField(
        label=_("Từ ngày"),
        help_text=_("Chỉ dùng khi loại mới không được phân công: phân công kết thúc từ ngày này."),
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = PartyGroup.objects.filter(cell=membership.cell_id).order_by(by_unit_name())
        offered = groups.values_list("pk", "name")
        field_of(self, "group", KeyChoice).offer(offered, empty=_("Không ở tổ nào"))


class EndForm(StakesForm):
    day = DayField(label=_("Kết thúc từ ngày"))
    field_order = ["day", "agree", "reason"]


class WithdrawForm(StakesForm):
    field_order = ["agree", "reason"]


class PostForm(ScopedForm):
    kind = forms.ChoiceField(label=_("Chức vụ"), choices=_POSTS)
    cell = KeyChoice(
        label=_("Chi bộ"), required=False, help_text=_("Chỉ với chức vụ trong chi bộ.")
    )
    village = KeyChoice(label=_("Thôn"), required=False, help_text=_("Chỉ với trưởng thôn."))
    term = KeyChoice(label=_("Nhiệm kỳ"), required=False)
    since = DayField(label=_("Từ ngày"))

    def offer(self) -> None:
        super().offer()
        terms = Term.objects.filter(commune__in=self.communes).order_by("-starts_on")
        offered = terms.values_list("pk", "name")
        field_of(self, "term", KeyChoice).offer(offered, empty=_("Không theo nhiệm kỳ"))


class OfficeForm(ScopedForm):
    title = TidyField(label=_("Chức danh"), max_length=160)
    is_full_time = forms.BooleanField(label=_("Chuyên trách"), required=False, initial=True)
    since = DayField(label=_("Từ ngày"))


class EditOfficeForm(DeskForm):
    title = TidyField(label=_("Chức danh"), max_length=160)
    is_full_time = forms.BooleanField(label=_("Chuyên trách"), required=False)


class WorkForm(ScopedForm):
    village = KeyChoice(label=_("Thôn"))
    work_name = TidyField(label=_("Công việc"), max_length=160)
    since = DayField(label=_("Từ ngày"))


class TermForm(ScopedForm):
    commune = KeyChoice(label=_("Xã"))
    name = TidyField(label=_("Tên nhiệm kỳ"), max_length=60, help_text=_("Ví dụ: 2025–2030"))
    starts_on = DayField(label=_("Ngày đầu"))
    ends_on = DayField(label=_("Ngày cuối"))
