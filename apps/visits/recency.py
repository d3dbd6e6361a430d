"""How long ago a household was last contacted, in classes. Pure."""

from collections.abc import Iterable, Mapping, Sequence
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


def in_classes(by_days: Mapping[int | None, int], bounds: Sequence[int]) -> dict[str, int]:
    """Households of each class, by its key, out of those of each number of days (None: never)."""
    keys = recency_keys(bounds)
    found = dict.fromkeys(keys, 0)
    for days, n in by_days.items():
        found[keys[recency_class(days, bounds)]] += n
    return found


def common_bounds(rules: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Under which bounds several communes are shown side by side.

    Their own where all have the same, else the usual ones: what one commune calls its second class
    is no class of another.
    """
    found = {tuple(bounds) for bounds in rules}
    return found.pop() if len(found) == 1 else DEFAULT_CLASS_DAYS


def month_of(day: date, month_start: int = 1) -> tuple[date, date]:
    """First day of the commune's month holding ``day``, and first day of the next one."""
    if not 1 <= month_start <= 28:
        raise ValueError("month_start must be 1…28")
    start = day.replace(day=month_start)
    if start > day:
        start = (start.replace(day=1) - timedelta(days=1)).replace(day=month_start)
    following = (start.replace(day=1) + timedelta(days=32)).replace(day=month_start)
    return start, following
