"""The page that compares two days: what households waited for, and what was done in between."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from apps.accounts.access import ActorView, only
from apps.accounts.actor import Actor
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.common import clock
from apps.common.fields import DayField
from apps.webmap.communedays import same_day_last_month
from apps.webmap.issuedays import MEASURES, DaysRow, Pair, compared_days
from apps.webmap.scope import hides_small
from apps.webmap.selectors import MOST_COMMUNES_AT_ONCE, communes_of

_FURTHEST = timedelta(days=5 * 366)
_MEASURED = "tab=units&measure=waiting"
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


def days_form(actor: Actor, data: dict[str, str] | None, *, today: date, **kwargs: Any) -> DaysForm:
    """The form as this reader fills it in: of many communes one is to be chosen."""
    communes = {unit.pk: unit.full_name for unit in communes_of(actor, at=today)}
    many = communes if len(communes) > MOST_COMMUNES_AT_ONCE else {}
    return DaysForm(data, today=today, months=hides_small(actor), communes=many, **kwargs)


def rows_of(actor: Actor, form: DaysForm, *, today: date) -> list[DaysRow]:
    """What the two days of a form without a fault say."""
    told = form.cleaned_data
    return compared_days(
        actor,
        since=told["since"],
        until=told["until"],
        today=today,
        commune=told.get("commune"),
    )


def _labels() -> list[str]:
    return [str(_LABELS[name]) for name in MEASURES]


class IssueDaysView(ActorView):
    """The days stand in the address, so that a comparison may be sent to somebody; what is typed
    goes there only when it is days.
    """

    access = only(HOUSEHOLD_ROLES | {Role.PROVINCE_VIEWER})

    def get(self, request: HttpRequest) -> HttpResponse:
        today, months = self._today(), hides_small(self.actor)
        since, until = usual_days(today, months=months)
        usual = {"since": f"{since:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}"}
        form = self._form({**usual, **request.GET.dict()}, today)
        if "commune" in form.fields and not request.GET:
            # Nothing is wrong yet: a commune is still to be chosen.
            form = self._form(None, today, initial=usual)
        return self._answer(form, today)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST.dict(), self._today())
        if not form.is_valid():
            return self._answer(form, self._today())
        days = {name: f"{form.cleaned_data[name]:%d/%m/%Y}" for name in ("since", "until")}
        chosen = {"commune": form.cleaned_data["commune"]} if "commune" in form.fields else {}
        return redirect(f"{reverse('webmap:issue-days')}?{urlencode({**days, **chosen})}")

    def _today(self) -> date:
        return clock.local_day(clock.now())

    def _form(self, data: dict[str, str] | None, today: date, **kwargs: Any) -> DaysForm:
        return days_form(self.actor, data, today=today, **kwargs)

    def _answer(self, form: DaysForm, today: date) -> HttpResponse:
        rows = self._rows(form, today) if form.is_valid() else None
        context = {
            "form": form,
            "labels": _labels(),
            "rows": rows,
            "stepped": form.months,
            # Of many villages the groups come when they are asked for.
            "folds": [row.level for row, _pairs in rows or ()].count("village") > 1,
            "days": form.cleaned_data if rows is not None else None,
            "map_query": _map_query(form) if rows is not None else _MEASURED,
        }
        wrong = form.is_bound and rows is None
        page = "webmap/issue_days.html"
        return render(self.request, page, context, status=422 if wrong else 200)

    def _rows(self, form: DaysForm, today: date) -> list[tuple[DaysRow, list[tuple[str, Pair]]]]:
        rows = rows_of(self.actor, form, today=today)
        return [(row, list(zip(_labels(), row.pairs, strict=True))) for row in rows]


def _map_query(form: DaysForm) -> str:
    """The same days on the map, in the words of ``static/js/core/state.js``."""
    told = form.cleaned_data
    days = {name: told[name].isoformat() for name in ("since", "until")}
    commune = {"c": told["commune"]} if told.get("commune") else {}
    return f"{_MEASURED}&{urlencode({**days, **commune})}"
