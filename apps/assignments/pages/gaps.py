"""What a plan leaves open: who has nobody and why, what would help, who has room, who too much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from apps.areas.models import SelfManagedGroup
from apps.assignments.pages.base import OnePlanView
from apps.assignments.pages.wording import Names, mend_words, reason_words
from apps.assignments.plans.gaps import gaps_of_plan
from apps.people.models import Person


class GapsView(OnePlanView):
    tab = "gaps"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.find(pk)
        told = gaps_of_plan(self.actor, pk, at=self.today)
        names = self._names(told)
        context = {
            "villages": [_village(row) for row in told["villages"]],
            "gaps": [_gap(row, names, pk) for row in told["gaps"]],
            "with_room": told["with_room"],
            "over": told["over"],
            "rate": told["rate"],
            "households": sum(row["households"] for row in told["villages"]),
        }
        return self.page("plans/gaps.html", context)

    def _names(self, told: Mapping[str, Any]) -> Names:
        """Of those whom the mends speak of; two queries."""
        subjects = {mend["subject"] for gap in told["gaps"] for mend in gap["mends"]}
        people = Person.objects.visible_to(self.actor).filter(pk__in=subjects)
        groups = subjects | {gap["group"] for gap in told["gaps"] if gap["group"]}
        return Names(
            people=dict(people.values_list("pk", "full_name")),
            villages={row["village"]: row["name"] for row in told["villages"]},
            groups=dict(
                SelfManagedGroup.objects.filter(
                    pk__in=groups, village__in=[row["village"] for row in told["villages"]]
                ).values_list("pk", "name")
            ),
        )


def _village(row: Mapping[str, Any]) -> dict[str, Any]:
    reasons = sorted(row["reasons"].items(), key=lambda each: -each[1])
    return {
        **row,
        "covered": row["households"] - row["uncovered"],
        "told": [(reason_words(reason), number) for reason, number in reasons],
    }


def _gap(row: Mapping[str, Any], names: Names, plan: int) -> dict[str, Any]:
    places = (names.groups.get(row["group"] or 0, ""), names.villages.get(row["village"], ""))
    return {
        **row,
        "place": ", ".join(filter(None, places)),
        "reason": reason_words(row["reason"]),
        "told": list(_mends(row["mends"], names)),
        "url": reverse("plan-pages:household", kwargs={"pk": plan, "household": row["household"]}),
    }


def _mends(mends: Iterable[Mapping[str, Any]], names: Names) -> Iterable[dict[str, str]]:
    """Each mend in words, with the page on which it is done where there is one."""
    for mend in mends:
        words = mend_words(mend, names)
        if words:
            yield {"words": words, "url": _page_of(mend)}


def _page_of(mend: Mapping[str, Any]) -> str:
    if mend["kind"] == "place_home":
        return reverse("desk:position", kwargs={"pk": mend["subject"]})
    if mend["kind"] in {"raise_load", "place_carrier"}:
        return reverse("people:person", kwargs={"pk": mend["subject"]})
    return ""
