"""The two kinds of unit whose boundaries a commune draws itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from apps.areas.models import GroupLineage, SelfManagedGroup, Village, VillageLineage

DrawnUnit = Village | SelfManagedGroup


class Level(TextChoices):
    VILLAGE = "village", _("Thôn")
    GROUP = "group", _("Tổ NDTQ")


@dataclass(frozen=True, slots=True)
class _Kind:
    unit: type[Village] | type[SelfManagedGroup]
    lineage: type[VillageLineage] | type[GroupLineage]
    code_length: int


_KINDS = {
    Level.VILLAGE: _Kind(Village, VillageLineage, 20),
    Level.GROUP: _Kind(SelfManagedGroup, GroupLineage, 30),
}


def unit_model(level: Level) -> type[Village] | type[SelfManagedGroup]:
    return _KINDS[level].unit


def lineage_model(level: Level) -> type[VillageLineage] | type[GroupLineage]:
    return _KINDS[level].lineage


def code_length(level: Level) -> int:
    """How many characters a code of this level may have."""
    return _KINDS[level].code_length


def commune_of(unit: DrawnUnit) -> int:
    """Key of the commune a unit lies in."""
    return unit.commune_id if isinstance(unit, Village) else unit.village.commune_id


def parent_of(unit: DrawnUnit) -> int:
    """Key of the unit one level up."""
    return unit.commune_id if isinstance(unit, Village) else unit.village_id


def level_of(unit: DrawnUnit) -> Level:
    return Level.VILLAGE if isinstance(unit, Village) else Level.GROUP
