"""Splits a problem into pieces that have nobody in common; each is solved by itself."""

from __future__ import annotations

import numpy as np

from apps.assignments.proximity.arcs import Arcs
from apps.assignments.proximity.table import Ints, grouped, numbered


def pieces_of(arcs: Arcs) -> list[Ints]:
    """Positions of the arcs of each piece, in the order of their first home.

    Villages fall apart where nobody works in two of them, hamlets where nobody reaches both.
    """
    if not len(arcs):
        return []
    _homes, home = numbered(arcs.home)
    return [positions for _label, positions in grouped(_labels(home, arcs.carrier))]


def _labels(home: Ints, carrier: Ints) -> Ints:
    """For each arc, the lowest number of a home in its piece; arcs are sorted by home.

    Each round lowers labels over one arc, then jumps along the labels found so far, so that a
    long chain of neighbours takes few rounds.
    """
    label = np.arange(home[-1] + 1)
    starts = np.searchsorted(home, label)
    by_carrier = np.full(carrier.max() + 1, len(label))
    while True:
        np.minimum.at(by_carrier, carrier, label[home])
        lower = np.minimum.reduceat(by_carrier[carrier], starts)
        np.minimum.at(lower, label, lower.copy())
        lower = lower[lower]
        if np.array_equal(lower, label):
            found: Ints = label[home]
            return found
        label = lower
