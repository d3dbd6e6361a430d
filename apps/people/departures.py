"""What other apps hear when somebody's duties end, and what they are asked before.

Assignments lie above this app: they subscribe, and what they do happens in the transaction of the
change. A receiver answers with counts for the user, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.dispatch import Signal

from apps.areas.succession import announce


class Charge(StrEnum):
    """What somebody may be in charge of, by the duty that carries it (tiers 3, 2, 1)."""

    HOUSEHOLDS = "households"
    GROUPS = "groups"
    VILLAGES = "villages"


EVERY_CHARGE = frozenset(Charge)


@dataclass(frozen=True, slots=True)
class Departure:
    """From the day ``at`` on ``person`` (a key) can no longer be in charge of ``charges``."""

    person: int
    at: date
    reason: str
    charges: frozenset[Charge]


#: sent with ``departure=Departure``: one duty ended, the person stays in the commune
duty_ended = Signal()
#: sent with ``departure=Departure``: the person left, and is in charge of nothing any more
person_left = Signal()
#: sent with ``cell`` (a key), ``into`` (the key of the cell that takes its members, or None), and
#: ``at``, the first day without it
cell_ended = Signal()
#: sent with ``term`` (a key), ``last`` (its last day before it was corrected), and ``at``
term_corrected = Signal()

# Key of a person and a day → how many of each charge reach beyond that day.
StakeProvider = Callable[[int, date], Mapping[Charge, int]]
_stakes: dict[str, StakeProvider] = {}


def register_stakes(name: str, provider: StakeProvider) -> None:
    _stakes[name] = provider


def stakes_of(person: int, *, at: date) -> dict[Charge, int]:
    """How many households, groups and villages the person has in charge from ``at`` on."""
    total = dict.fromkeys(Charge, 0)
    for provider in _stakes.values():
        for charge, number in provider(person, at).items():
            total[charge] += number
    return total


def tell(departure: Departure) -> dict[str, Any]:
    """Let the apps above end what ended; their counts."""
    signal = person_left if departure.charges == EVERY_CHARGE else duty_ended
    return announce(signal, departure=departure)
