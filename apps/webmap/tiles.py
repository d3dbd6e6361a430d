"""Vector tiles, scoped to an actor and made by PostGIS in one statement.

Layers and attributes are told in decision 008. Rows come through ``visible_to(actor)``; what is
written here by hand only wraps the ORM's own SQL into ``ST_AsMVT``.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.gis.geos import Polygon
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BinaryField, Case, F, Func, JSONField, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import NullIf

from apps.accounts.actor import Actor
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.webmap.models import TILE_SRID, HouseholdMark, MapUnit
from apps.webmap.querysets import around, viewed_units, whole_units
from apps.webmap.scope import HALF_WORLD, MOST_IN_A_TILE, TileScope, hides_small

HIGHEST_ZOOM = 20
EXTENT = 4096
# Outlines go on a little beyond the tile, so that no seam is seen, in units of the extent.
OUTLINE_BUFFER = 64
# From here on a tile is small enough for outlines as they were drawn.
_FINE_FROM = 12
_VILLAGES_FROM = 9
_COMMUNES_UP_TO = 11
_GROUPS_FROM = 12
# A tile that takes longer than this is given up, milliseconds.
STATEMENT_TIMEOUT = 5_000
# Hexagons along the edge of a tile.
_HEXAGONS = 14
# The tier above sees no hexagon of fewer households, or of fewer than five in either part.
_LEAST_HOUSEHOLDS, _LEAST_PART = 20, 5
_GAPS_OF_TIER_ABOVE_UP_TO = 12


@dataclass(frozen=True)
class Tile:
    """Column ``x`` and row ``y`` of the square that is one of 2^zoom across the world."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        return 0 <= self.z <= HIGHEST_ZOOM and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z

    @property
    def width(self) -> float:
        """Metres of Web Mercator."""
        return 2 * HALF_WORLD / float(2**self.z)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in Web Mercator."""
        # Two neighbours work out the line between them in the same way, to the last bit.
        west, east = (-HALF_WORLD + column * self.width for column in (self.x, self.x + 1))
        north, south = (HALF_WORLD - row * self.width for row in (self.y, self.y + 1))
        return west, south, east, north

    def envelope(self, margin: float = 0.0) -> Polygon:
        """The square, wider by ``margin`` metres on each side."""
        west, south, east, north = self.bounds
        box = Polygon.from_bbox((west - margin, south - margin, east + margin, north + margin))
        box.srid = TILE_SRID
        return box


@dataclass(frozen=True, slots=True)
class _Layer:
    name: str
    key: str
    rows: "QuerySet[Any, Any]"


def unit_tile(actor: Actor, scope: TileScope, tile: Tile, *, at: date) -> bytes:
    """The tile with outlines of units, their figures, and households where points begin."""
    layers = [
        _Layer(f"{level.value}s", "unit_id", _units(actor, scope, tile, level, at))
        for level in _levels(scope, tile)
    ]
    if tile.z >= scope.points_from and actor.has_any(HOUSEHOLD_ROLES):
        layers.append(_Layer("households", "household_id", _households(actor, tile, at)))
    return _render(layers)


def gap_tile(actor: Actor, tile: Tile, *, at: date) -> bytes:
    """Hexagons with the number of households and of uncovered ones among them."""
    marks = HouseholdMark.objects.countable_by(actor).living(at=at)
    if not actor.has_any(HOUSEHOLD_ROLES) and tile.z > _GAPS_OF_TIER_ABOVE_UP_TO:
        return b""
    edge = tile.width / _HEXAGONS / 1.5
    near = marks.filter(geom__bboverlaps=tile.envelope(2 * edge)).annotate(p=_person(at))
    try:
        rows, params = near.order_by().values("geom", "p").query.sql_with_params()
    except EmptyResultSet:
        return b""
    west, south, east, north = tile.bounds
    hide = hides_small(actor)
    sql = _GAPS.format(rows=rows, hidden=_HIDDEN if hide else "")
    box = [west, south, east, north, TILE_SRID]
    least = [_LEAST_HOUSEHOLDS, _LEAST_PART, _LEAST_PART] if hide else []
    with _tile_statement() as cursor:
        # Hexagons stand where the grid of the whole world puts them, so neighbouring tiles agree;
        # a hexagon belongs to the tile that holds its middle.
        cursor.execute(sql, [*params, edge, *box, west, east, south, north, *least, *box])
        return bytes(cursor.fetchone()[0])


_GAPS = """
WITH mark AS MATERIALIZED ({rows}),
hexagon AS (
    SELECT grid.i, grid.j, grid.geom
    FROM ST_HexagonGrid(%s, ST_MakeEnvelope(%s, %s, %s, %s, %s)) AS grid
    CROSS JOIN LATERAL ST_Centroid(grid.geom) AS middle
    WHERE ST_X(middle) >= %s AND ST_X(middle) < %s AND ST_Y(middle) >= %s AND ST_Y(middle) < %s
),
gap AS (
    SELECT hexagon.i, hexagon.j, hexagon.geom,
           count(*) AS n, count(*) FILTER (WHERE mark.p IS NULL) AS u
    FROM hexagon JOIN mark ON ST_Intersects(hexagon.geom, mark.geom)
    GROUP BY hexagon.i, hexagon.j, hexagon.geom
    HAVING count(*) FILTER (WHERE mark.p IS NULL) > 0 {hidden}
)
SELECT ST_AsMVT(tile, 'gaps', 4096, 'shape') FROM (
    SELECT ST_AsMVTGeom(
        geom, ST_MakeEnvelope(%s, %s, %s, %s, %s), 4096, 1024, false
    ) AS shape, n, u FROM gap ORDER BY i, j
) AS tile
"""
_HIDDEN = """
AND count(*) >= %s AND count(*) FILTER (WHERE mark.p IS NULL) >= %s
AND count(mark.p) >= %s
"""


def _levels(scope: TileScope, tile: Tile) -> Iterator[MapUnit.Level]:
    if not scope.is_wide or tile.z <= _COMMUNES_UP_TO:
        yield MapUnit.Level.COMMUNE
    if not scope.is_wide or tile.z >= _VILLAGES_FROM:
        yield MapUnit.Level.VILLAGE
    if tile.z >= _GROUPS_FROM:
        yield MapUnit.Level.GROUP


class _TileShape(Func):
    """``ST_AsMVTGeom``: a shape in the tile's own whole numbers, cut at its edge."""

    function = "ST_AsMVTGeom"
    output_field = BinaryField()

    def __init__(self, column: str, tile: Tile, buffer: int) -> None:
        square = RawSQL("ST_MakeEnvelope(%s, %s, %s, %s, %s)", [*tile.bounds, TILE_SRID])
        super().__init__(F(column), square, Value(EXTENT), Value(buffer), Value(True))


