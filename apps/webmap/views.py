"""The map page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.access import ActorView, only
from apps.accounts.roles import MAP_ROLES
from apps.common import clock
from apps.webmap.page import map_config


class MapView(ActorView):
    access = only(MAP_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        config = map_config(self.actor, at=clock.local_day(clock.now()))
        return render(request, "webmap/map.html", {"map_config": config})
