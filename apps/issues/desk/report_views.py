"""A household's issue is written down: first its kind, then what that kind asks for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.issues.desk.base import IssueView
from apps.issues.desk.forms import KEEP, PASS_ON, ReportForm
from apps.issues.kinds import CURRENT, IssueKind
from apps.issues.levels import Level, levels_held
from apps.issues.models import Issue
from apps.issues.reporting import REPORTER_ROLES, choice_above, first_held, report_issue


class ReportView(IssueView):
    """``?kind=`` says which; without it the kinds are offered."""

    access = only(REPORTER_ROLES)

    def get(self, request: HttpRequest, household: int) -> HttpResponse:
        home = self._household(household)
        kind = self._kind(request.GET.get("kind", ""))
        form = None
        if kind is not None:
            # What was typed under another kind is carried over by the page's own script.
            held, above = self._above(home, kind)
            begins = PASS_ON if held == Level.MEMBER else KEEP
            form = ReportForm(
                CURRENT[kind], above, initial={"reported_on": self.today, "begins": begins}
            )
        return self._show(home, kind, form)

    def post(self, request: HttpRequest, household: int) -> HttpResponse:
        home = self._household(household)
        kind = self._kind(request.POST.get("kind", ""))
        if kind is None:
            messages.error(request, _("Hãy chọn loại vấn đề."))
            return self._show(home, None, None, status=422)
        _held, above = self._above(home, kind)
        form = ReportForm(CURRENT[kind], above, request.POST)
        if not form.is_valid():
            return self._show(home, kind, form, status=422)
        try:
            answer = report_issue(
                key=form.cleaned_data["key"],
                actor=self.actor,
                household_id=home.pk,
                report=form.report,
                at=self.now,
            )
        except DomainError as error:
            if error.status == 404:
                raise
            field = error.detail.get("field")
            form.add_error(field if field in form.fields else None, error.message)
            return self._show(home, kind, form, status=error.status)
        messages.success(request, _("Đã ghi vấn đề của hộ."))
        if not Issue.objects.visible_to(self.actor).filter(pk=answer["issue"]).exists():
            # Passed on to those few who may read of it.
            return redirect("households:page", pk=home.pk)
        return redirect("issues:show", pk=answer["issue"])

    def _household(self, pk: int) -> Household:
        rows = Household.objects.reached_by(self.actor, REPORTER_ROLES).living(at=self.today)
        found = rows.with_places().filter(pk=pk).first()
        if found is None:
            raise not_found()
        return found

    def _above(self, home: Household, kind: IssueKind) -> tuple[Level | None, Level | None]:
        """Where the reporter sits, and who is next above; None where neither is to be chosen."""
        held = levels_held(self.actor, home)
        if not held:
            return None, None
        origin = first_held(held)
        return origin, choice_above(CURRENT[kind], origin, home, at=self.today)

    @staticmethod
    def _kind(told: str) -> IssueKind | None:
        return IssueKind(told) if told in IssueKind.values else None

    def _show(
        self, home: Household, kind: IssueKind | None, form: ReportForm | None, status: int = 200
    ) -> HttpResponse:
        context = {
            "home": home,
            "kind": kind,
            "form": form,
            "kinds": [(each.value, each.label) for each in IssueKind],
        }
        return render(self.request, "issues/report.html", context, status=status)
