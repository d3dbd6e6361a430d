"""The page that compares two days: what households waited for, and what was done in between."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from apps.accounts.access import ActorView, only
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.common import clock
from apps.common.fields import DayField
from apps.webmap.communedays import same_day_last_month
from apps.webmap.issuedays import MEASURES, DaysRow, compared_days
from apps.webmap.scope import hides_small
from apps.webmap.selectors import MOST_COMMUNES_AT_ONCE, communes_of

_FURTHEST = timedelta(days=5 * 366)
_LABELS = {
    "waiting": _("Hộ có vấn đề đang chờ"),
    "waiting_late": _("Hộ có vấn đề quá hạn"),
    "uncovered": _("Hộ chưa ai phụ trách"),
}


class DaysForm(forms.Form):
    """Two days, the later one not after ``today``; ``months``: first days of months alone."""

    since = DayField(label=_("Cuối ngày"))
    until = DayField(label=_("So với cuối ngày"))
    commune = forms.TypedChoiceField(label=_("Xã, phường"), coerce=int, empty_value=None)

    def __init__(
        self, *args: Any, today: date, months: bool, communes: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.months = months
        if communes:
            field = self.fields["commune"]
            field.choices = [("", _("Chọn xã, phường")), *communes.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["commune"]

    def clean_since(self) -> date:
        return self._day("since")

    def clean_until(self) -> date:
        return self._day("until")

    def _day(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        if day > self.today:
            raise forms.ValidationError(_("Ngày này chưa tới."))
        if day < self.today - _FURTHEST:
            raise forms.ValidationError(_("Chỉ so được trong năm năm gần đây."))
        if self.months and day.day != 1:
            raise forms.ValidationError(_("Hãy chọn ngày đầu tháng, ví dụ 01/11/2026."))
        return day

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since is not None and until is not None and since >= until:
            self.add_error("until", _("Ngày sau phải muộn hơn ngày trước."))
        return told


def usual_days(today: date, *, months: bool) -> tuple[date, date]:
    """What is compared until the reader says otherwise."""
    if not months:
        return same_day_last_month(today), today
    first = today.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1), first


def _labels() -> list[str]:
    return [str(_LABELS[name]) for name in MEASURES]


class IssueDaysView(ActorView):
    access = only(HOUSEHOLD_ROLES | {Role.PROVINCE_VIEWER})

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.local_day(clock.now())
        months = hides_small(self.actor)
        since, until = usual_days(today, months=months)
        communes = {unit.pk: unit.full_name for unit in communes_of(self.actor, at=today)}
        many = communes if len(communes) > MOST_COMMUNES_AT_ONCE else {}
        asked = {"since": f"{since:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}", **request.GET.dict()}
        form = DaysForm(asked, today=today, months=months, communes=many)
        if not request.GET and many:
            # Nothing is wrong yet: a commune is still to be chosen.
            form = DaysForm(initial=asked, today=today, months=months, communes=many)
        rows = self._rows(form, today) if form.is_valid() else None
        context = {
            "form": form,
            "labels": _labels(),
            "rows": None
            if rows is None
            else [(row, list(zip(_labels(), row.pairs, strict=True))) for row in rows],
            "stepped": months,
            "days": form.cleaned_data if rows is not None else None,
        }
        wrong = form.is_bound and rows is None
        return render(request, "webmap/issue_days.html", context, status=422 if wrong else 200)

    def _rows(self, form: DaysForm, today: date) -> list[DaysRow]:
        told = form.cleaned_data
        return compared_days(
            self.actor,
            since=told["since"],
            until=told["until"],
            today=today,
            commune=told.get("commune"),
        )
