"""The form of the export page."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.fields import DayField, field_of
from apps.reports.exports.areas import Areas, read_area
from apps.reports.exports.extracts import Area
from apps.reports.exports.grids import Grid, grid_of, grids_of
from apps.reports.exports.subjects import FORM_LABELS, PURPOSES, Subject

_MONTH = timedelta(days=30)


class ExportForm(forms.Form):
    """``area`` is any unit's key or empty for all in reach: whether it is in reach the view asks,
    since what is not must look as if it did not exist."""

    area = forms.RegexField(
        r"^((commune|village|group)-[1-9]\d{0,17})?$", label=_("Địa bàn"), required=False
    )
    form = forms.ChoiceField(label=_("Loại tệp"), widget=forms.RadioSelect)
    crs = forms.ChoiceField(label=_("Hệ toạ độ"), required=False)
    first_day = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"))
    purpose = forms.ChoiceField(
        label=_("Dùng để làm gì"),
        choices=list(PURPOSES.items()),
        widget=forms.RadioSelect,
        help_text=_("Ghi trên tệp và trong nhật ký."),
        error_messages={"required": _("Hãy chọn tệp dùng để làm gì.")},
    )

    def __init__(self, *args: Any, subject: Subject, areas: Areas, at: date) -> None:
        super().__init__(*args)
        forms_offered = [(key, FORM_LABELS[key]) for key in subject.forms]
        self._choices("form", forms_offered)
        self.fields["form"].initial = subject.forms[0]
        if subject.geometry:
            self._choices("crs", [(grid.code, grid.label) for grid in grids_of(areas.communes)])
        else:
            del self.fields["crs"]
        if subject.has_period:
            self.fields["first_day"].initial = at - _MONTH
            self.fields["last_day"].initial = at
        else:
            del self.fields["first_day"], self.fields["last_day"]

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field_of(self, name, forms.ChoiceField).choices = choices

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Ngày cuối phải từ ngày đầu trở đi."))
        return data

    @property
    def wanted_area(self) -> Area | None:
        return read_area(self.cleaned_data["area"])

    @property
    def wanted_grid(self) -> Grid | None:
        return grid_of(self.cleaned_data.get("crs"))

    @property
    def wanted_period(self) -> tuple[date, date] | None:
        if "first_day" not in self.fields:
            return None
        return self.cleaned_data["first_day"], self.cleaned_data["last_day"]
