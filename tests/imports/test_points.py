"""Layers of points: a household list with its places drawn, or nothing but codes and places."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyogrio.raw import write

from apps.areas.models import Commune
from apps.common.geo.vn2000 import from_wgs84
from apps.households.models import Household
from apps.imports.choices import Choices
from apps.imports.services import Source, import_files, looked_at
from tests.conftest import NOW
from tests.imports.office import HUE, write_geojson

Values = Mapping[str, Sequence[object]]
LIST: Values = {
    "MA_HO": ["A01", "A02", "A03"],
    "TENCHUHO": ["Lò Thị Mai", "Lò Thị Lan", "Lò Thị Cúc"],
    "SoKhau": [3, 4, 5],
    "thon": ["Thôn Suối Trong"] * 3,
}


def write_points(
    path: Path, columns: Values, places: Sequence[tuple[float, float]], crs: str | None
) -> Path:
    """A layer of points in a GeoPackage."""
    write(
        path,
        geometry=np.array([shapely.to_wkb(shapely.Point(place)) for place in places], object),
        field_data=[np.array(values) for values in columns.values()],
        fields=list(columns),
        crs=crs or "EPSG:4326",
        geometry_type="Point",
        driver="GPKG",
    )
    if crs is None:
        # As if whoever exported it did not know.
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("UPDATE gpkg_geometry_columns SET srs_id = -1")
            file.execute("UPDATE gpkg_contents SET srs_id = -1")
    return path


def spots() -> list[tuple[float, float]]:
    return [HUE.spot(0, number) for number in (1, 2, 3)]


def grid(srid: int) -> list[tuple[float, float]]:
    return [from_wgs84(lon, lat, srid) for lon, lat in spots()]


@pytest.mark.parametrize(
    ("places", "crs", "source", "said"),
    [
        (spots(), "EPSG:4326", "file_wgs84", "EPSG:4326"),
        (grid(9214), "EPSG:9214", "file_vn2000", "EPSG:9214"),
        # In metres of a zone that nobody names: the one that lands in the commune.
        (grid(9214), None, "file_vn2000", "EPSG:9214"),
        (grid(3406), None, "file_vn2000", "EPSG:3406"),
    ],
)
def test_a_list_of_households(
    commune: Commune,
    tmp_path: Path,
    places: list[tuple[float, float]],
    crs: str | None,
    source: str,
    said: str,
) -> None:
    path = write_points(tmp_path / "ho.gpkg", LIST, places, crs)
    (report,) = import_files([path], at=NOW).reports
    assert (report.kind, report.imported, report.messages) == ("households", 3, [])
    assert report.crs == said
    home = Household.objects.select_related("village", "group").get(code="A01")
    assert home.position is not None
    assert (home.position.x, home.position.y) == pytest.approx(HUE.spot(0, 1), abs=1e-7)
    assert (home.head_name, home.size, home.position_source) == ("Lò Thị Mai", 3, source)
    assert (home.village.name, home.group and home.group.name) == ("Thôn Suối Trong", "Tổ 1")


def test_two_zones_that_both_land_inside_are_not_chosen_between(
    commune: Commune, tmp_path: Path
) -> None:
    # 105 degrees with 0.9996 or 0.9999: some 540 m apart, and this commune holds both.
    path = write_points(tmp_path / "ho.gpkg", LIST, grid(3405), None)
    (report,) = import_files([path], at=NOW).reports
    assert (report.imported, report.unlocated) == (3, 3)
    assert {remark.code for remark in report.messages} == {"unknown_zone"}


def test_positions_of_known_households(commune: Commune, tmp_path: Path) -> None:
    rows = [HUE.home(0, 1, lon=None, lat=None), HUE.home(0, 2)]
    import_files([HUE.write_homes(tmp_path, {HUE.villages[0]: rows})], at=NOW)
    features: list[tuple[Mapping[str, object], shapely.Point]] = [
        ({"name": "A01"}, shapely.Point(HUE.spot(0, 3))),
        ({"name": "Z99"}, shapely.Point(HUE.spot(0, 4))),
    ]
    path = write_geojson(tmp_path / "diem.geojson", features)
    (report,) = import_files([path], at=NOW).reports
    assert (report.imported, report.updated, report.rejected) == (1, 1, 1)
    assert [remark.code for remark in report.messages] == ["unknown_household"]
    home = Household.objects.get(code="A01")
    assert home.position is not None
    assert (home.position.x, home.position.y) == pytest.approx(HUE.spot(0, 3))
    assert (home.head_name, home.position_missing, home.village.name) == (
        "Lò Thị Lan",
        "",
        HUE.villages[0],
    )
    # Nobody's place is taken from them by a list that does not know it.
    assert Household.objects.get(code="A02").position is not None


def test_a_system_that_is_not_ours_is_refused_until_somebody_chooses(
    commune: Commune, tmp_path: Path
) -> None:
    path = write_points(tmp_path / "ho.gpkg", LIST, grid(9214), None)
    chosen = Source(path, name="ho moi.gpkg", choices=Choices(srid=9214))
    with looked_at(chosen) as found:
        guess = found.guess()
    assert (guess["kind"], guess["tables"][0]["srid"], guess["rows"]) == ("households", 9214, 3)
    fields = {column["header"]: column["field"] for column in guess["tables"][0]["columns"]}
    assert fields["MA_HO"] == "household_code"
    (report,) = import_files([chosen], at=NOW).reports
    assert (report.file, report.crs, report.imported) == ("ho moi.gpkg", "EPSG:9214", 3)
