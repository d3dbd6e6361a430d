"""Split and merge: units end, others follow, and what belongs to them follows too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import LineString, MultiPolygon
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.areas import editing, parts, topology
from apps.areas.editing import Order, brief
from apps.areas.levels import (
    DrawnUnit,
    Level,
    code_length,
    commune_of,
    level_of,
    lineage_model,
    parent_of,
)
from apps.areas.models import BoundaryEdit, LineageKind, SelfManagedGroup, Village
from apps.areas.succession import (
    Succession,
    announce,
    homes_in_parts,
    together,
    units_succeeded,
)
from apps.common.errors import DomainError

MOST_MERGED: Final = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split. ``outline`` only where no line cuts; ``code`` empty: the next free."""

    name: str
    code: str = ""
    outline: MultiPolygon | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """How a unit is split: by a line (then the parts come in the order of ``topology.cut``,
    the largest first) or by the parts' own outlines. ``rest`` is the index of the part for
    households without a position; None: the largest.
    """

    parts: tuple[Part, ...]
    line: LineString | None = None
    rest: int | None = None


@dataclass(frozen=True, slots=True)
class Merger:
    """What several units become: ``into``, one of them, or a new one with ``name``."""

    into: int | None = None
    name: str = ""
    code: str = ""


def split(*, level: Level, unit: int, version: int, cut: Cut, order: Order) -> dict[str, Any]:
    """End a unit and let two or more parts follow it, with all that belongs to it."""
    commune = commune_of(_one(level, unit, order))

    def work() -> dict[str, Any]:
        old = editing.locked_unit(level, unit, version, order)
        outlines = parts.outlines_of(old.geom, cut.line, [part.outline for part in cut.parts])
        if len(outlines) != len(cut.parts):
            raise DomainError(
                "parts_differ",
                _("Đường cắt chia thành %(n)s phần; hãy đặt tên cho đúng số phần.")
                % {"n": len(outlines)},
                detail={"parts": len(outlines)},
            )
        rest = _rest_of(cut, outlines)
        editing.end_units([old], order)
        made = [
            _follow(old, part.name, part.code, outline, order)
            for part, outline in zip(cut.parts, outlines, strict=True)
        ]
        _trace([old], made, LineageKind.SPLIT_INTO, order)
        return _succeed(level, [old], made, made[rest], order)

    return editing.carry_out(order, commune=commune, kind=BoundaryEdit.Kind.SPLIT, work=work)


def merge(
    *, level: Level, versions: dict[int, int], merger: Merger, order: Order
) -> dict[str, Any]:
    """Let neighbouring units (key → version) become one."""
    if not 2 <= len(versions) <= MOST_MERGED:
        raise DomainError("too_few_units", _("Hãy chọn từ hai đến hai mươi đơn vị liền kề."))
    if merger.into is not None and merger.into not in versions:
        raise DomainError("bad_target", _("Đơn vị nhận sáp nhập phải nằm trong số đã chọn."))
    commune = commune_of(_one(level, min(versions), order))

    def work() -> dict[str, Any]:
        units = list(editing.locked_units(level, versions, order).values())
        if len({parent_of(unit) for unit in units}) > 1:
            raise DomainError(
                "different_parents", _("Chỉ sáp nhập trong cùng một đơn vị cấp trên.")
            )
        parts.require_neighbours([unit.geom for unit in units])
        outline = topology.union([unit.geom for unit in units])
        target = next((unit for unit in units if unit.pk == merger.into), None)
        ending = [unit for unit in units if unit is not target]
        editing.end_units(ending, order)
        if target is None:
            target = _follow(units[0], merger.name, merger.code, outline, order)
        else:
            _require_begun(target, order)
            target.geom = outline
            if merger.name.strip():
                target.name = editing.check_name(merger.name)
            target.save(update_fields=["geom", "name"])
        _trace(ending, [target], LineageKind.MERGED_INTO, order)
        return _succeed(level, ending, [target], target, order)

    return editing.carry_out(order, commune=commune, kind=BoundaryEdit.Kind.MERGED, work=work)


def _one(level: Level, pk: int, order: Order) -> DrawnUnit:
    unit: DrawnUnit | None = editing.drawn_rows(level, order.actor).filter(pk=pk).first()
    if unit is None:
        raise editing.not_found()
    return unit


def _require_begun(unit: DrawnUnit, order: Order) -> None:
    if unit.valid_from is not None and unit.valid_from > order.at:
        raise DomainError(
            "too_early", _("%(name)s chưa có vào ngày hiệu lực đã chọn.") % {"name": unit.name}
        )


def _rest_of(cut: Cut, outlines: Sequence[MultiPolygon]) -> int:
    if cut.rest is None:
        areas = [topology.area_m2(outline) for outline in outlines]
        return areas.index(max(areas))
    if not 0 <= cut.rest < len(outlines):
        raise DomainError("bad_rest", _("Hãy chọn phần nhận các hộ chưa có toạ độ."))
    return cut.rest


