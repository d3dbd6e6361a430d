"""Vector tiles, scoped to an actor and made by PostGIS in one statement.

Layers and attributes are told in decision 008. Rows come through ``visible_to(actor)``; what is
written here by hand only wraps the ORM's own SQL into ``ST_AsMVT``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import (
    BinaryField,
    BooleanField,
    Case,
    F,
    Func,
    JSONField,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import NullIf

from apps.accounts.actor import Actor
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.webmap.issues import readable_issues
from apps.webmap.models import TILE_SRID, HouseholdMark, MapUnit
from apps.webmap.querysets import around, viewed_units, whole_units
from apps.webmap.scope import HALF_WORLD, MOST_IN_A_TILE, TileScope, hides_small
from apps.webmap.statements import Slot, compiled, kept

HIGHEST_ZOOM = 20
EXTENT = 4096
# Outlines go on a little beyond the tile, so that no seam is seen, in units of the extent.
OUTLINE_BUFFER = 64
# From here on a tile is small enough for outlines as they were drawn.
_FINE_FROM = 12
_VILLAGES_FROM = 10
_COMMUNES_UP_TO = 11
_GROUPS_FROM = 12
# Hexagons along the edge of a tile.
_HEXAGONS = 14
# The tier above sees no hexagon of fewer households, or of fewer than five in either part.
LEAST_HOUSEHOLDS, LEAST_PART = 20, 5
HEXAGONS_OF_TIER_ABOVE_UP_TO = 12


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

    def slots(self) -> dict[Slot, float]:
        """What differs from tile to tile in the statements below."""
        west, south, east, north = self.bounds
        outline = self.width * OUTLINE_BUFFER / EXTENT
        edge = self.width / _HEXAGONS / 1.5
        found = {Slot.WEST: west, Slot.SOUTH: south, Slot.EAST: east, Slot.NORTH: north}
        return found | {Slot.OUTLINE: outline, Slot.EDGE: edge, Slot.AROUND: 2 * edge}


_BOX = f"ST_MakeEnvelope({Slot.WEST}, {Slot.SOUTH}, {Slot.EAST}, {Slot.NORTH}, {TILE_SRID})"
# In place of a tile's bytes: it would hold too many households. No tile begins so.
TOO_MANY = b"\x00"
# No tile of households is larger, bytes.
MOST_BYTES = 150_000
_HOUSEHOLDS = "households"
# Counts stand in as many squares along the edge of a tile.
_SQUARES = 8
_SQUARE: tuple[Any, ...] = (Slot.WEST, Slot.SOUTH, Slot.EAST, Slot.NORTH, TILE_SRID)


@dataclass(frozen=True, slots=True)
class _Layer:
    name: str
    key: str
    rows: "QuerySet[Any, Any]"
    # No layer at all where it would have more rows.
    most: int | None = None


def unit_statement(actor: Actor, scope: TileScope, tile: Tile, *, at: date) -> str:
    """Outlines of units, their figures, and households where points begin; "": an empty tile.

    The tile's own numbers are left open.
    """
    levels = tuple(_levels(scope, tile))
    points = tile.z >= scope.points_from and actor.has_any(HOUSEHOLD_ROLES)
    column = _column(tile)

    def build() -> str:
        layers = _unit_layers(actor, scope, levels, column, at)
        if points:
            most = None if scope.is_counted else MOST_IN_A_TILE
            rows = _households(actor, at)
            layers.append(_Layer(_HOUSEHOLDS, "household_id", rows, most))
        texts = list(filter(None, map(_layer_sql, layers)))
        if points and not scope.is_counted and texts:
            return f"SELECT coalesce({' || '.join(texts)}, '\\x00'::bytea)"
        return f"SELECT {' || '.join(texts)}" if texts else ""

    return kept((scope.etag, levels, points, column), build)


def crowd_statement(actor: Actor, scope: TileScope, tile: Tile, *, at: date) -> str:
    """The same with counts in place of households, for a tile that would hold too many.

    In each square of a tile the number of households and of uncovered ones, in their middle.
    """
    levels, column = tuple(_levels(scope, tile)), _column(tile)

    def build() -> str:
        marks = HouseholdMark.objects.visible_to(actor).living(at=at)
        inside = marks.filter(_INSIDE).annotate(p=_person(at))
        rows = compiled(inside.order_by().values("geom", "p"))
        layers = _unit_layers(actor, scope, levels, column, at)
        texts = [*map(_layer_sql, layers), rows and _CROWDS.format(rows=rows)]
        return f"SELECT {' || '.join(filter(None, texts))}" if any(texts) else ""

    return kept((scope.etag, "crowds", levels, column), build)


def overflows(statement: str, body: bytes) -> bool:
    """Whether the tile of that statement holds too many households; then counts stand in it."""
    return (body == TOO_MANY or len(body) > MOST_BYTES) and f"'{_HOUSEHOLDS}'" in statement


def _column(tile: Tile) -> str:
    return "geom" if tile.z >= _FINE_FROM else "coarse"


def _unit_layers(
    actor: Actor, scope: TileScope, levels: tuple[MapUnit.Level, ...], column: str, at: date
) -> list[_Layer]:
    return [
        _Layer(f"{level.value}s", "unit_id", _units(actor, scope, level, column, at))
        for level in levels
    ]


def _layer_sql(layer: _Layer) -> str:
    rows = compiled(layer.rows if layer.most is None else layer.rows[: layer.most + 1])
    most = "" if layer.most is None else f" HAVING count(*) <= {layer.most}"
    return rows and (
        f"(SELECT ST_AsMVT(tile, '{layer.name}', {EXTENT}, 'shape', '{layer.key}')"  # noqa: S608
        f" FROM ({rows}) AS tile{most})"
    )


_CROWDS = f"""(
SELECT ST_AsMVT(tile, 'crowds', {EXTENT}, 'shape') FROM (
    SELECT ST_AsMVTGeom(
            ST_SetSRID(ST_MakePoint(avg(ST_X(geom)), avg(ST_Y(geom))), {TILE_SRID}),
            {_BOX}, {EXTENT}, 0, true
        ) AS shape,
        count(*) AS n, count(*) FILTER (WHERE p IS NULL) AS u
    FROM ({{rows}}) AS mark
    GROUP BY floor((ST_X(geom) - {Slot.WEST}) / ({Slot.EAST} - {Slot.WEST}) * {_SQUARES}),
        floor((ST_Y(geom) - {Slot.SOUTH}) / ({Slot.NORTH} - {Slot.SOUTH}) * {_SQUARES})
    ORDER BY min(ST_X(geom)), min(ST_Y(geom))
) AS tile)"""  # noqa: S608


def gap_statement(actor: Actor, scope: TileScope, tile: Tile, *, at: date) -> str:
    """Hexagons with the number of households and of uncovered ones among them."""
    if not actor.has_any(HOUSEHOLD_ROLES) and tile.z > HEXAGONS_OF_TIER_ABOVE_UP_TO:
        return ""

    def build() -> str:
        marks = HouseholdMark.objects.countable_by(actor).living(at=at)
        near = marks.filter(NEAR_MARK).annotate(p=_person(at))
        rows = compiled(near.order_by().values("geom", "p"))
        return rows and _GAPS.format(rows=rows, hidden=_HIDDEN if hides_small(actor) else "")

    return kept((scope.etag, "gaps"), build)


# Hexagons stand where the grid of the whole world puts them, so neighbouring tiles agree; a hexagon
# belongs to the tile that holds its middle.
HEXAGONS = f"""hexagon AS (
    SELECT grid.i, grid.j, grid.geom
    FROM ST_HexagonGrid({Slot.EDGE}, {_BOX}) AS grid
    CROSS JOIN LATERAL ST_Centroid(grid.geom) AS middle
    WHERE ST_X(middle) >= {Slot.WEST} AND ST_X(middle) < {Slot.EAST}
        AND ST_Y(middle) >= {Slot.SOUTH} AND ST_Y(middle) < {Slot.NORTH}
)"""  # noqa: S608
HEXAGON_SHAPE = f"ST_AsMVTGeom(geom, {_BOX}, 4096, 1024, false)"
_GAPS = f"""
WITH mark AS MATERIALIZED ({{rows}}),
{HEXAGONS},
gap AS (
    SELECT hexagon.i, hexagon.j, hexagon.geom,
           count(*) AS n, count(*) FILTER (WHERE mark.p IS NULL) AS u
    FROM hexagon JOIN mark ON ST_Intersects(hexagon.geom, mark.geom)
    GROUP BY hexagon.i, hexagon.j, hexagon.geom
    HAVING count(*) FILTER (WHERE mark.p IS NULL) > 0 {{hidden}}
)
SELECT ST_AsMVT(tile, 'gaps', 4096, 'shape') FROM (
    SELECT {HEXAGON_SHAPE} AS shape, n, u FROM gap ORDER BY i, j
) AS tile
"""  # noqa: S608
_HIDDEN = f"""
AND count(*) >= {LEAST_HOUSEHOLDS} AND count(*) FILTER (WHERE mark.p IS NULL) >= {LEAST_PART}
AND count(mark.p) >= {LEAST_PART}
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

    def __init__(self, column: str, buffer: int) -> None:
        square = RawSQL("ST_MakeEnvelope(%s, %s, %s, %s, %s)", _SQUARE)
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


