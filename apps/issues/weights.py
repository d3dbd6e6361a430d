"""A household with an open issue is a worse one to leave without anybody; see ``assignments``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from apps.issues.kinds import CURRENT, RESTRICTED, IssueKind
from apps.issues.models import Issue


def issue_weights(households: Collection[int], at: date) -> Mapping[int, int]:
    """By the heaviest of its open issues, as much as that kind weighs.

    Kinds that only few may know of do not count: whoever draws up a plan sees what a household
    weighs.
    """
    rows = Issue.objects.open().filter(household__in=households, reported_on__lte=at)
    found: dict[int, int] = {}
    for household, kind in rows.values_list("household", "kind").distinct():
        if kind not in RESTRICTED:
            found[household] = max(found.get(household, 0), CURRENT[IssueKind(kind)].weight)
    return found
