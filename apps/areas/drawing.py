"""Drawing one unit's outline, and what its neighbours give or take with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.contrib.gis.geos import MultiPolygon
from django.utils.translation import gettext as _

from apps.areas import topology
from apps.areas.levels import (
    DrawnUnit,
    Level,
    commune_of,
    level_of,
    parent_of,
    unit_model,
)
from apps.areas.snapping import snapped
from apps.areas.topology import Findings, Piece, Setting
from apps.areas.versions import versions_of
from apps.common.errors import DomainError

#: m²; less is a slip of the hand
SMALLEST: Final = 100.0


class Manner(StrEnum):
    """What a neighbour does: lose what the new outline overlaps, or take ground given up."""

    CUT = "cut"
    FILL = "fill"


@dataclass(frozen=True, slots=True)
class NeighbourChange:
    """``points`` (lon, lat) name the gaps that a neighbour fills; ``version`` as the user saw."""

    unit: int
    version: int
    manner: Manner
    points: tuple[tuple[float, float], ...] = ()


def sound_outline(outline: MultiPolygon, *, repair: bool = False) -> MultiPolygon:
    """The outline if it is one. ``repair`` is the user's consent to PostGIS' nearest sound one.

    Raises DomainError ``invalid_outline`` (with place and proposal) or ``too_small``.
    """
    found = topology.fault(outline)
    if found is not None:
        better = topology.made_valid(outline)
        if not repair or better.empty:
            raise DomainError(
                "invalid_outline",
                fault_text(found.reason),
                status=422,
                detail={"at": list(found.at), "repairable": not better.empty},
            )
        outline = better
    if topology.area_m2(outline) < SMALLEST:
        raise DomainError("too_small", _("Vùng vẽ nhỏ hơn 100 m²."), status=422)
    return outline


def fault_text(reason: str) -> str:
    """PostGIS' reason in the reader's words."""
    texts = {
        "Self-intersection": _("Đường ranh giới tự cắt chính nó."),
        "Ring Self-intersection": _("Đường ranh giới tự chạm chính nó."),
        "Hole lies outside shell": _("Có lỗ thủng nằm ngoài vùng."),
        "Holes are nested": _("Có lỗ thủng nằm trong lỗ thủng khác."),
        "Interior is disconnected": _("Vùng bị lỗ thủng chia rời."),
        "Nested shells": _("Có phần của vùng nằm chồng lên phần khác."),
        "Duplicate Rings": _("Có đường bao bị lặp lại."),
    }
    return texts.get(reason, _("Hình vẽ chưa phải là một vùng hợp lệ."))


def setting_of(unit: DrawnUnit, changed: Mapping[int, MultiPolygon] | None = None) -> Setting:
    """Where a unit that exists stands."""
    return Setting(level_of(unit), commune_of(unit), parent_of(unit), unit.pk, changed or {})


@dataclass(frozen=True, slots=True)
class Drawn:
    """An outline as it will be stored, its neighbours after it, and what there is to say."""

    outline: MultiPolygon
    neighbours: dict[int, MultiPolygon]
    findings: Findings


def drawn(
    outline: MultiPolygon,
    setting: Setting,
    changes: Sequence[tuple[DrawnUnit, NeighbourChange]],
    *,
    old: MultiPolygon | None,
    today: date,
    repair: bool = False,
) -> Drawn:
    """What comes of an outline: sound, snapped to who stays, and cut out of who gives way.

    Writes nothing. Raises DomainError as ``sound_outline`` and ``neighbours_after``.
    """
    sound = sound_outline(outline, repair=repair)
    cut = tuple(unit.pk for unit, change in changes if change.manner is Manner.CUT)
    fitted = snapped(sound, replace(setting, ending=(*setting.ending, *cut)), today=today)
    neighbours = neighbours_after(fitted, setting, changes, old=old, today=today)
    findings = topology.examine(fitted, replace(setting, changed=neighbours), old=old, today=today)
    return Drawn(fitted, neighbours, findings)


def neighbours_after(
    outline: MultiPolygon,
    setting: Setting,
    changes: Sequence[tuple[DrawnUnit, NeighbourChange]],
    *,
    old: MultiPolygon | None,
    today: date,
) -> dict[int, MultiPolygon]:
    """The outlines of the neighbours that change with ``outline``.

    Raises DomainError when a neighbour would vanish, or would fill a gap outside its parent.
    """
    after: dict[int, MultiPolygon] = {}
    fills = any(change.manner is Manner.FILL for _unit, change in changes)
    gaps = topology.examine(outline, setting, old=old, today=today).gaps if fills else []
    for unit, change in changes:
        current = after.get(unit.pk, unit.geom)
        if change.manner is Manner.CUT:
            rest = topology.difference(current, outline)
            if topology.is_thin(rest):
                raise DomainError(
                    "neighbour_swallowed",
                    _("%(name)s không còn đất. Hãy dùng chức năng sáp nhập.") % {"name": unit.name},
                    status=422,
                )
            after[unit.pk] = rest
        else:
            after[unit.pk] = _filled(unit, current, setting, gaps, change)
    return after


def _filled(
    unit: DrawnUnit,
    current: MultiPolygon,
    setting: Setting,
    gaps: Sequence[topology.Piece],
    change: NeighbourChange,
) -> MultiPolygon:
    touching = [gap for gap in gaps if unit.pk in gap.units]
    if parent_of(unit) != setting.parent or not touching:
        raise DomainError("no_such_gap", _("Không còn khoảng trống này. Hãy kiểm tra lại."))
    return topology.union([current, *topology.pieces_at(touching, change.points)])


def shown(pieces: Sequence[Piece], level: Level) -> list[dict[str, Any]]:
    """Pieces as an answer tells them: with the units' names and versions, areas in 0.1 m²."""
    keys = sorted({unit for piece in pieces for unit in piece.units})
    versions = versions_of(level, keys)
    rows = unit_model(level)._default_manager.filter(pk__in=keys).values_list("pk", "name")
    units = {pk: {"id": pk, "name": name, "version": versions.get(pk, 0)} for pk, name in rows}
    return [
        {
            "area": round(piece.area, 1),
            "at": list(piece.at),
            "geometry": piece.geometry,
            "units": [units[unit] for unit in piece.units if unit in units],
            "grave": piece.grave,
        }
        for piece in pieces
    ]


def refusals(findings: Findings, before: Findings | None, level: Level) -> list[DomainError]:
    """Why an outline may not be written: too far out of its parent, or on others' ground.

    Old boundaries with such faults may be corrected step by step: the fault must only not grow.
    """
    found: list[DomainError] = []
    allowed = before.area_too_far_out if before is not None else 0.0
    if findings.area_too_far_out > allowed + topology.MIN_AREA:
        pieces = [piece for piece in findings.outside if piece.grave]
        found.append(
            DomainError(
                "outside_parent",
                _("Ranh giới vượt ra ngoài địa bàn cấp trên quá 25 m."),
                status=422,
                detail={"outside": shown(pieces, level)},
            )
        )
    already = before.overlapped if before is not None else {}
    grown = [
        unit
        for unit, area in findings.overlapped.items()
        if area > already.get(unit, 0.0) + topology.MIN_AREA
    ]
    if grown:
        pieces = [piece for piece in findings.overlaps if piece.units[0] in grown]
        found.append(
            DomainError(
                "overlaps",
                _("Ranh giới chồng lên đơn vị bên cạnh."),
                status=422,
                detail={"overlaps": shown(pieces, level)},
            )
        )
    return found
