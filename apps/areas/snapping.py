"""Outlines that share a border share it exactly: what a hand drew nearly right is put right.

Within ``REACH`` metres an outline takes over its neighbours' and its parent's corners; slivers
thinner than that, on a neighbour's ground or on nobody's, are given to whom they belong.
"""

from __future__ import annotations

from typing import Final

from django.contrib.gis.geos import MultiPolygon

from apps.areas import topology
from apps.areas.topology import UNITS, Setting

#: metres
REACH: Final = 2.0
# A degree of latitude; one of longitude is shorter, so that nothing further away is caught.
_METRES_A_DEGREE: Final = 111_320.0

_NEAR = """
near AS (
    SELECT units.geom FROM units, mine WHERE ST_DWithin(units.geom, mine.geom, 1e-4)
)
"""
_SNAPPED = f"""
WITH {UNITS}, {_NEAR}, taken AS (
    SELECT ST_Snap(mine.geom, coalesce(
        (SELECT ST_Collect(geom) FROM (
            SELECT geom FROM near
            UNION ALL SELECT ST_Intersection(
                ST_Boundary(parent.geom), ST_Expand(mine.geom, 1e-4)) FROM parent, mine
        ) AS every), mine.geom), %(reach)s) AS geom FROM mine
)
SELECT CASE WHEN ST_IsValid(taken.geom) AND NOT ST_IsEmpty(taken.geom)
    THEN ST_Multi(taken.geom) ELSE mine.geom END
FROM taken, mine
"""  # noqa: S608 - made of the constants above
_THIN = "2 * ST_Area(geom::geography) / ST_Perimeter(geom::geography) < %(width)s"
_TRIMMED = f"""
WITH {UNITS}, {_NEAR}, beyond AS (
    SELECT (ST_Dump(ST_CollectionExtract(ST_Intersection(near.geom, mine.geom), 3))).geom
    FROM near, mine
    UNION ALL
    SELECT (ST_Dump(ST_CollectionExtract(ST_Difference(mine.geom, parent.geom), 3))).geom
    FROM mine, parent
), covered AS (
    SELECT ST_Union(geom) AS geom FROM (
        SELECT geom FROM near UNION ALL SELECT geom FROM mine
    ) AS every
), nobodys AS (
    SELECT (ST_Dump(ST_CollectionExtract(ST_Difference(ST_Intersection(
        parent.geom, ST_Expand(mine.geom, 1e-4)), covered.geom), 3))).geom
    FROM parent, mine, covered
), trimmed AS (
    SELECT coalesce(ST_Difference(mine.geom,
        (SELECT ST_Union(geom) FROM beyond WHERE {_THIN})), mine.geom) AS geom FROM mine
)
SELECT ST_Multi(ST_CollectionExtract(ST_Union(ARRAY[trimmed.geom] || ARRAY(
    SELECT nobodys.geom FROM nobodys
    WHERE ST_Intersects(nobodys.geom, mine.geom) AND {_THIN.replace("geom", "nobodys.geom")}
)), 3)) FROM trimmed, mine
"""  # noqa: S608 - made of the constants above


def snapped(outline: MultiPolygon, setting: Setting, *, today: object) -> MultiPolygon:
    """``outline`` (valid) with borders taken over from its siblings and its parent.

    Siblings named in ``setting.ending`` are left out. Without a sound result the outline stays
    as it was drawn.
    """
    params = topology.params(outline, setting, None, today)
    params |= {"reach": REACH / _METRES_A_DEGREE, "width": REACH}
    taken = topology.one_outline(_SNAPPED, params)
    params["mine"] = topology.ewkb(taken)
    trimmed = topology.one_outline(_TRIMMED, params)
    if trimmed.empty or topology.fault(trimmed) is not None:
        return outline
    return trimmed
