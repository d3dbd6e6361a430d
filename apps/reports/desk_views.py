"""The page that leads to all work on the register."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.access import ActorView, only
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.common import clock
from apps.reports.desk import cards


class DeskView(ActorView):
    access = only(HOUSEHOLD_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        at = clock.local_day(clock.now())
        return render(request, "reports/desk.html", {"cards": cards(self.actor, at=at)})
