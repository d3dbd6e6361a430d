"""Versions of a household and of who lives there: each row of history is one version."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Max, QuerySet

from apps.households.models import Household, HouseholdMember


def events_of(model: type[Household] | type[HouseholdMember]) -> QuerySet[Any]:
    """The history of a table (the model is made by pghistory and has no type)."""
    name = f"{model.__name__}Event"
    rows: QuerySet[Any] = apps.get_model("households", name)._default_manager.all()
    return rows


def version_of(row: Household | HouseholdMember) -> int:
    """The key of the row's latest row of history; 0 when it has none."""
    newest = events_of(type(row)).filter(pgh_obj_id=row.pk).aggregate(key=Max("pgh_id"))
    return newest["key"] or 0


def said(event: Any) -> dict[str, Any]:
    """What the history knows of the circumstances: user, reason, verb, file."""
    return dict(event.pgh_context.metadata) if event.pgh_context else {}
