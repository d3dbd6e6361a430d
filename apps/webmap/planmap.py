"""The page on which a cell's plan of assignment is edited on the map."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.access import ActorView, only
from apps.assignments.pages.head import plan_head
from apps.assignments.plans.querysets import WHOLE_ROLES
from apps.assignments.plans.reading import find_plan
from apps.common import clock
from apps.webmap.strings.planmap import plan_map_strings

# What the page calls, by the name its JavaScript knows it by.
ADDRESSES = ("board", "edits", "pairs", "locks", "undo", "propose")


def plan_map_config(plan: int, user: int | None) -> dict[str, Any]:
    """The page's configuration, as ``static/js/pages/planmap.js`` reads it.

    ``user`` is the key of the account; changes not yet saved are kept in the browser under it.
    """
    urls = {name: reverse(f"plans:{name}", kwargs={"pk": plan}) for name in ADDRESSES}
    urls["why"] = reverse("plans:why", kwargs={"pk": plan, "household": 0})
    return {"plan": plan, "user": user, "urls": urls, "strings": plan_map_strings()}


class PlanMapView(ActorView):
    """Whoever reads the whole plan of a cell sees it; who may write is told by the board."""

    access = only(WHOLE_ROLES)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = find_plan(self.actor, pk, whole=True)
        if plan.cell is None:
            raise Http404
        today = clock.local_day(clock.now())
        context = {
            "plan": plan,
            "head": plan_head(self.actor, plan, today, current="map"),
            "plan_config": plan_map_config(plan.pk, request.user.pk),
        }
        return render(request, "webmap/planmap.html", context)