def _lacks_in_person(at: date) -> RawSQL:
    """Days in person that the month which holds the day lacks; null: none, or no contact in it."""
    return RawSQL(
        "CASE WHEN last_month + interval '1 month' > %s::date THEN NULLIF(lacks_in_person, 0) END",
        [at],
    )


def mark_facts(actor: Actor, at: date) -> dict[str, Any]:
    """What tiles and lists tell ``actor`` of a household, as annotations of marks."""
    return {
        "p": _person(at),
        "d": RawSQL("%s::date - last_day", [at]),
        "m": _month_days(at),
        "i": _lacks_in_person(at),
        "q": readable_issues(actor),
    }


# Conditions that a row's box meets the tile, as the spatial index answers them.
NEAR_MARK = RawSQL(
    '"webmap_householdmark"."geom" && ST_Expand(ST_MakeEnvelope(%s, %s, %s, %s, %s), %s)',
    (*_SQUARE, Slot.AROUND),
    output_field=BooleanField(),
)
_NEAR_UNIT = RawSQL(
    '"webmap_mapunit"."geom" && ST_Expand(ST_MakeEnvelope(%s, %s, %s, %s, %s), %s)',
    (*_SQUARE, Slot.OUTLINE),
    output_field=BooleanField(),
)
# On the line between two tiles a household belongs to one of them only.
_INSIDE = RawSQL(
    '"webmap_householdmark"."geom" && ST_MakeEnvelope(%s, %s, %s, %s, %s)'
    " AND ST_X(geom) >= %s AND ST_X(geom) < %s AND ST_Y(geom) >= %s AND ST_Y(geom) < %s",
    (*_SQUARE, Slot.WEST, Slot.EAST, Slot.SOUTH, Slot.NORTH),
    output_field=BooleanField(),
)


