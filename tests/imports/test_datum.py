"""A missing datum shift moves everything some 225 m: suspected and said, never mended."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from apps.areas.models import Commune
from apps.common.geo.vn2000 import from_wgs84, shift_degrees
from apps.households.models import Household
from apps.imports.services import import_files
from tests.conftest import NOW
from tests.imports.conftest import said
from tests.imports.office import HUE, Row, write_layer

SUSPECTED = (None, 0, "datum_shift_suspected")


def edge_homes(shift: bool) -> list[Row]:
    """Homes along the border between the groups of the first village, where 225 m matter."""
    rows = []
    for number in range(1, 61):
        lon = HUE.west + 0.004 + number % 30 * 0.0004
        # Odd numbers live in group 1, south of the border.
        lat = HUE.south + (0.0095 if number % 2 else 0.0105)
        if shift:
            ((lon, lat),) = shift_degrees([(lon, lat)], back=True)
        rows.append(HUE.home(0, number, lon=round(lon, 7), lat=round(lat, 7)))
    return rows


@pytest.mark.parametrize("shift", [False, True])
def test_degrees_of_homes(commune: Commune, tmp_path: Path, shift: bool) -> None:
    rows = edge_homes(shift)
    path = HUE.write_homes(tmp_path, {HUE.villages[0]: rows})
    (report,) = import_files([path], at=NOW).reports
    assert (SUSPECTED in said(report)) is shift
    # Where the file puts it, whatever is suspected.
    home = Household.objects.exclude(position=None).first()
    assert home is not None
    assert home.position is not None
    written = {row["code"]: (row["lon"], row["lat"]) for row in rows}
    assert (home.position.x, home.position.y) == written[home.code]


@pytest.mark.parametrize("shift", [False, True])
def test_outlines_of_villages(commune: Commune, tmp_path: Path, shift: bool) -> None:
    shapes = [HUE.village_shape(0), HUE.village_shape(1)]
    if shift:
        shapes = [
            shapely.transform(
                shape, lambda points: np.array(shift_degrees(points.tolist(), back=True))
            )
            for shape in shapes
        ]
    columns = {"ma_so": ["T1", "T2"], "ten_thon": list(HUE.villages)}
    path = write_layer(tmp_path / "thon.gpkg", columns, shapes, "EPSG:4326")
    (report,) = import_files([path], at=NOW).reports
    assert (SUSPECTED in said(report)) is shift


def test_metres_that_were_never_vn2000(commune: Commune, tmp_path: Path) -> None:
    rows = []
    for row in edge_homes(shift=False):
        lon, lat = row.pop("lon"), row.pop("lat")
        # The grid of WGS 84: as if the shift had been left out on the way there.
        ((east_lon, north_lat),) = shift_degrees([(float(str(lon)), float(str(lat)))])
        east, north = from_wgs84(east_lon, north_lat, HUE.srid)
        rows.append(row | {"x": round(north, 3), "y": round(east, 3)})
    path = HUE.write_homes(tmp_path, {HUE.villages[0]: rows})
    (report,) = import_files([path], at=NOW).reports
    assert SUSPECTED in said(report)
