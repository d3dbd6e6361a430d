"""Is the way from VN-2000 to WGS 84 missing, or taken twice? Told by what fits, never mended.

Leaving the shift out moves everything some 225 m: too little to leave the commune, enough to put
many homes into the neighbouring group. So homes are looked up where they are said to be and where
they would be with the shift (or without it), and what fits better is counted.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from apps.areas.models import SelfManagedGroup, Village
from apps.common.geo.vn2000 import ZONES, shift_degrees
from apps.imports.readers.crs import WGS84
from apps.imports.rows.households import CleanHousehold
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


class HomeFit:
    """Counts homes that lie in the unit the file names, as they are and shifted."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._named: dict[int, tuple[bool, int]] = {}
        self._seen = 0
        self.only_as_is = 0
        self.only_shifted = 0

    def place(self, number: int, village: Village, group: SelfManagedGroup | None) -> None:
        """The row ``number`` of the batch belongs to these, as far as the file says."""
        if self._seen >= SAMPLE:
            return
        if group is not None:
            self._named[number] = (True, self._places.group_index[group.pk])
        else:
            self._named[number] = (False, self._places.village_index[village.pk])

    def look(self, homes: Sequence[CleanHousehold], lons: Floats, lats: Floats) -> None:
        """Compare a batch, of which every row that names its unit has been ``place``d."""
        named, self._named = self._named, {}
        looked = [
            index
            for index, home in enumerate(homes)
            if home.number in named and home.lon is not None and _says_unit(home)
        ]
        if not looked or self._seen >= SAMPLE:
            return
        self._seen += len(looked)
        other = _the_other_way([homes[index] for index in looked])
        here = self._inside([named[homes[i].number] for i in looked], lons[looked], lats[looked])
        there = self._inside([named[homes[i].number] for i in looked], other[:, 0], other[:, 1])
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


def _says_unit(home: CleanHousehold) -> bool:
    """The unit is the file's own word, not found by the very place that is in doubt."""
    return bool(home.village or home.group)


def _the_other_way(homes: Sequence[CleanHousehold]) -> Floats:
    """Degrees taken for VN-2000's own; metres taken for ones of WGS 84."""
    places = np.array([(home.lon, home.lat) for home in homes], dtype=np.float64)
    drawn = np.array([home.position_source == "file_vn2000" for home in homes])
    shifted = np.array(shift_degrees(places.tolist()))
    unshifted = np.array(shift_degrees(places.tolist(), back=True))
    return np.where(drawn[:, None], unshifted, shifted)


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
