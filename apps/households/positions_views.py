"""Pages of the worklist "no position yet"."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.access import ActorView, only
from apps.accounts.models import AccessLog
from apps.accounts.navigation import may_open
from apps.accounts.services import record_access
from apps.common import clock
from apps.common.errors import DomainError
from apps.households import positions
from apps.households.desk_forms import desk_order, refused
from apps.households.models import Household
from apps.households.positions import BULK_ROLES, POSITION_ROLES, Placement
from apps.households.positions_forms import PlacementForm, VersionForm, VillageBackForm
from apps.households.positions_page import position_config
from apps.households.proposed import proposed_positions
from apps.households.versions import version_of, versions_of

PER_PAGE: Final = 100
ACCESS = only(POSITION_ROLES)


def _whole(text: str | None) -> int | None:
    """A key out of the address, None for what cannot be one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


class PositionsView(ActorView):
    """How many wait in each village, and who they are."""

    access = ACCESS

    def get(self, request: HttpRequest) -> HttpResponse:
        at = clock.local_day(clock.now())
        villages = positions.counts(self.actor, at=at)
        asked = _whole(request.GET.get("thon"))
        # A village where nobody waits any more is left for all that still wait elsewhere.
        village = next((each for each in villages if each["village"] == asked), None)
        rows = positions.worklist(self.actor, at=at).with_places()
        if village is not None:
            rows = rows.filter(village=asked)
        may_decide = may_open(self.actor, reverse("contacts:proposals"))
        page = Paginator(rows.order_by(*desk_order()), PER_PAGE).get_page(request.GET.get("trang"))
        shown = list(page.object_list)
        context = {
            "villages": villages,
            "village": village,
            "query": "" if village is None else f"&thon={asked}",
            "total": sum(each["missing"] for each in villages),
            "provisional": sum(each["provisional"] for each in villages),
            "page": page,
            "rows": self._rows(shown),
            "may_bulk": self.actor.has_any(BULK_ROLES),
            "bulk_form": VersionForm(initial={"version": 0}, auto_id=False),
            "back_form": self._back_form(request),
            "may_decide": may_decide,
            "proposed": proposed_positions(self.actor) if may_decide else 0,
        }
        return render(request, "households/positions.html", context)

    def _rows(self, shown: list[Household]) -> list[dict[str, Any]]:
        versions = versions_of([home.pk for home in shown])
        return [
            {
                "home": home,
                "form": VersionForm(initial={"version": versions[home.pk]}, auto_id=False),
            }
            for home in shown
        ]

    def _back_form(self, request: HttpRequest) -> VillageBackForm | None:
        """After a village was placed: the button that takes it back."""
        try:
            placement = UUID(request.GET.get("vua", ""))
        except ValueError:
            return None
        return VillageBackForm(initial={"placement": placement}, auto_id=False)


