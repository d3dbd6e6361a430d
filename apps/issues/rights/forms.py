"""Forms of requests about data; each carries the key of its wish."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts.keyed_forms import KeyedForm
from apps.common.fields import DayField, TidyField
from apps.issues.rights.kinds import Asker, RequestKind, RequestVerb
from apps.issues.rights.services import Wish
from apps.issues.warning import WARNING


class ReceiveForm(KeyedForm):
    kind = forms.ChoiceField(label=_("Hộ yêu cầu"), choices=RequestKind.choices)
    asked_by = forms.ChoiceField(label=_("Ai yêu cầu"), choices=Asker.choices)
    received_on = DayField(label=_("Ngày nhận yêu cầu"))
    text = TidyField(
        label=_("Nội dung"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=format_lazy(
            "{} {}", _("Sửa, hạn chế hoặc xóa điều gì. Không ghi số căn cước."), WARNING
        ),
    )

    def request(self) -> Wish:
        data = self.cleaned_data
        return Wish(data["kind"], data["asked_by"], data["received_on"], data["text"])


class StepForm(KeyedForm):
    verb = forms.ChoiceField(choices=RequestVerb.choices)
    text = TidyField(
        label=_("Đã làm gì, hoặc vì sao từ chối"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=WARNING,
    )


class EraseForm(KeyedForm):
    """Pressed once more after what goes and what stays was read."""
