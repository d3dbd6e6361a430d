"""What else a reminder tells of, in numbers alone: each part of the app above registers its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from apps.accounts.actor import Actor

#: sentences for the actor on a day, none when there is nothing new to be told; never a name
Matter = Callable[[Actor, date], list[str]]
_matters: dict[str, Matter] = {}


def register_matter(name: str, matter: Matter) -> None:
    _matters[name] = matter


def told_today(actor: Actor, *, at: date) -> list[str]:
    """The sentences of all matters, in the order of registration."""
    return [sentence for matter in _matters.values() for sentence in matter(actor, at)]
