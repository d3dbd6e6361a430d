"""Arithmetic with spans of days: from the first day up to, not including, the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

# No end: open.
Span = tuple[date, date | None]


def without(span: Span, taken: Iterable[Span]) -> list[Span]:
    """What is left of ``span`` when the ``taken`` ones are cut out, in order of time."""
    left: list[Span] = []
    start, end = span
    for first, last in sorted(taken, key=lambda each: each[0]):
        if end is not None and first >= end:
            break
        if last is not None and last <= start:
            continue
        if first > start:
            left.append((start, first))
        if last is None or (end is not None and last >= end):
            return left
        start = last
    return [*left, (start, end)]
