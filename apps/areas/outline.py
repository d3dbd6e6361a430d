"""An outline as a request brings it: plain JSON, checked before any geometry library sees it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from django.contrib.gis.geos import LineString, MultiPolygon, Polygon
from django.utils.translation import gettext as _

from apps.common.errors import DomainError

#: bytes of a request body; an outline of the largest village is a tenth of it
MAX_BYTES: Final = 2_000_000
#: corners of one outline, all rings together
MAX_POINTS: Final = 20_000
#: corners of a cutting line
MAX_LINE_POINTS: Final = 2_000

Position = tuple[float, float]
Ring = list[Position]


def _refuse(code: str, message: str, **detail: Any) -> DomainError:
    return DomainError(code, message, status=400, detail=detail)


def _number(value: object, limit: float) -> float:
    # A bool is an int to Python, and 1e999 is a float to JSON.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refuse("bad_coordinates", _("Toạ độ phải là số."))
    # The limit first: an integer of a thousand digits is no float at all.
    if abs(value) > limit or not math.isfinite(value):
        raise _refuse("bad_coordinates", _("Có toạ độ nằm ngoài phạm vi kinh độ, vĩ độ."))
    return float(value)


def _position(value: object) -> Position:
    if not isinstance(value, list) or len(value) != 2:
        raise _refuse("bad_coordinates", _("Mỗi điểm phải gồm kinh độ và vĩ độ."))
    return _number(value[0], 180), _number(value[1], 90)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise _refuse("bad_outline", _("Ranh giới thiếu toạ độ."))
    return value


class _Count:
    """Counts corners on the way, so that the reading of too many stops early."""

    def __init__(self, limit: int) -> None:
        self.left = limit

    def positions(self, value: object) -> Iterator[Position]:
        for each in _list(value):
            self.left -= 1
            if self.left < 0:
                raise _refuse("too_many_points", _("Ranh giới có quá nhiều điểm."))
            yield _position(each)


def _ring(value: object, count: _Count) -> Ring:
    ring = list(count.positions(value))
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    if len(set(ring)) < 3:
        raise _refuse("bad_outline", _("Một đường bao cần ít nhất ba điểm khác nhau."))
    return ring


def _object(value: object, allowed: frozenset[str]) -> tuple[str, object]:
    """Type and coordinates of a GeoJSON geometry of one of the ``allowed`` types."""
    if not isinstance(value, dict):
        raise _refuse("bad_outline", _("Thiếu hình vẽ ranh giới."))
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in allowed:
        raise _refuse("wrong_type", _("Ranh giới phải là vùng (Polygon hoặc MultiPolygon)."))
    if "crs" in value:
        # RFC 7946 knows no other system; to read one as degrees would move the outline.
        raise _refuse("wrong_crs", _("Ranh giới chỉ nhận kinh độ, vĩ độ WGS84, không kèm hệ khác."))
    return kind, value.get("coordinates")


def read_outline(value: object) -> MultiPolygon:
    """The outline of a GeoJSON ``Polygon`` or ``MultiPolygon`` (degrees, WGS 84).

    It may still cross itself: see ``topology.fault``. Raises DomainError ``bad_outline``,
    ``wrong_type``, ``bad_coordinates`` or ``too_many_points``.
    """
    kind, coordinates = _object(value, frozenset({"Polygon", "MultiPolygon"}))
    count = _Count(MAX_POINTS)
    polygons = [coordinates] if kind == "Polygon" else _list(coordinates)
    shapes = [[_ring(ring, count) for ring in _list(polygon)] for polygon in polygons]
    return MultiPolygon([Polygon(*rings) for rings in shapes], srid=4326)


def read_line(value: object) -> LineString:
    """The cutting line of a GeoJSON ``LineString``, at least two different points."""
    if not isinstance(value, dict) or value.get("type") != "LineString":
        raise _refuse("wrong_type", _("Đường cắt phải là một đường gấp khúc."))
    given = _Count(MAX_LINE_POINTS).positions(value.get("coordinates"))
    points = [point for point, _again in groupby(given)]
    if len(set(points)) < 2:
        raise _refuse("bad_outline", _("Đường cắt cần ít nhất hai điểm khác nhau."))
    return LineString(points, srid=4326)
