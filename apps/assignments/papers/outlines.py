"""Outlines of villages and groups for the small maps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from apps.areas.models import SelfManagedGroup, Village
from apps.assignments.papers.printing import printed


@dataclass(frozen=True, slots=True)
class Outline:
    """A unit's name and shape in degrees."""

    name: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Outlines:
    """By the units' keys."""

    villages: dict[int, Outline]
    groups: dict[int, Outline]


def outlines_of(villages: Collection[int], groups: Collection[int]) -> Outlines:
    """Of these units, whoever asks: outlines and names of places are public facts. Two queries."""
    return Outlines(_read(Village, villages), _read(SelfManagedGroup, groups))


def _read(
    model: type[Village] | type[SelfManagedGroup], keys: Collection[int]
) -> dict[int, Outline]:
    rows = model.objects.filter(pk__in=keys).values_list("pk", "name", "geom")
    return {
        pk: Outline(printed(name), shapely.from_wkb(bytes(geom.wkb))) for pk, name, geom in rows
    }
