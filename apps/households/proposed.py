"""How many positions were proposed from the spot and wait; an app above knows, and registers."""

from __future__ import annotations

from collections.abc import Callable

from apps.accounts.actor import Actor

Counter = Callable[[Actor], int]
_counters: dict[str, Counter] = {}


def register_counter(name: str, counter: Counter) -> None:
    _counters[name] = counter


def proposed_positions(actor: Actor) -> int:
    """Those that the actor may decide."""
    return sum(counter(actor) for counter in _counters.values())
