"""Pages that write: a form kept while it is put right, and buttons that say why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.accounts.keys import Answer
from apps.assignments.pages.base import OnePlanView
from apps.assignments.pages.units.content import any_content
from apps.assignments.pages.wording import change_words
from apps.assignments.plan_states import PlanState
from apps.assignments.plans.querysets import WRITER_ROLES
from apps.common.errors import DomainError

_PLACED_BY_HAND = {"key", "seen", "csrfmiddlewaretoken"}


class WriteView(OnePlanView):
    """Base of what the plan's committee does. ``states``: in which states there is such a thing."""

    access = only(WRITER_ROLES)
    states: frozenset[PlanState] = frozenset({PlanState.DRAFT})

    def allowed(self, pk: int) -> HttpResponse | None:
        """None, or the way back: the plan is no longer where this can be done. 404, 403."""
        self.find(pk)
        if not self.head.may_draft:
            raise PermissionDenied
        if self.plan.state in self.states:
            return None
        said = _("Kế hoạch đang ở trạng thái “%(state)s” nên không làm được việc đó.")
        messages.error(self.request, said % {"state": self.head.state_label})
        return redirect(self.home)

    @property
    def home(self) -> str:
        return reverse("plan-pages:plan", kwargs={"pk": self.plan.pk})

    def told(self, error: DomainError) -> list[dict[str, Any]]:
        """What others changed meanwhile: who, when, and what in words."""
        changes = error.detail.get("changes", ())
        if not changes:
            return []
        names = any_content(self.actor, self.plan, at=self.today).names
        return [
            {
                "who": change["who"],
                "at": parse_datetime(change["at"]),
                "what": change_words(change, names),
            }
            for change in changes
        ]


class FormView(WriteView):
    """Subclasses say which form and which service; a refusal keeps what was entered."""

    form_class: type[forms.Form]
    template = "plans/form.html"

    def form_kwargs(self) -> dict[str, Any]:
        return {}

    def initial(self) -> dict[str, Any]:
        return {"seen": self.plan.revision}

    def context(self, form: Any) -> dict[str, Any]:
        """Beside the form: title, lead, submit, danger."""
        return {}

    def carry_out(self, form: Any) -> Answer:
        raise NotImplementedError

    def done(self, answer: Answer) -> HttpResponse:
        raise NotImplementedError

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        told = {"form": form, "back": self.home, "is_form": True, **self.context(form), **more}
        return self.page(self.template, told, status)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.allowed(pk) or self.show(
            self.form_class(initial=self.initial(), **self.form_kwargs())
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        way_back = self.allowed(pk)
        if way_back is not None:
            return way_back
        form = self.form_class(request.POST, **self.form_kwargs())
        if not form.is_valid():
            return self.show(form, 422)
        try:
            return self.done(self.carry_out(form))
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            return self.refused(form, error)

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """The form as it was filled in, the reason, and the plan as it is by now."""
        self.find(self.plan.pk)
        fresh = renewed(self.request, self.plan.revision, error)
        again = self.form_class(fresh, **self.form_kwargs())
        again.is_valid()
        field = error.detail.get("field")
        again.add_error(field if field in again.fields else None, error.message)
        return self.show(again, 409 if error.status == 409 else 422, changes=self.told(error))


class ResolversView(FormView):
    """Of those who put the plan in force: others of its committee may only draft."""

    def allowed(self, pk: int) -> HttpResponse | None:
        way_back = super().allowed(pk)
        if way_back is None and not self.head.may_resolve:
            raise PermissionDenied
        return way_back


def renewed(request: HttpRequest, revision: int, error: DomainError) -> Any:
    """What was sent, with the present revision: sending it again says yes to what is shown now."""
    fresh: Any = request.POST.copy()
    if "seen" in fresh:
        fresh["seen"] = str(revision)
    if error.code == "key_used":
        fresh["key"] = str(uuid4())
    return fresh


class ButtonView(WriteView):
    """A button: done, or told why not, with the same button for the plan as it is now."""

    form_class: type[forms.Form]
    repeats = True

    def carry_out(self, said: Mapping[str, Any]) -> Answer:
        raise NotImplementedError

    def done(self, answer: Answer) -> HttpResponse:
        return redirect(self.home)

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        way_back = self.allowed(pk)
        if way_back is not None:
            return way_back
        form = self.form_class(request.POST)
        if not form.is_valid():
            messages.error(request, _("Trang này đã cũ. Hãy xem lại rồi bấm lại."))
            return redirect(self.home)
        try:
            return self.done(self.carry_out(form.cleaned_data))
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            return self.refused(error)

    def refused(self, error: DomainError) -> HttpResponse:
        self.find(self.plan.pk)
        kept = [
            (name, value)
            for name, value in self.request.POST.items()
            if name not in _PLACED_BY_HAND
        ]
        context = {
            "message": error.message,
            "changes": self.told(error),
            "again": self.request.path if self.repeats and "changes" in error.detail else "",
            "kept": kept,
            "back": self.home,
        }
        return self.page("plans/refused.html", context, 409 if error.status == 409 else 422)
