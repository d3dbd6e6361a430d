"""Forms of the desk over contacts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.orders import REASON_LENGTH
from apps.common.fields import TidyField
from apps.visits.checkins.kinds import FlagOutcome


class ReviewForm(KeyedForm):
    """What was found: one of two buttons, no text."""

    outcome = forms.ChoiceField(choices=FlagOutcome.choices)


class DecisionForm(KeyedForm):
    """``seen``: where the household stood when the page was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    accept = forms.BooleanField(required=False)
    anyway = forms.BooleanField(required=False)
    reason = TidyField(
        label=_("Lý do không nhận"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=_("Chỉ cần khi không nhận, ví dụ: đo ở cổng nhà bên."),
    )
