"""The forms of the road: show, check, do once, go back to the household's road."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.access import only
from apps.accounts.keyed_forms import KeyedForm
from apps.accounts.roles import Role
from apps.areas.models import Commune
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.households.querysets import EDITOR_ROLES
from apps.issues.roadmap import forms, services
from apps.issues.roadmap.kinds import StepOutcome, TargetResult
from apps.issues.roadmap.models import RoadStep
from apps.issues.roadmap.rules import rules_of
from apps.issues.roadmap.services import LEAD_ROLES, ROAD_ROLES
from apps.issues.roadmap.views import RoadView

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class RoadFormView(RoadView):
    """A page with one form about a household. Subclasses say what is in it and what it does."""

    roles: ClassVar[frozenset[Role]] = LEAD_ROLES
    title: ClassVar[str | StrPromise]
    button: ClassVar[str | StrPromise] = _("Ghi lại")
    done: ClassVar[str | StrPromise] = _("Đã ghi.")

    def form(self, home: Household, *args: Any, **kwargs: Any) -> KeyedForm:
        raise NotImplementedError

    def initial(self, home: Household) -> dict[str, Any]:
        return {}

    def carry_out(self, home: Household, form: Any) -> None:
        raise NotImplementedError

    def get(self, request: HttpRequest, household: int) -> HttpResponseBase:
        home = self.writable(household)
        self.log_reading(home)
        return self.show(home, self.form(home, initial=self.initial(home)))

    def post(self, request: HttpRequest, household: int) -> HttpResponseBase:
        home = self.writable(household)
        form = self.form(home, request.POST)
        if not form.is_valid():
            return self.show(home, form, 422)
        try:
            self.carry_out(home, form)
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            field = error.detail.get("field")
            form.add_error(field if field in form.fields else None, error.message)
            return self.show(home, form, error.status)
        messages.success(request, str(self.done))
        return redirect("roadmap:household", household=home.pk)

    def writable(self, household: int) -> Household:
        """404 out of reach, 403 within reach but not to be written by this actor."""
        home = self.home(household)
        rows = Household.objects.reached_by(self.actor, self.roles)
        if not rows.filter(pk=home.pk).exists():
            raise PermissionDenied
        return home

    def show(self, home: Household, form: KeyedForm, status: int = 200) -> HttpResponse:
        back = reverse("roadmap:household", kwargs={"household": home.pk})
        context = {
            "home": home,
            "form": form,
            "title": self.title,
            "button": self.button,
            "back": back,
        }
        return self.page("roadmap/form.html", context, status)


class TargetView(RoadFormView):
    access = only(LEAD_ROLES)
    title = _("Đăng ký thoát nghèo")
    button = _("Đăng ký")
    done = _("Đã ghi đăng ký. Hãy thêm các việc cần làm.")

    def form(self, home: Household, *args: Any, **kwargs: Any) -> KeyedForm:
        return forms.TargetForm(*args, **kwargs)

    def initial(self, home: Household) -> dict[str, Any]:
        return {"registered_on": self.today, "target_year": self.today.year + 1}

    def carry_out(self, home: Household, form: forms.TargetForm) -> None:
        services.register_target(
            key=form.cleaned_data["key"],
            actor=self.actor,
            household=home.pk,
            wish=form.target(),
            at=self.now,
        )


class EndTargetView(RoadFormView):
    access = only(LEAD_ROLES)
    title = _("Kết quả của đăng ký thoát nghèo")

    def form(self, home: Household, *args: Any, **kwargs: Any) -> KeyedForm:
        return forms.EndTargetForm(*args, **kwargs)

    def initial(self, home: Household) -> dict[str, Any]:
        return {"ended_on": self.today}

    def carry_out(self, home: Household, form: forms.EndTargetForm) -> None:
        data = form.cleaned_data
        services.end_target(
            key=data["key"],
            actor=self.actor,
            household=home.pk,
            result=TargetResult(data["result"]),
            ended_on=data["ended_on"],
            text=data["text"],
            at=self.now,
        )


class StepView(RoadFormView):
    access = only(ROAD_ROLES)
    roles = ROAD_ROLES
    title = _("Thêm việc vào lộ trình")
    button = _("Thêm việc")

    def form(self, home: Household, *args: Any, **kwargs: Any) -> KeyedForm:
        return forms.StepForm(self.actor, home, self.today, *args, **kwargs)

    def initial(self, home: Household) -> dict[str, Any]:
        return {"owner": self.actor.person_id}

    def carry_out(self, home: Household, form: forms.StepForm) -> None:
        services.add_step(
            key=form.cleaned_data["key"],
            actor=self.actor,
            household=home.pk,
            wish=form.step(),
            at=self.now,
        )


class SupportView(RoadFormView):
    access = only(ROAD_ROLES)
    roles = ROAD_ROLES
    title = _("Ghi hỗ trợ hộ đã nhận")

    def form(self, home: Household, *args: Any, **kwargs: Any) -> KeyedForm:
        return forms.SupportForm(*args, **kwargs)

    def initial(self, home: Household) -> dict[str, Any]:
        return {"given_on": self.today}

    def carry_out(self, home: Household, form: forms.SupportForm) -> None:
        services.record_support(
            key=form.cleaned_data["key"],
            actor=self.actor,
            household=home.pk,
            wish=form.support(),
            at=self.now,
        )


class OneStepView(RoadFormView):
    """Base of what is about a step, which says whose road it is on."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.step = int(kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return super().get(request, self.found().target.household_id)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return super().post(request, self.found().target.household_id)

    def found(self) -> RoadStep:
        rows = RoadStep.objects.visible_to(self.actor).filter(pk=self.step)
        row: RoadStep | None = rows.select_related("target__household").first()
        if row is None:
            raise not_found()
        return row


