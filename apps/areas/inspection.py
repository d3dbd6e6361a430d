"""What an outline or a cut would do, told before anything is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.geos import LineString, MultiPolygon

from apps.accounts.actor import Actor
from apps.areas import drawing, editing, parts, topology
from apps.areas.drawing import Drawn, NeighbourChange
from apps.areas.levels import DrawnUnit, Level
from apps.areas.models import Commune, SelfManagedGroup
from apps.areas.succession import Redrawing
from apps.areas.topology import Setting
from apps.common.errors import DomainError


@dataclass(frozen=True, slots=True)
class Draft:
    """An outline nobody has ordered yet: of ``unit``, or of a new one under ``parent``."""

    level: Level
    unit: int | None
    parent: int | None
    outline: MultiPolygon
    neighbours: Sequence[NeighbourChange] = ()
    repair: bool = False


@dataclass(frozen=True, slots=True)
class Inspection:
    """``told`` is the answer as far as this app knows it; ``redrawing`` what would follow.

    The redrawn unit has the key 0 there when it is new. None: no outline to speak of.
    """

    told: dict[str, Any]
    redrawing: Redrawing | None = None
    unit: int = 0


def inspect(draft: Draft, *, actor: Actor, today: date) -> Inspection:
    """Raises DomainError 404 outside the actor's communes; faults of the drawing are told."""
    unit = _unit(draft, actor, today)
    setting = drawing.setting_of(unit) if unit else _new_setting(draft, actor, today)
    old = unit.geom if unit else None
    told: dict[str, Any] = {"before": round(topology.area_m2(old), 1) if old else None}
    given = [
        (editing.find_unit(draft.level, each.unit, actor=actor, today=today), each)
        for each in draft.neighbours
    ]
    try:
        drawn = drawing.drawn(
            draft.outline, setting, given, old=old, today=today, repair=draft.repair
        )
    except DomainError as error:
        return Inspection({**told, **_faulty(error)})
    before = topology.examine(old, setting, old=None, today=today) if old else None
    refused = drawing.refusals(drawn.findings, before, draft.level)
    changes: dict[int, tuple[MultiPolygon | None, MultiPolygon]] = {
        each.pk: (each.geom, drawn.neighbours[each.pk]) for each, _change in given
    }
    changes[setting.unit or 0] = (old, drawn.outline)
    told |= {
        "ok": not refused,
        "refusals": [{"code": each.code, "message": each.message} for each in refused],
        "fault": None,
        **_sound(drawn, setting),
    }
    redrawing = Redrawing(draft.level, setting.commune, setting.parent, changes, today)
    return Inspection(told, redrawing, setting.unit or 0)


def _unit(draft: Draft, actor: Actor, today: date) -> DrawnUnit | None:
    if draft.unit is None:
        return None
    return editing.find_unit(draft.level, draft.unit, actor=actor, today=today)


def _new_setting(draft: Draft, actor: Actor, today: date) -> Setting:
    parent = draft.parent or 0
    if draft.level is Level.GROUP:
        village = editing.find_unit(Level.VILLAGE, parent, actor=actor, today=today)
        return Setting(Level.GROUP, village.commune_id, parent)  # type: ignore[union-attr]  # a village
    if not Commune.objects.drawn_by(actor).filter(pk=parent).exists():
        raise editing.not_found()
    return Setting(Level.VILLAGE, parent, parent)


def _faulty(error: DomainError) -> dict[str, Any]:
    fault = None
    if error.code == "invalid_outline":
        fault = {"message": error.message, **error.detail}
    return {
        "ok": False,
        "refusals": [{"code": error.code, "message": error.message}],
        "fault": fault,
        "outline": None,
        "area": None,
        "outside": [],
        "overlaps": [],
        "gaps": [],
        "groups_outside": [],
    }


def _sound(drawn: Drawn, setting: Setting) -> dict[str, Any]:
    findings = drawn.findings
    return {
        "outline": json.loads(drawn.outline.geojson),
        "area": round(topology.area_m2(drawn.outline), 1),
        "outside": drawing.shown(findings.outside, setting.level),
        "overlaps": drawing.shown(findings.overlaps, setting.level),
        "gaps": drawing.shown(findings.gaps, setting.level),
        "groups_outside": _groups_outside(drawn.outline, setting),
    }


def _groups_outside(outline: MultiPolygon, setting: Setting) -> list[dict[str, Any]]:
    """Groups of a village that its new outline would leave outside by more than a sliver."""
    if setting.level is not Level.VILLAGE or setting.unit is None:
        return []
    groups = SelfManagedGroup.objects.filter(village=setting.unit, valid_to__isnull=True)
    rests = [(group, topology.difference(group.geom, outline)) for group in groups.order_by("pk")]
    return [
        {"id": group.pk, "name": group.name, "area": round(topology.area_m2(rest), 1)}
        for group, rest in rests
        if not topology.is_thin(rest, width=topology.TOLERANCE)
    ]


def inspect_cut(
    unit: DrawnUnit, line: LineString | None, drawn: Sequence[MultiPolygon | None]
) -> list[MultiPolygon]:
    """The parts of a split in the order of their names; raises as the split would."""
    return parts.outlines_of(unit.geom, line, drawn)
