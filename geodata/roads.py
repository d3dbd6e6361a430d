"""Roads beside the streams: the main road, valley roads, and lanes up the gullies."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geodata.curves import distances, normals, slow_noise, smooth, wander
from geodata.frame import Floats
from geodata.streams import Stream


@dataclass(frozen=True)
class Road:
    """A road in local metres; ``order`` 0 main road, 1 valley road, 2 lane."""

    name: str
    order: int
    line: Floats


_OFFSET = (150.0, 105.0, 38.0)  # how far from its stream a road runs at most, metres
# The main road goes on over the pass and down the other side, and out along the stream.
_PASS = np.array([(620.0, 6050.0), (700.0, 6900.0), (1150.0, 7900.0)])
_WAY_OUT = np.array([(1750.0, -8900.0), (1700.0, -7900.0)])


def _beside(line: Floats, offset: float, rng: np.random.Generator) -> Floats:
    """A calmer line that follows ``line``, now on its left, now on its right."""
    along = distances(line)
    coarse = np.arange(0.0, along[-1], 160.0)
    knots = np.column_stack([np.interp(coarse, along, line[:, k]) for k in (0, 1)])
    for _ in range(2):
        knots[1:-1] = (knots[:-2] + 2 * knots[1:-1] + knots[2:]) / 4
    shift = slow_noise(len(knots), rng, 9)
    # Keep off the stream but where the road crosses it.
    shift = np.sign(shift) * (0.35 + 0.65 * np.abs(shift)) * offset
    for _ in range(3):
        shift[1:-1] = (shift[:-2] + 2 * shift[1:-1] + shift[2:]) / 4
    return knots + normals(knots) * shift[:, None]


def build_roads(streams: Sequence[Stream], rng: np.random.Generator) -> list[Road]:
    """Roads of the commune, each starting on the road it leaves."""
    main, *others = [stream for stream in streams if stream.ours]
    spine = _beside(main.line, _OFFSET[0], rng)
    roads = [Road("Đường trục xã", 0, _finish(np.vstack([_WAY_OUT, spine, _PASS]), rng))]
    branches = [stream for stream in others if stream.order == 1]
    for stream in branches:
        line = _beside(stream.line, _OFFSET[1], rng)[2:]
        name = f"Đường {stream.name}"
        roads.append(Road(name, 1, _finish(_joined(line, roads), rng)))
    gullies = [stream for stream in others if stream.order == 2 and len(stream.line) > 12]
    valley_roads = list(roads)
    for stream in gullies:
        whole = _beside(stream.line, _OFFSET[2], rng)
        keep = max(3, int(len(whole) * rng.uniform(0.35, 0.85)))
        if rng.random() < 0.85:
            joined = _joined(whole[1:keep], valley_roads)
            roads.append(Road("", 2, _finish(joined, rng)))
    return roads


def _joined(line: Floats, roads: Sequence[Road]) -> Floats:
    """``line`` led back to the nearest point of the roads there are."""
    points = np.vstack([road.line for road in roads])
    near = points[int(np.argmin(np.hypot(*(points - line[0]).T)))]
    return np.vstack([near, line])


def _finish(line: Floats, rng: np.random.Generator) -> Floats:
    return wander(smooth(line, 60.0), rng, 0.05, 18.0)
