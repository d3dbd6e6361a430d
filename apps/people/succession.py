"""Cells, posts and village workers follow when villages end.

A cell works in every village that follows one of its own; who headed or worked in a village does
so in each that follows it, until the office says otherwise. What ended stays, with its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from apps.areas.levels import Level
from apps.areas.succession import Succession
from apps.people.models import CellVillage, Post, VillageWorker


def follow_succession(*, succession: Succession, **_kwargs: Any) -> dict[str, Any] | None:
    """Receiver of ``areas.succession.units_succeeded``."""
    if succession.level is not Level.VILLAGE:
        return None
    posts = _follow(Post, succession, same=("person_id", "kind"))
    workers = _follow(VillageWorker, succession, same=("person_id", "work"))
    return {"cells": _link_cells(succession), "posts": posts, "workers": workers}


def _link_cells(succession: Succession) -> int:
    """How many links of a cell to a village are new; the old ones stay as they were."""
    cells = CellVillage.objects.filter(village__in=succession.ended).values_list(
        "cell_id", flat=True
    )
    return sum(
        CellVillage.objects.get_or_create(cell_id=cell, village_id=village)[1]
        for cell in sorted(set(cells))
        for village in succession.successors
    )


def _follow(
    model: type[Post] | type[VillageWorker], succession: Succession, same: Sequence[str]
) -> int:
    """End rows of the ended villages that are in force or to come; begin them in each successor."""
    rows: Any = model._default_manager
    at = succession.at
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    found = list(rows.filter(still, village__in=succession.ended).select_for_update())
    for row in found:
        begun = row.valid_from is None or row.valid_from < at
        starts, ends = (at if begun else row.valid_from), row.valid_to
        if begun:
            rows.filter(pk=row.pk).update(valid_to=at)
        else:
            # It had not begun: its own row would never be in force.
            rows.filter(pk=row.pk).delete()
        fields = {name: getattr(row, name) for name in same}
        for village in succession.successors:
            held = rows.filter(**fields, village_id=village, valid_to=ends)
            if not held.exists():
                rows.create(**fields, village_id=village, valid_from=starts, valid_to=ends)
    return len(found)
