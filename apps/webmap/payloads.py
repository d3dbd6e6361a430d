"""The shapes that the map page reads (see ``static/js/core`` for the reading side)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from apps.accounts.actor import Actor
from apps.accounts.roles import (
    COMMUNE_ROLES,
    VILLAGE_WIDE_ROLES,
    AreaKind,
    Role,
)
from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.households.querysets import counted_provinces
from apps.reports.selectors import AreaFigures, Figures
from apps.visits.recency import in_classes
from apps.webmap import hiding
from apps.webmap.communedays import figures_on, same_day_last_month
from apps.webmap.contactrules import map_rules, told
from apps.webmap.scope import hides_small
from apps.webmap.selectors import (
    HOUSEHOLD_FIELDS,
    Outlines,
    communes_of,
    household_rows,
    outlines,
)

# Six decimals of a degree are 11 cm.
_DECIMALS = 6


def _centre(geom: GEOSGeometry) -> list[float]:
    point = geom.point_on_surface
    return [round(point.x, _DECIMALS), round(point.y, _DECIMALS)]


def outlined_only(actor: Actor, units: Outlines) -> frozenset[tuple[str, int]]:
    """Level and key of the units that the actor has the outlines of without counting the whole.

    The police reaches its commune on the map, not the households in it.
    """
    seen = actor.areas(AreaKind.COMMUNE, {Role.COMMUNE_POLICE})
    counted = actor.areas(AreaKind.COMMUNE, COMMUNE_ROLES)
    provinces = counted_provinces(actor)
    communes = {
        unit.pk
        for unit in units.communes
        if unit.pk in seen - counted and unit.province_id not in provinces
    }
    own = actor.areas(AreaKind.VILLAGE, VILLAGE_WIDE_ROLES)
    villages = {unit.pk for unit in units.villages if unit.commune_id in communes} - own
    groups = {unit.pk for unit in units.groups if unit.village_id in villages}
    groups -= actor.areas(AreaKind.GROUP, {Role.GROUP_OFFICER})
    return frozenset(
        (level, pk)
        for level, keys in (("commune", communes), ("village", villages), ("group", groups))
        for pk in keys
    )


class AreaNumbers:
    """Turns units and figures into the payload, under one rule for small numbers."""

    def __init__(
        self,
        units: Outlines,
        figures: AreaFigures,
        bounds: Sequence[int],
        *,
        hide_small: bool,
        outlined: frozenset[tuple[str, int]],
    ) -> None:
        self.units = units
        self.figures = figures
        self.bounds = bounds
        self.hide_small = hide_small
        # Of these a household that the actor reaches is counted, and none is no zero.
        self.outlined = outlined
        self.villages: dict[int, hiding.Shown] = {}
        for unit in units.communes:
            self.villages |= self._villages_of(unit)

    def _of(self, found: Mapping[int, Figures], pk: int) -> hiding.Cells:
        figures = found.get(pk, Figures())
        return hiding.cells(figures, in_classes(figures.by_days, self.bounds))

    def _is_unsaid(self, level: str, pk: int, found: Mapping[int, Figures]) -> bool:
        return (level, pk) in self.outlined and pk not in found

    def _villages_of(self, commune: Commune) -> dict[int, hiding.Shown]:
        """What may be shown of a commune's villages."""
        found = {
            unit.pk: self._of(self.figures.villages, unit.pk)
            for unit in self.units.villages
            if unit.commune_id == commune.pk
        }
        return hiding.villages_shown(found) if self.hide_small else dict(found)

    def commune_numbers(self, pk: int) -> dict[str, Any]:
        found = self._of(self.figures.communes, pk)
        if self._is_unsaid("commune", pk, self.figures.communes):
            return hiding.numbers(hiding.closed(found))
        return hiding.numbers(hiding.commune_shown(found) if self.hide_small else found)

    def village_numbers(self, pk: int) -> dict[str, Any]:
        if self._is_unsaid("village", pk, self.figures.villages):
            return hiding.numbers(hiding.closed(self._of(self.figures.villages, pk)))
        shown = self.villages.get(pk)
        if shown is None:
            # A village whose commune is not shown stands alone: nothing vouches for its numbers.
            found = self._of(self.figures.villages, pk)
            shown = hiding.closed(found) if self.hide_small else found
        return hiding.numbers(shown)

    def group_numbers(self, pk: int) -> dict[str, Any]:
        found = self._of(self.figures.groups, pk)
        # A group has 10 to 50 households: too few for figures to the tier above.
        is_closed = self.hide_small or self._is_unsaid("group", pk, self.figures.groups)
        return hiding.numbers(hiding.closed(found) if is_closed else found)