class PositionView(ActorView):
    """One household: put it on the map, by finger, phone or typed numbers."""

    access = ACCESS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        household = self._household(pk)
        record_access(
            actor=self.actor,
            action=AccessLog.Action.READ_HOUSEHOLD,
            at=clock.now(),
            object_id=household.pk,
        )
        form = PlacementForm(initial={"version": version_of(household.pk)})
        return self._page(request, household, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        household = self._household(pk)
        form = PlacementForm(request.POST)
        error: DomainError | None = None
        if form.is_valid():
            try:
                self._place(household, form)
            except DomainError as caught:
                error = caught
                form = refused(form, error, version=version_of(household.pk))
            else:
                messages.success(
                    request, _("Đã lưu vị trí hộ %(code)s.") % {"code": household.code}
                )
                return redirect("desk:position", pk=household.pk)
        return self._page(request, household, form, error)

    def _household(self, pk: int) -> Household:
        try:
            return positions.find(self.actor, pk, at=clock.local_day(clock.now()))
        except DomainError as error:
            raise Http404 from error

    def _place(self, household: Household, form: PlacementForm) -> None:
        data = form.cleaned_data
        placement = Placement(
            household=household.pk,
            version=data["version"],
            first=data["first"],
            second=data["second"],
            source=data["source"],
            accuracy=data["accuracy"],
            anyway=data["anyway"],
            reason=data["reason"],
        )
        positions.place(actor=self.actor, key=data["key"], placement=placement, now=clock.now())

    def _page(
        self,
        request: HttpRequest,
        household: Household,
        form: PlacementForm,
        error: DomainError | None = None,
    ) -> HttpResponse:
        version = version_of(household.pk)
        context = {
            "household": household,
            "form": form,
            "asks_reason": positions.has_known_place(household),
            "ask_anyway": error is not None and error.code == "outside_village",
            "config": position_config(household),
            "button_form": VersionForm(initial={"version": version}, auto_id=False),
            "can_take_back": positions.can_take_back(household),
        }
        status = 200 if not form.is_bound else 422 if error is None else error.status
        return render(request, "households/positions_place.html", context, status=status)


class _ButtonView(ActorView):
    """A button with a key: carry it out, say so, go back to where it stands."""

    access = ACCESS

    def post(self, request: HttpRequest, **kwargs: int) -> HttpResponse:
        form = VersionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Biểu mẫu này đã cũ. Hãy tải lại trang."))
            return redirect(self.back(**kwargs))
        try:
            return self.carry_out(request, form, **kwargs)
        except DomainError as error:
            if error.status == 404:
                raise Http404 from error
            messages.error(request, error.message)
            return redirect(self.back(**kwargs))

    def back(self, **kwargs: int) -> str:
        return reverse("desk:position", kwargs=kwargs)

    def carry_out(self, request: HttpRequest, form: VersionForm, **kwargs: int) -> HttpResponse:
        raise NotImplementedError


class CentreView(_ButtonView):
    """The group's centre for now."""

    def carry_out(self, request: HttpRequest, form: VersionForm, **kwargs: int) -> HttpResponse:
        positions.place_at_centre(
            actor=self.actor,
            key=form.cleaned_data["key"],
            household=kwargs["pk"],
            version=form.cleaned_data["version"],
            now=clock.now(),
        )
        messages.success(request, _("Đã lấy tạm tâm tổ; hộ vẫn ở danh sách cần đặt vị trí."))
        return redirect(self.back(**kwargs))


class BackView(_ButtonView):
    """Take the last placement back."""

    def carry_out(self, request: HttpRequest, form: VersionForm, **kwargs: int) -> HttpResponse:
        positions.take_back(
            actor=self.actor,
            key=form.cleaned_data["key"],
            household=kwargs["pk"],
            now=clock.now(),
        )
        messages.success(request, _("Đã hoàn tác lần đặt vị trí gần nhất."))
        return redirect(self.back(**kwargs))


class VillageCentreView(_ButtonView):
    """The groups' centres for all of a village that have no position."""

    access = only(BULK_ROLES)

    def back(self, **kwargs: int) -> str:
        return f"{reverse('desk:positions')}?thon={kwargs['pk']}"

    def carry_out(self, request: HttpRequest, form: VersionForm, **kwargs: int) -> HttpResponse:
        key = form.cleaned_data["key"]
        answer = positions.place_village_at_centres(
            actor=self.actor, key=key, village=kwargs["pk"], now=clock.now()
        )
        n = answer["households"]
        text = ngettext("Đã lấy tạm tâm tổ cho %(n)d hộ.", "Đã lấy tạm tâm tổ cho %(n)d hộ.", n)
        messages.success(request, text % {"n": n})
        return redirect(f"{self.back(**kwargs)}&vua={key}")


class VillageBackView(ActorView):
    """Take a village's centres back."""

    access = only(BULK_ROLES)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = VillageBackForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Biểu mẫu này đã cũ. Hãy tải lại trang."))
            return redirect("desk:positions")
        try:
            answer = positions.take_back_village(
                actor=self.actor, now=clock.now(), **form.cleaned_data
            )
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("desk:positions")
        n = answer["households"]
        text = ngettext(
            "Đã hoàn tác vị trí tạm của %(n)d hộ.", "Đã hoàn tác vị trí tạm của %(n)d hộ.", n
        )
        messages.success(request, text % {"n": n})
        return redirect("desk:positions")
