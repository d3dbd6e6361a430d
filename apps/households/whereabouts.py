"""Where households were on an earlier day, told in the units of a later one.

Their own moves count, for nobody who has moved was there before. Changes of units do not: who was
in a village that has been merged since is told in the village it became, so that a merged village
is compared with all that it was made of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from apps.areas.models import GroupLineage, SelfManagedGroup, VillageLineage
from apps.households.models import Household, HouseholdMove


@dataclass(frozen=True, slots=True)
class Place:
    """``village`` None: its village was split since, and nobody knows into which part it fell."""

    village: int | None
    group: int | None


@dataclass(frozen=True, slots=True)
class _Lineage:
    """Successors of the units that ended between the two days; ``homes``: villages of groups."""

    villages: Mapping[int, Collection[int]]
    groups: Mapping[int, Collection[int]]
    homes: Mapping[int, int]

    def told(self, village: int, group: int | None) -> Place:
        followed = None if group is None else _follow(self.groups, group)
        if village in self.villages and followed is not None and followed in self.homes:
            # Groups stay whole when their village is split.
            return Place(self.homes[followed], followed)
        return Place(_follow(self.villages, village), followed)


def places_then(communes: Collection[int], *, at: date, told_on: date) -> dict[int, Place]:
    """Households whose place on the day ``at`` is not the one that the register holds.

    All others were where they are written down. ``told_on``: the day whose units are meant.
    """
    if told_on <= at:
        return {}
    lineage = _lineage(communes, at, told_on)
    found = _of_departed(communes, lineage, at) if lineage.villages or lineage.groups else {}
    return found | _of_moved(communes, lineage, at)


def _of_moved(communes: Collection[int], lineage: _Lineage, at: date) -> dict[int, Place]:
    """The first move after the day tells where the household was on it."""
    moves = (
        HouseholdMove.objects.filter(moved_on__gt=at, household__commune__in=communes)
        .order_by("household", "moved_on", "pk")
        .distinct("household")
        .values_list("household", "from_village", "from_group")
    )
    return {home: lineage.told(village, group) for home, village, group in moves}


def _of_departed(communes: Collection[int], lineage: _Lineage, at: date) -> dict[int, Place]:
    """Who left after the day, and was not there any more when its unit became another."""
    ended = Q(village__in=lineage.villages) | Q(group__in=lineage.groups)
    homes = Household.objects.filter(ended, commune__in=communes, left_on__gt=at)
    rows = homes.order_by().values_list("pk", "village", "group")
    return {home: lineage.told(village, group) for home, village, group in rows}


def _lineage(communes: Collection[int], at: date, told_on: date) -> _Lineage:
    between = {"happened_on__gt": at, "happened_on__lte": told_on}
    villages = VillageLineage.objects.filter(before__commune__in=communes, **between)
    groups = GroupLineage.objects.filter(before__village__commune__in=communes, **between)
    ended = _successors(villages.values_list("before", "after"))
    homes = SelfManagedGroup.objects.filter(village__commune__in=communes)
    return _Lineage(
        ended,
        _successors(groups.values_list("before", "after")),
        dict(homes.values_list("pk", "village")) if ended else {},
    )


def _successors(steps: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for before, after in steps:
        found[before].add(after)
    return dict(found)


def _follow(successors: Mapping[int, Collection[int]], unit: int) -> int | None:
    """What became of the unit; None: several."""
    here: int | None = unit
    while here is not None and here in successors:
        after = successors[here]
        here = next(iter(after)) if len(after) == 1 else None
    return here
