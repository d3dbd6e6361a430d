"""Buttons of a trip's page; each leads back to it, with a word where it was refused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.access import only
from apps.accounts.keyed_forms import KeyedForm
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.planning import reading, services, stops
from apps.planning.base import TripsView
from apps.planning.changing import require_change
from apps.planning.forms import ActForm, AddForm, TickForm, chosen_households
from apps.planning.models import TripStop
from apps.planning.querysets import PLANNER_ROLES, WALKER_ROLES
from apps.planning.states import Outcome, Turn
from apps.visits.checkins.writing import WRITER_ROLES


class _PressView(TripsView):
    """``form`` is checked, ``do`` is done and says what to tell and where to go."""

    form: type[KeyedForm]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(pk)
        form = self.form(request.POST)
        where = reverse("trips:show", kwargs={"pk": pk})
        if not form.is_valid():
            messages.error(request, _("Trang này đã cũ. Hãy xem lại rồi bấm lần nữa."))
            return redirect(where)
        try:
            return redirect(self.do(pk, form, where))
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            messages.error(request, error.message)
        return redirect(where)

    def require(self, pk: int) -> None:
        require_change(self.actor, pk)

    def do(self, pk: int, form: Any, where: str) -> str:
        raise NotImplementedError


class ActView(_PressView):
    """Moves a stop or takes it out, orders them, sets out, finishes, cancels, reopens."""

    access = only(PLANNER_ROLES)
    form = ActForm

    def do(self, pk: int, form: Any, where: str) -> str:
        act, edit = form.cleaned_data["act"], self.edit(form)
        if act in Turn.values:
            services.turn_trip(edit=edit, trip=pk, turn=Turn(act))
            return where
        if act == "order":
            stops.order_by_way(edit=edit, trip=pk)
            messages.success(self.request, _("Đã xếp theo đường đi."))
            return where
        row = self._stop(pk, form.cleaned_data["stop"])
        if act == "remove":
            stops.remove_stop(edit=edit, trip=pk, stop=row.pk)
            messages.success(self.request, _("Đã bớt một hộ."))
            return where
        number = row.number + (1 if act == "down" else -1)
        stops.move_stop(edit=edit, trip=pk, stop=row.pk, number=max(number, 1))
        return f"{where}#diem-{row.pk}"

    def _stop(self, pk: int, stop: int | None) -> TripStop:
        row = TripStop.objects.visible_to(self.actor).filter(trip=pk, pk=stop or 0).first()
        if row is None:
            raise not_found()
        found: TripStop = row
        return found


class AddView(_PressView):
    """Households that were ticked in a list."""

    access = only(PLANNER_ROLES)
    form = AddForm

    def do(self, pk: int, form: Any, where: str) -> str:
        homes = chosen_households(self.request.POST.getlist("household"))
        if not homes:
            messages.error(self.request, _("Hãy đánh dấu ít nhất một hộ."))
            return reverse("trips:search", kwargs={"pk": pk})
        wanted = [stops.Wanted(home) for home in homes]
        stops.add_stops(edit=self.edit(form), trip=pk, stops=wanted)
        messages.success(self.request, _("Đã thêm vào chuyến đi."))
        return where


class TickView(_PressView):
    """What became of a stop. Who met the household goes on to write the talk down."""

    access = only(WALKER_ROLES)
    form = TickForm

    def require(self, pk: int) -> None:
        reading.find_trip(self.actor, pk)

    def do(self, pk: int, form: Any, where: str) -> str:
        told = form.cleaned_data
        tick = stops.Tick(told["stop"], Outcome(told["outcome"]), Outcome(told["was"]))
        answer = stops.set_outcome(
            key=told["key"], actor=self.actor, trip=pk, tick=tick, at=self.now
        )
        if tick.outcome == Outcome.MET and self._asks_talk(tick.stop):
            messages.success(self.request, _("Đã ghi: đã gặp. Ghi lại buổi nói chuyện."))
            return reverse("contacts:write", kwargs={"pk": answer["household"]})
        messages.success(self.request, _("Đã ghi: %(what)s.") % {"what": tick.outcome.label})
        return f"{where}#diem-{tick.stop}"

    def _asks_talk(self, stop: int) -> bool:
        """Whether the actor may write the talk down, and nobody has."""
        if not self.actor.has_any(WRITER_ROLES):
            return False
        rows = TripStop.objects.visible_to(self.actor).filter(pk=stop, contact__isnull=True)
        return rows.filter(
            household__in=Household.objects.reached_by(self.actor, WRITER_ROLES)
        ).exists()
