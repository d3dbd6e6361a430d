"""Heights: every place lies as high as the slope up from its nearest stream lets it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geodata.frame import GRID, Floats
from geodata.streams import Stream, heights_along

_SLOPE = 0.34  # metres up per metre away from a stream
# (height in metres, wavelength in metres) of the hills laid over the slopes.
_HILLS = ((110.0, 1500.0), (70.0, 700.0), (38.0, 330.0), (18.0, 150.0))
_VALLEY_FLOOR = 90.0  # metres of nearly flat land beside a stream


@dataclass(frozen=True)
class Terrain:
    """Per grid cell, in metres: ``height`` above the sea and ``above`` the valley's stream."""

    height: Floats
    above: Floats

    def above_at(self, points: Floats) -> Floats:
        """Height above the valley's stream at local points."""
        values: Floats = self.above[GRID.index(points)]
        return values


def _value_noise(rng: np.random.Generator, wave: float) -> Floats:
    """Smooth noise in ±1 over the grid, with hills about ``wave`` metres apart."""
    centres = GRID.centres()
    x = (centres[:, 0] - GRID.west) / wave
    y = (centres[:, 1] - GRID.south) / wave
    knots = rng.uniform(-1, 1, (int(y.max()) + 3, int(x.max()) + 3))
    i, j = np.floor(y).astype(int), np.floor(x).astype(int)
    ty, tx = y - i, x - j
    ty, tx = ty * ty * (3 - 2 * ty), tx * tx * (3 - 2 * tx)
    low = knots[i, j] * (1 - tx) + knots[i, j + 1] * tx
    high = knots[i + 1, j] * (1 - tx) + knots[i + 1, j + 1] * tx
    noise: Floats = low * (1 - ty) + high * ty
    return noise


def _envelope(points: Floats, streams: Sequence[Stream], every: int) -> Floats:
    """Lowest of all slopes rising from the streams' points."""
    feet = np.vstack([stream.line[::every] for stream in streams]).astype(np.float32)
    base = np.concatenate([heights_along(stream)[::every] for stream in streams])
    base = base.astype(np.float32)
    best = np.full(len(points), np.inf, dtype=np.float32)
    where = points.astype(np.float32)
    for (x, y), height in zip(feet, base, strict=True):
        away = np.hypot(where[:, 0] - x, where[:, 1] - y)
        np.minimum(best, height + _SLOPE * np.maximum(away - _VALLEY_FLOOR, 0), out=best)
    return best.astype(np.float64)


def raise_terrain(streams: Sequence[Stream], rng: np.random.Generator) -> Terrain:
    """The land over the whole grid, neighbours' side included."""
    points = GRID.centres()
    clean = _envelope(points, streams, every=10)
    valleys = [stream for stream in streams if stream.order < 2]
    floor = _floor(points, valleys)
    rough = sum(metres * _value_noise(rng, wave) for metres, wave in _HILLS)
    # Noise belongs to the hills; valley floors stay flat.
    height = clean + rough * np.clip((clean - floor) / 120.0, 0.0, 1.0)
    return Terrain(height=height, above=np.maximum(height - floor, 0.0))


def _floor(points: Floats, valleys: Sequence[Stream]) -> Floats:
    """Height of the nearest main or branch stream."""
    feet = np.vstack([stream.line[::12] for stream in valleys])
    base = np.concatenate([heights_along(stream)[::12] for stream in valleys])
    best = np.full(len(points), np.inf)
    floor = np.zeros(len(points))
    for (x, y), height in zip(feet, base, strict=True):
        away = np.hypot(points[:, 0] - x, points[:, 1] - y)
        nearer = away < best
        best[nearer], floor[nearer] = away[nearer], height
    return floor
