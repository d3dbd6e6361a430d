"""The next free code of a household, in the manner of the codes around it. Pure but for the end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from apps.areas.models import Village
from apps.households.models import Household

CODE_LENGTH: Final = 30
_FIRST: Final = "001"
# No office numbers its households beyond this; longer runs of digits are something else.
_MOST_DIGITS: Final = 9


def split_code(code: str) -> tuple[str, str]:
    """The part before the last number, and that number as written: "T01-1-07" → "T01-1-", "07"."""
    match = re.search(rf"(\d{{1,{_MOST_DIGITS}}})$", code, re.ASCII)
    return (code[: match.start()], match.group(1)) if match else (code + "-", "")


def next_code(like: str, taken: Iterable[str]) -> str:
    """The code after the largest one that differs from ``like`` in its last number only."""
    prefix, digits = split_code(like)
    width, largest = len(digits), int(digits or 0)
    for code in taken:
        other, number = split_code(code)
        if other == prefix and number:
            largest = max(largest, int(number))
    return f"{prefix}{largest + 1:0{width}d}"[:CODE_LENGTH]


def next_code_like(household: Household) -> str:
    """A free code for what is split off from a household."""
    prefix, _digits = split_code(household.code)
    rows = Household.objects.filter(commune=household.commune_id, code__startswith=prefix)
    return next_code(household.code, rows.values_list("code", flat=True))


def next_code_in(village: Village) -> str:
    """A free code for a new household: after the last one of its village."""
    last = Household.objects.filter(village=village).order_by("-pk").first()
    if last is not None:
        return next_code_like(last)
    like = f"{village.code}-{_FIRST}"
    rows = Household.objects.filter(commune=village.commune_id, code__startswith=village.code)
    taken = list(rows.values_list("code", flat=True))
    return next_code(like, taken) if like in taken else like
