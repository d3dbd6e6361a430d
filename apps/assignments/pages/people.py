"""A plan by its people: loads, households with their distances, and what else each of them does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.accounts.keys import Answer
from apps.assignments.pages.base import OnePlanView
from apps.assignments.pages.content import PlanPerson
from apps.assignments.pages.forms import DutyForm, SeenForm
from apps.assignments.pages.units.content import UnitPerson, any_content
from apps.assignments.pages.writing import ButtonView, FormView
from apps.assignments.plans import editing, proposing
from apps.assignments.plans.querysets import PLAN_ROLES


class PlanView(OnePlanView):
    """The plan's first page; who reads it in part sees the own households."""

    access = only(PLAN_ROLES)
    whole = False
    tab = "people"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        content = any_content(self.actor, self.plan, at=self.today)
        return self.page("plans/people.html", {"content": content})


class DutyView(FormView):
    """What somebody does beside the households, in one line."""

    form_class = DutyForm
    tab = "people"

    def get(self, request: HttpRequest, pk: int, person: int = 0) -> HttpResponse:
        self.about = person
        return super().get(request, pk)

    def post(self, request: HttpRequest, pk: int, person: int = 0) -> HttpResponse:
        self.about = person
        return super().post(request, pk)

    def _person(self) -> PlanPerson | UnitPerson:
        found = any_content(self.actor, self.plan, at=self.today).person(self.about)
        if found is None:
            raise Http404
        return found

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), **DutyForm.filled(self._person().duty)}

    def context(self, form: Any) -> dict[str, Any]:
        name = self._person().name
        return {"title": _("Nhiệm vụ khác của %(name)s") % {"name": name}, "submit": _("Ghi")}

    def carry_out(self, form: DutyForm) -> Answer:
        data = form.cleaned_data
        return editing.write_duty(
            plan=self.plan.pk,
            person=self._person().pk,
            text=form.duty,
            seen=data["seen"],
            order=self.order(data["key"]),
        )

    def done(self, answer: Answer) -> HttpResponse:
        return redirect(f"{self.home}#nguoi-{self.about}")


class ProposeView(ButtonView):
    """Fill the draft with what is proposed around what is locked and forbidden."""

    form_class = SeenForm

    def carry_out(self, said: Any) -> Answer:
        return proposing.propose_pairs(
            plan=self.plan.pk, seen=said["seen"], order=self.order(said["key"])
        )

    def done(self, answer: Answer) -> HttpResponse:
        messages.success(self.request, self._told(answer["changed"]))
        return redirect(self.home)

    def _told(self, changed: int) -> str:
        if not changed:
            return _("Đề xuất không đổi gì: dự thảo đã là cách xếp tốt nhất.")
        said = _("Đã xếp lại %(n)s hộ theo đề xuất. Không ưng thì bấm Hoàn tác ở trang Diễn biến.")
        if self.head.is_upper:
            said = _("Máy đã đổi %(n)s chỗ. Không ưng thì bấm Hoàn tác ở trang Diễn biến.")
        return said % {"n": changed}
