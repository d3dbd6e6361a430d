"""What is asked for, and what comes out of the database for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from apps.accounts.actor import Actor
from apps.common.errors import DomainError
from apps.households.selectors import Wanted
from apps.reports.exports.sheets import Column, Value

MOST_ROWS = 25_000
AreaKind = Literal["commune", "village", "group"]


@dataclass(frozen=True, slots=True)
class Area:
    """One unit; whether it lies in reach is checked by ``areas.find_area``."""

    kind: AreaKind
    pk: int


@dataclass(frozen=True, slots=True)
class Wish:
    """Which rows: those of ``actor``'s reach on the day ``at``, narrowed by the rest.

    ``period`` is from its first day up to and including its last one.
    """

    actor: Actor
    at: date
    area: Area | None = None
    ids: frozenset[int] | None = None
    period: tuple[date, date] | None = None
    # Of households: as the list of households was narrowed, those that left with them.
    listed: Wanted | None = None

    def of_household(self, prefix: str = "") -> Q:
        """The condition that a household (at ``prefix``) is among those wished for."""
        rule = Q()
        if self.area is not None:
            rule &= Q(**{f"{prefix}{self.area.kind}": self.area.pk})
        if self.ids is not None:
            rule &= Q(**{f"{prefix}pk__in": self.ids})
        return rule


@dataclass(frozen=True, slots=True)
class Extract:
    """``shapes``: one a row in degrees, None for a row without a place; empty where the subject
    has no places at all. ``communes``: full names, in their order."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    communes: Sequence[str]
    shapes: Sequence[BaseGeometry | None] = ()


def limited(rows: "QuerySet[Any]") -> list[Any]:
    """All rows, or a refusal that says what to do if one file cannot hold them."""
    found = list(rows[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise DomainError(
            "too_many",
            _("Mỗi tệp tối đa 25.000 dòng. Hãy xuất riêng từng thôn hoặc rút ngắn thời gian."),
            status=422,
        )
    return found


def shape_of(geom: GEOSGeometry | None) -> BaseGeometry | None:
    return None if geom is None else shapely.from_wkb(bytes(geom.wkb))
