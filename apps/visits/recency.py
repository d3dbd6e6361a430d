"""How long ago a household was last contacted, in classes. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

# Domain, "Contact": ≤7, 8–15, 16–30, 31–60, over 60 days, never.
DEFAULT_CLASS_DAYS = (7, 15, 30, 60)


def recency_class(days: int | None, bounds: Sequence[int] = DEFAULT_CLASS_DAYS) -> int:
    """Index of the class of ``days`` since the last contact.

    ``0…n-1`` for the bounds in days, ``n`` for more than the last, ``n + 1`` for never (None).
    A contact dated today or, by a wrong clock, tomorrow counts as the most recent class.
    """
    if days is None:
        return len(bounds) + 1
    for index, bound in enumerate(bounds):
        if days <= bound:
            return index
    return len(bounds)


def recency_keys(bounds: Sequence[int]) -> list[str]:
    """Keys of the classes: ``d7``, ``d15`` …, ``over``, ``never``."""
    return [*(f"d{days}" for days in bounds), "over", "never"]


def month_of(day: date, month_start: int = 1) -> tuple[date, date]:
    """First day of the commune's month holding ``day``, and first day of the next one."""
    if not 1 <= month_start <= 28:
        raise ValueError("month_start must be 1…28")
    start = day.replace(day=month_start)
    if start > day:
        start = (start.replace(day=1) - timedelta(days=1)).replace(day=month_start)
    following = (start.replace(day=1) + timedelta(days=32)).replace(day=month_start)
    return start, following
