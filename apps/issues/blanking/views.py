"""The page on which the office takes words out of an issue."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.common.errors import DomainError
from apps.households.querysets import EDITOR_ROLES
from apps.issues.blanking.forms import BlankForm
from apps.issues.blanking.services import blank_words, may_blank
from apps.issues.desk import reading
from apps.issues.desk.base import IssueView
from apps.issues.desk.wording import headline
from apps.issues.models import Issue, IssueAction
from apps.issues.reading import log_reading


class BlankView(IssueView):
    """Which words, and why; done, it leads back to the issue."""

    access = only(EDITOR_ROLES)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue = self._find(pk)
        return self._show(issue, self._form(issue))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue = self._find(pk)
        form = self._form(issue, request.POST)
        if not form.is_valid():
            return self._show(issue, form, status=422)
        key = form.cleaned_data["key"]
        try:
            blank_words(key=key, actor=self.actor, issue_id=pk, blank=form.blank, at=self.now)
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            form.add_error(None, error.message)
            return self._show(issue, form, status=error.status)
        messages.success(request, _("Đã xóa lời ghi, cả trong lịch sử."))
        return redirect("issues:show", pk=pk)

    def _find(self, pk: int) -> Issue:
        issue = reading.find(self.actor, pk)
        if issue is None or not may_blank(self.actor, issue):
            raise Http404
        return issue

    def _form(self, issue: Issue, *data: Any) -> BlankForm:
        steps = IssueAction.objects.visible_to(self.actor).filter(issue=issue)
        return BlankForm(issue, list(steps.order_by("number")), *data)

    def _show(self, issue: Issue, form: BlankForm, status: int = 200) -> HttpResponse:
        log_reading(self.actor, issue, at=self.now)
        context = {"issue": issue, "headline": headline(issue), "form": form}
        return render(self.request, "issues/blank.html", context, status=status)
