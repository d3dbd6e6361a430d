"""What minutes say of households ages out like the rest, signed or not.

Nothing else changes what was signed: the lock of signed minutes is lifted here alone, for these
statements. The signed sheet itself is in the cell's archive.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from copy import deepcopy
from datetime import date
from typing import Any

import pgtrigger
from django.db.models import Q

from apps.assignments.papers.printing import printed
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.models import Issue
from apps.people.versions import events_of
from apps.visits.retention import ERASED

Minutes = dict[str, Any]
_SIGNED = ("issues.CellMeeting:signed", "issues.MeetingItem:signed")


def age_out_meetings(*, commune: int, before: date) -> int:
    """Blank what items of meetings of months before ``before`` say, in rows, kept minutes and
    histories; how many rows lost words. What is about something still open keeps its words.
    """
    items = MeetingItem.objects.filter(
        Q(issue__isnull=True) | Q(issue__in=Issue.objects.over(before=before).values("pk")),
        Q(task__isnull=True) | Q(task__ended_on__lt=before),
        meeting__cell__commune=commune,
        meeting__month__lt=before.replace(day=1),
    )
    keys = list(items.order_by("pk").values_list("pk", flat=True))
    with pgtrigger.ignore(*_SIGNED):
        blanked = sum(_blank(keys, column) for column in ("title", "conclusion"))
        _rewrite(keys, lambda minutes: _without_items(minutes, set(keys)))
    return blanked


def forget_words(issue: int, words: str) -> None:
    """Take what an issue's household told or wished out of the signed minutes that repeat it."""
    about = Q(issue=issue) | Q(task__issue=issue)
    keys = list(MeetingItem.objects.filter(about).values_list("pk", flat=True))
    with pgtrigger.ignore(*_SIGNED):
        _rewrite(keys, lambda minutes: _without_words(minutes, set(keys), printed(words)))


def _blank(keys: Collection[int], column: str) -> int:
    said = ~Q(**{f"{column}__in": ["", ERASED]})
    events = events_of(MeetingItem)
    with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
        done = MeetingItem.objects.filter(said, pk__in=keys).update(**{column: ERASED})
        events.filter(said, pgh_obj_id__in=keys).update(**{column: ERASED})
    return done


def _rewrite(items: Collection[int], change: Callable[[Minutes], Minutes]) -> None:
    """Kept minutes that tell of ``items``, in rows and histories."""
    meetings = CellMeeting.objects.filter(items__in=items, minutes__isnull=False).distinct()
    events = events_of(CellMeeting)
    for pk, minutes in meetings.values_list("pk", "minutes"):
        # Never none, by the filter.
        changed = change(deepcopy(minutes or {}))
        if changed != minutes:
            CellMeeting.objects.filter(pk=pk).update(minutes=changed)
            with pgtrigger.ignore(f"{events.model._meta.label}:append_only"):
                events.filter(pgh_obj_id=pk, minutes__isnull=False).update(minutes=changed)


def _without_items(minutes: Minutes, keys: set[int]) -> Minutes:
    for each in minutes["items"]:
        if each["item"] in keys:
            each["title"], each["lines"] = str(ERASED), [str(ERASED)]
    for task in minutes["tasks"]:
        if task["item"] in keys:
            task["text"] = str(ERASED)
    return minutes


def _without_words(minutes: Minutes, keys: set[int], words: str) -> Minutes:
    """What the household told and wished, each a line of its own; the conclusion, which is the last
    line, stays what was signed.
    """
    for each in minutes["items"]:
        if each["item"] in keys:
            *facts, said = each["lines"]
            each["lines"] = [*(_cut(line, words) for line in facts), said]
    return minutes


def _cut(line: str, words: str) -> str:
    return line.removesuffix(words) + str(ERASED) if line.endswith(words) else line
