"""The outlines of the parts of a split, and whether units are neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.contrib.gis.geos import LineString, MultiPolygon
from django.utils.translation import gettext as _

from apps.areas import topology
from apps.areas.drawing import SMALLEST, sound_outline
from apps.common.errors import DomainError

MOST_PARTS: Final = 10


def outlines_of(
    whole: MultiPolygon, line: LineString | None, drawn: Sequence[MultiPolygon | None]
) -> list[MultiPolygon]:
    """The parts of ``whole``: together exactly it, nowhere twice.

    With a ``line`` the largest comes first; else the parts as ``drawn``, in their order.
    """
    if line is not None:
        return cut_by_line(whole, line)
    outlines = [outline for outline in drawn if outline is not None]
    if len(outlines) != len(drawn) or len(outlines) < 2:
        raise DomainError("no_parts", _("Hãy vẽ đường cắt hoặc vẽ từng phần."))
    return fitted(whole, [sound_outline(outline) for outline in outlines])


def cut_by_line(whole: MultiPolygon, line: LineString) -> list[MultiPolygon]:
    """The parts on the sides of ``line``; polygons that it misses go with the nearest part."""
    if not line.simple:
        raise DomainError(
            "line_crosses_itself", _("Đường cắt không được tự cắt chính nó."), status=422
        )
    pieces = topology.cut(whole, line)
    untouched = [MultiPolygon([polygon], srid=4326) for polygon in whole]
    lone = [piece for piece in pieces if any(piece.equals(each) for each in untouched)]
    cut = [piece for piece in pieces if piece not in lone]
    parts = [piece for piece in cut if topology.area_m2(piece) >= SMALLEST]
    if len(parts) < 2:
        raise DomainError(
            "line_does_not_cut",
            _("Đường cắt phải đi từ bên này sang bên kia ranh giới."),
            status=422,
        )
    if len(parts) > MOST_PARTS:
        raise DomainError("too_many_parts", _("Đường cắt chia thành quá nhiều phần."), status=422)
    crumbs = [piece for piece in cut if topology.area_m2(piece) < SMALLEST]
    return _with_nearest(parts, [*lone, *crumbs])


def _with_nearest(
    parts: list[MultiPolygon], leftovers: Sequence[MultiPolygon]
) -> list[MultiPolygon]:
    for leftover in leftovers:
        distances = [topology.distance_m(part, leftover) for part in parts]
        nearest = distances.index(min(distances))
        parts[nearest] = topology.union([parts[nearest], leftover])
    return parts


def fitted(whole: MultiPolygon, drawn: Sequence[MultiPolygon]) -> list[MultiPolygon]:
    """``drawn`` parts trimmed to ``whole`` and to each other; slivers between them are shared out.

    Raises DomainError when a part lies outside or ground wider than 25 m is left to nobody.
    """
    parts: list[MultiPolygon] = []
    for outline in drawn:
        part = topology.difference(topology.intersection(outline, whole), *parts)
        if topology.is_thin(part, width=1.0) or topology.area_m2(part) < SMALLEST:
            raise DomainError(
                "part_empty", _("Có phần nằm ngoài đơn vị hoặc trùng phần khác."), status=422
            )
        parts.append(part)
    left = topology.difference(whole, *parts)
    slivers = [MultiPolygon([polygon], srid=4326) for polygon in left]
    if any(not topology.is_thin(sliver, width=topology.TOLERANCE) for sliver in slivers):
        raise DomainError("parts_leave_gap", _("Các phần chưa phủ hết đơn vị cũ."), status=422)
    return _with_nearest(parts, slivers)


def require_neighbours(outlines: Sequence[MultiPolygon]) -> None:
    """Refuse to merge units that do not hang together (25 m between borders are forgiven)."""
    reached, waiting = [outlines[0]], list(outlines[1:])
    while waiting:
        near = [
            outline
            for outline in waiting
            if any(topology.distance_m(outline, each) <= topology.TOLERANCE for each in reached)
        ]
        if not near:
            raise DomainError(
                "not_neighbours", _("Các đơn vị được chọn không liền kề nhau."), status=422
            )
        reached += near
        waiting = [outline for outline in waiting if outline not in near]