class ChangeStepView(OneStepView):
    access = only(LEAD_ROLES)
    title = _("Đổi người lo hoặc hạn")

    def form(self, home: Household, *args: Any, **kwargs: Any) -> KeyedForm:
        return forms.ChangeStepForm(self.actor, self.found(), self.today, *args, **kwargs)

    def initial(self, home: Household) -> dict[str, Any]:
        row = self.found()
        return {"owner": row.owner_id, "due_on": row.due_on}

    def carry_out(self, home: Household, form: forms.ChangeStepForm) -> None:
        services.change_step(
            key=form.cleaned_data["key"],
            actor=self.actor,
            step=self.step,
            change=form.change(),
            at=self.now,
        )


class FinishStepView(OneStepView):
    access = only(ROAD_ROLES)
    roles = ROAD_ROLES
    title = _("Ghi kết quả của việc")

    def form(self, home: Household, *args: Any, **kwargs: Any) -> KeyedForm:
        return forms.FinishStepForm(*args, **kwargs)

    def initial(self, home: Household) -> dict[str, Any]:
        return {"done_on": self.today}

    def carry_out(self, home: Household, form: forms.FinishStepForm) -> None:
        data = form.cleaned_data
        services.finish_step(
            key=data["key"],
            actor=self.actor,
            step=self.step,
            outcome=StepOutcome(data["outcome"]),
            done_on=data["done_on"],
            text=data["text"],
            at=self.now,
        )


class RuleView(RoadView):
    """How long the commune watches who left poverty."""

    access = only(EDITOR_ROLES)

    def get(self, request: HttpRequest, commune: int) -> HttpResponse:
        place = self._commune(commune)
        rule = rules_of([place.pk])[place.pk]
        initial = {"escaped_months": rule.escaped_months, "contact_days": rule.contact_days}
        return self._show(place, forms.RuleForm(initial=initial))

    def post(self, request: HttpRequest, commune: int) -> HttpResponseBase:
        place = self._commune(commune)
        form = forms.RuleForm(request.POST)
        if not form.is_valid():
            return self._show(place, form, 422)
        try:
            services.set_rule(actor=self.actor, commune=place.pk, at=self.now, **form.cleaned_data)
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            form.add_error(None, error.message)
            return self._show(place, form, error.status)
        messages.success(request, str(_("Đã ghi quy định.")))
        return redirect("roadmap:board")

    def _commune(self, commune: int) -> Commune:
        led = services.communes_led(self.actor) & {commune}
        found = Commune.objects.filter(pk__in=led).defer("geom").first()
        if found is None:
            raise not_found()
        return found

    def _show(self, place: Commune, form: forms.RuleForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": _("Theo dõi nguy cơ tái nghèo"),
            "place": place,
            "button": _("Lưu"),
            "back": reverse("roadmap:board"),
        }
        return self.page("roadmap/form.html", context, status)
