"""The local frame in which the commune is drawn, and its way to degrees.

Everything is drawn in kilometres or metres east and north of the commune's centre. Metres are
those of VN-2000, 3-degree zone at 107°15' (EPSG:9215), so that a drawn point has exact VN-2000
coordinates for the workbook and exact degrees for the outlines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

EPSG = 9215
#: VN-2000 easting and northing of the commune's centre, metres.
CENTRE = (408_600.0, 2_396_300.0)
#: Decimals of a degree kept in outlines: about one centimetre.
DEGREE_DECIMALS = 7


@cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs(EPSG, 4326, always_xy=True)


def vn2000(local: Sequence[float] | Floats) -> tuple[float, float]:
    """(easting, northing) in metres of a local point in metres."""
    return float(local[0]) + CENTRE[0], float(local[1]) + CENTRE[1]


def degrees(points: Floats) -> Floats:
    """(n, 2) local metres → (n, 2) longitude, latitude in WGS84, rounded to a centimetre."""
    lon, lat = _to_degrees().transform(points[:, 0] + CENTRE[0], points[:, 1] + CENTRE[1])
    return np.round(np.column_stack([lon, lat]), DEGREE_DECIMALS)


def local(points: Floats) -> Floats:
    """(n, 2) longitude, latitude → (n, 2) local metres; the inverse of :func:`degrees`."""
    east, north = _to_degrees().transform(points[:, 0], points[:, 1], direction="INVERSE")
    return np.column_stack([np.asarray(east) - CENTRE[0], np.asarray(north) - CENTRE[1]])


@dataclass(frozen=True)
class Grid:
    """Square cells over the land. Row 0 is the southernmost, column 0 the westernmost."""

    west: float = -8_400.0
    south: float = -9_000.0
    cell: float = 40.0
    columns: int = 420
    rows: int = 450

    def centres(self) -> Floats:
        """(rows*columns, 2) local metres of the cell centres, row by row."""
        xs = self.west + (np.arange(self.columns) + 0.5) * self.cell
        ys = self.south + (np.arange(self.rows) + 0.5) * self.cell
        xx, yy = np.meshgrid(xs, ys)
        return np.column_stack([xx.ravel(), yy.ravel()])

    def index(self, points: Floats) -> Ints:
        """Flat cell index of each local point; points off the grid go to its edge."""
        column = np.floor((points[:, 0] - self.west) / self.cell).astype(np.int64)
        row = np.floor((points[:, 1] - self.south) / self.cell).astype(np.int64)
        column = np.clip(column, 0, self.columns - 1)
        row = np.clip(row, 0, self.rows - 1)
        flat: Ints = row * self.columns + column
        return flat


GRID = Grid()