def _follow(old: DrawnUnit, name: str, code: str, outline: MultiPolygon, order: Order) -> DrawnUnit:
    """A new unit in the place of ``old``: same parent and kind, own name and code."""
    level = Level.VILLAGE if isinstance(old, Village) else Level.GROUP
    length = code_length(level)
    if code.strip():
        code = editing.check_code(level, parent_of(old), code, length)
    else:
        code = editing.free_code(level, parent_of(old), old.code, length)
    name = editing.check_name(name)
    if isinstance(old, Village):
        return Village.objects.create(
            commune_id=old.commune_id,
            kind=old.kind,
            name=name,
            code=code,
            geom=outline,
            valid_from=order.at,
        )
    return SelfManagedGroup.objects.create(
        village_id=old.village_id, name=name, code=code, geom=outline, valid_from=order.at
    )


def _trace(
    before: Sequence[DrawnUnit], after: Sequence[DrawnUnit], kind: LineageKind, order: Order
) -> None:
    for old in before:
        for new in after:
            rows: Any = lineage_model(level_of(old))._default_manager
            rows.create(before=old, after=new, kind=kind, happened_on=order.at)


def _succeed(
    level: Level,
    ended: Sequence[DrawnUnit],
    successors: Sequence[DrawnUnit],
    rest: DrawnUnit,
    order: Order,
) -> dict[str, Any]:
    """Take the groups of villages along, then tell the other apps; what moved, in numbers."""
    groups: dict[str, Any] = {}
    torn: list[Succession] = []
    if level is Level.VILLAGE:
        groups, torn = _take_groups_along(ended, successors, order)
    first = Succession(
        level,
        order.at,
        tuple(unit.pk for unit in ended),
        tuple(unit.pk for unit in successors),
        rest.pk,
    )
    # Torn groups first: their households then know which village they belong to.
    answer = together(announce(units_succeeded, succession=each) for each in (*torn, first))
    _require_no_strays(order, successors)
    return {
        "units": [brief(unit) for unit in successors],
        "ended": [brief(unit) for unit in ended],
        **groups,
        **answer,
    }


def _require_no_strays(order: Order, successors: Sequence[DrawnUnit]) -> None:
    """Nothing of a unit that ended may still be in force; the database would not notice."""
    ended = SelfManagedGroup.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=order.at), village__valid_to__lte=order.at
    )
    if ended.filter(village__commune=commune_of(successors[0])).exists():
        raise DomainError("groups_left", _("Còn tổ chưa chuyển sang đơn vị mới."), status=409)


def _take_groups_along(
    ended: Sequence[DrawnUnit], successors: Sequence[DrawnUnit], order: Order
) -> tuple[dict[str, Any], list[Succession]]:
    """Groups move to the village they lie in; one that homes on both sides need is split as well.

    ``ended`` and ``successors`` are villages.
    """
    rows = SelfManagedGroup.objects.select_for_update().filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=order.at), village__in=[v.pk for v in ended]
    )
    torn, moved, recoded = [], 0, 0
    for group in rows.order_by("pk"):
        shares = [(v, topology.intersection(group.geom, v.geom)) for v in successors]
        shares = [each for each in shares if not topology.is_thin(each[1])]
        used = _with_homes(group, shares, order)
        if len(used) > 1:
            torn.append(_tear(group, used, order))
            continue
        village, outline = used[0] if used else (_nearest(group, successors), group.geom)
        moved += 1
        recoded += _move_group(group, village, outline if len(shares) > 1 else group.geom)
    return {"groups_moved": moved, "groups_split": len(torn), "groups_recoded": recoded}, torn


def _with_homes(
    group: SelfManagedGroup, shares: list[tuple[DrawnUnit, MultiPolygon]], order: Order
) -> list[tuple[DrawnUnit, MultiPolygon]]:
    """The shares of a group that hold any of its households; the largest when none does."""
    if len(shares) < 2:
        return shares
    homes = homes_in_parts(group.pk, [village.geom for village, _share in shares], order.at)
    used = [share for share, n in zip(shares, homes, strict=True) if n]
    return used or [max(shares, key=lambda share: topology.area_m2(share[1]))]


def _nearest(group: SelfManagedGroup, villages: Sequence[DrawnUnit]) -> DrawnUnit:
    return min(villages, key=lambda village: topology.distance_m(village.geom, group.geom))


def _move_group(group: SelfManagedGroup, village: DrawnUnit, outline: MultiPolygon) -> int:
    """1 when the group needed another code, as its own was taken in the new village."""
    code = editing.free_code(Level.GROUP, village.pk, group.code, code_length(Level.GROUP))
    changed = code != group.code
    group.village_id, group.code, group.geom = village.pk, code, outline
    group.save(update_fields=["village", "code", "geom"])
    return int(changed)


def _tear(
    group: SelfManagedGroup, shares: Sequence[tuple[DrawnUnit, MultiPolygon]], order: Order
) -> Succession:
    """Split a group that the cut between villages runs through."""
    editing.end_units([group], order)
    made = [
        SelfManagedGroup.objects.create(
            village_id=village.pk,
            name=group.name,
            code=editing.free_code(Level.GROUP, village.pk, group.code, code_length(Level.GROUP)),
            geom=share,
            valid_from=order.at,
        )
        for village, share in shares
    ]
    _trace([group], made, LineageKind.SPLIT_INTO, order)
    areas = [topology.area_m2(share) for _village, share in shares]
    rest = made[areas.index(max(areas))]
    keys = tuple(each.pk for each in made)
    return Succession(Level.GROUP, order.at, (group.pk,), keys, rest.pk)
