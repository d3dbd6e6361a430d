"""Heights: every place lies as high as the slope up from its nearest stream lets it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from geodata.frame import GRID, Floats
from geodata.streams import Stream, heights_along

_SIGHT = 4_000.0  # metres beyond which a stream no longer shapes the land
_HIGHEST = 2_000.0
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


def _window(x: float, y: float) -> tuple[slice, slice]:
    """Rows and columns of the cells within ``_SIGHT`` of a place; farther ones have their own."""
    row, column = int((y - GRID.south) / GRID.cell), int((x - GRID.west) / GRID.cell)
    reach = int(_SIGHT / GRID.cell)
    return (
        slice(max(row - reach, 0), max(row + reach, 0)),
        slice(max(column - reach, 0), max(column + reach, 0)),
    )


def _feet(streams: Sequence[Stream], every: int) -> Iterator[tuple[float, float, float]]:
    """(east, north, height) of every so-manyth point of the streams."""
    for stream in streams:
        heights = heights_along(stream)
        for (x, y), height in zip(stream.line[::every], heights[::every], strict=True):
            yield float(x), float(y), float(height)


def _square(values: Floats) -> Floats:
    return values.reshape(GRID.rows, GRID.columns)


def _envelope(points: Floats, streams: Sequence[Stream]) -> Floats:
    """Lowest of all slopes rising from the streams."""
    east, north = _square(points[:, 0]), _square(points[:, 1])
    lowest = np.full(east.shape, _HIGHEST)
    for x, y, height in _feet(streams, every=10):
        at = _window(x, y)
        away = np.hypot(east[at] - x, north[at] - y)
        slope = height + _SLOPE * np.maximum(away - _VALLEY_FLOOR, 0)
        np.minimum(lowest[at], slope, out=lowest[at])
    return lowest.ravel()


def _floor(points: Floats, valleys: Sequence[Stream]) -> Floats:
    """Height of the nearest main or branch stream."""
    east, north = _square(points[:, 0]), _square(points[:, 1])
    nearest, floor = np.full(east.shape, np.inf), np.zeros(east.shape)
    for x, y, height in _feet(valleys, every=12):
        at = _window(x, y)
        away = np.hypot(east[at] - x, north[at] - y)
        nearer = away < nearest[at]
        nearest[at][nearer], floor[at][nearer] = away[nearer], height
    return floor.ravel()


def raise_terrain(streams: Sequence[Stream], rng: np.random.Generator) -> Terrain:
    """The land over the whole grid, neighbours' side included."""
    points = GRID.centres()
    clean = _envelope(points, streams)
    valleys = [stream for stream in streams if stream.order < 2]
    floor = _floor(points, valleys)
    rough = sum(metres * _value_noise(rng, wave) for metres, wave in _HILLS)
    # Noise belongs to the hills; valley floors stay flat.
    height = clean + rough * np.clip((clean - floor) / 120.0, 0.0, 1.0)
    return Terrain(height=height, above=np.maximum(height - floor, 0.0))
