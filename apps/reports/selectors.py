"""Figures of an area: households, coverage, recency. One definition for map, lists and reports."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When
from django.db.models.lookups import Exact

from apps.accounts.actor import Actor
from apps.areas.models import Commune
from apps.assignments.expressions import is_covered
from apps.households.models import Household, PovertyStatus
from apps.households.querysets import counts_at
from apps.households.whereabouts import Place, places_then
from apps.issues.expressions import first_deadline
from apps.visits.expressions import keeps_rule, last_contact_day
from apps.visits.models import ContactRule
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of


@dataclass(slots=True)
class Figures:
    """Counts over all living households, the unassigned and unlocated ones included.

    ``by_days`` counts them by the days since their last contact, None for never: which classes
    these make is for the reader to say (``visits.recency.in_classes``).
    """

    households: int = 0
    covered: int = 0
    unlocated: int = 0
    # As many contact days in the commune's month so far as its rule asks for, and as many of them
    # in person.
    kept: int = 0
    near_poor: int = 0
    poor: int = 0
    # Households that wait for something (``issues.brief``), and those that wait too long.
    waiting: int = 0
    waiting_late: int = 0
    by_days: dict[int | None, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def uncovered(self) -> int:
        return self.households - self.covered

    def add(self, row: Mapping[str, Any], *, at: date) -> None:
        """``row``: ``n`` households alike, as ``_counted`` gives them."""
        n = row["n"]
        self.households += n
        self.covered += n if row["covered"] else 0
        self.unlocated += 0 if row["located"] else n
        self.kept += n if row["kept"] else 0
        self.near_poor += n if row["poverty_status"] == PovertyStatus.NEAR_POOR else 0
        self.poor += n if row["poverty_status"] == PovertyStatus.POOR else 0
        deadline = row["deadline"]
        self.waiting += n if deadline is not None else 0
        self.waiting_late += n if deadline is not None and deadline < at else 0
        last_day = row["last_day"]
        self.by_days[None if last_day is None else (at - last_day).days] += n


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """Figures by the key of each commune, village and group."""

    communes: Mapping[int, Figures]
    villages: Mapping[int, Figures]
    groups: Mapping[int, Figures]


_ALIKE = (
    "commune_id",
    "village_id",
    "group_id",
    "covered",
    "located",
    "kept",
    "poverty_status",
    "last_day",
    "deadline",
)


def _kept(rules: Mapping[int, ContactRule], at: date) -> Case:
    """Whether the rule of the household's commune is kept in the month that holds ``at``."""
    whens = [
        When(
            Exact(F("commune"), commune)
            & keeps_rule(rule, month_of(at, rule.month_start)[0], at + timedelta(days=1)),
            then=Value(True),
        )
        for commune, rule in rules.items()
    ]
    return Case(*whens, default=Value(False), output_field=BooleanField())


def _counted(
    households: "QuerySet[Any]", at: date, rules: Mapping[int, ContactRule], *more: str
) -> Iterable[dict[str, Any]]:
    """Rows of ``n`` households alike in ``_ALIKE`` and in ``more``."""
    rows: Iterable[dict[str, Any]] = (
        households.annotate(
            covered=is_covered(at),
            last_day=last_contact_day(at),
            deadline=first_deadline(at),
            located=Q(position__isnull=False),
            kept=_kept(rules, at),
        )
        .order_by()
        .values(*_ALIKE, *more)
        .annotate(n=Count("pk"))
    )
    return rows


def area_figures(
    actor: Actor,
    *,
    at: date,
    communes: Collection[int] | None = None,
    told_on: date | None = None,
) -> AreaFigures:
    """Figures of every area the actor may count, on the day ``at``, or only of ``communes``.

    ``told_on``: a later day, in whose villages and groups the figures are told; a household counts
    where it was on ``at`` (see ``households.whereabouts``).
    """
    # A double was never a household of its own, and its contacts are the other's by now.
    living = Household.objects.living(at=at).filter(merged_into__isnull=True)
    if communes is None:
        countable = living.countable_by(actor).order_by()
        own = set(countable.values_list("commune_id", flat=True).distinct())
        communes = own | set(Commune.objects.visible_to(actor).values_list("pk", flat=True))
    living = living.filter(commune__in=communes)
    then = places_then(communes, at=at, told_on=told_on or at)
    rules = rules_of(communes)
    found = _Gathered(at)
    for row in _counted(living.countable_by(actor).exclude(pk__in=then), at, rules):
        found.add(row, row["village_id"], row["group_id"])
    if then:
        for row in _counted_then(actor, living, at, rules, then):
            place = then[row["pk"]]
            found.add(row, place.village, place.group)
    return AreaFigures(found.communes, found.villages, found.groups)


def _counted_then(
    actor: Actor,
    living: "QuerySet[Any]",
    at: date,
    rules: Mapping[int, ContactRule],
    then: Mapping[int, Place],
) -> Iterable[dict[str, Any]]:
    """Rows of households that were elsewhere, each by itself, where the actor counts them."""
    counts = counts_at(actor)
    for row in _counted(living.filter(pk__in=then), at, rules, "pk", "commune__province"):
        place = then[row["pk"]]
        home = {
            "pk": row["pk"],
            "province": row["commune__province"],
            "commune": row["commune_id"],
            "village": place.village,
            "group": place.group,
        }
        if counts(home):
            yield row


@dataclass(slots=True)
class _Gathered:
    """Figures of units as rows are added up."""

    at: date
    communes: dict[int, Figures] = field(default_factory=lambda: defaultdict(Figures))
    villages: dict[int, Figures] = field(default_factory=lambda: defaultdict(Figures))
    groups: dict[int, Figures] = field(default_factory=lambda: defaultdict(Figures))

    def add(self, row: Mapping[str, Any], village: int | None, group: int | None) -> None:
        targets = [self.communes[row["commune_id"]]]
        if village is not None:
            targets.append(self.villages[village])
        if group is not None:
            targets.append(self.groups[group])
        for figures in targets:
            figures.add(row, at=self.at)
