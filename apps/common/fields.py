"""Form fields that every desk shares."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.text import tidy

_AS_WRITTEN: Final = "%d/%m/%Y"
_DAY_FORMATS: Final = [_AS_WRITTEN, "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
# Beyond these it is a slip of the finger, and reckoning with days would fall off the calendar.
_YEARS: Final = range(1900, 2201)


_Field = TypeVar("_Field", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[_Field]) -> _Field:
    """A field of the form as the kind it was declared; TypeError where it is no such thing."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is no {kind.__name__}")
    return field


class TidyField(forms.CharField):
    """One line of text in composed form, with single spaces."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class DayField(forms.DateField):
    """A day as people here write it, in whatever language the page is: 16/11/2026."""

    widget = forms.DateInput(
        format=_AS_WRITTEN,
        attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off", "size": 12},
    )

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {"invalid": _("Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 16/11/2026.")},
        )
        super().__init__(input_formats=_DAY_FORMATS, **kwargs)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and day.year not in _YEARS:
            raise forms.ValidationError(_("Hãy xem lại năm."))
        return day

    def prepare_value(self, value: Any) -> Any:
        return value.strftime(_AS_WRITTEN) if isinstance(value, date) else value
