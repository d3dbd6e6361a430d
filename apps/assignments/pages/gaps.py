"""What a plan, or today, leaves open: who has nobody and why, what would help, who has room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.accounts.access import only
from apps.accounts.roles import COMMUNE_ROLES
from apps.areas.models import Commune, SelfManagedGroup
from apps.assignments.pages.base import OnePlanView, PlansView
from apps.assignments.pages.overview import Coverage
from apps.assignments.pages.units.content import unit_content
from apps.assignments.pages.wording import reason_words
from apps.assignments.plans.gaps import gaps_of_cell, gaps_of_commune, gaps_of_plan
from apps.assignments.plans.querysets import WHOLE_ROLES
from apps.assignments.plans.units.words import reason_words as unit_reason_words
from apps.assignments.proximity import MendKind
from apps.people.models import PartyCell


class GapsView(OnePlanView):
    tab = "gaps"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        if self.head.is_upper:
            return self._units(pk)
        told = gaps_of_plan(self.actor, pk, at=self.today)

        def page_of(household: int) -> str:
            return reverse("plan-pages:household", kwargs={"pk": pk, "household": household})

        return self.page("plans/gaps.html", _shown(told, page_of))

    def _units(self, pk: int) -> HttpResponse:
        told = gaps_of_plan(self.actor, pk, at=self.today)
        context = {
            "content": unit_content(self.actor, pk, at=self.today),
            "villages": [
                _village(row, unit_reason_words) for row in told["villages"] if row["uncovered"]
            ],
        }
        return self.page("plans/units/gaps.html", context)


class CellGapsView(PlansView):
    """What is open in a cell today, with or without a plan."""

    access = only(WHOLE_ROLES)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        told = gaps_of_cell(self.actor, pk, at=self.today)
        cell = PartyCell.objects.visible_to(self.actor).get(pk=pk)
        context = {
            **_shown(told, lambda household: reverse("households:page", kwargs={"pk": household})),
            "name": cell.name,
            "back": reverse("plan-pages:cell", kwargs={"pk": pk}),
        }
        return render(request, "plans/gaps_today.html", context)


class CommuneGapsView(PlansView):
    """What is open in a commune today, by villages: also in those where no cell works."""

    access = only(COMMUNE_ROLES)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        told = gaps_of_commune(self.actor, pk, at=self.today)
        context = {
            **_shown(told),
            "name": Commune.objects.only("name").get(pk=pk).name,
            "back": reverse("plan-pages:home"),
            "is_commune": True,
        }
        return render(request, "plans/gaps_today.html", context)


def _shown(told: Mapping[str, Any], page_of: Callable[[int], str] | None = None) -> dict[str, Any]:
    """``page_of``: where a household is read; without it the households are only counted."""
    villages = {row["village"]: row["name"] for row in told["villages"]}
    gaps = told["gaps"] if page_of else []
    groups = _groups(gaps)
    uncovered = sum(row["uncovered"] for row in told["villages"])
    households = sum(row["households"] for row in told["villages"])
    return {
        "villages": [_village(row, reason_words) for row in told["villages"]],
        "gaps": [_gap(row, groups, villages, page_of) for row in gaps if page_of],
        "with_room": told["with_room"],
        "places": sum(each["room"] for each in told["with_room"]),
        "over": told["over"],
        "rate": told["rate"],
        "unable": told.get("unable", 0),
        "households": households,
        "uncovered": uncovered,
        "coverage": Coverage(households, households - uncovered),
    }


def _groups(gaps: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    keys = {gap["group"] for gap in gaps} - {None}
    return dict(SelfManagedGroup.objects.filter(pk__in=keys).values_list("pk", "name"))


def _village(row: Mapping[str, Any], words: Callable[[str], str]) -> dict[str, Any]:
    reasons = sorted(row["reasons"].items(), key=lambda each: -each[1])
    return {
        **row,
        "covered": row["households"] - row["uncovered"],
        "told": [(words(reason), number) for reason, number in reasons],
    }


def _gap(
    row: Mapping[str, Any],
    groups: Mapping[int, str],
    villages: Mapping[int, str],
    page_of: Callable[[int], str],
) -> dict[str, Any]:
    places = (groups.get(row["group"] or 0, ""), villages.get(row["village"], ""))
    return {
        **row,
        "place": ", ".join(filter(None, places)),
        "told": [{"words": mend["text"], "url": _page_of(mend)} for mend in row["mends"]],
        "url": page_of(row["household"]),
    }


def _page_of(mend: Mapping[str, Any]) -> str:
    """Where the mend is done, if it is not in the plan itself."""
    if mend["kind"] == MendKind.PLACE_HOME:
        return reverse("desk:position", kwargs={"pk": mend["subject"]})
    if mend["kind"] in {MendKind.RAISE_LOAD, MendKind.PLACE_CARRIER}:
        return reverse("people:person", kwargs={"pk": mend["subject"]})
    return ""
