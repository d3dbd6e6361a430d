"""The units whose rows somebody may ask for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.accounts.actor import Actor
from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.common.db import by_unit_name
from apps.reports.exports.extracts import Area, AreaKind

_Unit = type[Commune] | type[Village] | type[SelfManagedGroup]
_MODELS: dict[AreaKind, _Unit] = {"commune": Commune, "village": Village, "group": SelfManagedGroup}
_KINDS: dict[str, AreaKind] = {kind: kind for kind in _MODELS}
_KEY = re.compile(r"(commune|village|group)-([1-9]\d{0,17})")


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """One line of the list: ``key`` as the form sends it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class VillageChoices:
    """A village with its groups, below each other."""

    village: AreaChoice
    groups: Sequence[AreaChoice]


@dataclass(frozen=True, slots=True)
class Areas:
    communes: Sequence[Commune]
    whole: Sequence[AreaChoice]
    villages: Sequence[VillageChoices]


def areas_of(actor: Actor, *, at: date, kinds: Sequence[AreaKind]) -> Areas:
    """Units of these kinds that exist on the day ``at`` and lie in the actor's reach."""
    communes = list(_units(Commune, actor, at).select_related("province"))
    whole = [AreaChoice(f"commune-{unit.pk}", unit.full_name) for unit in communes]
    groups: dict[int, list[AreaChoice]] = {}
    if "group" in kinds:
        for group in _units(SelfManagedGroup, actor, at):
            choice = AreaChoice(f"group-{group.pk}", group.name)
            groups.setdefault(group.village_id, []).append(choice)
    villages = [
        VillageChoices(AreaChoice(f"village-{unit.pk}", unit.name), groups.get(unit.pk, ()))
        for unit in (_units(Village, actor, at) if "village" in kinds else ())
    ]
    return Areas(communes, whole, villages)


def _units(model: _Unit, actor: Actor, at: date) -> Any:
    units = model.objects.visible_to(actor).in_force(at=at)
    # What is chosen by name needs no outline.
    return units.defer("geom").order_by(by_unit_name(), "pk")


def read_area(key: str) -> Area | None:
    """The unit a form names, or None if this is no unit's key."""
    match = _KEY.fullmatch(key)
    return None if match is None else Area(_KINDS[match[1]], int(match[2]))


def is_in_reach(actor: Actor, area: Area, *, at: date) -> bool:
    """Whether the unit exists for this actor on the day ``at``."""
    model = _MODELS[area.kind]
    units = model.objects.visible_to(actor).in_force(at=at)
    return bool(units.filter(pk=area.pk).exists())
