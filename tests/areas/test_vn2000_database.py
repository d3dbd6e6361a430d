"""VN-2000 in PostGIS: every zone is there, and PostGIS and PROJ agree to the millimetre."""

import pytest
from django.db import connection
from pyproj import Transformer

from apps.common.geo.vn2000 import MISSING_IN_POSTGIS_33

pytestmark = pytest.mark.django_db

# The test point of the domain's description: degrees, and metres in EPSG:9215.
LON, LAT = 106.21103, 21.5592
EAST, NORTH = 392196.872, 2385222.597
MILLIMETRE = 0.001


def _in_postgis(x: float, y: float, source: int, target: int) -> tuple[float, float]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p) FROM "
            "ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), %s::int), %s::int) AS p",
            [x, y, source, target],
        )
        found: tuple[float, float] = cursor.fetchone()
    return found


def test_all_zones_are_known_to_postgis() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT srid FROM spatial_ref_sys WHERE srid BETWEEN 9205 AND 9218")
        known = {srid for (srid,) in cursor.fetchall()}
    assert known == set(range(9205, 9219)) == {zone.srid for zone in MISSING_IN_POSTGIS_33}


def test_the_test_point_in_postgis() -> None:
    east, north = _in_postgis(LON, LAT, 4326, 9215)
    assert (east, north) == pytest.approx((EAST, NORTH), abs=MILLIMETRE)


def test_the_test_point_in_proj() -> None:
    [zone] = [zone for zone in MISSING_IN_POSTGIS_33 if zone.srid == 9215]
    there = Transformer.from_crs("EPSG:4326", zone.proj4, always_xy=True)
    assert there.transform(LON, LAT) == pytest.approx((EAST, NORTH), abs=MILLIMETRE)


@pytest.mark.parametrize("zone", MISSING_IN_POSTGIS_33, ids=lambda zone: str(zone.srid))
def test_postgis_and_proj_agree_in_every_zone_there_and_back(zone: object) -> None:
    srid, proj4 = int(zone.srid), str(zone.proj4)  # type: ignore[attr-defined]  # a Zone
    there = Transformer.from_crs("EPSG:4326", proj4, always_xy=True).transform(LON, LAT)
    east, north = _in_postgis(LON, LAT, 4326, srid)
    assert (east, north) == pytest.approx(there, abs=MILLIMETRE)
    back = _in_postgis(east, north, srid, 4326)
    assert back == pytest.approx((LON, LAT), abs=1e-8)


def test_forgetting_the_datum_shift_would_show() -> None:
    """The same zone on WGS84 itself lies some 200 metres off: the test can tell."""
    [zone] = [zone for zone in MISSING_IN_POSTGIS_33 if zone.srid == 9215]
    words = [word for word in zone.proj4.split() if not word.startswith("+towgs84")]
    bare = Transformer.from_crs("EPSG:4326", " ".join(words), always_xy=True)
    east, north = bare.transform(LON, LAT)
    assert 100 < ((east - EAST) ** 2 + (north - NORTH) ** 2) ** 0.5 < 400
