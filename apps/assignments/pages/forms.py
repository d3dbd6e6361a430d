"""Forms of a plan's pages: each carries its key, and the revision it was filled in from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.orders import REASON_LENGTH
from apps.assignments.plans.editing import LONGEST_DUTY
from apps.assignments.plans.kinds import USUAL_DUTIES, AmendReason, BanReason, Seed
from apps.assignments.plans.resolving import LONGEST_NUMBER
from apps.common.fields import DayField, TidyField, field_of

_BETWEEN_DUTIES: Final = "; "
_OLD = {"required": _("Trang này đã cũ. Hãy tải lại."), "invalid": _("Trang này đã cũ.")}

Choice = tuple[int | str, str]


class SeenForm(KeyedForm):
    """``seen``: the revision of the plan that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, error_messages=_OLD)


class ChangeForm(SeenForm):
    """Who is to be in charge; empty: nobody."""

    person = forms.TypedChoiceField(
        label=_("Người phụ trách"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, near: Iterable[Choice], rest: Iterable[Choice], **kwargs: Any):
        super().__init__(*args, **kwargs)
        groups: list[Any] = [("", _("Chưa giao cho ai")), (_("Gần nhất trước"), list(near))]
        if others := list(rest):
            groups.append((_("Những người khác"), others))
        field_of(self, "person", forms.TypedChoiceField).choices = groups


class LockForm(SeenForm):
    # An unlocked one is posted as nothing.
    locked = forms.BooleanField(required=False)


class BanForm(SeenForm):
    """``reason`` empty: the two may be put together again."""

    person = forms.IntegerField(min_value=1, error_messages=_OLD)
    reason = forms.ChoiceField(
        label=_("Vì sao"), choices=[("", _("Chọn lý do")), *BanReason.choices], required=False
    )


class NewBanForm(SeenForm):
    person = forms.TypedChoiceField(label=_("Không giao hộ này cho"), coerce=int)
    reason = forms.ChoiceField(
        label=_("Vì sao"), choices=[("", _("Chọn lý do")), *BanReason.choices]
    )

    def __init__(self, *args: Any, people: Iterable[Choice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("Chọn người")), *people]
        field_of(self, "person", forms.TypedChoiceField).choices = offered


class DutyForm(SeenForm):
    """``usual``: numbers of ``USUAL_DUTIES``; ``text``: what else. Together they are one line."""

    usual = forms.TypedMultipleChoiceField(
        label=_("Việc thường giao"),
        required=False,
        coerce=int,
        choices=list(enumerate(USUAL_DUTIES)),
        widget=forms.CheckboxSelectMultiple,
    )
    text = TidyField(
        label=_("Việc khác"),
        max_length=LONGEST_DUTY,
        required=False,
        help_text=_("Ví dụ: phụ trách loa truyền thanh. Để trống nếu không có."),
    )

    @staticmethod
    def filled(duty: str) -> dict[str, Any]:
        """Initial values for a line as it is written."""
        said = [part for part in duty.split(_BETWEEN_DUTIES) if part]
        usual = [number for number, words in enumerate(USUAL_DUTIES) if str(words) in said]
        rest = [part for part in said if part not in {str(words) for words in USUAL_DUTIES}]
        return {"usual": usual, "text": _BETWEEN_DUTIES.join(rest)}

    @property
    def duty(self) -> str:
        data = self.cleaned_data
        said = [str(USUAL_DUTIES[number]) for number in data["usual"]]
        return _BETWEEN_DUTIES.join([*said, data["text"]] if data["text"] else said)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"usual", "text"} <= set(data) and len(self.duty) > LONGEST_DUTY:
            said = gettext("Dài quá %(most)s ký tự. Hãy bỏ bớt việc, hoặc ghi ngắn lại.")
            self.add_error("text", said % {"most": LONGEST_DUTY})
        return data


class UndoForm(KeyedForm):
    edit = forms.UUIDField(required=False)


class StartForm(KeyedForm):
    seed = forms.ChoiceField(label=_("Bắt đầu từ"), choices=Seed.choices, widget=forms.RadioSelect)
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2200)

    def __init__(self, *args: Any, offered: Iterable[Seed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = set(offered)
        field_of(self, "seed", forms.ChoiceField).choices = [
            (seed.value, seed.label) for seed in Seed if seed in allowed
        ]


class ReasonForm(KeyedForm):
    reason = TidyField(
        label=_("Lý do"),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Hãy ghi lý do.")},
    )


class SeenReasonForm(SeenForm, ReasonForm):
    """A reason, for the plan as the page showed it."""


class AmendForm(KeyedForm):
    reason = forms.ChoiceField(
        label=_("Vì sao sửa đổi"),
        error_messages={"required": _("Hãy chọn lý do trong danh sách.")},
    )

    def __init__(self, *args: Any, offered: Iterable[AmendReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "reason", forms.ChoiceField).choices = [
            ("", _("Chọn lý do")),
            *((reason.value, reason.label) for reason in offered),
        ]


class ResolveForm(SeenForm):
    """``agreed``: how many were shown to lose somebody; ``agree`` says yes to that number."""

    number = TidyField(
        label=_("Số nghị quyết"),
        max_length=LONGEST_NUMBER,
        help_text=_("Ví dụ: 12-NQ/CB"),
        error_messages={"required": _("Hãy ghi số nghị quyết, tối đa 60 ký tự.")},
    )
    decided_on = DayField(label=_("Ngày nghị quyết"))
    effective_on = DayField(label=_("Có hiệu lực từ ngày"))
    agreed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, error_messages=_OLD)
    agree = forms.BooleanField(label=_("Đồng ý với những hộ và cặp bị bỏ nêu trên"), required=False)

    def of_commune(self) -> None:
        """Of plans of tiers 1 and 2 a paper of the commune decides, of whatever kind."""
        self.fields["number"].label = _("Số văn bản")
        self.fields["number"].help_text = _("Ví dụ: 12-QĐ/ĐU")
        self.fields["decided_on"].label = _("Ngày văn bản")
        self.fields["agree"].label = _("Đồng ý với những nơi bị bỏ nêu trên")

    @property
    def since(self) -> date | None:
        """The day of effect as it was entered, for the preview; None where it is no day."""
        day = getattr(self, "cleaned_data", {}).get("effective_on")
        return day if isinstance(day, date) else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("agreed") and not data.get("agree"):
            self.add_error("agree", _("Hãy đánh dấu đồng ý, hoặc trả lại để soạn tiếp."))
        return data


class CorrectForm(ReasonForm):
    """``seen_number`` and ``seen_day``: what stood there when the page was opened."""

    number = TidyField(
        label=_("Số nghị quyết"),
        max_length=LONGEST_NUMBER,
        error_messages={"required": _("Hãy ghi số nghị quyết, tối đa 60 ký tự.")},
    )
    decided_on = DayField(label=_("Ngày nghị quyết"))
    seen_number = forms.CharField(widget=forms.HiddenInput, error_messages=_OLD)
    seen_day = forms.DateField(
        widget=forms.HiddenInput, input_formats=["%Y-%m-%d"], error_messages=_OLD
    )
    field_order = ("key", "number", "decided_on", "reason")

    def of_commune(self) -> None:
        """As of ``ResolveForm``."""
        self.fields["number"].label = _("Số văn bản")
        self.fields["decided_on"].label = _("Ngày văn bản")
