"""What a plan of the upper tiers is made from: a commune's units, and who may be in charge of them.

Tier 2: commune officers and self-managed groups. Tier 1: members of the Party committee and
villages. For services; whoever answers a request reads what comes of it through a scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.gis.db.models import Collect
from django.contrib.gis.db.models.functions import Centroid, PointOnSurface
from django.db.models import Count, F

from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.assignments.models import Assignment, TeamSecretary
from apps.assignments.plans.models import AssignmentPlan, AssignmentRule
from apps.assignments.plans.register import Place
from apps.assignments.plans.rules import rule_of
from apps.assignments.tiers import Tier
from apps.common.errors import not_found
from apps.households.models import Household
from apps.people.kinds import PostKind
from apps.people.models import CommuneOfficer, Person, Post

#: who sits on the commune's Party committee; its secretaries are members of it too
COMMITTEE_POSTS: Final = (
    PostKind.PARTY_COMMITTEE_MEMBER,
    PostKind.COMMUNE_SECRETARY,
    PostKind.COMMUNE_DEPUTY_SECRETARY,
)
UPPER_TIERS: Final = (Tier.COMMITTEE, Tier.OFFICER)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A group or a village. ``place``: the middle of its households, else a point inside.

    ``people``: who is in charge on the day (keys); ``households``: how many live there.
    """

    unit: int
    village: int
    households: int
    place: Place
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Somebody who may be in charge of ``limit`` units; ``place`` None: nobody knows the home."""

    person: int
    limit: int
    place: Place | None


@dataclass(frozen=True, slots=True)
class UnitRegister:
    """A commune on one day, for one tier.

    ``officers``: of tier 1, village → officers in charge of its groups; ``secretaries``: village →
    the team secretary of the day.
    """

    commune: Commune
    tier: Tier
    at: date
    rule: AssignmentRule
    units: dict[int, UnitRow]
    carriers: dict[int, HolderRow]
    officers: dict[int, frozenset[int]]
    secretaries: dict[int, int]


def units_of(plan: AssignmentPlan, *, at: date) -> UnitRegister:
    """The register of a plan of the upper tiers; 404 for a cell's plan."""
    if plan.cell_id is not None:
        raise not_found()
    return unit_register(plan.commune, Tier(plan.tier), at=at)


def unit_register(commune: Commune, tier: Tier, *, at: date) -> UnitRegister:
    """The commune's units and people on the day ``at``; as many queries for ten as for 300."""
    rule = rule_of(commune.pk)
    is_first = tier == Tier.COMMITTEE
    return UnitRegister(
        commune=commune,
        tier=tier,
        at=at,
        rule=rule,
        units=_villages(commune, at) if is_first else _groups(commune, at),
        carriers=_committee(commune, at, rule) if is_first else _officers(commune, at, rule),
        officers=_officers_by_village(commune, at) if is_first else {},
        secretaries=_secretaries(commune, at) if is_first else {},
    )


def _groups(commune: Commune, at: date) -> dict[int, UnitRow]:
    rows = SelfManagedGroup.objects.in_force(at=at).filter(village__commune=commune)
    return _units(rows, "group", commune, at)


def _villages(commune: Commune, at: date) -> dict[int, UnitRow]:
    rows = Village.objects.in_force(at=at).filter(commune=commune)
    return _units(rows, "village", commune, at)


def _units(rows: Any, field: str, commune: Commune, at: date) -> dict[int, UnitRow]:
    homes = Household.objects.living(at=at).filter(commune=commune).order_by().values(field)
    counts = dict(homes.annotate(n=Count("pk")).values_list(field, "n"))
    placed = homes.filter(position__isnull=False).annotate(middle=Centroid(Collect("position")))
    middles = dict(placed.values_list(field, "middle"))
    tier = Tier.OFFICER if field == "group" else Tier.COMMITTEE
    people = _in_charge(tier, field, rows, at)
    found = rows.annotate(inside=PointOnSurface(F("geom"))).defer("geom").order_by("pk")
    made = {}
    for row in found:
        point = middles.get(row.pk) or row.inside
        village = row.village_id if field == "group" else row.pk
        made[row.pk] = UnitRow(
            row.pk, village, counts.get(row.pk, 0), (point.x, point.y), people[row.pk]
        )
    return made


def _in_charge(tier: Tier, field: str, units: Any, at: date) -> dict[int, frozenset[int]]:
    rows = Assignment.objects.in_force(at=at).filter(tier=tier)
    pairs = rows.filter(**{f"{field}__in": units}).values_list(field, "person")
    return _gathered(pairs)


def _gathered(pairs: Iterable[tuple[Any, int]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, person in pairs:
        found[key].add(person)
    return defaultdict(frozenset, {key: frozenset(people) for key, people in found.items()})


def _officers(commune: Commune, at: date, rule: AssignmentRule) -> dict[int, HolderRow]:
    rows = CommuneOfficer.objects.in_force(at=at).filter(commune=commune)
    return _holders(rows.values("person"), rule.officer_groups)


def _committee(commune: Commune, at: date, rule: AssignmentRule) -> dict[int, HolderRow]:
    rows = Post.objects.in_force(at=at).filter(commune=commune, kind__in=COMMITTEE_POSTS)
    return _holders(rows.values("person"), rule.committee_villages)


def _holders(people: Any, limit: int) -> dict[int, HolderRow]:
    rows = Person.objects.filter(pk__in=people).order_by("pk").only("home")
    return {
        row.pk: HolderRow(row.pk, limit, None if row.home is None else (row.home.x, row.home.y))
        for row in rows
    }


def _officers_by_village(commune: Commune, at: date) -> dict[int, frozenset[int]]:
    rows = Assignment.objects.in_force(at=at).filter(
        tier=Tier.OFFICER, group__village__commune=commune
    )
    return _gathered(rows.values_list("group__village", "person"))


def _secretaries(commune: Commune, at: date) -> dict[int, int]:
    rows = TeamSecretary.objects.filter(village__commune=commune, period__contains=at)
    return dict(rows.values_list("village_id", "person_id"))
