"""Commune, villages and groups: who lives nearest by the valleys, not by the crow."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.arcs import outline_areas
from geodata.curves import distances
from geodata.frame import GRID, Floats, Ints
from geodata.roads import Road
from geodata.spread import spread
from geodata.streams import Stream
from geodata.terrain import Terrain

OUTSIDE = 0
VILLAGES = 26
GROUPS = 110
_OURS, _THEIRS = 1, 2
_TOO_HIGH = 130.0  # metres above the valley's stream


@dataclass(frozen=True)
class Group:
    """A Tổ NDTQ: its village's number, its own number, seat in local metres, outline in degrees."""

    village: int
    number: int
    seat: tuple[float, float]
    outline: BaseGeometry


@dataclass(frozen=True)
class Territory:
    """Outlines in degrees. Villages are numbered from 1 in ``villages``' order."""

    commune: BaseGeometry
    villages: list[BaseGeometry]
    groups: list[Group]


def _cost(terrain: Terrain, streams: Sequence[Stream]) -> Floats:
    """Effort per metre: little on valley floors, much on the heights, some across a stream."""
    cost = 1.0 + (terrain.above / 38.0) ** 1.35
    for stream in streams:
        if stream.order < 2:
            cost[GRID.index(stream.line)] += 5.0 if stream.order == 0 else 2.0
    return np.minimum(cost, 60.0)


def _commune_cells(cost: Floats, streams: Sequence[Stream]) -> Ints:
    """_OURS where our valleys are nearer than a neighbour's, _THEIRS elsewhere."""
    seeds: dict[int, int] = {}
    for stream in streams:
        owner = _OURS if stream.ours else _THEIRS
        seeds.update(dict.fromkeys(GRID.index(stream.line).tolist(), owner))
    cells = spread(cost, seeds)
    cells[cells != _OURS] = _THEIRS
    return cells


def _settled_points(roads: Sequence[Road], inside: Ints, terrain: Terrain) -> Floats:
    """Points every 60 m or so along our roads, off the heights: where people could live."""
    found = []
    for road in roads:
        along = distances(road.line)
        at = np.arange(30.0, along[-1], 60.0)
        found.append(np.column_stack([np.interp(at, along, road.line[:, k]) for k in (0, 1)]))
    points = np.vstack(found)
    low = terrain.above_at(points) < _TOO_HIGH
    kept: Floats = points[low & (inside[GRID.index(points)] == _OURS)]
    return kept


def _clusters(points: Floats, count: int, rng: np.random.Generator) -> Floats:
    """``count`` centres among the points: spread apart first, then drawn to their midst."""
    chosen = [int(rng.integers(len(points)))]
    away = np.hypot(*(points - points[chosen[0]]).T)
    while len(chosen) < count:
        chosen.append(int(np.argmax(away * rng.uniform(0.7, 1.0, len(points)))))
        away = np.minimum(away, np.hypot(*(points - points[chosen[-1]]).T))
    centres = points[chosen]
    for _ in range(6):
        owner = _nearest(points, centres)
        means = np.array([points[owner == k].mean(axis=0) for k in range(count)])
        centres = points[_nearest(means, points)]
    return centres


def _nearest(points: Floats, centres: Floats) -> Ints:
    gap = points[:, None, :] - centres[None, :, :]
    nearest: Ints = np.argmin((gap**2).sum(axis=2), axis=1)
    return nearest


def _shares(sizes: Floats, total: int, low: int, high: int) -> list[int]:
    """Whole numbers summing to ``total``, about in proportion to ``sizes``, each in bounds."""
    share = np.clip(np.round(sizes / sizes.sum() * total), low, high).astype(int)
    while share.sum() != total:
        step = 1 if share.sum() < total else -1
        room = (share < high) if step > 0 else (share > low)
        share[int(np.argmax(np.where(room, (sizes / share) * step, -np.inf)))] += step
    return [int(n) for n in share]


def _village_cells(cost: Floats, points: Floats, inside: Ints, rng: np.random.Generator) -> Ints:
    """Village number (from 1) per cell, ``OUTSIDE`` beyond the commune; numbered north to south."""
    seats = _clusters(points, VILLAGES, rng)
    seats = seats[np.argsort(-(seats[:, 1] - 0.35 * seats[:, 0]))]
    seeds = {int(cell): k + 1 for k, cell in enumerate(GRID.index(seats))}
    cells = spread(cost, seeds, inside)
    cells[(inside != _OURS) | (cells < 0)] = OUTSIDE
    return cells


def lay_out(
    terrain: Terrain, streams: Sequence[Stream], roads: Sequence[Road], *, seed: int
) -> Territory:
    """Draw the borders. The same seed and land give the same territory."""
    rng = np.random.default_rng([seed, 11])
    cost = _cost(terrain, streams)
    inside = _commune_cells(cost, streams)
    points = _settled_points(roads, inside, terrain)
    village_cells = _village_cells(cost, points, inside, rng)
    village_of = village_cells[GRID.index(points)]
    lengths = np.array([(village_of == k + 1).sum() for k in range(VILLAGES)], dtype=np.float64)
    counts = _shares(lengths**0.8, GROUPS, 2, 8)
    seats: list[tuple[int, int, Floats]] = []
    for village, count in enumerate(counts, start=1):
        places = _clusters(points[village_of == village], count, rng)
        places = places[np.lexsort((places[:, 0], -places[:, 1]))]
        seats += [(village, number + 1, place) for number, place in enumerate(places)]
    at = GRID.index(np.array([place for _, _, place in seats]))
    seeds = {int(cell): k + 1 for k, cell in enumerate(at)}
    cells = spread(cost, seeds, village_cells)
    cells[(village_cells == OUTSIDE) | (cells < 0)] = OUTSIDE
    return _assembled(outline_areas(cells, OUTSIDE, seed), seats)


def _assembled(
    outlines: dict[int, BaseGeometry], seats: list[tuple[int, int, Floats]]
) -> Territory:
    groups = [
        Group(village, number, (float(place[0]), float(place[1])), outlines[k])
        for k, (village, number, place) in enumerate(seats, start=1)
    ]
    villages = [
        shapely.union_all([group.outline for group in groups if group.village == number])
        for number in range(1, VILLAGES + 1)
    ]
    return Territory(shapely.union_all(villages), villages, groups)
