"""A form that may be sent twice: it carries the key of its wish (``accounts.keys``)."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class KeyedForm(forms.Form):
    """``key`` is made when the form is first shown and stays the same while it is put right."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={
            "required": _("Biểu mẫu này đã cũ. Hãy tải lại trang."),
            "invalid": _("Biểu mẫu này đã cũ. Hãy tải lại trang."),
        },
    )

    @property
    def wish(self) -> dict[str, Any]:
        """The checked fields without the key: the body for ``keys.once``; rows by their keys."""
        return {
            name: getattr(value, "pk", value)
            for name, value in self.cleaned_data.items()
            if name != "key"
        }
