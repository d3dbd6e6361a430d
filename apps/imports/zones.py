"""Which VN-2000 zone a file's metres are in, where it does not say: the one that hits the commune.

Points are counted as they come, and no more of them than it takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from apps.common.chunks import chunks
from apps.common.geo.vn2000 import (
    ZONES,
    Vn2000Zone,
    to_wgs84_many,
    zones_of_province,
)

Pair = tuple[float, float]
Holds = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.bool_]]
_CHUNK: Final = 1_000
#: a lead that cannot mislead any more: this share of this many points, and hardly any elsewhere
_ENOUGH: Final = 4_000
_CLEAR: Final = 0.8
#: a second zone with this share of the first's hits makes the choice a toss
_RIVAL: Final = 0.9


def zone_groups(province_code: str) -> tuple[Sequence[Vn2000Zone], ...]:
    """The zones to try: the province's own (3 degrees), then all of 3 and of 6 degrees.

    These two stand together, for some have one meridian, and then lie only some 540 m apart: a
    commune may hold both readings, and taking the first would move every home in silence.
    """
    return zones_of_province(province_code), tuple(ZONES.values())


def find_zone(
    pairs: Callable[[], Iterator[Pair]], holds: Holds, groups: Iterable[Sequence[Vn2000Zone]]
) -> Vn2000Zone | None:
    """The zone in which most pairs (easting, northing) fall inside, of the first group with one.

    None when there is no pair, when no zone holds at least half of them, or when two zones hold
    nearly as many: then a person must say. `pairs` is called anew for each group.
    """
    for zones in groups:
        found = _best(pairs(), holds, zones)
        if found is not None:
            return found
    return None


def _best(pairs: Iterator[Pair], holds: Holds, zones: Sequence[Vn2000Zone]) -> Vn2000Zone | None:
    hits: Counter[int] = Counter()
    seen = 0
    for chunk in chunks(pairs if zones else (), _CHUNK):
        seen += len(chunk)
        for zone in zones:
            places = np.array(to_wgs84_many(chunk, zone.srid))
            hits[zone.srid] += int(holds(places[:, 0], places[:, 1]).sum())
        if seen >= _ENOUGH and _is_clear(hits, seen):
            break
    ranked = hits.most_common(2)
    if not ranked or ranked[0][1] * 2 < seen or ranked[0][1] == 0:
        return None
    tie = len(ranked) > 1 and ranked[1][1] >= _RIVAL * ranked[0][1]
    return None if tie else ZONES[ranked[0][0]]


def _is_clear(hits: Counter[int], seen: int) -> bool:
    ranked = [count for _srid, count in hits.most_common(2)]
    second = ranked[1] if len(ranked) > 1 else 0
    return ranked[0] >= _CLEAR * seen and second <= (1 - _CLEAR) * seen
