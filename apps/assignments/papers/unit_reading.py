"""Who is in charge of which groups or villages, for the papers of tiers 1 and 2.

Names, grounds and middles of units are public; how many live there is told as far as the reader
sees the households.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.db.models import Count, F, Q

from apps.accounts.actor import Actor
from apps.areas.models import SelfManagedGroup, Village
from apps.assignments.papers.content import PersonPart, Place, UnitLine
from apps.assignments.papers.layout import layout
from apps.assignments.papers.posts import offices_of, posts_of
from apps.assignments.papers.printing import printed
from apps.assignments.plans.models import AssignmentPlan, PlanDuty
from apps.assignments.plans.units.models import PlanSeat, PlanSecretary
from apps.assignments.plans.units.reading import UnitName, names_of_units
from apps.assignments.tiers import Tier
from apps.common.db import by_person_name
from apps.households.models import Household, PovertyStatus
from apps.people.models import Person

_POOR = (PovertyStatus.POOR, PovertyStatus.NEAR_POOR)


@dataclass(frozen=True, slots=True)
class _Ground:
    """Of the plan's units by their keys, in the order of their names; secretaries by village."""

    names: dict[int, UnitName]
    middles: dict[int, Place]
    counts: dict[int, tuple[int, int]]
    secretaries: dict[int, str]


def unit_parts(
    actor: Actor, plan: AssignmentPlan, *, shown: Collection[int] | None, day: date
) -> list[PersonPart]:
    """People of the plan that the actor sees, with their units, as on ``day``.

    ``shown``: whose home may be told; None: everybody's that the actor sees.
    """
    seats = list(PlanSeat.objects.visible_to(actor).filter(plan=plan).order_by("pk"))
    units: dict[int, set[int]] = {}
    for seat in seats:
        units.setdefault(seat.unit, set()).add(seat.person_id)
    said = PlanDuty.objects.visible_to(actor).filter(plan=plan)
    duties = dict(said.values_list("person_id", "text"))
    keys = {*duties, *(seat.person_id for seat in seats)}
    people = list(Person.objects.filter(pk__in=keys).order_by(*by_person_name(), "pk"))
    seen = _seen(actor, keys) if shown is None else set(shown)
    ground, posts = _ground(actor, plan, units, day), _posts(actor, plan.tier, keys, day)
    names = {person.pk: printed(person.full_name) for person in people}
    return [
        PersonPart(
            number=number,
            key=row.pk,
            name=names[row.pk],
            post=printed(posts.get(row.pk, "")),
            duty=printed(duties.get(row.pk, "")),
            home=(row.home.x, row.home.y) if row.home and row.pk in seen else None,
            homes=_lines(row.pk, plan.tier, units, ground, names),
        )
        for number, row in enumerate(people, start=1)
    ]


def _seen(actor: Actor, people: Collection[int]) -> set[int]:
    return set(Person.objects.visible_to(actor).filter(pk__in=people).values_list("pk", flat=True))


def _posts(actor: Actor, tier: int, people: Collection[int], day: date) -> dict[int, str]:
    """At tier 2 it is the office that somebody is sent with, at tier 1 the post."""
    posts, offices = posts_of(actor, people, at=day), offices_of(actor, people, at=day)
    return posts | offices if tier == Tier.OFFICER else offices | posts


def _lines(
    person: int, tier: int, units: dict[int, set[int]], ground: _Ground, people: dict[int, str]
) -> list[UnitLine]:
    """The person's units in the order of their names."""
    own = [name for key, name in ground.names.items() if person in units[key]]
    return [
        UnitLine(
            number=number,
            name=printed(name.name),
            village_name=printed(name.village_name),
            households=ground.counts.get(name.unit, (0, 0))[0],
            poor=ground.counts.get(name.unit, (0, 0))[1],
            secretary=printed(ground.secretaries.get(name.unit, "")),
            note=_together(units[name.unit] - {person}, people),
            village=name.village,
            group=name.unit if tier == Tier.OFFICER else None,
            place=ground.middles.get(name.unit),
        )
        for number, name in enumerate(own, start=1)
    ]


def _together(others: set[int], people: dict[int, str]) -> str:
    """Who else has the unit, in the order of the paper."""
    named = ", ".join(name for key, name in people.items() if key in others)
    return layout(Tier.OFFICER).say("note_together", people=named) if named else ""


def _ground(actor: Actor, plan: AssignmentPlan, units: Collection[int], day: date) -> _Ground:
    is_groups = plan.tier == Tier.OFFICER
    rows: Any = SelfManagedGroup.objects if is_groups else Village.objects
    points = rows.filter(pk__in=units).annotate(inside=PointOnSurface(F("geom")))
    return _Ground(
        names_of_units(plan.tier, units),
        {pk: (point.x, point.y) for pk, point in points.values_list("pk", "inside")},
        _counts(actor, "group" if is_groups else "village", units, day),
        {} if is_groups else _secretaries(actor, plan),
    )


def _counts(
    actor: Actor, field: str, units: Collection[int], day: date
) -> dict[int, tuple[int, int]]:
    """Unit → households, and the poor and near-poor of them."""
    homes = Household.objects.visible_to(actor).living(at=day).filter(**{f"{field}__in": units})
    told = homes.order_by().values(field)
    poor = Count("pk", filter=Q(poverty_status__in=_POOR), distinct=True)
    counted = told.annotate(all=Count("pk", distinct=True), poor=poor)
    return {row[field]: (row["all"], row["poor"]) for row in counted}


def _secretaries(actor: Actor, plan: AssignmentPlan) -> dict[int, str]:
    rows = PlanSecretary.objects.visible_to(actor).filter(plan=plan)
    return dict(rows.values_list("village_id", "person__full_name"))
