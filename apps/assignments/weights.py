"""How much worse it is to leave one household than another, beyond being poor.

Apps above know of more that counts, open issues above all, and register themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

# Keys of households and the day → for how many more each counts; what counts as one is left out.
WeightProvider = Callable[[Collection[int], date], Mapping[int, int]]
_providers: dict[str, WeightProvider] = {}


def register_weights(name: str, provider: WeightProvider) -> None:
    _providers[name] = provider


def extra_weights(households: Collection[int], *, at: date) -> dict[int, int]:
    """What is to be added to the weight of these households; nothing where nobody says so."""
    total: dict[int, int] = {}
    for provider in _providers.values():
        for household, extra in provider(households, at).items():
            total[household] = total.get(household, 0) + max(0, extra)
    return total
