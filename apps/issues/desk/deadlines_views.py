"""Within how many days the commune wants issues of each kind answered."""

from __future__ import annotations

import pghistory
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.accounts.keys import Answer, once
from apps.issues.desk.base import IssueView
from apps.issues.desk.forms import DeadlinesForm
from apps.issues.models import KindDeadline
from apps.people.querysets import EDITOR_ROLES, edited_communes


class DeadlinesView(IssueView):
    """One commune's, all kinds at once. What is reported already keeps the day it was given."""

    access = only(EDITOR_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = KindDeadline.objects.filter(commune=self.commune)
        return self._show(DeadlinesForm(initial=dict(rows.values_list("kind", "days"))))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DeadlinesForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        commune, told = self.commune, form.wish

        def work() -> Answer:
            with pghistory.context(reason=form.cleaned_data["reason"]):
                for kind, days in form.days.items():
                    rows = KindDeadline.objects.filter(commune=commune, kind=kind)
                    if days is None:
                        rows.delete()
                    elif not rows.update(days=days):
                        KindDeadline.objects.create(commune_id=commune, kind=kind, days=days)
            return {"commune": commune}

        body = {"verb": "save_kind_deadlines", "commune": commune, **told}
        once(key=form.cleaned_data["key"], actor=self.actor, body=body, at=self.now, work=work)
        messages.success(request, _("Đã ghi thời hạn trả lời."))
        return redirect("issues:deadlines")

    @property
    def commune(self) -> int:
        return min(edited_communes(self.actor))

    def _show(self, form: DeadlinesForm, status: int = 200) -> HttpResponse:
        return render(self.request, "issues/deadlines.html", {"form": form}, status=status)
