"""Where each household of a batch belongs: the unit the file names, or the one it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from apps.imports.rows.household_blocks import HomeBlock
from apps.imports.writers.datum import HomeFit, Homes
from apps.imports.writers.geometry import Flags, Floats, Locator
from apps.imports.writers.places import Places

#: a household near a border may be drawn on the wrong side of it; beyond this it is reported
BORDER_TOLERANCE_METRES: Final = 30.0
_NONE: Final = -1
Columns = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spots:
    """The units of each row, and what is to be said of some, by their place in the batch."""

    #: None: nobody knows where it belongs
    villages: list[int | None]
    groups: list[int | None]
    #: of each row, whether the file itself names the village, and the group
    names: tuple[list[bool], list[bool]]
    said: dict[int, tuple[str, ...]]

    def nowhere(self) -> set[int]:
        """The rows without a village."""
        return {index for index, key in enumerate(self.villages) if key is None}


@dataclass(frozen=True, slots=True)
class _Batch:
    homes: Mapping[str, Sequence[Any]]
    lons: Floats
    lats: Floats
    said: dict[int, list[str]] = field(default_factory=dict)

    def say(self, index: int, code: str) -> None:
        self.said.setdefault(int(index), []).append(code)


class SpotFinder:
    """Places batches among the commune's units. Prepared outlines are not for two threads."""

    def __init__(self, places: Places, fit: HomeFit) -> None:
        self._places = places
        self._fit = fit

    def find(self, block: HomeBlock) -> Spots:
        """The spots of the rows to be written."""
        # None becomes NaN, which lies nowhere.
        lons = np.array(block.homes["lon"], dtype=np.float64)
        lats = np.array(block.homes["lat"], dtype=np.float64)
        batch = _Batch(block.homes, lons, lats)
        villages, village_named = self._villages(batch)
        groups, group_named = self._groups(batch, villages)
        if not self._fit.has_enough:
            self._fit.look(_named(batch, villages, groups))
        return Spots(
            _keys(villages, [unit.pk for unit in self._places.villages]),
            _keys(groups, [unit.pk for unit in self._places.groups]),
            (village_named.tolist(), group_named.tolist()),
            {index: tuple(codes) for index, codes in sorted(batch.said.items())},
        )

    def _villages(self, batch: _Batch) -> tuple[Columns, Flags]:
        """Of each row the village's column, or -1; and whether the file names it."""
        places = self._places
        names = batch.homes["village"]
        met = {name: places.village(name) if name else None for name in set(names)}
        columns = {
            name: places.village_index[unit.pk] if unit else _NONE for name, unit in met.items()
        }
        named = np.array([columns[name] for name in names], dtype=np.int64)
        held = places.village_at.holding(batch.lons, batch.lats)
        if any(name and unit is None for name, unit in met.items()):
            for index, name in enumerate(names):
                if name and met[name] is None:
                    batch.say(index, "unknown_village")
        villages = np.where(named == _NONE, _firsts(held), named)
        for index in _outside(villages, held, batch):
            if _is_far(places.village_at, villages[index], batch, index):
                batch.say(index, "village_disagrees")
        return villages, named != _NONE

    def _groups(self, batch: _Batch, villages: Columns) -> tuple[Columns, Flags]:
        """Of each row the column of the group that the file names, else of the one in which the
        household stands, or -1; and whether the file names it."""
        names = batch.homes["group"]
        if not self._places.groups and not any(names):
            return np.full(len(names), _NONE, dtype=np.int64), np.zeros(len(names), np.bool_)
        held = self._places.group_at.holding(batch.lons, batch.lats)
        standing = _firsts(held)
        groups = np.full(len(names), _NONE, dtype=np.int64)
        named = np.zeros(len(names), dtype=np.bool_)
        for index, (name, village) in enumerate(zip(names, villages.tolist(), strict=True)):
            # None: the list says itself that it is in none.
            if name is not None and village != _NONE:
                groups[index], named[index] = self._group(batch, index, village, standing)
        for index in _outside(groups, held, batch):
            if names[index] and _is_far(self._places.group_at, groups[index], batch, index):
                batch.say(index, "group_disagrees")
        return groups, named

    def _group(
        self, batch: _Batch, index: int, village: int, standing: Columns
    ) -> tuple[int, bool]:
        places = self._places
        unit = places.villages[village]
        name = batch.homes["group"][index]
        named = places.group(unit, name) if name else None
        if named is not None:
            return places.group_index[named.pk], True
        if name:
            batch.say(index, "unknown_group")
        here = int(standing[index])
        of_village = here != _NONE and places.groups[here].village_id == unit.pk
        return (here if of_village else _NONE), False


def _firsts(held: Flags) -> Columns:
    """Of each row the first unit that holds its point, or -1."""
    if held.shape[1] == 0:
        return np.full(len(held), _NONE, dtype=np.int64)
    return np.where(held.any(axis=1), held.argmax(axis=1), _NONE)


def _outside(units: Columns, held: Flags, batch: _Batch) -> list[int]:
    """The rows that have a place, and not in their unit."""
    belongs = np.flatnonzero((units != _NONE) & ~np.isnan(batch.lons))
    inside = held[belongs, units[belongs]] if len(belongs) else np.zeros(0, dtype=np.bool_)
    found: list[int] = belongs[~inside].tolist()
    return found


def _is_far(units: Locator[Any], unit: int, batch: _Batch, index: int) -> bool:
    metres = units.metres_from(int(unit), float(batch.lons[index]), float(batch.lats[index]))
    return metres > BORDER_TOLERANCE_METRES


def _named(batch: _Batch, villages: Columns, groups: Columns) -> Homes:
    """Those whose unit is the file's own word, not found by the very place that is in doubt."""
    says = map(any, zip(batch.homes["village"], batch.homes["group"], strict=True))
    counts = np.fromiter(says, dtype=np.bool_, count=len(villages))
    rows: list[int] = np.flatnonzero(counts & (villages != _NONE) & ~np.isnan(batch.lons)).tolist()
    sources = batch.homes["position_source"]
    units = [
        (True, int(groups[row])) if groups[row] != _NONE else (False, int(villages[row]))
        for row in rows
    ]
    drawn = np.array([sources[row] == "file_vn2000" for row in rows], dtype=np.bool_)
    return Homes(batch.lons[rows], batch.lats[rows], drawn, units)


def _keys(columns: Columns, keys: Sequence[int]) -> list[int | None]:
    # -1 is the last.
    known = [*keys, None]
    return [known[column] for column in columns.tolist()]
