"""The map page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.access import ActorView, only
from apps.accounts.roles import MAP_ROLES
from apps.common import clock
from apps.webmap.page import export_choices, map_config


class MapView(ActorView):
    access = only(MAP_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.local_day(clock.now())
        context = {
            "map_config": map_config(self.actor, at=today),
            "exports": export_choices(self.actor, at=today),
        }
        return render(request, "webmap/map.html", context)
