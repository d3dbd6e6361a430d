"""Figures of an area: households, coverage, recency. One definition for map, lists and reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from apps.accounts.actor import Actor
from apps.assignments.expressions import is_covered
from apps.households.models import Household
from apps.visits.expressions import last_contact_day
from apps.visits.models import ContactRule
from apps.visits.recency import recency_class
from apps.visits.selectors import rules_of


@dataclass(slots=True)
class Figures:
    """Counts over all living households, the unassigned and unlocated ones included.

    ``recency[i]`` counts the households of recency class ``i`` (see ``visits.recency``).
    """

    households: int = 0
    covered: int = 0
    unlocated: int = 0
    recency: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def uncovered(self) -> int:
        return self.households - self.covered

    def add(self, n: int, *, covered: bool, located: bool, recency: int) -> None:
        self.households += n
        self.covered += n if covered else 0
        self.unlocated += 0 if located else n
        self.recency[recency] += n


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """Figures by the key of each commune, village and group."""

    communes: Mapping[int, Figures]
    villages: Mapping[int, Figures]
    groups: Mapping[int, Figures]


def _counted(actor: Actor, at: date) -> Iterable[dict[str, Any]]:
    keys = ("commune_id", "village_id", "group_id", "covered", "located", "last_day")
    rows: Iterable[dict[str, Any]] = (
        Household.objects.countable_by(actor)
        .living(at=at)
        .annotate(
            covered=is_covered(at),
            last_day=last_contact_day(at),
            located=Q(position__isnull=False),
        )
        .order_by()
        .values(*keys)
        .annotate(n=Count("pk"))
    )
    return rows


def _class_of(last_day: date | None, at: date, rule: ContactRule) -> int:
    days = None if last_day is None else (at - last_day).days
    return recency_class(days, rule.class_days)


def area_figures(actor: Actor, *, at: date) -> AreaFigures:
    """Figures of every area the actor may count, on the day ``at``; one query."""
    communes: dict[int, Figures] = defaultdict(Figures)
    villages: dict[int, Figures] = defaultdict(Figures)
    groups: dict[int, Figures] = defaultdict(Figures)
    rows = list(_counted(actor, at))
    rules = rules_of({row["commune_id"] for row in rows})
    for row in rows:
        recency = _class_of(row["last_day"], at, rules[row["commune_id"]])
        targets = [communes[row["commune_id"]], villages[row["village_id"]]]
        if row["group_id"] is not None:
            targets.append(groups[row["group_id"]])
        for figures in targets:
            figures.add(row["n"], covered=row["covered"], located=row["located"], recency=recency)
    return AreaFigures(communes, villages, groups)
