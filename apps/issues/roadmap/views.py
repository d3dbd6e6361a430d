"""The board of the road, a household's road, a year's list against the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.access import ActorView, only
from apps.accounts.models import AccessLog
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.accounts.services import record_access
from apps.common import clock
from apps.common.errors import not_found
from apps.households.models import Household
from apps.households.querysets import EDITOR_ROLES
from apps.issues.roadmap import lists, selectors
from apps.issues.roadmap.household_page import money
from apps.issues.roadmap.kinds import IN_POVERTY, Stage
from apps.issues.roadmap.services import LEAD_ROLES, ROAD_ROLES, communes_led

PER_PAGE: Final = 50
AT_RISK: Final = "at_risk"


def whole(text: str | None) -> int | None:
    """A key or a year out of the address, None for what cannot be one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


class RoadView(ActorView):
    """One moment for all that is asked."""

    now: datetime

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = clock.now()
        self.today = clock.local_day(self.now)

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(self.request, template, {"today": self.today, **context}, status=status)

    def home(self, household: int) -> Household:
        """DomainError 404 out of reach."""
        rows = Household.objects.visible_to(self.actor).with_places()
        found = rows.filter(pk=household).first()
        if found is None:
            raise not_found()
        return found

    def log_reading(self, household: Household) -> None:
        record_access(
            actor=self.actor,
            action=AccessLog.Action.READ_HOUSEHOLD,
            object_id=household.pk,
            at=self.now,
        )


class BoardView(RoadView):
    """Per village how many are where on their road, and the households themselves as cards."""

    access = only(HOUSEHOLD_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        board = selectors.board(self.actor, at=self.today)
        village = whole(request.GET.get("village"))
        wanted = request.GET.get("stage", "")
        stage = wanted if wanted in {*Stage.values, AT_RISK} else ""
        cards = [
            card
            for card in board.cards
            if (village is None or card.household.village_id == village) and _is(card, stage)
        ]
        page = Paginator(cards, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "board": board,
            "stages": Stage.choices,
            "tiles": _tiles(board, village, stage),
            "village": village,
            "stage": stage,
            "page": page,
            "query": _query(village, stage),
            "communes": sorted(communes_led(self.actor)),
        }
        return self.page("roadmap/board.html", context)


def _is(card: selectors.Card, stage: str) -> bool:
    return not stage or (card.is_at_risk if stage == AT_RISK else card.stage == stage)


def _tiles(
    board: selectors.Board, village: int | None, stage: str
) -> list[tuple[str, str, int, bool, bool]]:
    """Address, label, count, chosen, warning: of each stage and of those at risk."""
    rows = [row for row in board.villages if village is None or row.pk == village]
    counted = [
        (each.value, str(each.label), sum(row.stages[each] for row in rows)) for each in Stage
    ]
    here = reverse("roadmap:board")
    risk = sum(row.at_risk for row in rows)
    return [
        (
            f"{here}?{_query(village, '' if key == stage else key)}",
            label,
            count,
            key == stage,
            False,
        )
        for key, label, count in counted
    ] + [
        (
            f"{here}?{_query(village, '' if stage == AT_RISK else AT_RISK)}",
            str(selectors.AT_RISK_LABEL),
            risk,
            stage == AT_RISK,
            risk > 0,
        )
    ]


def _query(village: int | None, stage: str) -> str:
    parts = [f"village={village}"] if village is not None else []
    parts += [f"stage={stage}"] if stage else []
    return "&".join(parts)


class HouseholdRoadView(RoadView):
    """One household's road; reading it is logged as reading its page."""

    access = only(HOUSEHOLD_ROLES)

    def get(self, request: HttpRequest, household: int) -> HttpResponse:
        home = self.home(household)
        road = selectors.road_of(self.actor, home, at=self.today)
        self.log_reading(home)
        leads, writes = (self._may(home, roles) for roles in (LEAD_ROLES, ROAD_ROLES))
        context = {
            "home": home,
            "road": road,
            "money": money(road.money) if road.money else "",
            "may_register": leads and road.target is None and home.poverty_status in IN_POVERTY,
            "may_end": leads and road.target is not None,
            "may_write": writes,
            "may_lead": leads,
        }
        return self.page("roadmap/household.html", context)

    def _may(self, home: Household, roles: frozenset[Any]) -> bool:
        if home.left_on is not None and home.left_on <= self.today:
            return False
        return Household.objects.reached_by(self.actor, roles).filter(pk=home.pk).exists()


class DifferencesView(RoadView):
    """A year's decisions against the status before: who is new, who left, who fell back."""

    access = only(HOUSEHOLD_ROLES)

    def get(self, request: HttpRequest) -> HttpResponse:
        years = lists.years_known(self.actor)
        asked = whole(request.GET.get("year"))
        year = asked if asked in years else (years[0] if years else None)
        told = None if year is None else lists.compared(self.actor, year)
        context = {
            "years": years,
            "year": year,
            "query": f"year={year}",
            **_paged(request, told),
        }
        return self.page("roadmap/differences.html", context)


class IncomingView(RoadView):
    """What the lists of an import that is not written yet would change."""

    access = only(EDITOR_ROLES)

    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        told = lists.planned(self.actor, key)
        return self.page("roadmap/differences.html", {"batch": key, **_paged(request, told)})


def _paged(request: HttpRequest, told: lists.Comparison | None) -> dict[str, Any]:
    lines = [] if told is None else told.lines
    return {
        "told": told,
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
    }
