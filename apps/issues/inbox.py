"""What waits for somebody, from wherever it comes, in one order: the latest and weightiest first.

Each part of the app registers a source when Django starts; the inbox page reads them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from apps.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do. ``url`` leads to the place where it is done; ``what`` is the next step.

    ``weight``: 1 to 5, how much it counts among what is equally late. ``source`` groups the page's
    tabs; ``key`` names it within its source, for acting on several at once.
    """

    source: str
    key: int
    title: str
    where: str
    what: str
    due_on: date
    weight: int
    url: str
    tone: str = ""

    def days_late(self, *, at: date) -> int:
        """Positive once the day has gone by."""
        return (at - self.due_on).days


Source = Callable[[Actor, date], Iterable[Waiting]]
_sources: dict[str, Source] = {}
_labels: dict[str, str | Promise] = {}


def register_source(name: str, source: Source, label: str | Promise = "") -> None:
    """``label``: what the page's tab is called."""
    _sources[name] = source
    _labels[name] = label or name


def label_of(name: str) -> str:
    return str(_labels.get(name, name))


def waiting_for(actor: Actor, *, at: date) -> list[Waiting]:
    """All that waits for the actor, most urgent first."""
    found = [row for source in _sources.values() for row in source(actor, at)]
    return sorted(found, key=lambda row: urgency(row, at=at))


def urgency(row: Waiting, *, at: date) -> tuple[int, int, date, int]:
    """Smaller is more urgent: late before due, heavy before light, then by the day."""
    return (0 if row.days_late(at=at) > 0 else 1, -row.weight, row.due_on, row.key)
