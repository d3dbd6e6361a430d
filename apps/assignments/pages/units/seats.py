"""A plan of tier 1 or 2 by its units: the list, one unit with its people, and the changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.keys import Answer
from apps.assignments.pages.base import OnePlanView
from apps.assignments.pages.households import option_words
from apps.assignments.pages.units.content import PlanUnit, UnitContent, unit_content
from apps.assignments.pages.units.forms import (
    AddForm,
    NamedForm,
    NewSeatBanForm,
    PersonForm,
    SeatBanForm,
    SecretaryForm,
)
from apps.assignments.pages.writing import ButtonView, FormView
from apps.assignments.plans.units import services as units
from apps.assignments.plans.units.reading import why_unit
from apps.common.text import fold

_LONGEST_SEARCH: Final = 100


class UnitsView(OnePlanView):
    """Every group or village of the commune. What is searched is posted, as of households."""

    tab = "units"
    upper = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._list(pk, "")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._list(pk, request.POST.get("q", "")[:_LONGEST_SEARCH].strip())

    def _list(self, pk: int, searched: str) -> HttpResponse:
        self.find(pk)
        content = unit_content(self.actor, pk, at=self.today)
        only_left = self.request.GET.get("xem") == "trong"
        kept = content.left if only_left else content.units
        shown = [unit for unit in kept if unit.has(fold(searched), fold)]
        context = {
            "content": content,
            "units": shown,
            "searched": searched,
            "only_left": only_left,
        }
        return self.page("plans/units/units.html", context)


class UnitView(FormView):
    """One unit: who is in charge, who else is near, one person more. Readers see it too."""

    form_class = AddForm
    template = "plans/units/unit.html"
    tab = "units"
    upper = True
    access = OnePlanView.access

    def load(self, pk: int, unit: int) -> None:
        self.find(pk)
        self.read(unit)

    def read(self, unit: int) -> None:
        self.content: UnitContent = unit_content(self.actor, self.plan.pk, at=self.today)
        found = self.content.unit(unit)
        if found is None:
            raise Http404
        self.unit: PlanUnit = found
        nothing: dict[str, Any] = {"chosen": [], "others": [], "mends": [], "reason_label": ""}
        told = nothing if found.gone else why_unit(self.actor, self.plan, unit, at=self.today)
        self.why = told

    def get(self, request: HttpRequest, pk: int, unit: int = 0) -> HttpResponse:
        self.load(pk, unit)
        return self.show(AddForm(initial=self.initial(), **self.form_kwargs()))

    def post(self, request: HttpRequest, pk: int, unit: int = 0) -> HttpResponse:
        self.load(pk, unit)
        if not self.head.may_draft:
            raise PermissionDenied
        return super().post(request, pk)

    def form_kwargs(self) -> dict[str, Any]:
        seated = {seat.person for seat in self.unit.people}
        near = [
            (each["person"], option_words(each))
            for each in self.why["others"]
            if each["metres"] is not None and each["person"] not in seated
        ]
        known = {person for person, _words in near} | seated
        rest = [
            (person.pk, f"{person.name} · {person.total}/{person.capacity}")
            for person in self.content.people
            if person.may_carry and person.pk not in known
        ]
        return {"near": near, "rest": rest}

    def context(self, form: Any) -> dict[str, Any]:
        bans = self.content.bans.get(self.unit.pk, {})
        names = self.content.names
        people = [(person.pk, person.name) for person in self.content.people if person.may_carry]
        return {
            "unit": self.unit,
            "is_form": False,
            "others": self.why["others"],
            "bans": [(pk, names.person(pk), reason) for pk, reason in bans.items()],
            "ban_form": NewSeatBanForm(
                initial={"seen": self.plan.revision},
                auto_id="id_ban_%s",
                people=[each for each in people if each[0] not in bans],
            ),
            "secretary_form": SecretaryForm(
                initial={"seen": self.plan.revision, "person": self.unit.secretary},
                auto_id="id_secretary_%s",
                officers=self.unit.officers,
            ),
            "back": reverse("plan-pages:units", kwargs={"pk": self.plan.pk}),
        }

    def carry_out(self, form: AddForm) -> Answer:
        data = form.cleaned_data
        return units.change_seats(
            plan=self.plan.pk,
            seats={(self.unit.pk, data["person"]): True},
            seen=data["seen"],
            order=self.order(data["key"]),
        )

    def refused(self, form: Any, error: Any) -> HttpResponse:
        self.read(self.unit.pk)
        return super().refused(form, error)

    def done(self, answer: Answer) -> HttpResponse:
        return redirect(_to(self.plan.pk, self.unit.pk))


def _to(plan: int, unit: int) -> str:
    return reverse("plan-pages:unit", kwargs={"pk": plan, "unit": unit})


class _SeatButton(ButtonView):
    form_class: type[KeyedForm] = PersonForm
    tab = "units"
    upper = True

    @property
    def home(self) -> str:
        return _to(self.plan.pk, self.kwargs["unit"])

    def about(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """What every verb is told."""
        order = self.order(said["key"])
        return {"plan": self.plan.pk, "seen": said["seen"], "order": order}


class OffView(_SeatButton):
    """Somebody is no longer to be in charge here."""

    def carry_out(self, said: Mapping[str, Any]) -> Answer:
        seats = {(self.kwargs["unit"], said["person"]): False}
        return units.change_seats(seats=seats, **self.about(said))


class LockView(_SeatButton):
    """Keep somebody here from the solver and from hands, or let go."""

    def carry_out(self, said: Mapping[str, Any]) -> Answer:
        seats = {(self.kwargs["unit"], said["person"])}
        return units.lock_seats(seats=seats, locked=said["locked"], **self.about(said))


class BanView(_SeatButton):
    """Keep somebody off the unit, or take that back."""

    form_class = SeatBanForm

    def carry_out(self, said: Mapping[str, Any]) -> Answer:
        return units.ban_seat(
            unit=self.kwargs["unit"],
            person=said["person"],
            reason=said["reason"] or None,
            **self.about(said),
        )


class SecretaryView(_SeatButton):
    """Which officer compiles the village's report."""

    form_class = NamedForm

    def carry_out(self, said: Mapping[str, Any]) -> Answer:
        return units.name_secretary(
            village=self.kwargs["unit"], person=said["person"], **self.about(said)
        )
