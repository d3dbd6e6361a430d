"""What else a reminder tells of, in numbers alone: each part of the app above registers its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from apps.accounts.actor import Actor
from apps.common.clock import local_day


@dataclass(frozen=True, slots=True)
class Look:
    """``since``: the moment of the last letter that went out; what was new by then was told in it.
    ``now``: the moment of this one.
    """

    since: datetime
    now: datetime

    @property
    def day(self) -> date:
        return local_day(self.now)


#: sentences for the actor, none when there is nothing new since the last letter; never a name
Matter = Callable[[Actor, Look], list[str]]
_matters: dict[str, Matter] = {}


def register_matter(name: str, matter: Matter) -> None:
    _matters[name] = matter


def news_for(actor: Actor, look: Look) -> list[str]:
    """The sentences of all matters, in the order of registration."""
    return [sentence for matter in _matters.values() for sentence in matter(actor, look)]
