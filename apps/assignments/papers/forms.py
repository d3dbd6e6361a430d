"""The wish for a paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.assignments.papers.kinds import Form, Paper
from apps.assignments.papers.making import PaperWish

_BAD = _("Yêu cầu không hợp lệ. Hãy tải lại trang rồi chọn lại.")
_LARGEST_KEY = 2**63 - 1


class PaperForm(forms.Form):
    """``person`` is anybody's key or empty for all: whether the reader may have that one's list
    the service says, since what is out of reach must look as if it did not exist."""

    paper = forms.ChoiceField(choices=Paper.choices, error_messages={"required": _BAD})
    form = forms.ChoiceField(choices=Form.choices, error_messages={"required": _BAD})
    person = forms.IntegerField(
        label=_("Của ai"), required=False, min_value=1, max_value=_LARGEST_KEY
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]]) -> None:
        super().__init__(*args)
        self.people = people
        for field in self.fields.values():
            field.error_messages |= {"invalid_choice": _BAD, "invalid": _BAD}
        offered = [("", _("Tất cả, mỗi người một trang")), *people]
        self.fields["person"].widget = forms.Select(choices=offered)

    @property
    def wish(self) -> PaperWish:
        data = self.cleaned_data
        return PaperWish(Paper(data["paper"]), Form(data["form"]), data["person"])
