"""What a plan leaves open: who has nobody and why, what would help, who has room, who too much."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from apps.areas.models import SelfManagedGroup
from apps.assignments.pages.base import OnePlanView
from apps.assignments.pages.units.content import unit_content
from apps.assignments.pages.wording import reason_words
from apps.assignments.plans.gaps import gaps_of_plan
from apps.assignments.plans.units.words import reason_words as unit_reason_words
from apps.assignments.proximity import MendKind


class GapsView(OnePlanView):
    tab = "gaps"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        if self.head.is_upper:
            return self._units(pk)
        told = gaps_of_plan(self.actor, pk, at=self.today)
        groups = self._groups(told)
        villages = {row["village"]: row["name"] for row in told["villages"]}
        context = {
            "villages": [_village(row, reason_words) for row in told["villages"]],
            "gaps": [_gap(row, groups, villages, pk) for row in told["gaps"]],
            "with_room": told["with_room"],
            "over": told["over"],
            "rate": told["rate"],
            "households": sum(row["households"] for row in told["villages"]),
        }
        return self.page("plans/gaps.html", context)

    def _units(self, pk: int) -> HttpResponse:
        told = gaps_of_plan(self.actor, pk, at=self.today)
        context = {
            "content": unit_content(self.actor, pk, at=self.today),
            "villages": [
                _village(row, unit_reason_words) for row in told["villages"] if row["uncovered"]
            ],
        }
        return self.page("plans/units/gaps.html", context)

    def _groups(self, told: Mapping[str, Any]) -> dict[int, str]:
        keys = {gap["group"] for gap in told["gaps"]} - {None}
        return dict(SelfManagedGroup.objects.filter(pk__in=keys).values_list("pk", "name"))


def _village(row: Mapping[str, Any], words: Callable[[str], str]) -> dict[str, Any]:
    reasons = sorted(row["reasons"].items(), key=lambda each: -each[1])
    return {
        **row,
        "covered": row["households"] - row["uncovered"],
        "told": [(words(reason), number) for reason, number in reasons],
    }


def _gap(
    row: Mapping[str, Any], groups: Mapping[int, str], villages: Mapping[int, str], plan: int
) -> dict[str, Any]:
    places = (groups.get(row["group"] or 0, ""), villages.get(row["village"], ""))
    where = {"pk": plan, "household": row["household"]}
    return {
        **row,
        "place": ", ".join(filter(None, places)),
        "told": [{"words": mend["text"], "url": _page_of(mend)} for mend in row["mends"]],
        "url": reverse("plan-pages:household", kwargs=where),
    }


def _page_of(mend: Mapping[str, Any]) -> str:
    """Where the mend is done, if it is not in the plan itself."""
    if mend["kind"] == MendKind.PLACE_HOME:
        return reverse("desk:position", kwargs={"pk": mend["subject"]})
    if mend["kind"] in {MendKind.RAISE_LOAD, MendKind.PLACE_CARRIER}:
        return reverse("people:person", kwargs={"pk": mend["subject"]})
    return ""
