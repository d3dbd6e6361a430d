"""A new trip: from nothing, from chosen households, from issues that were marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.issues.desk.forms import chosen
from apps.issues.kinds import RESTRICTED
from apps.issues.models import Issue
from apps.planning import reading, services
from apps.planning.base import TripsView, refused
from apps.planning.forms import TripForm, chosen_households, chosen_issues, place_of
from apps.planning.mapping import start_map
from apps.planning.querysets import PLANNER_ROLES
from apps.planning.stops import Wanted


class NewView(TripsView):
    """A new trip; households may come along with it, or are found on its page."""

    access = only(PLANNER_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(self.fresh(), [], {})

    def post(self, request: HttpRequest) -> HttpResponse:
        homes = chosen_households(request.POST.getlist("household"))
        about = chosen_issues(request.POST.getlist("about"))
        if "day" not in request.POST and homes:
            # From a list of households, which knows nothing of days.
            return self.show(self.fresh(), homes, about)
        form = TripForm(self.actor, None, request.POST)
        if not form.is_valid():
            return self.show(form, homes, about, 422)
        try:
            answer = services.plan_trip(
                key=form.cleaned_data["key"],
                actor=self.actor,
                plan=form.plan,
                stops=[Wanted(home, issue=about.get(home)) for home in homes],
                at=self.now,
            )
        except DomainError as error:
            return self.show(refused(form, error), homes, about, error.status)
        messages.success(request, _("Đã lập chuyến đi."))
        return redirect("trips:show", pk=answer["trip"])

    def fresh(self) -> TripForm:
        """From where the commune's last trip set out."""
        initial: dict[str, Any] = {"day": self.today, "leader": self.actor.person_id}
        before = reading.last_start(self.actor)
        if before is not None:
            initial |= {
                **place_of(before),
                "start_label": before.start_label,
                "returns": before.returns,
            }
        return TripForm(self.actor, None, initial=initial)

    def show(
        self, form: forms.Form, homes: list[int], about: Mapping[int, int], status: int = 200
    ) -> HttpResponse:
        rows = Household.objects.visible_to(self.actor).filter(pk__in=homes).with_places()
        context = {
            "form": form,
            "homes": [(home, about.get(home.pk)) for home in rows.order_by("pk")],
            "config": start_map(self.actor, at=self.today),
        }
        return self.page("trips/form.html", context, status)


class FromIssuesView(NewView):
    """The form of a trip to the households whose issues were marked in the inbox."""

    def get(self, request: HttpRequest) -> HttpResponse:
        # Where a reload leads.
        return redirect("inbox:home")

    def post(self, request: HttpRequest) -> HttpResponse:
        marked = chosen(request.POST.getlist("item"))
        rows = Issue.objects.visible_to(self.actor).exclude(kind__in=sorted(RESTRICTED))
        # Of two about one household, the first that is due.
        due = rows.filter(pk__in=marked).order_by("-due_on", "-pk")
        about = dict(due.values_list("household", "pk"))
        if not about:
            messages.error(request, _("Hãy đánh dấu ít nhất một vấn đề của hộ."))
            return redirect("inbox:home")
        return self.show(self.fresh(), sorted(about), about)
