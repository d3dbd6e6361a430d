"""The form that takes words out of an issue: which, and why."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.keyed_forms import KeyedForm
from apps.common.fields import field_of
from apps.issues.blanking.models import BlankReason, WordsPart
from apps.issues.blanking.services import Blank
from apps.issues.models import Issue, IssueAction

_WHERE: Final = re.compile(r"summary|wish|answer|step:[1-9][0-9]{0,5}")


class _PlaceField(forms.ChoiceField):
    """Offers where words stand; a second press, after they are gone, still names a place."""

    def valid_value(self, value: Any) -> bool:
        return _WHERE.fullmatch(str(value)) is not None


class BlankForm(KeyedForm):
    """``where``: a part by its value, or ``step:N``."""

    where = _PlaceField(label=gettext_lazy("Xóa lời ghi nào"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=gettext_lazy("Vì sao"), choices=BlankReason.choices, widget=forms.RadioSelect
    )

    def __init__(self, issue: Issue, steps: list[IssueAction], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "where", forms.ChoiceField).choices = _places(issue, steps)

    @property
    def blank(self) -> Blank:
        part, _colon, number = self.cleaned_data["where"].partition(":")
        return Blank(part, self.cleaned_data["reason"], int(number) if number else None)


def _places(issue: Issue, steps: list[IssueAction]) -> list[tuple[str, str]]:
    """Where words stand, each with the words themselves."""
    places = [
        (part.value, f"{part.label}: {getattr(issue, part.value)}")
        for part in (WordsPart.SUMMARY, WordsPart.WISH, WordsPart.ANSWER)
        if getattr(issue, part.value)
    ]
    return places + [
        (
            f"{WordsPart.STEP.value}:{step.number}",
            _("Bước %(number)d, %(verb)s: %(text)s")
            % {"number": step.number, "verb": step.get_verb_display(), "text": step.text},
        )
        for step in steps
        if step.text
    ]
