"""What other apps hear when a household leaves, comes back, moves within the commune, or is placed;
and that something which hangs on many of them is about to change.

Assignments lie above this app: they subscribe, and what they do happens in the transaction of the
change. A receiver answers with counts, or None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class Departure:
    """From the day ``at`` on the household (a key) counts no more."""

    household: int
    at: date


@dataclass(frozen=True, slots=True)
class Return:
    """That the household left on the day ``left_on`` is taken back on the day ``at``: it was never
    away.
    """

    household: int
    left_on: date
    at: date


@dataclass(frozen=True, slots=True)
class Removal:
    """From the day ``at`` on the household is of another village or group.

    ``keeps_charge``: whoever is in charge of it stays so.
    """

    household: int
    at: date
    keeps_charge: bool


#: sent with ``departure=Departure``
household_left = Signal()
#: sent with ``returned=Return``
household_returned = Signal()
#: sent with ``removal=Removal``
household_moved = Signal()
#: sent with ``household`` and ``user`` (keys) and ``at`` (a moment): somebody put it on the map
household_placed = Signal()
#: sent with ``households`` (keys, in order): several statements of this transaction are about to
#: change what hangs on them. Whoever keeps a row for each locks those now, in that order; one
#: statement after another would take them in any order, and two transactions wait in a circle.
households_to_change = Signal()
#: sent with ``households`` (keys) before these rows are locked, or anything that hangs on them:
#: whoever keeps rows which everybody locks before households locks those of them now. Locked
#: afterwards, two transactions wait in a circle.
households_to_hold = Signal()
