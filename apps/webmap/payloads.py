"""The shapes that the map page reads (see ``static/js/core`` for the reading side)."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from apps.accounts.actor import Actor
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.reports.selectors import AreaFigures, Figures, area_figures
from apps.reports.suppression import suppress
from apps.visits.models import ContactRule
from apps.webmap.selectors import (
    HOUSEHOLD_FIELDS,
    commune_rule,
    communes_of,
    household_rows,
    outlines,
)

# Six decimals of a degree are 11 cm.
_DECIMALS = 6


def recency_keys(rule: ContactRule) -> list[str]:
    """Keys of the recency classes: ``d7``, ``d15`` …, ``over``, ``never``."""
    return [*(f"d{days}" for days in rule.class_days), "over", "never"]


def aggregates_only(actor: Actor) -> bool:
    """Whether the actor sees figures of areas but no household."""
    return Role.PROVINCE_VIEWER in actor.roles and not actor.has_any(HOUSEHOLD_ROLES)


def _rounded(value: Any) -> Any:
    if isinstance(value, float | int):
        return round(value, _DECIMALS)
    return [_rounded(part) for part in value]


def _geometry(geom: GEOSGeometry) -> dict[str, Any]:
    shape = json.loads(geom.geojson)
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _centre(geom: GEOSGeometry) -> list[float]:
    point = geom.point_on_surface
    return [round(point.x, _DECIMALS), round(point.y, _DECIMALS)]


def _numbers(figures: Figures, keys: list[str], *, hide_small: bool) -> dict[str, Any]:
    coverage: Mapping[str, int | None] = {
        "covered": figures.covered,
        "uncovered": figures.uncovered,
    }
    recency: Mapping[str, int | None] = {
        key: figures.recency.get(index, 0) for index, key in enumerate(keys)
    }
    unlocated: int | None = figures.unlocated
    households: int | None = figures.households
    if hide_small:
        households = suppress({"all": figures.households})["all"]
        coverage = suppress({"covered": figures.covered, "uncovered": figures.uncovered})
        recency = suppress({key: figures.recency.get(i, 0) for i, key in enumerate(keys)})
        located = figures.households - figures.unlocated
        unlocated = suppress({"located": located, "unlocated": figures.unlocated})["unlocated"]
    return {
        "households": households,
        **coverage,
        "unlocated": unlocated,
        "recency": recency,
    }


class _Areas:
    """Turns units and figures into the payload, under one rule for small numbers."""

    def __init__(self, figures: AreaFigures, keys: list[str], *, hide_small: bool) -> None:
        self.figures = figures
        self.keys = keys
        self.hide_small = hide_small

    def _numbers(self, found: Mapping[int, Figures], pk: int) -> dict[str, Any]:
        return _numbers(found.get(pk, Figures()), self.keys, hide_small=self.hide_small)

    def commune(self, unit: Commune) -> dict[str, Any]:
        return {
            "id": unit.pk,
            "name": unit.full_name,
            "centre": _centre(unit.geom),
            "geometry": _geometry(unit.geom),
            **self._numbers(self.figures.communes, unit.pk),
        }

    def village(self, unit: Village) -> dict[str, Any]:
        return {
            "id": unit.pk,
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "centre": _centre(unit.geom),
            "geometry": _geometry(unit.geom),
            **self._numbers(self.figures.villages, unit.pk),
        }

    def group(self, unit: SelfManagedGroup) -> dict[str, Any]:
        return {
            "id": unit.pk,
            "village_id": unit.village_id,
            "name": unit.name,
            "centre": _centre(unit.geom),
            "geometry": _geometry(unit.geom),
            **self._numbers(self.figures.groups, unit.pk),
        }


def _bounds(units: list[Any]) -> list[float] | None:
    boxes = [unit.geom.extent for unit in units]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def areas_payload(actor: Actor, *, at: date) -> dict[str, Any]:
    """Outlines of the actor's area with figures; small numbers hidden from the tier above."""
    units = outlines(actor, at=at)
    keys = recency_keys(commune_rule(units.communes))
    areas = _Areas(area_figures(actor, at=at), keys, hide_small=aggregates_only(actor))
    return {
        "bounds": _bounds(units.villages or units.communes),
        "communes": [areas.commune(unit) for unit in units.communes],
        "villages": [areas.village(unit) for unit in units.villages],
        "groups": [areas.group(unit) for unit in units.groups],
    }


def households_payload(actor: Actor, *, at: date) -> dict[str, Any]:
    """All households in reach as rows, with the counts the legend shows."""
    rows = household_rows(actor, at=at)
    keys = recency_keys(commune_rule(communes_of(actor, at=at)))
    column = {name: index for index, name in enumerate(HOUSEHOLD_FIELDS)}
    recency = Counter(row[column["recency"]] for row in rows)
    covered = sum(row[column["covered"]] for row in rows)
    located = sum(row[column["lon"]] is not None for row in rows)
    return {
        "fields": HOUSEHOLD_FIELDS,
        "rows": rows,
        "total": len(rows),
        "located": located,
        "unlocated": len(rows) - located,
        "counts": {
            "coverage": {"covered": covered, "uncovered": len(rows) - covered},
            "recency": {key: recency.get(index, 0) for index, key in enumerate(keys)},
        },
    }
