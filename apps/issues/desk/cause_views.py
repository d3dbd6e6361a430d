"""The cause that issues of several households share."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.common.errors import DomainError
from apps.issues.causes import Cause, link_cause, may_link
from apps.issues.desk import reading
from apps.issues.desk.base import IssueView
from apps.issues.desk.forms import CauseForm
from apps.issues.desk.roles import GATHERER_ROLES
from apps.issues.desk.wording import due_words, headline, tone_of
from apps.issues.machine import UNANSWERED
from apps.issues.models import Issue, IssueCause

_A_PAGE = 50


class LinkView(IssueView):
    """Give one issue a cause, or take it off."""

    access = only(GATHERER_ROLES)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue = self._find(pk)
        return self._show(issue, CauseForm(initial={"cause": issue.cause_id}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue = self._find(pk)
        form = CauseForm(request.POST)
        if not form.is_valid():
            return self._show(issue, form, status=422)
        told = form.cleaned_data
        try:
            link_cause(
                key=told["key"],
                actor=self.actor,
                issues=[pk],
                # A new one was typed: that is what is meant.
                cause=Cause(None if told["title"] else told["cause"], told["title"]),
                at=self.now,
                replaces=True,
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            form.add_error(None, error.message)
            return self._show(issue, form, status=error.status)
        messages.success(request, _("Đã ghi nguyên nhân chung."))
        return redirect("issues:show", pk=pk)

    def _find(self, pk: int) -> Issue:
        issue = reading.find(self.actor, pk)
        if issue is None or not may_link(self.actor, issue):
            raise Http404
        return issue

    def _show(self, issue: Issue, form: CauseForm, status: int = 200) -> HttpResponse:
        causes = IssueCause.objects.visible_to(self.actor)
        here = causes.filter(commune=issue.household.commune_id, kind=issue.kind)
        context = {
            "issue": issue,
            "home": issue.household,
            "headline": headline(issue),
            "form": form,
            "causes": list(here.order_by("-made_at", "-pk")[:50]),
        }
        return render(self.request, "issues/cause_link.html", context, status=status)


class CausesView(IssueView):
    """The common causes of issues in reach, those that still keep somebody waiting first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        readable = Issue.objects.visible_to(self.actor).filter(cause=OuterRef("pk"))
        causes = IssueCause.objects.visible_to(self.actor).annotate(
            linked=_number_of(readable),
            waiting=_number_of(readable.open()),
            due=Subquery(readable.open().order_by("late_after").values("late_after")[:1]),
        )
        page = Paginator(causes.order_by(F("due").asc(nulls_last=True), "-pk"), _A_PAGE).get_page(
            request.GET.get("page")
        )
        return render(request, "issues/causes.html", {"page": page, "today": self.today})


def _number_of(issues: QuerySet[Issue]) -> Coalesce:
    grouped = issues.order_by().values("cause").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(grouped), 0)


class CauseView(IssueView):
    """The issues in reach that have one cause; what is chosen is answered at once."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        cause = IssueCause.objects.visible_to(self.actor).filter(pk=pk).first()
        if cause is None:
            raise Http404
        rows = Issue.objects.visible_to(self.actor).filter(cause=cause).with_places()
        page = Paginator(rows.unanswered_first(), _A_PAGE).get_page(request.GET.get("page"))
        told = [
            {
                "issue": issue,
                "headline": headline(issue),
                "tone": tone_of(issue, at=self.today),
                "due": due_words(issue, at=self.today),
                # Both steps that are offered for all at once are of what has no answer yet.
                "mark": f"{issue.pk}:{issue.steps}" if issue.state in UNANSWERED else "",
            }
            for issue in page
        ]
        context = {
            "cause": cause,
            "page": page,
            "homes": rows.order_by().values("household").distinct().count(),
            "rows": told,
            "may_act": self.actor.has_any(GATHERER_ROLES),
        }
        return render(request, "issues/cause.html", context)
