"""All that the map editor of a plan opens with, in one answer."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Any, Final

from django.contrib.gis.db.models.functions import AsGeoJSON, PointOnSurface
from django.db.models import F, QuerySet

from apps.accounts.actor import Actor
from apps.areas.models import SelfManagedGroup, Village
from apps.assignments.plan_states import PlanState
from apps.assignments.plans import reading
from apps.assignments.plans.register import own_homes
from apps.assignments.plans.rules import rule_of
from apps.common.db import by_unit_name
from apps.common.errors import not_found

#: digits of a degree: some ten centimetres
_DIGITS: Final = 6


def board(actor: Actor, pk: int, *, at: date) -> dict[str, Any]:
    """The plan in full, with outlines, the greatest distance in metres, and who lives where.

    404 for who does not read it whole, and for plans of the upper tiers. ``own``: pairs of a
    household and a person who lives in it. The same number of queries, whatever their number.
    """
    plan = reading.find_plan(actor, pk, whole=True)
    if plan.cell is None:
        raise not_found()
    told = reading.plan_in_full(actor, pk, at=at)
    header = told["plan"]
    may_write = header["may_draft"] and header["state"] == PlanState.DRAFT
    homes = {home["id"] for home in told["households"]}
    people = {person["id"] for person in told["people"]}
    units = {home["village"] for home in told["households"]}
    villages = Village.objects.visible_to(actor).filter(pk__in=units)
    groups = SelfManagedGroup.objects.visible_to(actor).filter(village__in=units)
    return {
        **told,
        "may_write": may_write,
        "trail": reading.trail(actor, plan) if may_write else [],
        "max_metres": rule_of(plan.commune_id).max_metres,
        "own": sorted(_own(homes, people)),
        "villages": _units(villages),
        "groups": _units(groups.in_force(at=at)),
    }


def _own(homes: Collection[int], people: Collection[int]) -> list[list[int]]:
    return [[home, person] for home, person in own_homes(homes) if person in people]


def _units(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """Outline as GeoJSON and a point inside to write the name at; degrees."""
    # A scope drops double rows, which would compare outlines.
    units = rows.model._default_manager.filter(pk__in=rows.values("pk"))
    found = units.annotate(
        shape=AsGeoJSON("geom", precision=_DIGITS), centre=PointOnSurface(F("geom"))
    )
    return [
        {
            "id": unit.pk,
            "name": unit.name,
            "centre": [round(unit.centre.x, _DIGITS), round(unit.centre.y, _DIGITS)],
            "outline": json.loads(unit.shape),
        }
        for unit in found.defer("geom").order_by(by_unit_name(), "pk")
    ]
