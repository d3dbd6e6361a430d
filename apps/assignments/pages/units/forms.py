"""Forms of the pages of a unit: each carries its key, and the revision it was filled in from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.assignments.pages.forms import Choice, SeenForm
from apps.assignments.plans.kinds import UPPER_BANS
from apps.common.fields import field_of

_OLD = {"required": _("Trang này đã cũ. Hãy tải lại."), "invalid": _("Trang này đã cũ.")}


class AddForm(SeenForm):
    """One more person for the unit."""

    person = forms.TypedChoiceField(
        label=_("Thêm người phụ trách"),
        coerce=int,
        error_messages={"required": _("Hãy chọn một người.")},
    )

    def __init__(self, *args: Any, near: Iterable[Choice], rest: Iterable[Choice], **kwargs: Any):
        super().__init__(*args, **kwargs)
        groups: list[Any] = [("", _("Chọn người")), (_("Gần nhất trước"), list(near))]
        if others := list(rest):
            groups.append((_("Những người khác"), others))
        field_of(self, "person", forms.TypedChoiceField).choices = groups


class PersonForm(SeenForm):
    """A button about somebody; an unlocked one is posted as nothing."""

    person = forms.IntegerField(min_value=1, error_messages=_OLD)
    locked = forms.BooleanField(required=False)


class SeatBanForm(SeenForm):
    """``reason`` empty: may be put there again."""

    person = forms.IntegerField(min_value=1, error_messages=_OLD)
    reason = forms.ChoiceField(
        label=_("Vì sao"),
        choices=[("", _("Chọn lý do")), *((each.value, each.label) for each in UPPER_BANS)],
        required=False,
    )


class NewSeatBanForm(SeenForm):
    person = forms.TypedChoiceField(label=_("Không phân công"), coerce=int)
    reason = forms.ChoiceField(
        label=_("Vì sao"),
        choices=[("", _("Chọn lý do")), *((each.value, each.label) for each in UPPER_BANS)],
    )

    def __init__(self, *args: Any, people: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "person", forms.TypedChoiceField).choices = [
            ("", _("Chọn người")),
            *people,
        ]


class NamedForm(SeenForm):
    """As it is sent; who cannot be secretary is told by the service."""

    person = forms.IntegerField(min_value=1, required=False, error_messages=_OLD)


class SecretaryForm(SeenForm):
    """Empty: nobody is named."""

    person = forms.TypedChoiceField(label=_("Thư ký"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, officers: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "person", forms.TypedChoiceField).choices = [
            ("", _("Chưa cử")),
            *officers,
        ]
