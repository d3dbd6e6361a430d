"""Which unit a household belongs to after boundaries change, by where it stands.

Only an edit's own doing counts: a household whose point disagreed with its unit before keeps its
unit, and is reported as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.geos import MultiPolygon
from django.db import connection

from apps.areas.levels import Level
from apps.areas.succession import Redrawing
from apps.areas.topology import ewkb


@dataclass(frozen=True, slots=True)
class Move:
    """A household, the unit of the edit's level it is written under, and the one it lies in now.

    ``before`` is None where it had no group.
    """

    household: int
    code: str
    before: int | None
    after: int


# Those about to move in belong somewhere already; an edit may also be dated back.
_LIVING = "(home.left_on IS NULL OR home.left_on > %(at)s)"
_CHANGED = """
changed AS (
    SELECT id, nullif(before, '')::geometry AS before, after::geometry AS after
    FROM unnest(%(ids)s::bigint[], %(befores)s::text[], %(afters)s::text[])
        AS given(id, before, after)
)
"""
# A household's unit of the level, with the outline that the unit has after the edit.
_RECORDED = {
    Level.VILLAGE: "LEFT JOIN areas_village AS unit ON unit.id = home.village_id",
    Level.GROUP: "LEFT JOIN areas_selfmanagedgroup AS unit ON unit.id = home.group_id",
}
# A group takes only households of its own village.
_FITS = {
    Level.VILLAGE: "true",
    Level.GROUP: "home.village_id = %(parent)s",
}


def _params(redrawing: Redrawing) -> dict[str, Any]:
    befores = [before for before, _after in redrawing.changes.values()]
    return {
        "ids": list(redrawing.changes),
        "befores": ["" if before is None else ewkb(before) for before in befores],
        "afters": [ewkb(after) for _before, after in redrawing.changes.values()],
        "commune": redrawing.commune,
        "parent": redrawing.parent,
        "at": redrawing.at,
    }


def moves_of(redrawing: Redrawing) -> list[Move]:
    """Households that outlines drawn anew take over."""
    sql = f"""
        WITH {_CHANGED}
        SELECT DISTINCT ON (home.id) home.id, home.code, unit.id, target.id
        FROM households_household AS home
        JOIN changed AS target ON ST_Covers(target.after, home.position)
            AND NOT coalesce(ST_Covers(target.before, home.position), false)
        {_RECORDED[redrawing.level]}
        LEFT JOIN changed AS own ON own.id = unit.id
        WHERE home.commune_id = %(commune)s AND {_LIVING} AND {_FITS[redrawing.level]}
            AND unit.id IS DISTINCT FROM target.id
            AND NOT coalesce(ST_Covers(coalesce(own.after, unit.geom), home.position), false)
        ORDER BY home.id, target.id
    """  # noqa: S608 - made of the constants above
    with connection.cursor() as cursor:
        cursor.execute(sql, _params(redrawing))
        return [Move(*row) for row in cursor.fetchall()]


def left_outside(redrawing: Redrawing, unit: int) -> int:
    """Living households of ``unit`` by record that its outline held before and holds no more,
    and that no other outline of the edit takes.
    """
    column = "village_id" if redrawing.level is Level.VILLAGE else "group_id"
    sql = f"""
        WITH {_CHANGED}
        SELECT count(*) FROM households_household AS home JOIN changed AS mine ON mine.id = %(unit)s
        WHERE home.{column} = %(unit)s AND {_LIVING}
            AND ST_Covers(mine.before, home.position)
            AND NOT EXISTS (SELECT FROM changed WHERE ST_Covers(changed.after, home.position))
    """  # noqa: S608 - made of the constants above
    with connection.cursor() as cursor:
        cursor.execute(sql, {**_params(redrawing), "unit": unit})
        return int(cursor.fetchone()[0])


def places(level: Level, keys: Sequence[int], units: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """For each household ``keys`` with a position: which of ``units`` it lies in, and whether it
    truly does (False: the nearest).
    """
    table = "areas_village" if level is Level.VILLAGE else "areas_selfmanagedgroup"
    sql = f"""
        SELECT home.id, place.id, place.inside
        FROM households_household AS home CROSS JOIN LATERAL (
            SELECT unit.id, ST_Covers(unit.geom, home.position) AS inside
            FROM {table} AS unit WHERE unit.id = ANY (%(units)s)
            ORDER BY inside DESC,
                ST_Distance(unit.geom::geography, home.position::geography), unit.id
            LIMIT 1
        ) AS place
        WHERE home.id = ANY (%(keys)s) AND home.position IS NOT NULL
    """  # noqa: S608 - made of the constants above
    with connection.cursor() as cursor:
        cursor.execute(sql, {"keys": list(keys), "units": list(units)})
        return {home: (unit, inside) for home, unit, inside in cursor.fetchall()}


def homes_in_parts(group: int, parts: Sequence[MultiPolygon], at: date) -> list[int]:
    """How many living households of ``group`` lie in each part; one on the line counts once."""
    return _counts("home.group_id = %(unit)s", parts, {"unit": group, "at": at})


def homes_inside(commune: int, parts: Sequence[MultiPolygon], at: date) -> list[int]:
    """How many living households of a commune lie in each part."""
    return _counts("home.commune_id = %(unit)s", parts, {"unit": commune, "at": at})


def _counts(condition: str, parts: Sequence[MultiPolygon], given: Mapping[str, Any]) -> list[int]:
    sql = f"""
        WITH part AS (
            SELECT number, outline::geometry AS geom
            FROM unnest(%(parts)s::text[]) WITH ORDINALITY AS given(outline, number)
        ), placed AS (
            SELECT min(part.number) AS number
            FROM households_household AS home JOIN part ON ST_Covers(part.geom, home.position)
            WHERE {condition} AND {_LIVING} GROUP BY home.id
        )
        SELECT part.number, count(placed.number) FROM part LEFT JOIN placed USING (number)
        GROUP BY part.number ORDER BY part.number
    """  # noqa: S608 - made of the constants above
    with connection.cursor() as cursor:
        cursor.execute(sql, {**given, "parts": [ewkb(part) for part in parts]})
        return [count for _number, count in cursor.fetchall()]
