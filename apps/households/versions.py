"""Versions of a household, from its history: each row the history's trigger wrote is one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from apps.common.errors import DomainError
from apps.households.models import Household


def events() -> QuerySet[Any]:
    """The history of all households (the model is made by pghistory and has no type)."""
    rows: QuerySet[Any] = apps.get_model("households", "HouseholdEvent")._default_manager.all()
    return rows


def versions_of(keys: Collection[int]) -> dict[int, int]:
    """Of each household the key of its latest row of history; 0 where there is none."""
    rows = events().filter(pgh_obj_id__in=keys).values("pgh_obj_id").order_by()
    found = {row["pgh_obj_id"]: row["key"] for row in rows.annotate(key=Max("pgh_id"))}
    return {key: found.get(key, 0) for key in keys}


def version_of(key: int) -> int:
    return versions_of([key])[key]


def require_version(household: Household, version: int) -> None:
    """DomainError 409 ``stale`` when the locked row is no longer what the user saw."""
    if version_of(household.pk) != version:
        raise DomainError(
            "stale",
            _("Hộ %(code)s đã được người khác sửa sau khi bạn mở. Hãy xem lại rồi lưu lần nữa.")
            % {"code": household.code},
            status=409,
        )
