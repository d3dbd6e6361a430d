"""Households follow when villages and groups are split, merged or drawn anew.

A household with a group goes with its group. One without goes where its point lies; one without
a point goes to the successor that the order names for such, and is told to the office.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.areas.levels import Level
from apps.areas.models import SelfManagedGroup
from apps.areas.succession import Redrawing, Succession
from apps.common.errors import DomainError
from apps.households import moves
from apps.households.models import Household

#: households that one answer names
MOST_NAMED = 200


def _belonging(at: date) -> Q:
    """Who still belongs somewhere on the day: all but those that had left."""
    return Q(left_on__isnull=True) | Q(left_on__gt=at)


def follow_succession(*, succession: Succession, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``areas.succession.units_succeeded``."""
    if succession.level is Level.GROUP:
        return _follow_groups(succession)
    return _follow_villages(succession)


def _follow_groups(succession: Succession) -> dict[str, Any]:
    homes = _locked(Q(group__in=succession.ended), succession.at)
    targets, undecided, elsewhere = _placed(homes, succession)
    villages = dict(
        SelfManagedGroup.objects.filter(pk__in=succession.successors).values_list(
            "pk", "village_id"
        )
    )
    for group, keys in targets.items():
        Household.objects.filter(pk__in=keys).update(group_id=group, village_id=villages[group])
    return _told(len(homes), undecided, elsewhere)


def _follow_villages(succession: Succession) -> dict[str, Any]:
    homes = _locked(Q(village__in=succession.ended), succession.at)
    by_group: dict[int, list[int]] = defaultdict(list)
    groups = dict(
        SelfManagedGroup.objects.filter(village__in=succession.successors).values_list(
            "pk", "village_id"
        )
    )
    alone = []
    for home in homes:
        if home.group_id in groups:
            by_group[groups[home.group_id]].append(home.pk)
        else:
            alone.append(home)
    for village, keys in by_group.items():
        Household.objects.filter(pk__in=keys).update(village_id=village)
    _take_along_departed(succession, groups)
    targets, undecided, elsewhere = _placed(alone, succession)
    for village, keys in targets.items():
        # A group that did not come along was no group of this village any more.
        Household.objects.filter(pk__in=keys).update(village_id=village, group_id=None)
    elsewhere += _with_group_elsewhere(by_group, succession)
    left = Household.objects.filter(_belonging(succession.at), village__in=succession.ended)
    if left.exists():
        raise DomainError("households_left", _("Còn hộ chưa chuyển sang đơn vị mới."), status=409)
    return _told(len(homes), undecided, elsewhere)


def _take_along_departed(succession: Succession, groups: Mapping[int, int]) -> None:
    """Who had left stays in the group, and so is told in the village that the group came to."""
    gone = Household.objects.filter(village__in=succession.ended, left_on__lte=succession.at)
    for village in sorted(set(groups.values())):
        of_village = [group for group, home in groups.items() if home == village]
        gone.filter(group__in=of_village).update(village_id=village)


def _locked(condition: Q, at: date) -> list[Household]:
    rows = Household.objects.filter(condition, _belonging(at)).order_by("pk")
    return list(rows.select_for_update().only("pk", "code", "group_id", "village_id"))


def _placed(
    homes: Sequence[Household], succession: Succession
) -> tuple[dict[int, list[int]], list[dict[str, Any]], int]:
    """Successor → households; those whose place nobody knows; how many lie outside of all."""
    found = moves.places(succession.level, [home.pk for home in homes], succession.successors)
    targets: dict[int, list[int]] = defaultdict(list)
    undecided = []
    for home in homes:
        unit, _inside = found.get(home.pk, (succession.rest, False))
        targets[unit].append(home.pk)
        # With one successor there is nothing to decide.
        if home.pk not in found and len(succession.successors) > 1:
            undecided.append({"id": home.pk, "code": home.code, "unit": unit})
    elsewhere = sum(not inside for _unit, inside in found.values())
    return targets, undecided, elsewhere


def _with_group_elsewhere(by_group: Mapping[int, list[int]], succession: Succession) -> int:
    """How many went with their group into a village in which they do not stand."""
    keys = [key for each in by_group.values() for key in each]
    found = moves.places(Level.VILLAGE, keys, succession.successors)
    own = {key: village for village, each in by_group.items() for key in each}
    return sum(place != (own[key], True) for key, place in found.items())


def _told(moved: int, undecided: list[dict[str, Any]], elsewhere: int) -> dict[str, Any]:
    return {
        "households_moved": moved,
        "undecided": undecided[:MOST_NAMED],
        "undecided_count": len(undecided),
        "elsewhere": elsewhere,
    }


def follow_redrawing(*, redrawing: Redrawing, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``areas.succession.unit_redrawn``: who lies in another unit now, moves."""
    wanted = redrawing.move
    going = [
        move for move in moves.moves_of(redrawing) if wanted is None or move.household in wanted
    ]
    targets: dict[int, list[int]] = defaultdict(list)
    for move in going:
        targets[move.after].append(move.household)
    for unit, keys in sorted(targets.items()):
        rows = Household.objects.filter(pk__in=keys)
        if redrawing.level is Level.GROUP:
            rows.update(group_id=unit)
        else:
            _move_to_village(unit, keys, redrawing.at)
    return {"households_moved": len(going)}


def _move_to_village(village: int, keys: Iterable[int], at: date) -> None:
    """Into the village, and into that group of it in which they stand, if any."""
    groups = SelfManagedGroup.objects.filter(village=village).in_force(at=at)
    found = moves.places(Level.GROUP, list(keys), list(groups.values_list("pk", flat=True)))
    by_group: dict[int | None, list[int]] = defaultdict(list)
    for key in keys:
        group, inside = found.get(key, (None, False))
        by_group[group if inside else None].append(key)
    for group, homes in by_group.items():
        Household.objects.filter(pk__in=homes).update(village_id=village, group_id=group)
