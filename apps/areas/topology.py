"""What PostGIS says of outlines: faults, what sticks out, overlaps and gaps. Areas in m².

Pieces thinner than ``MIN_WIDTH`` or smaller than ``MIN_AREA`` are what rounding leaves between
neighbours that share a border; they are not worth a word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point
from django.db import connection

from apps.areas.levels import Level

#: metres; how far an outline may stick out of its parent ("border slivers")
TOLERANCE: Final = 25.0
#: m² and metres (mean width: twice the area by the perimeter)
MIN_AREA: Final = 1.0
MIN_WIDTH: Final = 0.1
#: pieces of one kind that one answer names; the largest come first
MOST_PIECES: Final = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an outline is no outline, and where: PostGIS' word for it and a place (lon, lat)."""

    reason: str
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """A polygon worth a warning. ``units`` are those it overlaps or touches."""

    area: float
    at: tuple[float, float]
    geometry: dict[str, Any]
    units: tuple[int, ...] = ()
    # A gap: whether the change makes it. Outside: whether it is more than a sliver.
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an outline stands: its level, commune and parent, and who it is, if anybody yet.

    ``changed`` are outlines of other units that change together with it.
    """

    level: Level
    commune: int
    parent: int
    unit: int | None = None
    changed: Mapping[int, MultiPolygon] = field(default_factory=dict)
    # Units that end with this change and are no neighbours any more.
    ending: tuple[int, ...] = ()


def ewkb(geom: GEOSGeometry) -> str:
    """A geometry as a parameter of a query."""
    return geom.hexewkb.decode("ascii")


def _multi(ewkb: str) -> MultiPolygon:
    geom = GEOSGeometry(ewkb)
    return geom if isinstance(geom, MultiPolygon) else MultiPolygon([geom], srid=4326)


def _row(sql: str, params: Mapping[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row = cursor.fetchone()
    return tuple(row or ())


def one_outline(sql: str, params: Mapping[str, Any]) -> MultiPolygon:
    """The outline that a query answers with."""
    return _multi(_row(sql, dict(params))[0])


def fault(outline: MultiPolygon) -> Fault | None:
    """The first fault of an outline (it crosses itself, a hole lies outside, …), or None."""
    valid, reason, lon, lat = _row(
        """
        SELECT valid(found), reason(found),
            ST_X(coalesce(location(found), ST_StartPoint(ST_ExteriorRing(ST_GeometryN(geom, 1))))),
            ST_Y(coalesce(location(found), ST_StartPoint(ST_ExteriorRing(ST_GeometryN(geom, 1)))))
        FROM (SELECT geom, ST_IsValidDetail(geom) AS found
              FROM (SELECT %(mine)s::geometry AS geom) AS given) AS checked
        """,
        {"mine": ewkb(outline)},
    )
    return None if valid else Fault(reason, (lon, lat))


def made_valid(outline: MultiPolygon) -> MultiPolygon:
    """The nearest sound outline; empty when nothing with an area is left."""
    sql = "SELECT ST_Multi(ST_CollectionExtract(ST_MakeValid(%(mine)s::geometry), 3))"
    return _multi(_row(sql, {"mine": ewkb(outline)})[0])


def area_m2(outline: MultiPolygon) -> float:
    return float(_row("SELECT ST_Area(%(mine)s::geography)", {"mine": ewkb(outline)})[0])


def difference(outline: MultiPolygon, *others: MultiPolygon) -> MultiPolygon:
    """``outline`` without ``others``; only what has an area."""
    rest = ewkb(outline)
    for other in others:
        sql = """SELECT ST_Multi(ST_CollectionExtract(
            ST_Difference(%(mine)s::geometry, %(other)s::geometry), 3))"""
        rest = _row(sql, {"mine": rest, "other": ewkb(other)})[0]
    return _multi(rest)


def intersection(outline: MultiPolygon, other: MultiPolygon) -> MultiPolygon:
    sql = """SELECT ST_Multi(ST_CollectionExtract(
        ST_Intersection(%(mine)s::geometry, %(other)s::geometry), 3))"""
    return _multi(_row(sql, {"mine": ewkb(outline), "other": ewkb(other)})[0])


def union(outlines: Sequence[MultiPolygon]) -> MultiPolygon:
    """All ``outlines`` as one, on a grid of 0.1 mm, so that no hairline stays between them."""
    sql = """SELECT ST_Multi(ST_CollectionExtract(ST_UnaryUnion(ST_Collect(
        (%(all)s::text[])::geometry[]), 1e-9), 3))"""
    return _multi(_row(sql, {"all": [ewkb(outline) for outline in outlines]})[0])


def is_thin(outline: MultiPolygon, *, width: float = MIN_WIDTH) -> bool:
    """Whether an outline is empty or nothing but slivers of less than ``width`` metres."""
    if outline.empty:
        return True
    area, perimeter = _row(
        "SELECT ST_Area(geog), ST_Perimeter(geog) FROM (SELECT %(mine)s::geography AS geog) AS g",
        {"mine": ewkb(outline)},
    )
    return bool(area < MIN_AREA or 2 * area / perimeter < width)


def distance_m(outline: MultiPolygon, other: GEOSGeometry) -> float:
    sql = "SELECT ST_Distance(%(mine)s::geography, %(other)s::geography)"
    return float(_row(sql, {"mine": ewkb(outline), "other": ewkb(other)})[0])


def cut(outline: MultiPolygon, line: LineString) -> list[MultiPolygon]:
    """The pieces into which ``line`` cuts ``outline``; polygons it does not touch come whole.

    The line's ends are drawn out a little, as people stop at a border rather than behind it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH drawn AS (
                SELECT ST_MakeLine(ARRAY[
                    ST_Project(ST_StartPoint(line)::geography, %(more)s,
                        ST_Azimuth(ST_PointN(line, 2), ST_StartPoint(line)))::geometry,
                    line,
                    ST_Project(ST_EndPoint(line)::geography, %(more)s,
                        ST_Azimuth(ST_PointN(line, -2), ST_EndPoint(line)))::geometry
                ]) AS line FROM (SELECT %(line)s::geometry AS line) AS given
            ), polygons AS (
                SELECT (ST_Dump(%(mine)s::geometry)).*
            ), pieces AS (
                SELECT polygons.path, (ST_Dump(ST_Polygonize(ST_Union(
                    ST_Boundary(polygons.geom), drawn.line)))).geom AS piece, polygons.geom
                FROM polygons, drawn GROUP BY polygons.path, polygons.geom, drawn.line
            )
            SELECT ST_Multi(piece) FROM pieces
            WHERE ST_Contains(geom, ST_PointOnSurface(piece))
            ORDER BY ST_Area(piece) DESC, ST_XMin(piece), ST_YMin(piece)
            """,
            {"mine": ewkb(outline), "line": ewkb(line), "more": TOLERANCE},
        )
        return [_multi(row[0]) for row in cursor.fetchall()]


#: the units of one level in force today in one commune, with what changes beside the one drawn.
UNITS = """
units AS (
    SELECT unit.id, unit.parent, coalesce(other.geom::geometry, unit.geom) AS geom
    FROM (
        SELECT 'village' AS level, id, commune_id AS parent, commune_id AS commune, geom,
            valid_from, valid_to FROM areas_village
        UNION ALL
        SELECT 'group', grp.id, grp.village_id, village.commune_id, grp.geom,
            grp.valid_from, grp.valid_to
        FROM areas_selfmanagedgroup AS grp
        JOIN areas_village AS village ON village.id = grp.village_id
    ) AS unit
    LEFT JOIN unnest(%(ids)s::bigint[], %(geoms)s::text[]) AS other(id, geom) ON other.id = unit.id
    WHERE unit.level = %(level)s AND unit.commune = %(commune)s AND unit.id <> ALL (%(ending)s)
        AND (unit.valid_from IS NULL OR unit.valid_from <= %(today)s)
        AND (unit.valid_to IS NULL OR unit.valid_to > %(today)s)
), parent AS (
    SELECT CASE %(level)s
        WHEN 'village' THEN (SELECT geom FROM areas_commune WHERE id = %(parent)s)
        ELSE (SELECT geom FROM areas_village WHERE id = %(parent)s)
    END AS geom
), mine AS (SELECT %(mine)s::geometry AS geom),
old AS (SELECT %(old)s::geometry AS geom)
"""
_WORTH_A_WORD = """
    ST_Area(geom::geography) >= %(min_area)s
    AND 2 * ST_Area(geom::geography) / ST_Perimeter(geom::geography) >= %(min_width)s
