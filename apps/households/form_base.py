"""What all forms of the household desk share: show, check, do once, go back to the household."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.households import forms
from apps.households.desk.history import changes_since
from apps.households.desk.orders import Order
from apps.households.desk.versions import version_of
from apps.households.models import Household, HouseholdMember
from apps.households.querysets import EDITOR_ROLES
from apps.households.sections import Step, consequences_of
from apps.households.views import HouseholdsView

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(slots=True)
class Subject:
    """What the form is about; ``resident`` where it is about somebody in the household."""

    household: Household | None = None
    resident: HouseholdMember | None = None

    @property
    def home(self) -> Household:
        if self.household is None:
            raise Http404
        return self.household

    @property
    def somebody(self) -> HouseholdMember:
        if self.resident is None:
            raise Http404
        return self.resident

    @property
    def row(self) -> Household | HouseholdMember | None:
        """What the version on the form is of."""
        return self.resident or self.household


class DeskFormView(HouseholdsView):
    """A page with one form. Subclasses say what is in it and which verb it calls."""

    roles: ClassVar[frozenset[Role]] = EDITOR_ROLES
    form_class: ClassVar[type[forms.ReasonForm]]
    template: ClassVar[str] = "households/form.html"
    title: ClassVar[str | StrPromise]
    button: ClassVar[str | StrPromise] = _("Lưu")
    done: ClassVar[str | StrPromise] = _("Đã lưu.")
    step: ClassVar[Step | None] = None
    is_grave: ClassVar[bool] = False

    def initial(self, subject: Subject) -> dict[str, Any]:
        return {}

    def choices(self, subject: Subject) -> dict[str, Any]:
        """What the form needs to offer something to choose from."""
        return {}

    def carry_out(self, subject: Subject, order: Order, data: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def is_sent(self) -> bool:
        return self.request.method == "POST"

    def subject(self, pk: int | None, resident: int | None) -> Subject:
        """404 out of reach, 403 within reach but not to be changed by this actor."""
        if pk is None:
            return Subject()
        household = self.find(pk)
        rows = Household.objects.reached_by(self.actor, self.roles)
        if not rows.filter(pk=pk).exists():
            raise PermissionDenied
        if resident is None:
            return Subject(household)
        people = HouseholdMember.objects.visible_to(self.actor).filter(household=household)
        found = people.filter(pk=resident).first()
        if found is None:
            raise Http404
        return Subject(household, found)

    def get(
        self, request: HttpRequest, pk: int | None = None, resident: int | None = None
    ) -> HttpResponseBase:
        subject = self.subject(pk, resident)
        version = {} if subject.row is None else {"version": version_of(subject.row)}
        form = self.form_class(
            initial={**self.initial(subject), **version},
            today=self.today,
            **self.choices(subject),
        )
        if subject.household is not None:
            self.log_reading(subject.household)
        return self._page(subject, form)

    def post(
        self, request: HttpRequest, pk: int | None = None, resident: int | None = None
    ) -> HttpResponseBase:
        subject = self.subject(pk, resident)
        form = self.form_class(request.POST, today=self.today, **self.choices(subject))
        if not form.is_valid():
            return self._page(subject, form, status=422)
        data = form.cleaned_data
        order = Order(self.actor, data["reason"], self.now, data["key"])
        try:
            answer = self.carry_out(subject, order, data)
        except DomainError as error:
            return self._refused(subject, form, error)
        messages.success(request, str(self.done))
        return redirect("households:page", pk=self.goes_to(answer))

    def goes_to(self, answer: dict[str, Any]) -> int:
        return int(answer["household"])

    def _refused(
        self, subject: Subject, form: forms.ReasonForm, error: DomainError
    ) -> HttpResponseBase:
        """The form again, as it was filled in, with what the desk answered."""
        if error.status == 404:
            raise Http404
        if error.status == 403:
            raise PermissionDenied
        changes: list[str] = []
        if error.code == "stale" and subject.row is not None:
            seen = form.cleaned_data["version"] or 0
            changes = changes_since(self.actor, subject.row, seen)
            # Whoever has seen both may send it once more.
            again = self.request.POST.copy()
            again["version"] = str(error.detail["version"])
            form.data = again
        field = error.detail.get("field", "")
        form.add_error(field if field in form.fields and not changes else None, error.message)
        status = 409 if error.status == 409 else 422
        return self._page(subject, form, status=status, changes=changes)

    def _page(
        self,
        subject: Subject,
        form: forms.ReasonForm,
        *,
        status: int = 200,
        changes: list[str] | None = None,
    ) -> HttpResponseBase:
        told = []
        if self.step is not None and subject.household is not None:
            told = consequences_of(self.actor, subject.household, self.step, at=self.today)
        context = {
            "form": form,
            "household": subject.household,
            "resident": subject.resident,
            "title": self.title,
            "button": self.button,
            "is_grave": self.is_grave,
            "consequences": told,
            "changes": changes or [],
        }
        return render(self.request, self.template, context, status=status)
