"""What a commune has ruled about the road, with the defaults where it has set nothing."""

from __future__ import annotations

from collections.abc import Iterable

from apps.issues.roadmap.falling_back import Watch
from apps.issues.roadmap.models import RoadRule


def rules_of(communes: Iterable[int]) -> dict[int, RoadRule]:
    """Unsaved defaults where nothing is set."""
    wanted = set(communes)
    found = {row.commune_id: row for row in RoadRule.objects.filter(commune__in=wanted)}
    return {pk: found.get(pk) or RoadRule(commune_id=pk) for pk in wanted}


def watches_of(communes: Iterable[int]) -> dict[int, Watch]:
    return {
        pk: Watch(rule.escaped_months, rule.contact_days) for pk, rule in rules_of(communes).items()
    }
