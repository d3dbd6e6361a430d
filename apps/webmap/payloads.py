"""The shapes that the map page reads (see ``static/js/core`` for the reading side)."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from apps.accounts.actor import Actor
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.reports.selectors import AreaFigures, Figures, area_figures
from apps.reports.suppression import suppress, suppress_table
from apps.visits.models import ContactRule
from apps.webmap.selectors import (
    HOUSEHOLD_FIELDS,
    Outlines,
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


def hides_small(actor: Actor) -> bool:
    """Whether small numbers are hidden: from whoever counts what lies beyond their own reach."""
    return Role.PROVINCE_VIEWER in actor.roles


Cells = dict[str, Mapping[str, int]]
Shown = Mapping[str, Mapping[str, int | None]]


def _cells(figures: Figures, keys: list[str]) -> Cells:
    """The figures in blocks; the cells of each block add up to all households."""
    located = figures.households - figures.unlocated
    return {
        "size": {"households": figures.households},
        "coverage": {"covered": figures.covered, "uncovered": figures.uncovered},
        "place": {"located": located, "unlocated": figures.unlocated},
        "recency": {key: figures.recency.get(index, 0) for index, key in enumerate(keys)},
    }


def _numbers(shown: Shown) -> dict[str, Any]:
    return {
        **shown["size"],
        **shown["coverage"],
        "unlocated": shown["place"]["unlocated"],
        "recency": shown["recency"],
    }


def _closed(cells: Cells, blocks: Collection[str]) -> Shown:
    """Nothing of ``blocks``, not even a zero; the others as they are."""
    return {
        block: dict.fromkeys(numbers) if block in blocks else numbers
        for block, numbers in cells.items()
    }


class _Areas:
    """Turns units and figures into the payload, under one rule for small numbers."""

    def __init__(
        self, units: Outlines, figures: AreaFigures, keys: list[str], *, hide_small: bool
    ) -> None:
        self.units = units
        self.figures = figures
        self.keys = keys
        self.hide_small = hide_small
        self.villages: dict[int, Shown] = {}
        for unit in units.communes:
            self.villages |= self._villages_of(unit)

    def _of(self, found: Mapping[int, Figures], pk: int) -> Cells:
        return _cells(found.get(pk, Figures()), self.keys)

    def _villages_of(self, commune: Commune) -> dict[int, Shown]:
        """What may be shown of a commune's villages, whose numbers add up to the commune's."""
        cells = {
            unit.pk: self._of(self.figures.villages, unit.pk)
            for unit in self.units.villages
            if unit.commune_id == commune.pk
        }
        if not self.hide_small:
            return dict(cells)
        sizes = suppress({pk: blocks["size"]["households"] for pk, blocks in cells.items()})
        unsaid = [pk for pk, size in sizes.items() if size is None]
        shown: dict[int, dict[str, Mapping[str, int | None]]] = {
            pk: {"size": {"households": size}} for pk, size in sizes.items()
        }
        for block in ("coverage", "place", "recency"):
            table = {pk: blocks[block] for pk, blocks in cells.items()}
            for pk, numbers in suppress_table(table, unsaid).items():
                shown[pk][block] = numbers
        return dict(shown)

    def _commune_numbers(self, pk: int) -> dict[str, Any]:
        cells = self._of(self.figures.communes, pk)
        if not self.hide_small:
            return _numbers(cells)
        return _numbers({block: suppress(numbers) for block, numbers in cells.items()})

    def _village_numbers(self, unit: Village) -> dict[str, Any]:
        shown = self.villages.get(unit.pk)
        if shown is None:
            cells = self._of(self.figures.villages, unit.pk)
            # A village whose commune is not shown stands alone: nothing vouches for its numbers.
            shown = _closed(cells, cells if self.hide_small else ())
        return _numbers(shown)

    def _group_numbers(self, pk: int) -> dict[str, Any]:
        cells = self._of(self.figures.groups, pk)
        # A group has 10 to 50 households: too few for figures to the tier above.
        return _numbers(_closed(cells, cells if self.hide_small else ()))

    def commune(self, unit: Commune) -> dict[str, Any]:
        return {
            "id": unit.pk,
            "name": unit.full_name,
            "centre": _centre(unit.geom),
            "geometry": _geometry(unit.geom),
            **self._commune_numbers(unit.pk),
        }

    def village(self, unit: Village) -> dict[str, Any]:
        return {
            "id": unit.pk,
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "centre": _centre(unit.geom),
            "geometry": _geometry(unit.geom),
            **self._village_numbers(unit),
        }

    def group(self, unit: SelfManagedGroup) -> dict[str, Any]:
        return {
            "id": unit.pk,
            "village_id": unit.village_id,
            "name": unit.name,
            "centre": _centre(unit.geom),
            "geometry": _geometry(unit.geom),
            **self._group_numbers(unit.pk),
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
    figures = area_figures(actor, at=at)
    areas = _Areas(units, figures, keys, hide_small=hides_small(actor))
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
