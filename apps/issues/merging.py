"""Issues and tasks of a double are those of the household kept, until the merge is taken back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.households.merging import Merged
from apps.issues.models import FollowTask, Issue
from apps.issues.steps import lock_in_order


def lock_issues(*, households: Collection[int], **_kwargs: Any) -> None:
    """Receiver of ``households.signals.households_to_hold``: issues are locked before households
    and before what hangs on them (``test_at_once``).
    """
    lock_in_order(Issue.objects.filter(household__in=households))


def follow_merge(*, merged: Merged, **_kwargs: Any) -> dict[str, Any]:
    """Receiver of ``households.merging.households_merged``."""
    issues = Issue.objects.filter(household=merged.double)
    tasks = FollowTask.objects.filter(household=merged.double)
    return {
        "issues": issues.update(household=merged.kept),
        "follow_tasks": tasks.update(household=merged.kept),
    }


def tell_issues(keys: list[Any]) -> list[str]:
    """For ``households.unmerging``: issues changed since, by number."""
    return [_("vấn đề số %(n)d") % {"n": key} for key in sorted(keys)]


def tell_tasks(keys: list[Any]) -> list[str]:
    """For ``households.unmerging``: tasks changed since."""
    text = ngettext("%(n)d việc cần làm", "%(n)d việc cần làm", len(keys))
    return [text % {"n": len(keys)}]
