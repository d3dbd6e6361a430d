"""The list of issues, one issue's page, and the steps taken on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.searches import SearchedView
from apps.common.errors import DomainError
from apps.households.querysets import EDITOR_ROLES
from apps.issues.desk import reading
from apps.issues.desk.base import IssueView
from apps.issues.desk.forms import ListForm, StepForm
from apps.issues.desk.talks import take_step_in_a_talk
from apps.issues.desk.wording import due_words, headline, tone_of
from apps.issues.machine import Verb
from apps.issues.models import Issue
from apps.issues.reading import log_reading
from apps.issues.steps import Step, take_step
from apps.issues.warning import WARNING
from apps.visits.models import Channel


class IssueListView(IssueView, SearchedView):
    """Issues in reach. A typed search is kept out of the address (``accounts.searches``)."""

    narrowed_by = ListForm.CHOSEN

    def get(self, request: HttpRequest) -> HttpResponse:
        villages = reading.villages_in_reach(self.actor, at=self.today)
        form = ListForm({**request.GET.dict(), "q": self.search.text}, villages=villages)
        listed = reading.issues_listed(
            self.actor, form.wanted, at=self.today, page=request.GET.get("page")
        )
        context = {
            "form": form,
            "search": self.search,
            "listed": listed,
            "rows": [self._row(issue) for issue in listed.page],
            "query": self.address,
            "has_villages": len(villages) > 1,
            "may_rule": self.actor.has_any(EDITOR_ROLES),
        }
        return render(request, "issues/list.html", context)

    def _row(self, issue: Issue) -> dict[str, Any]:
        return {
            "issue": issue,
            "headline": headline(issue),
            "tone": tone_of(issue, at=self.today),
            "due": due_words(issue, at=self.today),
        }


class OneIssueView(IssueView):
    """Base of the pages about one issue."""

    def find(self, pk: int) -> Issue:
        issue = reading.find(self.actor, pk)
        if issue is None:
            raise Http404
        return issue

    def show(
        self, issue: Issue, form: StepForm | None = None, refused: str = "", status: int = 200
    ) -> HttpResponse:
        """The page as it stands now; ``form``: a step that could not be taken, words and all."""
        page = reading.issue_page(self.actor, issue, at=self.now)
        log_reading(self.actor, issue, at=self.now)
        context = {
            "page": page,
            "issue": issue,
            "home": issue.household,
            "headline": headline(issue),
            "tone": tone_of(issue, at=self.today),
            "due": due_words(issue, at=self.today),
            "today": self.today,
            "channels": [(each.value, each.label) for each in Channel],
            "ready": {each.pk: each.text for each in page.templates},
            "warning": WARNING,
            "kept": form,
            "refused": refused,
        }
        return render(self.request, "issues/show.html", context, status=status)


class ShowView(OneIssueView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.find(pk))


class StepView(OneIssueView):
    """One step; where it cannot be taken, the page as it is now with the words that were typed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        # Where a reload after a refusal leads.
        return redirect("issues:show", pk=self.find(pk).pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue = self.find(pk)
        form = StepForm(request.POST)
        if not form.is_valid():
            return self.show(issue, form, self._wrong(form), status=422)
        try:
            self._take(issue, form)
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            return self.show(self.find(pk), form, error.message, status=error.status)
        verb = Verb(form.cleaned_data["verb"])
        messages.success(request, _("Đã ghi: %(step)s.") % {"step": verb.label})
        return redirect("issues:show", pk=pk)

    def _take(self, issue: Issue, form: StepForm) -> None:
        step: Step = form.step(reading.templates_for(issue))
        key, channel = form.cleaned_data["key"], form.channel
        if channel is not None:
            take_step_in_a_talk(
                key=key,
                actor=self.actor,
                issue_id=issue.pk,
                step=step,
                channel=channel,
                at=self.now,
            )
            return
        take_step(key=key, actor=self.actor, issue_id=issue.pk, step=step, at=self.now)

    @staticmethod
    def _wrong(form: KeyedForm) -> str:
        return str(next(iter(form.errors.values()))[0])