_HOUSEHOLD_FACTS = ("v", "g", "p", "d", "m", "i", "s", "f", "t", "q")


def _households(actor: Actor, at: date) -> "QuerySet[Any, Any]":
    marks: QuerySet[Any, Any] = HouseholdMark.objects.visible_to(actor).living(at=at)
    rows: QuerySet[Any, Any] = (
        marks.filter(_INSIDE)
        .annotate(
            shape=_TileShape("geom", 0),
            **mark_facts(actor, at),
            v=F("village_id"),
            g=F("group_id"),
            s=F("poverty"),
            f=RawSQL("CASE WHEN policy THEN 1 END", []),
            t=RawSQL("CASE WHEN provisional THEN 1 END", []),
        )
        .order_by()
        .values("shape", "household_id", *_HOUSEHOLD_FACTS)[: MOST_IN_A_TILE + 1000]
    )
    return rows


def _units(
    actor: Actor, scope: TileScope, level: MapUnit.Level, column: str, at: date
) -> "QuerySet[Any, Any]":
    units = MapUnit.objects.visible_to(actor) | MapUnit.objects.filter(
        around(scope.communes, scope.villages)
    )
    parent = {"commune": None, "village": F("commune_id"), "group": F("village_id")}[level.value]
    return (
        units.in_force(at=at)
        .filter(_NEAR_UNIT, level=level)
        .annotate(
            shape=_TileShape(column, OUTLINE_BUFFER),
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