def _person(at: date) -> RawSQL:
    """Key of the person in charge on the day; null: uncovered."""
    return RawSQL(
        "CASE WHEN charge @> %s::date THEN person_id"
        " WHEN next_charge @> %s::date THEN next_person_id END",
        [at, at],
    )


def _month_days(at: date) -> RawSQL:
    """Contact days in the commune's month that holds the day; null: none."""
    return RawSQL(
        "CASE WHEN last_month + interval '1 month' > %s::date THEN NULLIF(last_month_days, 0) END",
        [at],
    )


def mark_facts(at: date) -> dict[str, Any]:
    """What tiles and lists tell of a household, as annotations of marks."""
    return {
        "p": _person(at),
        "d": RawSQL("%s::date - last_day", [at]),
        "m": _month_days(at),
    }


def _households(actor: Actor, tile: Tile, at: date) -> "QuerySet[Any, Any]":
    west, south, east, north = tile.bounds
    inside = RawSQL(
        "ST_X(geom) >= %s AND ST_X(geom) < %s AND ST_Y(geom) >= %s AND ST_Y(geom) < %s",
        [west, east, south, north],
    )
    return (
        HouseholdMark.objects.visible_to(actor)
        .living(at=at)
        .filter(geom__bboverlaps=tile.envelope())
        # On the line between two tiles it belongs to one of them only.
        .annotate(inside=inside)
        .filter(inside=True)
        .annotate(
            shape=_TileShape("geom", tile, 0),
            **mark_facts(at),
            v=F("village_id"),
            g=F("group_id"),
            s=F("poverty"),
            f=RawSQL("CASE WHEN policy THEN 1 END", []),
        )
        .order_by()
        .values("shape", "household_id", "v", "g", "p", "d", "m", "s", "f")[: MOST_IN_A_TILE + 1000]
    )


def _units(
    actor: Actor, scope: TileScope, tile: Tile, level: MapUnit.Level, at: date
) -> "QuerySet[Any, Any]":
    column = "geom" if tile.z >= _FINE_FROM else "coarse"
    margin = tile.width * OUTLINE_BUFFER / EXTENT
    units = MapUnit.objects.visible_to(actor) | MapUnit.objects.filter(
        around(scope.communes, scope.villages)
    )
    parent = {"commune": None, "village": F("commune_id"), "group": F("village_id")}[level.value]
    return (
        units.in_force(at=at)
        .filter(level=level, geom__bboverlaps=tile.envelope(margin))
        .annotate(
            shape=_TileShape(column, tile, OUTLINE_BUFFER),
            parent=parent if parent is not None else NullIf(Value(0), Value(0)),
            numbers=_numbers(actor),
        )
        .order_by()
        .values("shape", "unit_id", "name", "parent", "lon", "lat", "numbers")
    )


def _numbers(actor: Actor) -> Any:
    """The unit's figures, as far as they are the actor's to see."""
    column = "shown" if hides_small(actor) else "figures"
    mine = whole_units(actor) | viewed_units(actor)
    return Case(When(mine, then=F(column)), default=Value({}, JSONField()))


def _render(layers: Sequence[_Layer]) -> bytes:
    parts: list[str] = []
    params: list[Any] = []
    for layer in layers:
        try:
            sql, arguments = layer.rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(
            f"(SELECT ST_AsMVT(tile, '{layer.name}', {EXTENT}, 'shape', '{layer.key}')"  # noqa: S608
            f" FROM ({sql}) AS tile)"
        )
        params += arguments
    if not parts:
        return b""
    with _tile_statement() as cursor:
        cursor.execute(f"SELECT {' || '.join(parts)}", params)
        return bytes(cursor.fetchone()[0])


@contextmanager
def _tile_statement() -> Iterator[Any]:
    """A cursor whose statement is cut off in time and goes by the spatial index."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true),"
            " set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)",
            [str(STATEMENT_TIMEOUT)],
        )
        yield cursor
