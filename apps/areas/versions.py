"""Versions of a unit, from its history: each row the history's trigger wrote is one version."""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps
from django.db.models import Max, QuerySet

from apps.areas.levels import Level

_EVENTS: Final = {Level.VILLAGE: "VillageEvent", Level.GROUP: "SelfManagedGroupEvent"}
# Columns whose change a user would want to hear of; "geom" is told as "the outline".
COLUMNS: Final = {
    Level.VILLAGE: ("name", "code", "kind", "commune_id", "geom", "valid_from", "valid_to"),
    Level.GROUP: ("name", "code", "village_id", "geom", "valid_from", "valid_to"),
}


def events(level: Level) -> QuerySet[Any]:
    """The history of all units of a level (the model is made by pghistory and has no type)."""
    rows: QuerySet[Any] = apps.get_model("areas", _EVENTS[level])._default_manager.all()
    return rows


def version_of(level: Level, pk: int) -> int:
    """The unit's version: the key of its latest row of history; 0 when it has none."""
    newest = events(level).filter(pgh_obj_id=pk).aggregate(key=Max("pgh_id"))
    return newest["key"] or 0


def versions_of(level: Level, keys: list[int]) -> dict[int, int]:
    """``version_of`` for many units at once."""
    rows = events(level).filter(pgh_obj_id__in=keys).values("pgh_obj_id").order_by()
    return {row["pgh_obj_id"]: row["key"] for row in rows.annotate(key=Max("pgh_id"))}


def differences(level: Level, before: Any, after: Any) -> list[str]:
    """Columns in which two rows of history differ; "outline" for the geometry."""
    names = {"geom": "outline", "commune_id": "commune", "village_id": "village"}
    return [
        names.get(column, column)
        for column in COLUMNS[level]
        if before is None or getattr(before, column) != getattr(after, column)
    ]


def changes_since(level: Level, pk: int, version: int) -> list[dict[str, Any]]:
    """What happened to a unit after ``version``, oldest first: what changed, when, by which user.

    ``user`` is a key of a user, or None when the change had no user.
    """
    rows = list(
        events(level)
        .filter(pgh_obj_id=pk, pgh_id__gte=version)
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    return [
        {
            "version": after.pgh_id,
            "changed": differences(level, before, after),
            "at": after.pgh_created_at.isoformat(),
            "reason": said(after).get("reason", ""),
        }
        for before, after in zip([None, *rows], rows, strict=False)
        if after.pgh_id != version
    ]


def said(event: Any) -> dict[str, Any]:
    """What the history knows of the circumstances: user, reason, file."""
    return dict(event.pgh_context.metadata) if event.pgh_context else {}
