"""VN-2000 zones: parameters against PROJ's database, positions to the millimetre."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from pyproj.crs import CoordinateOperation

from apps.common.geo import vn2000
from apps.common.geo.vn2000_provinces import PROVINCE_ZONES

TEST_POINT = (106.21103, 21.5592)
#: metres; the shift in two dimensions drops the height it makes, in PROJ and PostGIS alike
ROUND_TRIP = 0.003


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance on a sphere; exact enough for 1 m…100 km."""
    lat = math.radians((a[1] + b[1]) / 2)
    dx = math.radians(a[0] - b[0]) * math.cos(lat)
    dy = math.radians(a[1] - b[1])
    return 6_371_000 * math.hypot(dx, dy)


def test_the_test_point_to_a_millimetre_both_ways():
    easting, northing = vn2000.from_wgs84(*TEST_POINT, 9215)
    assert easting == pytest.approx(392196.872, abs=0.001)
    assert northing == pytest.approx(2385222.597, abs=0.001)
    back = vn2000.to_wgs84(392196.872, 2385222.597, 9215)
    assert metres_between(back, TEST_POINT) < ROUND_TRIP


def test_without_the_datum_shift_a_point_is_200_metres_off():
    bare = Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=tmerc +lon_0=107.25 +k=0.9999 +x_0=500000 +ellps=WGS84 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    wrong = bare.transform(392196.872, 2385222.597)
    assert 190 < metres_between(wrong, TEST_POINT) < 260


def test_the_neighbouring_zone_is_26_km_off():
    wrong = vn2000.to_wgs84(392196.872, 2385222.597, 9214)
    assert 25_000 < metres_between(wrong, TEST_POINT) < 27_000


@pytest.mark.parametrize("zone", vn2000.ZONES.values(), ids=lambda zone: str(zone.srid))
def test_each_zone_is_what_epsg_says(zone):
    crs = CRS.from_epsg(zone.srid)
    assert crs.name == zone.name
    projection = crs.coordinate_operation
    assert projection is not None
    params: dict[str, object] = {param.name: param.value for param in projection.params}
    assert params["Longitude of natural origin"] == zone.central_meridian
    assert params["Scale factor at natural origin"] == zone.scale
    assert params["False easting"] == 500_000
    assert params["False northing"] == params["Latitude of natural origin"] == 0


def test_the_seven_parameters_are_those_of_epsg_6960():
    operation = CoordinateOperation.from_authority("EPSG", 6960)
    assert operation.name == "VN-2000 to WGS 84 (2)"
    epsg = [param.value for param in operation.params]
    # Coordinate Frame turns the other way than towgs84's Position Vector.
    x, y, z, rx, ry, rz, scale = (float(part) for part in vn2000.TOWGS84.split(","))
    assert epsg == pytest.approx([x, y, z, -rx, -ry, -rz, scale])


@pytest.mark.parametrize("zone", vn2000.ZONES.values(), ids=lambda zone: str(zone.srid))
@pytest.mark.parametrize("text", ["proj4", "wkt"])
def test_the_texts_for_spatial_ref_sys_give_the_same_metres(zone, text):
    lon, lat = zone.central_meridian + 0.4, 16.3
    there = Transformer.from_crs("EPSG:4326", getattr(zone, text), always_xy=True)
    ours = vn2000.from_wgs84(lon, lat, zone.srid)
    assert there.transform(lon, lat) == pytest.approx(ours, abs=0.001)


@pytest.mark.parametrize("srid", sorted(vn2000.ZONES))
def test_our_operation_is_the_one_proj_itself_prefers(srid):
    lon, lat = vn2000.ZONES[srid].central_meridian + 0.2, 16.3
    proj = Transformer.from_crs(4326, srid, always_xy=True)
    assert proj.transform(lon, lat) == pytest.approx(vn2000.from_wgs84(lon, lat, srid), abs=0.001)


def test_the_missing_zones_are_9205_to_9218():
    assert [zone.srid for zone in vn2000.MISSING_IN_POSTGIS_33] == list(range(9205, 9219))


@given(
    st.sampled_from(sorted(vn2000.ZONES)),
    st.floats(-2.5, 2.5),
    st.floats(8, 23.5),
)
def test_there_and_back(srid, off, lat):
    lon = vn2000.ZONES[srid].central_meridian + off
    metres = vn2000.from_wgs84(lon, lat, srid)
    assert metres_between(vn2000.to_wgs84(*metres, srid), (lon, lat)) < ROUND_TRIP


@given(st.sampled_from(sorted(vn2000.ZONES)), st.floats(-2.5, 2.5), st.floats(8, 23.5))
def test_a_pair_tells_its_own_order(srid, off, lat):
    lon = vn2000.ZONES[srid].central_meridian + off
    easting, northing = vn2000.from_wgs84(lon, lat, srid)
    right = vn2000.grid_pair(northing, easting)
    wrong = vn2000.grid_pair(easting, northing)
    assert (right.easting, right.northing) == (wrong.easting, wrong.northing)
    assert (right.easting, right.reversed, wrong.reversed) == (easting, False, True)


@pytest.mark.parametrize("pair", [(21.5, 106.2), (0, 0), (392196, 400000), (2e6, 2e6)])
def test_what_is_no_grid_pair_is_refused(pair):
    with pytest.raises(vn2000.Vn2000Error):
        vn2000.grid_pair(*pair)


def test_many_points_at_once():
    assert vn2000.to_wgs84_many([], 9215) == []
    points = [(392196.872, 2385222.597), (400000.0, 2400000.0)]
    assert vn2000.to_wgs84_many(points, 9215) == [vn2000.to_wgs84(*p, 9215) for p in points]


def test_a_zone_is_known_by_its_parameters():
    zone = vn2000.zone_by_parameters(107.25, 0.9999)
    assert zone is not None
    assert zone.srid == 9215
    assert vn2000.zone_by_parameters(105, 0.9996) == vn2000.ZONES[3405]
    assert vn2000.zone_by_parameters(107.3, 0.9999) is None


def test_every_province_has_its_zones():
    assert len(PROVINCE_ZONES) == 63
    assert len({row.now_code for row in PROVINCE_ZONES}) == 34
    assert all(row.srid in vn2000.ZONES for row in PROVINCE_ZONES)
    assert [zone.srid for zone in vn2000.zones_of_province("20")] == [9215]
    assert [zone.srid for zone in vn2000.zones_of_province("25")] == [9208, 9211, 5897]
    assert vn2000.zones_of_province("99") == ()


def test_the_province_table_agrees_with_the_published_one(shared_data):
    lines = (shared_data / "vn2000_province_crs.csv").read_text("utf-8").splitlines()[1:]
    ours = {(r.code, r.name, str(r.srid), r.now_code, r.now_name) for r in PROVINCE_ZONES}
    theirs = set()
    for line in lines:
        code, name, meridian, srid, now_code, now_name = line.split(",")
        theirs.add((code, name, srid, now_code, now_name))
        assert vn2000.ZONES[int(srid)].central_meridian == float(meridian)
    assert ours == theirs
