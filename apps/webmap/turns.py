"""Whoever changes many households in several statements takes their marks at once, in order.

The triggers lock the marks of one statement in the order of their keys. Several statements of one
transaction would lock them in the order of the statements.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from apps.webmap.models import HouseholdMark


def lock_marks(*, households: Collection[int], **_kwargs: Any) -> None:
    """Receiver of ``households.signals.households_to_change``."""
    marks = HouseholdMark.objects.filter(household__in=households).order_by("household")
    list(marks.select_for_update().values_list("pk"))
