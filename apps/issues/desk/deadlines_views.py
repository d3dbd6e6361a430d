"""Within how many days the commune wants issues of each kind answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.accounts.orders import Order
from apps.common.errors import DomainError
from apps.issues.desk.base import IssueView
from apps.issues.desk.forms import DeadlinesForm
from apps.issues.kind_days import kind_days, save_kind_days
from apps.issues.models import KindDeadline
from apps.people.querysets import EDITOR_ROLES, edited_communes


class DeadlinesView(IssueView):
    """One commune's, all kinds at once. What is reported already keeps the day it was given."""

    access = only(EDITOR_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(DeadlinesForm(initial=self._as_it_is()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DeadlinesForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        order = Order(self.actor, form.cleaned_data["reason"], self.now, form.cleaned_data["key"])
        try:
            save_kind_days(
                commune=self.commune, seen=form.cleaned_data["seen"], days=form.days, order=order
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            # What somebody else has set meanwhile, and nothing of what was typed over it.
            fresh = DeadlinesForm(
                initial={**self._as_it_is(), "reason": form.cleaned_data["reason"]}
            )
            return self._show(fresh, error.message, status=error.status)
        messages.success(request, _("Đã ghi thời hạn trả lời."))
        return redirect("issues:deadlines")

    def _as_it_is(self) -> dict[str, Any]:
        rows = KindDeadline.objects.filter(commune=self.commune)
        return {**dict(rows.values_list("kind", "days")), "seen": kind_days(self.commune)}

    @property
    def commune(self) -> int:
        return min(edited_communes(self.actor))

    def _show(self, form: DeadlinesForm, refused: str = "", status: int = 200) -> HttpResponse:
        context = {"form": form, "refused": refused}
        return render(self.request, "issues/deadlines.html", context, status=status)
