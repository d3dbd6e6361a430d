"""Which tiles are asked for: seeded, and where households are."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

ZOOMS = range(6, 18)


@dataclass(frozen=True, slots=True, order=True)
class TileNumber:
    z: int
    x: int
    y: int


def tile_at(lon: float, lat: float, zoom: int) -> TileNumber:
    """The tile that holds a place, degrees."""
    across = 2**zoom
    north = math.asinh(math.tan(math.radians(lat)))
    return TileNumber(
        zoom, int((lon + 180) / 360 * across), int((1 - north / math.pi) / 2 * across)
    )


def choose(
    places: Sequence[tuple[float, float]], zoom: int, *, count: int, seed: int = 3
) -> list[TileNumber]:
    """``count`` different tiles around random households; fewer where there are no more."""
    order = list(places)
    random.Random(seed * 100 + zoom).shuffle(order)
    found = dict.fromkeys(tile_at(lon, lat, zoom) for lon, lat in order)
    return list(found)[:count]
