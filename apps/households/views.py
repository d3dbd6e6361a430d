"""The list of households, one household's page, and its story. Every reading of one is logged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.access import ActorView, only
from apps.accounts.models import AccessLog
from apps.accounts.navigation import may_open
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.accounts.searches import SearchedView
from apps.accounts.services import record_access
from apps.common import clock
from apps.households import selectors
from apps.households.forms import ListForm
from apps.households.models import Household
from apps.households.querysets import EDITOR_ROLES
from apps.households.timeline import moments_of

_MOMENTS_A_PAGE = 30


class HouseholdsView(ActorView):
    """Base of the desk's pages: one moment for all that is asked."""

    access = only(HOUSEHOLD_ROLES)
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.today = clock.local_day(self.now)

    def find(self, pk: int) -> Household:
        household = selectors.find(self.actor, pk)
        if household is None:
            raise Http404
        return household

    def log_reading(self, household: Household) -> None:
        record_access(
            actor=self.actor,
            action=AccessLog.Action.READ_HOUSEHOLD,
            object_id=household.pk,
            at=self.now,
        )


class HouseholdListView(HouseholdsView, SearchedView):
    narrowed_by = ListForm.CHOSEN

    def get(self, request: HttpRequest) -> HttpResponseBase:
        places = selectors.places_in_reach(self.actor, at=self.today)
        form = ListForm({**request.GET.dict(), "q": self.search.text}, places=places)
        listed = selectors.households_listed(
            self.actor, form.wanted, at=self.today, page=request.GET.get("page")
        )
        context = {
            "form": form,
            "search": self.search,
            "listed": listed,
            "query": self.address,
            "has_places": sum(len(groups) + 1 for _village, groups in places) > 1,
            "may_add": self.actor.has_any(EDITOR_ROLES),
            "may_take_away": may_open(self.actor, reverse("reports:exports")),
        }
        return render(request, "households/list.html", context)


class HouseholdPageView(HouseholdsView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        household = self.find(pk)
        page = selectors.household_page(self.actor, household, at=self.today)
        self.log_reading(household)
        context = {"page": page, "household": household, "map_config": _map_config(household)}
        return render(request, "households/page.html", context)


class TimelineView(HouseholdsView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        household = self.find(pk)
        moments = moments_of(self.actor, household)
        self.log_reading(household)
        page = Paginator(moments, _MOMENTS_A_PAGE).get_page(request.GET.get("page"))
        context = {"household": household, "page": page}
        return render(request, "households/timeline.html", context)


def _map_config(household: Household) -> dict[str, Any] | None:
    """What ``static/js/pages/household.js`` reads; degrees and metres."""
    if household.position is None:
        return None
    return {
        "lat": household.position.y,
        "lon": household.position.x,
        "accuracy": household.position_accuracy,
        "outline": selectors.outline_around(household),
        "is_provisional": household.position_source == "group_centre",
        "strings": selectors.map_strings(),
    }
