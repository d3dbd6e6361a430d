"""Whose load to raise, so that homes nobody has room for are taken all the same."""

from __future__ import annotations

import numpy as np

from apps.assignments.proximity.arcs import Arcs
from apps.assignments.proximity.flow import Network
from apps.assignments.proximity.table import UNITS_PER_METRE, numbered


def raises(arcs: Arcs, *, step: float) -> dict[int, int]:
    """Each home of ``arcs`` with the carrier who should take one more for it (numbers).

    The first home over somebody's capacity counts ``step`` metres beside its distance, the second
    twice that, and so on: so the burden is spread, among near ones first. Somebody of whom nobody
    knows how far they live counts as ``step`` metres away.
    """
    if not len(arcs):
        return {}
    homes, home = numbered(arcs.home)
    carriers, carrier = numbered(arcs.carrier)
    places = np.bincount(carrier)
    whose = np.repeat(np.arange(len(carriers)), places)
    nth = 1 + np.arange(len(whose)) - np.repeat(np.cumsum(places) - places, places)
    metres = np.rint(np.nan_to_num(arcs.metres, nan=step) * UNITS_PER_METRE).astype(np.int64)
    end = len(homes) + len(carriers)
    supply = np.zeros(end + 1, dtype=np.int64)
    supply[: len(homes)], supply[end] = 1, -len(homes)
    flows = Network(
        tail=np.concatenate([home, len(homes) + whose]),
        head=np.concatenate([len(homes) + carrier, np.full(len(whose), end)]),
        capacity=np.ones(len(arcs) + len(whose), dtype=np.int64),
        cost=np.concatenate([metres, nth * round(step * UNITS_PER_METRE)]),
        supply=supply,
    ).least_cost_flow()
    used = flows[: len(arcs)] > 0
    return dict(zip(arcs.home[used].tolist(), arcs.carrier[used].tolist(), strict=True))
