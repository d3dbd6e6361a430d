"""Is the way from VN-2000 to WGS 84 missing, or taken twice? Told by what fits, never mended.

Leaving the shift out moves everything some 225 m: too little to leave the commune, enough to put
many homes into the neighbouring group. So homes are looked up where they are said to be and where
they would be with the shift (or without it), and what fits better is counted.
"""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from apps.common.geo.vn2000 import ZONES, shift_degrees
from apps.imports.readers.crs import WGS84
from apps.imports.writers.geometry import Flags, Floats
from apps.imports.writers.places import Places

# Homes looked at; more tell nothing new.
SAMPLE = 4_000
# So many homes more must fit the other way than chance could bring about (McNemar's test), and
# so many times as many as fit worse.
_SIGMAS = 3.0
_FEWEST = 10
_TIMES = 3
# Outlines: this share of their area must lie outside, and the other way at most half of that.
_OUTSIDE_SHARE = 0.01


class Homes(NamedTuple):
    """Homes of which the file itself names the unit: a place each, and the unit's column."""

    lons: Floats
    lats: Floats
    #: in metres of VN-2000 in the file
    drawn: Flags
    #: (a group's and no village's, its column among them)
    units: list[tuple[bool, int]]


class HomeFit:
    """Counts homes that lie in the unit the file names, as they are and shifted."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._seen = 0
        self.only_as_is = 0
        self.only_shifted = 0

    @property
    def has_enough(self) -> bool:
        """More homes would tell nothing new."""
        return self._seen >= SAMPLE

    def look(self, homes: Homes) -> None:
        """Compare some more."""
        if not homes.units:
            return
        self._seen += len(homes.units)
        other = _the_other_way(homes)
        here = self._inside(homes.units, homes.lons, homes.lats)
        there = self._inside(homes.units, other[:, 0], other[:, 1])
        self.only_as_is += int((here & ~there).sum())
        self.only_shifted += int((there & ~here).sum())

    def _inside(self, units: list[tuple[bool, int]], lons: Floats, lats: Floats) -> Flags:
        groups = self._places.group_at.holding(lons, lats)
        villages = self._places.village_at.holding(lons, lats)
        return np.array(
            [
                (groups if of_group else villages)[index, column]
                for index, (of_group, column) in enumerate(units)
            ],
            dtype=np.bool_,
        )

    def suspects_shift(self) -> bool:
        """Whether the homes fit clearly better the other way."""
        better, worse = self.only_shifted, self.only_as_is
        lead = better - worse
        return (
            better >= _FEWEST and better > _TIMES * worse and lead > _SIGMAS * sqrt(better + worse)
        )


def _the_other_way(homes: Homes) -> Floats:
    """Degrees taken for VN-2000's own; metres taken for ones of WGS 84."""
    places = np.column_stack([homes.lons, homes.lats])
    shifted = np.array(shift_degrees(places.tolist()))
    unshifted = np.array(shift_degrees(places.tolist(), back=True))
    return np.where(homes.drawn[:, None], unshifted, shifted)


def outlines_suspect_shift(pairs: Sequence[tuple[BaseGeometry, BaseGeometry]], srid: int) -> bool:
    """Whether outlines lie in their parents clearly better the other way.

    ``pairs``: (outline, parent's outline), both in WGS 84, from a file in the system ``srid``.
    """
    if not pairs or (srid != WGS84 and srid not in ZONES):
        return False
    outside = other = total = 0.0
    for shape, parent in pairs:
        moved = shapely.transform(
            shape, lambda points: np.array(shift_degrees(points.tolist(), back=srid in ZONES))
        )
        total += shape.area
        outside += shape.difference(parent).area
        other += moved.difference(parent).area
    return outside > _OUTSIDE_SHARE * total and 2 * other < outside
