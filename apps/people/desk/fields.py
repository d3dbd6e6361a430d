"""Fields that several forms of the desk share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.orders import REASON_LENGTH
from apps.areas.models import Commune, Village
from apps.common.db import by_unit_name
from apps.common.fields import TidyField as TidyField
from apps.common.geo.coordinates import CoordinateError, parse_lat_lon
from apps.people.models import PartyCell

_PHONE = RegexValidator(r"^[0-9+ ().-]*$", _("Số điện thoại chỉ gồm chữ số, dấu cách, + . - ( )"))
# One or two angles as people copy them from a telephone's map: "21.5592, 106.2110".
_HALVES = re.compile(r"\s*[;|]\s*|,\s+|\s+")


class PhoneField(TidyField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=20,
            required=False,
            validators=[_PHONE],
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            **kwargs,
        )


class ReasonField(TidyField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Lý do hoặc số văn bản"))
        super().__init__(
            max_length=REASON_LENGTH,
            error_messages={"required": _("Hãy ghi lý do hoặc số văn bản.")},
            **kwargs,
        )


class DeskForm(KeyedForm):
    """A form of the desk: key, the version it was filled in from, and at its end the reason."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    reason = ReasonField()

    @property
    def values(self) -> dict[str, Any]:
        """The checked fields of the form itself."""
        own = {"key", "seen", "reason"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

    def reason_last(self) -> None:
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason_last()


class StakesForm(DeskForm):
    """Ends somebody's charges: ``stakes`` is how many the editor was shown."""

    stakes = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    agree = forms.BooleanField(
        label=_("Đồng ý: từ ngày đã ghi, những hộ này chưa có người phụ trách"), required=False
    )

    @property
    def agreed(self) -> int | None:
        return self.cleaned_data.get("stakes") if self.cleaned_data.get("agree") else None

    @property
    def values(self) -> dict[str, Any]:
        return {k: v for k, v in super().values.items() if k not in {"stakes", "agree"}}


class KeyChoice(forms.TypedChoiceField):
    """One of some rows, by key; the value is the key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def offer(self, rows: Iterable[tuple[int, str]], *, empty: Any = "") -> None:
        first = [("", str(empty))] if empty or not self.required else []
        self.choices = [*first, *((key, name) for key, name in rows)]


def cells_offered(communes: Iterable[int], at: date) -> list[tuple[int, str]]:
    """Cells in force of some communes, in the order of their names."""
    rows = PartyCell.objects.in_force(at=at).filter(commune__in=communes)
    return list(rows.order_by(by_unit_name()).values_list("pk", "name"))


def villages_offered(communes: Iterable[int], at: date) -> list[tuple[int, str]]:
    rows = Village.objects.in_force(at=at).filter(commune__in=communes)
    return list(rows.order_by(by_unit_name()).values_list("pk", "name"))


def communes_offered(communes: Iterable[int]) -> list[tuple[int, str]]:
    rows = Commune.objects.filter(pk__in=communes).order_by(by_unit_name())
    return [(commune.pk, commune.full_name) for commune in rows]


def read_place(text: str) -> tuple[float, float] | None:
    """Longitude and latitude of a text with two angles, latitude first or told by letters.

    None where the text is something else, such as the code of a household.
    """
    halves = [half for half in _HALVES.split(text.strip()) if half]
    if len(halves) != 2:
        return None
    for first, second in (halves, halves[::-1]):
        try:
            place = parse_lat_lon(first, second)
        except CoordinateError:
            continue
        return place.lon, place.lat
    return None
