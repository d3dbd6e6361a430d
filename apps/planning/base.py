"""What the pages of trips share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.access import ActorView, only
from apps.accounts.keyed_forms import KeyedForm
from apps.common import clock
from apps.common.errors import DomainError
from apps.planning.changing import Edit
from apps.planning.querysets import READER_ROLES


class TripsView(ActorView):
    """One moment for all that is asked; what is out of reach or forbidden is told as everywhere."""

    access = only(READER_ROLES)
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.today = clock.local_day(self.now)

    def edit(self, form: KeyedForm) -> Edit:
        data = form.cleaned_data
        return Edit(self.actor, data["key"], self.now, data["seen"])

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(self.request, template, {"today": self.today, **context}, status=status)


def refused(form: forms.Form, error: DomainError) -> forms.Form:
    """The form again with what was written in it, the reason, and the revision as it is now.

    A second pressing then says: I have seen what somebody else changed. Errors of 403 and 404 are
    told as everywhere.
    """
    if error.status in {403, 404}:
        raise error
    data: dict[str, Any] = dict(form.data.items())
    if "revision" in error.detail:
        data["seen"] = str(error.detail["revision"])
    form.data = data
    named = {"start": "start_lat", "companions": "companion_1"}.get(
        error.detail.get("field", ""), error.detail.get("field")
    )
    form.add_error(named if named in form.fields else None, error.message)
    return form
