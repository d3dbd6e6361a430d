"""Pages of the desk over contacts: who keeps the rule, and odd check-ins."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.access import ActorView, only
from apps.accounts.models import AccessLog
from apps.accounts.services import record_access
from apps.common import clock
from apps.common.errors import DomainError
from apps.visits.checkins.kinds import FlagKind, FlagOutcome
from apps.visits.checkins.querysets import REVIEW_ROLES
from apps.visits.checkins.reviewing import review_flag
from apps.visits.desk import flags, reading
from apps.visits.desk.forms import ReviewForm
from apps.visits.desk.tabs import (
    GROUP_ROLES,
    KEEPER_ROLES,
    VILLAGES_ROLES,
    first_page,
    tabs_of,
)
from apps.visits.keeping import rule_words

PER_PAGE: Final = 50


def whole(text: str | None) -> int | None:
    """A key out of the address, None for what cannot be one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


class DeskView(ActorView):
    """One moment for all that is asked; what is out of reach is told as everywhere."""

    tab = ""
    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.today = clock.local_day(self.now)

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        told = {"tabs": list(tabs_of(self.actor, self.tab)), "today": self.today, **context}
        return render(self.request, template, told, status=status)


class KeepersView(DeskView):
    """Everybody in charge of households, the weakest first."""

    access = only(KEEPER_ROLES)
    tab = "keepers"

    def get(self, request: HttpRequest) -> HttpResponse:
        village = whole(request.GET.get("thon"))
        rows = reading.keepers(self.actor, at=self.today, village=village)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
        shown = reading.with_doings(self.actor, list(page.object_list), at=self.today)
        behind = [row for row in rows if row.standing.behind]
        months = [row.month for row in rows[:1]]
        context = {
            "page": page,
            "keepers": shown,
            "people": len(rows),
            "behind": len(behind),
            "month": months[0] if months else None,
            "rule": rule_words(months[0].rule) if months else "",
            "village": self._village_name(village),
            "query": "" if village is None else f"&thon={village}",
        }
        return self.page("contacts/keepers.html", context)

    def _village_name(self, village: int | None) -> str:
        """ "" for one out of reach: then nobody is listed either."""
        if village is None:
            return ""
        rows = reading.homes_of_people(self.actor, at=self.today, village=village)
        return rows.values_list("village__name", flat=True).first() or ""


class GroupsView(DeskView):
    """Groups with how many of their households are kept."""

    access = only(GROUP_ROLES)
    tab = "groups"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = reading.groups(self.actor, at=self.today)
        return self.page("contacts/groups.html", {"rows": rows, "total": reading.totals(rows)})


class VillagesView(DeskView):
    """Villages with their cells; each leads to its people."""

    access = only(VILLAGES_ROLES)
    tab = "villages"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = reading.villages(self.actor, at=self.today)
        cells = reading.cells_by_village(self.actor, at=self.today)
        told = [(row, cells.get(row.pk or 0, [])) for row in rows]
        context = {"rows": told, "total": reading.totals(rows)}
        return self.page("contacts/villages.html", context)


class HomeView(ActorView):
    """Where the desk begins differs by who asks."""

    access = only(GROUP_ROLES)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        pages = {"villages": VillagesView, "keepers": KeepersView, "groups": GroupsView}
        return pages[first_page(self.actor)].as_view()(request)


class SheetView(DeskView):
    """One person's households within reach, to look at together and to print."""

    access = only(KEEPER_ROLES)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = reading.homes_in_charge(self.actor, pk, at=self.today)
        months = reading.months(self.actor, rows, at=self.today)
        if not months:
            raise Http404
        homes = [
            home
            for month in months
            for home in reading.weakest_homes(
                rows.filter(commune=month.rule.commune_id), month, at=self.today
            )
        ]
        record_access(
            actor=self.actor, action=AccessLog.Action.READ_PERSON, at=self.now, object_id=pk
        )
        context = {
            "name": reading.name_in_charge(self.actor, pk, at=self.today),
            "pk": pk,
            "homes": homes,
            "month": months[0],
            "rule": rule_words(months[0].rule),
        }
        return self.page("contacts/sheet.html", context)


class ReviewView(DeskView):
    """Odd check-ins: those that wait, and those that were looked at."""

    access = only(REVIEW_ROLES)
    tab = "review"

    def get(self, request: HttpRequest) -> HttpResponse:
        done = request.GET.get("xong") == "1"
        wanted = request.GET.get("dau-hieu", "")
        kind = wanted if wanted in FlagKind.values else ""
        rows = flags.flags(self.actor, done=done, kind=kind)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
        query = ("&xong=1" if done else "") + (f"&dau-hieu={kind}" if kind else "")
        context = {
            "done": done,
            "kind": kind,
            "kinds": flags.kinds_waiting(self.actor, done=done),
            "page": page,
            "rows": flags.told(self.actor, cast(Any, page.object_list)),
            "outcomes": FlagOutcome.choices,
            "query": query,
        }
        return self.page("contacts/review.html", context)


class ReviewFlagView(DeskView):
    """A button: what was found."""

    access = only(REVIEW_ROLES)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ReviewForm(request.POST)
        back = redirect(reverse("contacts:review"))
        if not form.is_valid():
            messages.error(request, _("Biểu mẫu này đã cũ. Hãy tải lại trang."))
            return back
        try:
            review_flag(
                actor=self.actor,
                key=form.cleaned_data["key"],
                flag=pk,
                outcome=FlagOutcome(form.cleaned_data["outcome"]),
                now=self.now,
            )
        except DomainError as error:
            if error.status == 404:
                raise
            messages.error(request, error.message)
            return back
        messages.success(request, _("Đã ghi kết quả xem xét. Lần nắm tình hình vẫn được tính."))
        return back
