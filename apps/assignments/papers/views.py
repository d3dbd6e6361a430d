"""The page of a plan's papers, and their download.

What is wished for travels in the body: addresses end up in the logs of servers and browsers.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.access import only
from apps.accounts.roles import PHONE_ROLES
from apps.assignments.pages.base import PlansView
from apps.assignments.pages.head import plan_head
from apps.assignments.papers.forms import PaperForm
from apps.assignments.papers.kinds import Form
from apps.assignments.papers.making import PaperFile, make_paper
from apps.assignments.papers.reading import ReadablePlan, carriers_of, find_papers
from apps.assignments.plans.querysets import PLAN_ROLES
from apps.common.errors import DomainError
from apps.people.makers import maker_of

_FORBIDDEN: Final = 403


class _PaperView(PlansView):
    access = only(PLAN_ROLES)

    def _page(
        self, request: HttpRequest, papers: ReadablePlan, form: PaperForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "head": plan_head(self.actor, papers.plan, self.today, current="papers"),
            "plan": papers.plan,
            "is_whole": papers.is_whole,
            "form": form,
            "forms": Form.choices,
            "people": form.people,
            "phones": self.actor.has_any(PHONE_ROLES),
        }
        return render(request, "papers/papers.html", context, status=status)

    def _form(self, papers: ReadablePlan, *data: object) -> PaperForm:
        return PaperForm(*data, people=carriers_of(self.actor, papers))


class PapersView(_PaperView):
    """What there is to print of a plan."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        papers = find_papers(self.actor, pk)
        return self._page(request, papers, self._form(papers))


class DownloadView(_PaperView):
    """The file; a wish that cannot be met leads back to the page, with a word why."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        papers = find_papers(self.actor, pk)
        form = self._form(papers, request.POST)
        if not form.is_valid():
            return self._page(request, papers, form, status=422)
        try:
            return file_answer(self._file(request, papers, form))
        except DomainError as error:
            if error.status == _FORBIDDEN:
                raise
            form.add_error(None, error.message)
            return self._page(request, papers, form, status=error.status)

    def _file(self, request: HttpRequest, papers: ReadablePlan, form: PaperForm) -> PaperFile:
        return make_paper(
            actor=self.actor,
            papers=papers,
            wish=form.wish,
            who=maker_of(self.actor, request.user.get_username()),
            now=self.now,
        )


def file_answer(file: PaperFile) -> HttpResponse:
    response = HttpResponse(file.body, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
