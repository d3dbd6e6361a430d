"""Where people live: along roads and in hamlets on the valley floors, never in a stream."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from geodata.frame import Floats, local
from geodata.roads import Road
from geodata.streams import Stream
from geodata.terrain import Terrain
from geodata.territory import Territory

HOUSEHOLDS = 3_400
FEWEST, MOST = 10, 50  # households in a group, as the regulation has it
_FROM_BORDER = 14.0  # metres
_FROM_ROAD = 7.0
_FROM_STREAM = (30.0, 20.0, 9.0)  # by the stream's order
_APART = 13.0
_UPHILL = 75.0  # metres above the valley's stream; only a few live higher
_BATCH = 400


@dataclass(frozen=True)
class Home:
    """A household's place: group's position in ``Territory.groups`` and local metres."""

    group: int
    east: float
    north: float


class _Ground:
    """What rules a place out, prepared once for all groups."""

    def __init__(self, terrain: Terrain, streams: Sequence[Stream], roads: Sequence[Road]) -> None:
        self.terrain = terrain
        self.roads = MultiLineString([LineString(road.line) for road in roads])
        shapely.prepare(self.roads)
        self.wet = shapely.union_all(
            [LineString(s.line).buffer(_FROM_STREAM[s.order]) for s in streams if s.ours]
        )
        shapely.prepare(self.wet)

    def fit(self, points: Floats, area: BaseGeometry, rng: np.random.Generator) -> Floats:
        """The points where a house can stand, in their order."""
        xy = shapely.points(points)
        low = self.terrain.above_at(points) < _UPHILL * rng.exponential(0.8, len(points)).clip(0.6)
        good = shapely.contains(area, xy) & ~shapely.intersects(self.wet, xy) & low
        good &= ~shapely.dwithin(self.roads, xy, _FROM_ROAD)
        kept: Floats = points[good]
        return kept


def _along_roads(lanes: Floats, core: Floats, rng: np.random.Generator) -> Floats:
    """Places a few steps off the roads, thickest near the hamlet's core."""
    away = np.hypot(*(lanes - core).T)
    weight = np.exp(-away / 260.0) + 0.06
    at = lanes[rng.choice(len(lanes), _BATCH, p=weight / weight.sum())]
    at = at + rng.uniform(-9, 9, at.shape)
    angle = rng.uniform(0, 2 * np.pi, _BATCH)
    off = 11.0 + rng.exponential(24.0, _BATCH)
    return at + np.column_stack([np.cos(angle), np.sin(angle)]) * off[:, None]


def _candidates(lanes: Floats, core: Floats, rng: np.random.Generator) -> Floats:
    """Mixed places for one group: most by the roads, some in a knot, few strewn about."""
    hamlet = core + rng.normal(0, 75.0, (_BATCH // 4, 2)) * rng.choice([1, 1, 2], (_BATCH // 4, 1))
    strewn = core + rng.normal(0, 420.0, (_BATCH // 16, 2))
    points = np.vstack([_along_roads(lanes, core, rng), hamlet, strewn])
    return points[rng.permutation(len(points))]


def _settle_group(
    area: BaseGeometry, core: Floats, count: int, ground: _Ground, rng: np.random.Generator
) -> list[Floats]:
    """``count`` places inside ``area`` (local metres), or as many as there is room for."""
    inner = area.buffer(-_FROM_BORDER)
    shapely.prepare(inner)
    here = ground.roads.intersection(inner)
    lanes = shapely.get_coordinates(shapely.segmentize(here, 12.0))
    if not len(lanes):
        lanes = core[None, :]
    cores = core + rng.normal(0, 1, (2, 2)) * 130.0
    taken: list[Floats] = []
    for attempt in range(40):
        middle = cores[attempt % 2]
        for place in ground.fit(_candidates(lanes, middle, rng), inner, rng):
            if all(np.hypot(*(place - other)) >= _APART for other in taken):
                taken.append(place)
                if len(taken) == count:
                    return taken
            if rng.random() < 0.5 and len(taken) >= count * (attempt + 1) / 3:
                break
    return taken


def _wanted(territory: Territory, rng: np.random.Generator) -> list[int]:
    """Households of each group: uneven, in bounds, summing to ``HOUSEHOLDS``."""
    sizes = rng.normal(31, 8, len(territory.groups)).clip(FEWEST + 3, MOST - 2)
    counts = np.round(sizes * HOUSEHOLDS / sizes.sum()).clip(FEWEST + 1, MOST).astype(int)
    while counts.sum() != HOUSEHOLDS:
        step = 1 if counts.sum() < HOUSEHOLDS else -1
        k = int(rng.integers(len(counts)))
        if FEWEST < counts[k] + step <= MOST:
            counts[k] += step
    return [int(n) for n in counts]


def settle(
    territory: Territory,
    terrain: Terrain,
    streams: Sequence[Stream],
    roads: Sequence[Road],
    *,
    seed: int,
) -> list[Home]:
    """Every household's home, group by group, each inside its own group's outline."""
    rng = np.random.default_rng([seed, 23])
    ground = _Ground(terrain, streams, roads)
    homes: list[Home] = []
    for k, (group, count) in enumerate(zip(territory.groups, _wanted(territory, rng), strict=True)):
        area = shapely.transform(group.outline, local)
        places = _settle_group(area, np.array(group.seat), count, ground, rng)
        homes += [Home(k, float(x), float(y)) for x, y in places]
    return homes
