"""Verbs on villages and groups: draw, add, rename; split and merge are in ``reshaping``.

Every verb takes an ``Order`` (who, from which day ``at``, why), runs in one transaction, leaves
its reason in the history of all that it touches, and answers with what moved. All raise
DomainError with the codes of ``editing`` and ``drawing``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import MultiPolygon
from django.utils.translation import gettext as _

from apps.areas import drawing, editing, topology
from apps.areas.drawing import NeighbourChange
from apps.areas.editing import Order, brief
from apps.areas.levels import (
    DrawnUnit,
    Level,
    code_length,
    commune_of,
    unit_model,
)
from apps.areas.models import BoundaryEdit, SelfManagedGroup, Village
from apps.areas.reshaping import merge, split
from apps.areas.succession import Redrawing, announce, unit_redrawn
from apps.areas.topology import Setting
from apps.common.errors import DomainError

__all__ = [
    "Drawing",
    "NewUnit",
    "Order",
    "add_group",
    "add_village",
    "merge",
    "redraw_group",
    "redraw_village",
    "rename",
    "split",
]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A new outline: neighbours that change with it, households (keys; None: all that lie in
    another unit now) that follow it.
    """

    outline: MultiPolygon
    neighbours: tuple[NeighbourChange, ...] = ()
    move: frozenset[int] | None = None
    # The user's consent to have an outline that crosses itself put right.
    repair: bool = False


@dataclass(frozen=True, slots=True)
class NewUnit:
    """Name, code (empty: the next free one) and, for a village, its kind."""

    name: str
    code: str = ""
    kind: str = Village.Kind.THON


def redraw_village(*, village: int, version: int, drawing: Drawing, order: Order) -> dict[str, Any]:
    """Give a village a new outline."""
    return _redraw(Level.VILLAGE, village, version, drawing, order)


def redraw_group(*, group: int, version: int, drawing: Drawing, order: Order) -> dict[str, Any]:
    """Give a group a new outline."""
    return _redraw(Level.GROUP, group, version, drawing, order)


def _redraw(level: Level, pk: int, version: int, wanted: Drawing, order: Order) -> dict[str, Any]:
    commune = commune_of(_known(level, pk, order))

    def work() -> dict[str, Any]:
        unit = editing.locked_unit(level, pk, version, order)
        old = unit.geom
        setting = drawing.setting_of(unit)
        _require_begun(unit, order)
        before = topology.examine(old, setting, old=None, today=order.today)
        return _draw(unit, setting, wanted, order, old=old, before=before)

    return editing.carry_out(order, commune=commune, kind=BoundaryEdit.Kind.REDRAWN, work=work)


def _require_begun(unit: DrawnUnit, order: Order) -> None:
    if unit.valid_from is not None and unit.valid_from > order.at:
        raise DomainError(
            "too_early", _("%(name)s chưa có vào ngày hiệu lực đã chọn.") % {"name": unit.name}
        )


def _known(level: Level, pk: int, order: Order) -> DrawnUnit:
    """The unit, whether in force or not: a repeated order may speak of one that has ended."""
    unit: DrawnUnit | None = editing.drawn_rows(level, order.actor).filter(pk=pk).first()
    if unit is None:
        raise editing.not_found()
    return unit


def _locked_neighbours(
    level: Level, changes: Sequence[NeighbourChange], order: Order
) -> list[tuple[DrawnUnit, NeighbourChange]]:
    units = editing.locked_units(level, {each.unit: each.version for each in changes}, order)
    return [(units[each.unit], each) for each in changes]


def _draw(
    unit: DrawnUnit,
    setting: Setting,
    wanted: Drawing,
    order: Order,
    *,
    old: MultiPolygon | None,
    before: topology.Findings | None,
) -> dict[str, Any]:
    """Write the outline (of a unit new or known) and its neighbours', and tell the other apps."""
    neighbours = _locked_neighbours(setting.level, wanted.neighbours, order)
    drawn = drawing.drawn(
        wanted.outline, setting, neighbours, old=old, today=order.today, repair=wanted.repair
    )
    refusals = drawing.refusals(drawn.findings, before, setting.level)
    if refusals:
        raise refusals[0]
    changes: dict[int, tuple[MultiPolygon | None, MultiPolygon]] = {}
    for neighbour in {each.pk: each for each, _change in neighbours}.values():
        changes[neighbour.pk] = (neighbour.geom, drawn.neighbours[neighbour.pk])
        neighbour.geom = drawn.neighbours[neighbour.pk]
        neighbour.save(update_fields=["geom"])
    unit.geom = drawn.outline
    unit.save()
    others = tuple(changes)
    changes[unit.pk] = (old, drawn.outline)
    redrawing = Redrawing(
        setting.level, setting.commune, setting.parent, changes, order.at, wanted.move
    )
    moved = announce(unit_redrawn, redrawing=redrawing)
    rows = unit_model(setting.level)._default_manager.filter(pk__in=others).order_by("pk")
    return {"units": [brief(each) for each in (unit, *rows)], **moved}


def add_village(*, commune: int, new: NewUnit, drawing: Drawing, order: Order) -> dict[str, Any]:
    """A village on ground that belongs to none, or that neighbours give up."""

    def work() -> dict[str, Any]:
        if new.kind not in Village.Kind.values:
            raise DomainError("bad_kind", _("Loại đơn vị không đúng."))
        village = Village(
            commune_id=commune,
            kind=new.kind,
            name=editing.check_name(new.name),
            code=_new_code(Level.VILLAGE, commune, new),
            valid_from=order.at,
        )
        setting = Setting(Level.VILLAGE, commune, commune)
        return _draw(village, setting, drawing, order, old=None, before=None)

    return editing.carry_out(order, commune=commune, kind=BoundaryEdit.Kind.ADDED, work=work)


def add_group(*, village: int, new: NewUnit, drawing: Drawing, order: Order) -> dict[str, Any]:
    """A group in ``village``, on ground that belongs to none or that neighbours give up."""
    commune = commune_of(_known(Level.VILLAGE, village, order))

    def work() -> dict[str, Any]:
        parent = editing.find_unit(Level.VILLAGE, village, actor=order.actor, today=order.today)
        _require_begun(parent, order)
        group = SelfManagedGroup(
            village_id=village,
            name=editing.check_name(new.name),
            code=_new_code(Level.GROUP, village, new),
            valid_from=order.at,
        )
        setting = Setting(Level.GROUP, commune, village)
        return _draw(group, setting, drawing, order, old=None, before=None)

    return editing.carry_out(order, commune=commune, kind=BoundaryEdit.Kind.ADDED, work=work)


def _new_code(level: Level, parent: int, new: NewUnit) -> str:
    length = code_length(level)
    if new.code.strip():
        return editing.check_code(level, parent, new.code, length)
    field = "commune" if level is Level.VILLAGE else "village"
    count = unit_model(level)._default_manager.filter(**{field: parent}).count()
    prefix = "T" if level is Level.VILLAGE else "G"
    return editing.free_code(level, parent, f"{prefix}{count + 1:02d}", length)


def rename(*, level: Level, unit: int, version: int, name: str, order: Order) -> dict[str, Any]:
    """Another name for the same unit; the old one stays in its history."""
    commune = commune_of(_known(level, unit, order))

    def work() -> dict[str, Any]:
        found = editing.locked_unit(level, unit, version, order)
        found.name = editing.check_name(name)
        found.save(update_fields=["name"])
        return {"units": [brief(found)]}

    return editing.carry_out(order, commune=commune, kind=BoundaryEdit.Kind.RENAMED, work=work)
