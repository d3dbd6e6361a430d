"""Number and day of a resolution put right, and what stood there before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.assignments.pages.forms import CorrectForm
from apps.assignments.pages.writing import ResolversView
from apps.assignments.plan_states import RESOLVED
from apps.assignments.plans.correcting import (
    Paper,
    correct_resolution,
    corrections_of,
    paper_of,
)
from apps.common.errors import DomainError


class CorrectView(ResolversView):
    """Who puts a plan in force puts right what was written down of its paper."""

    form_class = CorrectForm
    template = "plans/correct.html"
    states = RESOLVED

    def initial(self) -> dict[str, Any]:
        return {
            "number": self.plan.resolution_number,
            "decided_on": self.plan.resolution_date,
            **self._seen(),
        }

    def _seen(self) -> dict[str, str]:
        paper = paper_of(self.plan)
        if paper is None:
            return {}
        return {"seen_number": paper.number, "seen_day": paper.decided_on.isoformat()}

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        if self.head.is_upper:
            form.of_commune()
        return super().show(form, status, **more)

    def context(self, form: Any) -> dict[str, Any]:
        upper = self.head.is_upper
        return {
            "title": _("Sửa số, ngày văn bản") if upper else _("Sửa số, ngày nghị quyết"),
            "corrections": corrections_of(self.actor, self.plan.pk),
        }

    def carry_out(self, form: CorrectForm) -> Answer:
        data = form.cleaned_data
        return correct_resolution(
            plan=self.plan.pk,
            seen=Paper(data["seen_number"], data["seen_day"]),
            paper=Paper(data["number"], data["decided_on"]),
            order=self.order(data["key"], data["reason"]),
        )

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """What was entered stays; sent again, it is put in place of what stands there now."""
        self.find(self.plan.pk)
        fresh: Any = self.request.POST.copy()
        for name, value in self._seen().items():
            fresh[name] = value
        again = CorrectForm(fresh)
        again.is_valid()
        field = error.detail.get("field")
        again.add_error(field if field in again.fields else None, error.message)
        return self.show(again, 409 if error.status == 409 else 422)

    def done(self, answer: Answer) -> HttpResponse:
        messages.success(self.request, _("Đã sửa. Số, ngày cũ còn ở trang sửa."))
        return redirect(self.home)
