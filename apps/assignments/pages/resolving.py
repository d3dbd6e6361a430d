"""The resolution: first what it would do, then its number and days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.assignments.pages.content import Content, content_of
from apps.assignments.pages.forms import ResolveForm
from apps.assignments.pages.units.content import unit_content
from apps.assignments.pages.units.outcome import unit_lists
from apps.assignments.pages.wording import refused_words
from apps.assignments.pages.writing import ResolversView
from apps.assignments.plan_states import PlanState
from apps.assignments.plans import resolving
from apps.assignments.plans.reading import outcome


class ResolveView(ResolversView):
    """``preview`` counts anew for the day that was entered; nothing is written."""

    form_class = ResolveForm
    template = "plans/resolve.html"
    states = frozenset({PlanState.SUBMITTED})

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        if self.head.is_upper:
            self.template = "plans/units/resolve.html"
            form.of_commune()
        return super().show(form, status, **more)

    def initial(self) -> dict[str, Any]:
        return {
            **super().initial(),
            "decided_on": self.today,
            "effective_on": self.today,
            "agreed": self._outcome(self.today)["lost"],
        }

    def _outcome(self, since: date) -> dict[str, Any]:
        return outcome(self.actor, self.plan.pk, since=since, at=self.today)

    def context(self, form: Any) -> dict[str, Any]:
        since = form.since or self.today
        told = self._outcome(since)
        if self.head.is_upper:
            units = unit_content(self.actor, self.plan.pk, at=self.today)
            lists = unit_lists(told, units.names)
            return {"since": since, "outcome": told, "over": units.over, **lists}
        content = content_of(self.actor, self.plan.pk, at=self.today)
        return {
            "outcome": told,
            "since": since,
            "over": content.over,
            "refused_pairs": [
                {
                    "home": content.names.home(each["household"]),
                    "reason": refused_words(each["reason"]),
                }
                for each in told["left_out"]
            ],
            **_lists(content, told),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "preview" in request.POST:
            return self.allowed(pk) or self._previewed(request)
        return super().post(request, pk)

    def _previewed(self, request: HttpRequest) -> HttpResponse:
        """The form as it was entered, without remarks but on the days, with the number anew."""
        form = self._anew(request)
        for name in {"number", "agree"} & set(form.errors):
            del form.errors[name]
        return self.show(form, 422 if form.errors else 200)

    def _anew(self, request: HttpRequest) -> ResolveForm:
        fresh: Any = request.POST.copy()
        read = ResolveForm(fresh)
        read.is_valid()
        fresh["agreed"] = str(self._outcome(read.since or self.today)["lost"])
        fresh["seen"] = str(self.plan.revision)
        fresh.pop("agree", None)
        form = ResolveForm(fresh)
        form.is_valid()
        return form

    def carry_out(self, form: ResolveForm) -> Answer:
        data = form.cleaned_data
        return resolving.resolve(
            plan=self.plan.pk,
            resolution=resolving.Resolution(
                data["number"], data["decided_on"], data["effective_on"]
            ),
            seen=data["seen"],
            agreed=data["agreed"],
            order=self.order(data["key"]),
        )

    def refused(self, form: Any, error: Any) -> HttpResponse:
        self.find(self.plan.pk)
        again = self._anew(self.request)
        again.errors.pop("agree", None)
        field = error.detail.get("field")
        again.add_error(field if field in again.fields else None, error.message)
        return self.show(again, 409 if error.status == 409 else 422)

    def done(self, answer: Answer) -> HttpResponse:
        if self.head.is_upper:
            said = _("Văn bản đã có hiệu lực: giữ nguyên %(kept)s, phân công mới %(new)s.")
            counts = {"kept": answer["kept"], "new": answer["opened"]}
            messages.success(self.request, said % counts)
            return redirect(self.home)
        messages.success(
            self.request,
            _("Nghị quyết đã có hiệu lực: %(kept)s hộ giữ người cũ, %(new)s hộ có người mới.")
            % {"kept": answer["kept"], "new": answer["opened"] + answer["replaced"]},
        )
        return redirect(self.home)


def _lists(content: Content, told: dict[str, Any]) -> dict[str, Any]:
    """Households by what becomes of them, with names; by who is in charge today."""
    gone = {each["household"] for each in told["left_out"]}
    planned = [home for home in content.homes if home.person is not None and home.pk not in gone]
    closed = set(told["closed"])
    return {
        "opened": [home for home in planned if home.present is None],
        "replaced": [home for home in planned if home.present not in {None, home.person}],
        "closed": [home for home in content.homes if home.pk in closed],
    }
