"""What households were supported with is known above; whoever keeps it registers how to ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Q

# Given the first day that counts and the day asked on, the condition that a household (of a
# household queryset) was supported in between.
Supported = Callable[[date, date], Q]
_known: dict[str, Supported] = {}


def register_support(name: str, supported: Supported) -> None:
    _known[name] = supported


def is_known() -> bool:
    """Whether anybody keeps support at all; if not, no household can be told to lack it."""
    return bool(_known)


def supported(since: date, at: date) -> Q:
    """The condition that a household was supported from ``since`` up to ``at``."""
    rule = Q(pk__in=[])
    for ask in _known.values():
        rule |= ask(since, at)
    return rule