def _before(now: dict[str, Any]) -> dict[str, Any]:
    """The numbers that are compared with last month's."""
    kept = (
        *("households", "covered", "uncovered", "kept", "near_poor", "poor"),
        *("waiting", "waiting_late"),
    )
    return {name: now[name] for name in kept} | {"never": now["recency"]["never"]}


class _Payload:
    """Units with their numbers of today and of the same day last month."""

    def __init__(self, now: AreaNumbers, before: AreaNumbers) -> None:
        self.now = now
        self.before = before

    def commune(self, unit: Commune) -> dict[str, Any]:
        return {
            "id": unit.pk,
            "name": unit.full_name,
            "centre": _centre(unit.geom),
            "code": unit.code,
            "kind": unit.kind,
            "parent": None,
            "bounds": _extent(unit.geom),
            **self.now.commune_numbers(unit.pk),
            "before": _before(self.before.commune_numbers(unit.pk)),
        }

    def village(self, unit: Village) -> dict[str, Any]:
        return {
            "id": unit.pk,
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "centre": _centre(unit.geom),
            "parent": unit.commune_id,
            "bounds": _extent(unit.geom),
            **self.now.village_numbers(unit.pk),
            "before": _before(self.before.village_numbers(unit.pk)),
        }

    def group(self, unit: SelfManagedGroup) -> dict[str, Any]:
        return {
            "id": unit.pk,
            "name": unit.name,
            "centre": _centre(unit.geom),
            "code": unit.code,
            "parent": unit.village_id,
            "bounds": _extent(unit.geom),
            **self.now.group_numbers(unit.pk),
            "before": _before(self.before.group_numbers(unit.pk)),
        }


def bounds_of(units: Sequence[Any]) -> list[float] | None:
    """West, south, east, north of all the units, degrees; None without any."""
    boxes = [unit.geom.extent for unit in units]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _extent(geom: GEOSGeometry) -> list[float]:
    """West, south, east, north in degrees."""
    return [round(edge, _DECIMALS) for edge in geom.extent]


def areas_payload(actor: Actor, *, at: date, commune: int | None = None) -> dict[str, Any]:
    """Outlines of the actor's area with figures; small numbers hidden from the tier above.

    ``commune``: only this one, with its villages and groups. Of an area of many communes only the
    communes come until one is asked for. ``told``, of the whole area: what of the page's
    configuration may be another by now. ``complete``: communes with all their villages and groups.
    """
    units = outlines(actor, at=at, commune=commune)
    rules = map_rules(units.reach)
    wanted = {unit.pk for unit in units.communes}
    below = bool(units.villages or units.groups)
    now, before = (
        AreaNumbers(
            units,
            figures_on(actor, at=day, told_on=at, communes=wanted, units=below),
            rules.bounds,
            hide_small=hides_small(actor),
            outlined=outlined_only(actor, units),
        )
        for day in (at, same_day_last_month(at))
    )
    payload = _Payload(now, before)
    return {
        "bounds": bounds_of(units.villages or units.communes),
        "communes": [payload.commune(unit) for unit in units.communes],
        "villages": [payload.village(unit) for unit in units.villages],
        "groups": [payload.group(unit) for unit in units.groups],
        "complete": sorted(units.complete),
        **({"told": told(actor, rules, at=at)} if commune is None else {}),
    }


def households_payload(
    actor: Actor, *, at: date, commune: int | None = None, village: int | None = None
) -> dict[str, Any]:
    """Households in reach as rows, the people in charge of them, and counts.

    ``commune`` and ``village``: only those of that one.
    """
    bounds = map_rules({unit.pk for unit in communes_of(actor, at=at)}).bounds
    found = household_rows(actor, at=at, bounds=bounds, commune=commune, village=village)
    column = {name: index for index, name in enumerate(HOUSEHOLD_FIELDS)}
    located = sum(row[column["lon"]] is not None for row in found.rows)
    covered = sum(row[column["person"]] is not None for row in found.rows)
    by_days = Counter(row[column["days"]] for row in found.rows)
    return {
        "fields": HOUSEHOLD_FIELDS,
        "rows": found.rows,
        "people": found.people,
        "unsupported": found.unsupported,
        "total": len(found.rows),
        "located": located,
        "unlocated": len(found.rows) - located,
        "counts": {
            "coverage": {"covered": covered, "uncovered": len(found.rows) - covered},
            "recency": in_classes(by_days, bounds),
        },
    }
