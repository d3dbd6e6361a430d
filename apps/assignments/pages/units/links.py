"""What the first pages tell of tiers 1 and 2: where they are planned, who a village's team is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from apps.accounts.actor import Actor
from apps.accounts.roles import COMMUNE_ROLES, AreaKind
from apps.areas.models import Village
from apps.assignments.models import Assignment, TeamSecretary
from apps.assignments.plans.reading import plans
from apps.assignments.plans.units.register import UPPER_TIERS
from apps.assignments.tiers import Tier
from apps.common.db import by_person_name, by_unit_name
from apps.people.models import PartyCell


def tier_links(actor: Actor) -> list[tuple[str, str]]:
    """(Label, address) of the commune's plans, for who reads them whole."""
    communes = sorted(actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES))
    return [
        (str(tier.label), reverse("plan-pages:tier", kwargs={"pk": commune, "tier": int(tier)}))
        for commune in communes
        for tier in reversed(UPPER_TIERS)
    ]


def upper_plans(actor: Actor, *, at: date) -> list[dict[str, Any]]:
    """Decided plans of the upper tiers that say something to who does not read them whole."""
    if actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES):
        return []
    return [plan for plan in plans(actor, at=at) if plan["cell"] is None]


@dataclass(slots=True)
class Team:
    """Who works in a village from the commune; names by tier."""

    village: str
    members: list[str] = field(default_factory=list)
    officers: list[str] = field(default_factory=list)
    secretary: str = ""

    def __bool__(self) -> bool:
        return bool(self.members or self.officers or self.secretary)


def team_of(actor: Actor, cell: PartyCell, *, at: date) -> list[Team]:
    """Of each village of a cell, as far as the actor sees it; four queries."""
    found = {
        village.pk: Team(village.name)
        for village in Village.objects.visible_to(actor)
        .filter(cells=cell)
        .order_by(by_unit_name())
        .only("name")
    }
    rows = Assignment.objects.visible_to(actor).in_force(at=at)
    rows = rows.order_by(*by_person_name("person__"), "pk")
    members = rows.filter(tier=Tier.COMMITTEE, village__in=found)
    for village, name in members.values_list("village", "person__full_name"):
        found[village].members.append(name)
    officers = rows.filter(tier=Tier.OFFICER, group__village__in=found)
    for village, name in officers.values_list("group__village", "person__full_name"):
        if name not in found[village].officers:
            found[village].officers.append(name)
    named = TeamSecretary.objects.visible_to(actor).filter(village__in=found)
    for row in named.filter(period__contains=at).select_related("person"):
        found[row.village_id].secretary = row.person.full_name
    return [team for team in found.values() if team]