"""
_SHOWN = """
    ST_Area(geom::geography) AS area, ST_X(ST_PointOnSurface(geom)), ST_Y(ST_PointOnSurface(geom)),
    ST_AsGeoJSON(geom, 15)
"""
_OVERLAPS = f"""
WITH {UNITS}, pieces AS (
    SELECT units.id, (ST_Dump(ST_CollectionExtract(
        ST_Intersection(units.geom, mine.geom), 3))).geom
    FROM units, mine WHERE ST_Intersects(units.geom, mine.geom)
)
SELECT {_SHOWN}, ARRAY[id], false FROM pieces WHERE {_WORTH_A_WORD}
ORDER BY area DESC LIMIT %(most)s
"""  # noqa: S608 - made of the constants above
_GAPS = f"""
WITH {UNITS}, covered AS (
    SELECT ST_Union(geom) AS geom FROM (
        SELECT geom FROM units WHERE parent = %(parent)s UNION ALL SELECT geom FROM mine
    ) AS every
), pieces AS (
    SELECT (ST_Dump(ST_CollectionExtract(ST_Difference(parent.geom, covered.geom), 3))).geom
    FROM parent, covered
), near AS (
    SELECT pieces.geom, old.geom IS NOT NULL
        AND ST_Area(ST_Intersection(pieces.geom, old.geom)::geography) >= %(min_area)s AS made
    FROM pieces, mine, old
    WHERE ST_DWithin(pieces.geom, mine.geom, 1e-6)
        OR coalesce(ST_Intersects(pieces.geom, old.geom), false)
)
SELECT {_SHOWN}, ARRAY(
    SELECT units.id FROM units
    WHERE units.parent = %(parent)s AND ST_DWithin(units.geom, near.geom, 1e-6) ORDER BY units.id
), made FROM near WHERE {_WORTH_A_WORD} ORDER BY made DESC, area DESC LIMIT %(most)s
"""  # noqa: S608 - made of the constants above
_OUTSIDE = f"""
WITH {UNITS}, pieces AS (
    SELECT (ST_Dump(ST_CollectionExtract(ST_Difference(mine.geom, parent.geom), 3))).geom
    FROM parent, mine
), wide AS (
    SELECT ST_Buffer(parent.geom::geography, %(tolerance)s)::geometry AS geom FROM parent
)
SELECT {_SHOWN}, ARRAY[]::bigint[], NOT ST_CoveredBy(geom, (SELECT geom FROM wide))
FROM pieces WHERE {_WORTH_A_WORD} ORDER BY area DESC LIMIT %(most)s
"""  # noqa: S608 - made of the constants above


def params(
    outline: MultiPolygon, setting: Setting, old: MultiPolygon | None, today: object
) -> dict[str, Any]:
    """What the queries on ``UNITS`` are given."""
    own = () if setting.unit is None else (setting.unit,)
    return {
        "mine": ewkb(outline),
        "old": None if old is None else ewkb(old),
        "level": setting.level.value,
        "commune": setting.commune,
        "parent": setting.parent,
        "ending": [*own, *setting.ending],
        "ids": list(setting.changed),
        "geoms": [ewkb(geom) for geom in setting.changed.values()],
        "today": today,
        "tolerance": TOLERANCE,
        "min_area": MIN_AREA,
        "min_width": MIN_WIDTH,
        "most": MOST_PIECES,
    }


def _pieces(sql: str, params: Mapping[str, Any]) -> list[Piece]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [
            Piece(area, (lon, lat), json.loads(shape), tuple(units), grave)
            for area, lon, lat, shape, units, grave in cursor.fetchall()
        ]


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to say of an outline. A grave piece outside is refused, the rest is not."""

    outside: list[Piece]
    overlaps: list[Piece]
    gaps: list[Piece]

    @property
    def area_too_far_out(self) -> float:
        return sum(piece.area for piece in self.outside if piece.grave)

    @property
    def overlapped(self) -> dict[int, float]:
        """m² of each unit that the outline overlaps."""
        areas: dict[int, float] = {}
        for piece in self.overlaps:
            areas[piece.units[0]] = areas.get(piece.units[0], 0.0) + piece.area
        return areas


def examine(
    outline: MultiPolygon, setting: Setting, *, old: MultiPolygon | None, today: object
) -> Findings:
    """Compare an outline that is valid with its parent and its neighbours on the day ``today``."""
    given = params(outline, setting, old, today)
    return Findings(_pieces(_OUTSIDE, given), _pieces(_OVERLAPS, given), _pieces(_GAPS, given))


def pieces_at(pieces: Sequence[Piece], points: Sequence[tuple[float, float]]) -> list[MultiPolygon]:
    """The outlines of those ``pieces`` that hold one of ``points`` (lon, lat)."""
    outlines = [_multi_of(piece) for piece in pieces]
    places = [Point(*point, srid=4326) for point in points]
    return [outline for outline in outlines if any(outline.contains(place) for place in places)]


def _multi_of(piece: Piece) -> MultiPolygon:
    geom = GEOSGeometry(json.dumps(piece.geometry), srid=4326)
    return geom if isinstance(geom, MultiPolygon) else MultiPolygon([geom], srid=4326)
