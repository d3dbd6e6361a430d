"""Hexagons where many households wait for something, of whatever kind or of one, scoped like all
tiles.

Only kinds that everybody reads are counted. The tier above sees no hexagon of few households, and
of the others no number but the step it lies in: the grids of two zooms, the areas' own figures and
those of another day cannot be taken from one another to find a smaller one; nor can the hexagons of
all kinds and of each, since one household may wait for several.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

from django.db.models import Case, F, TextField, Value, When
from django.db.models.expressions import Combinable

from apps.accounts.actor import Actor
from apps.accounts.roles import HOUSEHOLD_ROLES
from apps.issues.brief import LETTER_OF
from apps.issues.kinds import RESTRICTED, IssueKind
from apps.webmap.models import HouseholdMark
from apps.webmap.scope import TileScope, hides_small
from apps.webmap.shortcut import Statement
from apps.webmap.statements import compiled, kept
from apps.webmap.tiles import (
    HEXAGON_SHAPE,
    HEXAGONS,
    HEXAGONS_OF_TIER_ABOVE_UP_TO,
    LEAST_HOUSEHOLDS,
    LEAST_PART,
    NEAR_MARK,
    Tile,
)

_OWN = "n, u"
# Five is the smallest that is shown at all.
_STEPPED = "CASE WHEN u >= 21 THEN 21 WHEN u >= 11 THEN 11 WHEN u >= 6 THEN 6 ELSE 5 END AS u"
_HOT = f"""
WITH mark AS MATERIALIZED ({{rows}}),
{HEXAGONS},
hot AS (
    SELECT hexagon.i, hexagon.j, hexagon.geom, count(*) AS n, count(mark.waits) AS u
    FROM hexagon JOIN mark ON ST_Intersects(hexagon.geom, mark.geom)
    GROUP BY hexagon.i, hexagon.j, hexagon.geom
    HAVING count(mark.waits) > 0 {{hidden}}
)
SELECT ST_AsMVT(tile, 'gaps', 4096, 'shape') FROM (
    SELECT {HEXAGON_SHAPE} AS shape, {{numbers}} FROM hot ORDER BY i, j
) AS tile
"""  # noqa: S608
_HIDDEN = f"""
AND count(*) >= {LEAST_HOUSEHOLDS} AND count(mark.waits) >= {LEAST_PART}
AND count(*) - count(mark.waits) >= {LEAST_PART}
"""


def issue_statement(
    actor: Actor, scope: TileScope, tile: Tile, *, at: date, kind: IssueKind | None = None
) -> str:
    """Hexagons with the number of households and of those among them that wait for something.

    ``kind``: for this. Restricted kinds have no hexagons.
    """
    if not actor.has_any(HOUSEHOLD_ROLES) and tile.z > HEXAGONS_OF_TIER_ABOVE_UP_TO:
        return ""

    def build() -> str:
        marks = HouseholdMark.objects.countable_by(actor).living(at=at)
        near = marks.filter(NEAR_MARK).annotate(waits=_waits_for(kind))
        rows = compiled(near.order_by().values("geom", "waits"))
        hides = hides_small(actor)
        return rows and _HOT.format(
            rows=rows,
            hidden=_HIDDEN if hides else "",
            numbers=_STEPPED if hides else _OWN,
        )

    return kept((scope.etag, "issues", kind), build)


def _waits_for(kind: IssueKind | None) -> Combinable:
    """Not null for the households that count; a mark has a word for each issue of theirs."""
    if kind is None:
        return F("issues")
    of_kind = When(issues__regex=rf"\m{LETTER_OF[kind]}", then=Value("1"))
    return Case(of_kind, output_field=TextField())


#: of each kind that has hexagons
STATEMENT_OF: Final[Mapping[str, Statement]] = {
    kind.value: partial(issue_statement, kind=kind) for kind in IssueKind if kind not in RESTRICTED
}
