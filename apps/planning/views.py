"""Pages of trips: lists, a new one, one with its stops, its details, the printed sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.access import only
from apps.accounts.models import AccessLog
from apps.accounts.searches import SearchedView
from apps.accounts.services import record_access
from apps.common.errors import DomainError, not_found
from apps.common.tabs import Tab
from apps.households.selectors import Wanted as WantedHomes
from apps.households.selectors import households_listed
from apps.people.makers import maker_of, moment_text, warning_text
from apps.planning import reading, services, stops
from apps.planning.base import TripsView, refused
from apps.planning.changing import require_change
from apps.planning.forms import (
    AddForm,
    SeenForm,
    StopForm,
    TripForm,
)
from apps.planning.mapping import map_of, start_map
from apps.planning.models import FieldTrip, TripStop
from apps.planning.querysets import PLANNER_ROLES
from apps.planning.states import OPEN, Outcome
from apps.planning.wording import duration, kilometres, title_of
from apps.visits.checkins.writing import WRITER_ROLES

_TABS = {
    reading.COMING: gettext_lazy("Sắp tới"),
    reading.PAST: gettext_lazy("Đã qua"),
    reading.MINE: gettext_lazy("Của tôi"),
}


class ListView(TripsView):
    """Coming ones, past ones, those one goes along with."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("xem", "")
        which = asked if asked in reading.LISTS else reading.COMING
        page = reading.trips_page(self.actor, which, page=request.GET.get("page"))
        home = reverse("trips:list")
        tabs = [Tab(f"{home}?xem={name}", label, name == which) for name, label in _TABS.items()]
        context = {
            "page": page,
            "rows": [(trip, title_of(trip)) for trip in page],
            "tabs": tabs,
            "which": which,
            "query": f"xem={which}",
            "plans": reading.plans(self.actor),
        }
        return self.page("trips/list.html", context)


class OneTripView(TripsView):
    """A page about one trip that the actor reads."""

    trip: FieldTrip

    def find(self, pk: int) -> FieldTrip:
        self.trip = reading.find_trip(self.actor, pk)
        return self.trip

    def find_changeable(self, pk: int) -> FieldTrip:
        """Nobody fills in a form that is sure to be refused."""
        require_change(self.actor, pk)
        trip = self.find(pk)
        if trip.state not in OPEN:
            raise not_found()
        return trip


class ShowView(OneTripView):
    """The stops in their order, the way on the map, what to ask, what became of it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = reading.trip_page(self.actor, pk, at=self.today)
        context = {
            "page": page,
            "trip": page.trip,
            "title": title_of(page.trip),
            "rows": [(row, kilometres(row.metres) if row.metres else "") for row in page.rows],
            "length": kilometres(page.total.road_metres),
            "lasts": duration(page.total.total_minutes),
            "config": map_of(page),
            "seen": page.trip.revision,
            "outcomes": [each for each in Outcome if each != Outcome.NONE],
            "writes": self.actor.has_any(WRITER_ROLES),
            "act_form": SeenForm(initial={"seen": page.trip.revision}),
        }
        return self.page("trips/show.html", context)


class EditView(OneTripView):
    """Another day, start, leader, companions."""

    access = only(PLANNER_ROLES)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        trip = self.find_changeable(pk)
        return self._show(TripForm(self.actor, trip))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        trip = self.find_changeable(pk)
        form = TripForm(self.actor, trip, request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            services.set_details(edit=self.edit(form), trip=pk, plan=form.plan)
        except DomainError as error:
            return self._show(refused(form, error), error.status)
        messages.success(request, _("Đã ghi thông tin chuyến đi."))
        return redirect("trips:show", pk=pk)

    def _show(self, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "trip": self.trip,
            "title": title_of(self.trip),
            "config": start_map(self.actor, at=self.today),
        }
        return self.page("trips/form.html", context, status)


class StopView(OneTripView):
    """What to ask at one stop, and how long it takes."""

    access = only(PLANNER_ROLES)

    def get(self, request: HttpRequest, pk: int, stop: int) -> HttpResponse:
        row = self._find(pk, stop)
        names = ("ask", "minutes", "is_pinned")
        initial = {name: getattr(row, name) for name in names} | {"seen": self.trip.revision}
        return self._show(row, StopForm(initial=initial))

    def post(self, request: HttpRequest, pk: int, stop: int) -> HttpResponse:
        row = self._find(pk, stop)
        form = StopForm(request.POST)
        if not form.is_valid():
            return self._show(row, form, 422)
        told = {name: form.cleaned_data[name] for name in ("ask", "minutes", "is_pinned")}
        try:
            stops.set_stop(edit=self.edit(form), trip=pk, stop=stop, **told)
        except DomainError as error:
            return self._show(row, refused(form, error), error.status)
        messages.success(request, _("Đã ghi việc cần hỏi."))
        return redirect(f"{reverse('trips:show', kwargs={'pk': pk})}#diem-{stop}")

    def _find(self, pk: int, stop: int) -> TripStop:
        self.find_changeable(pk)
        rows = TripStop.objects.visible_to(self.actor).filter(trip=pk, pk=stop)
        row = rows.select_related("household__village").first()
        if row is None:
            raise not_found()
        found: TripStop = row
        return found

    def _show(self, row: TripStop, form: forms.Form, status: int = 200) -> HttpResponse:
        lines = reading.lines_at(self.actor, row, at=self.today)
        context = {"trip": self.trip, "stop": row, "form": form, "lines": lines}
        return self.page("trips/stop.html", context, status)


class SearchView(OneTripView, SearchedView):
    """Households to add, found as in the list of households."""

    access = only(PLANNER_ROLES)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        trip = self.find_changeable(pk)
        wanted = WantedHomes(search=self.search.text, order="name")
        listed = households_listed(self.actor, wanted, at=self.today, page=request.GET.get("page"))
        there = set(
            TripStop.objects.visible_to(self.actor)
            .filter(trip=trip)
            .values_list("household", flat=True)
        )
        context = {
            "trip": trip,
            "title": title_of(trip),
            "search": self.search,
            "listed": listed,
            "there": there,
            "query": self.address,
            "form": AddForm(initial={"seen": trip.revision}),
        }
        return self.page("trips/search.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find_changeable(kwargs["pk"])
        return super().post(request)


class PrintView(OneTripView):
    """The sheet for the car; taking it away is logged."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = reading.trip_page(self.actor, pk, at=self.today)
        record_access(
            actor=self.actor,
            action=AccessLog.Action.EXPORT,
            object_id=pk,
            count=len(page.visible),
            detail="trip print",
            at=self.now,
        )
        who = maker_of(self.actor, request.user.get_username())
        hidden = ngettext(
            "%(n)d hộ ngoài phạm vi của bạn", "%(n)d hộ ngoài phạm vi của bạn", page.hidden
        )
        context = {
            "page": page,
            "trip": page.trip,
            "title": title_of(page.trip),
            "length": kilometres(page.total.road_metres),
            "lasts": duration(page.total.total_minutes),
            "warning": warning_text(who, moment_text(self.now)),
            "hidden": hidden % {"n": page.hidden} if page.hidden else "",
        }
        return self.page("trips/print.html", context)
