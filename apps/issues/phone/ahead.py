"""What a phone's batch is about is locked before it writes: issues by their keys, then households.

A batch writes contacts, which lock what hangs on their households, and then takes one step after
another, each of which locks an issue and what hangs on its household. The clock's lots and people
at the desk lock issues first. So the batch does as they do, and nobody waits in a circle; the
database would find it out, and the phone be asked to send again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from apps.issues.models import Issue
from apps.visits.phone.kinds import Item


def lock_issues(items: Sequence[Item]) -> Collection[int]:
    """Lock the issues that the items name, whoever may tell of them; their households' keys."""
    named = Issue.objects.filter(pk__in={item.data["issue"] for item in items}).order_by("pk")
    return list(named.select_for_update().values_list("household", flat=True))


def nothing_of_its_own(items: Sequence[Item]) -> Collection[int]:
    """A new issue is nobody else's yet; the household is named in the item."""
    return ()
