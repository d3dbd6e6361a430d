"""VN-2000: the zones of Vietnam's national grid, and the exact way from them to WGS 84.

Two traps are closed here once for all:

* leaving out the datum shift moves a point about 225 m, so the seven parameters are written
  out and never left to a library's choice of operation;
* a neighbouring zone moves it about 26 km, so a zone is taken from the file or found by where its
  points fall (`imports.zones`), never assumed.

Source of the parameters: EPSG operation 6960 "VN-2000 to WGS 84 (2)" (Coordinate Frame
rotation; seven parameters published by the Ministry of Natural Resources and Environment).
`+towgs84` and WKT1 `TOWGS84` use the Position Vector convention, hence the opposite sign of the
three rotations. PROJ's own database is checked against this table in the tests.

Everything is in metres (easting, northing) or decimal degrees (lon, lat); arrays are never kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyproj import Transformer

from apps.common.geo.vn2000_provinces import srids_of_province

#: dx, dy, dz (m), rx, ry, rz (arc seconds, Position Vector), scale (ppm)
TOWGS84: Final = (
    "-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
)
_FALSE_EASTING: Final = 500_000

#: The grid over Vietnam, islands included: the two ranges do not meet, so a pair tells by
#: itself which of its numbers is the northing.
EASTING_RANGE: Final = (100_000.0, 850_000.0)
NORTHING_RANGE: Final = (850_000.0, 2_650_000.0)


class Vn2000Error(ValueError):
    """A pair of metres that cannot be a VN-2000 position. `code`: `not_vn2000`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Vn2000Zone:
    """One transverse Mercator zone: false easting 500,000 m, latitude of origin 0."""

    srid: int
    #: degrees east of Greenwich
    central_meridian: float
    #: 0.9999 in a 3-degree zone, 0.9996 in a 6-degree one
    scale: float
    #: the EPSG name
    name: str

    @property
    def proj4(self) -> str:
        """The text for `spatial_ref_sys.proj4text`, datum shift included."""
        return (
            f"+proj=tmerc +lat_0=0 +lon_0={self.central_meridian:g} +k={self.scale:g} "
            f"+x_0={_FALSE_EASTING} +y_0=0 +ellps=WGS84 +towgs84={TOWGS84} +units=m +no_defs"
        )

    @property
    def wkt(self) -> str:
        """The text for `spatial_ref_sys.srtext` (WKT1, datum shift included)."""
        return (
            f'PROJCS["{self.name}",GEOGCS["VN-2000",DATUM["Vietnam_2000",'
            'SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
            f'TOWGS84[{TOWGS84}],AUTHORITY["EPSG","6756"]],'
            'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
            'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
            'AUTHORITY["EPSG","4756"]],PROJECTION["Transverse_Mercator"],'
            'PARAMETER["latitude_of_origin",0],'
            f'PARAMETER["central_meridian",{self.central_meridian:g}],'
            f'PARAMETER["scale_factor",{self.scale:g}],'
            f'PARAMETER["false_easting",{_FALSE_EASTING}],PARAMETER["false_northing",0],'
            'UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],'
            f'AXIS["Northing",NORTH],AUTHORITY["EPSG","{self.srid}"]]'
        )


def _tm3(srid: int, central_meridian: float, label: str) -> Vn2000Zone:
    return Vn2000Zone(srid, central_meridian, 0.9999, f"VN-2000 / TM-3 {label}")


#: 9205–9218, which the `spatial_ref_sys` of PostGIS 3.3 does not have.
MISSING_IN_POSTGIS_33: Final[tuple[Vn2000Zone, ...]] = (
    _tm3(9205, 103.0, "103-00"),
    _tm3(9206, 104.0, "104-00"),
    _tm3(9207, 104.5, "104-30"),
    _tm3(9208, 104.75, "104-45"),
    _tm3(9209, 105.5, "105-30"),
    _tm3(9210, 105.75, "105-45"),
    _tm3(9211, 106.0, "106-00"),
    _tm3(9212, 106.25, "106-15"),
    _tm3(9213, 106.5, "106-30"),
    _tm3(9214, 107.0, "107-00"),
    _tm3(9215, 107.25, "107-15"),
    _tm3(9216, 107.5, "107-30"),
    _tm3(9217, 108.25, "108-15"),
    _tm3(9218, 108.5, "108-30"),
)
THREE_DEGREE_ZONES: Final[tuple[Vn2000Zone, ...]] = (
    _tm3(5896, 102.0, "zone 481"),
    _tm3(5897, 105.0, "zone 482"),
    _tm3(5898, 108.0, "zone 491"),
    _tm3(5899, 107.75, "107-45"),
    *MISSING_IN_POSTGIS_33,
)
SIX_DEGREE_ZONES: Final[tuple[Vn2000Zone, ...]] = (
    Vn2000Zone(3405, 105.0, 0.9996, "VN-2000 / UTM zone 48N"),
    Vn2000Zone(3406, 111.0, 0.9996, "VN-2000 / UTM zone 49N"),
)
ZONES: Final[dict[int, Vn2000Zone]] = {
    zone.srid: zone for zone in (*THREE_DEGREE_ZONES, *SIX_DEGREE_ZONES)
}


def zone_by_parameters(central_meridian: float, scale: float) -> Vn2000Zone | None:
    """The zone with this central meridian (degrees) and scale, as read from a .prj, or None."""
    for zone in ZONES.values():
        same_meridian = abs(zone.central_meridian - central_meridian) < 1e-6
        if same_meridian and abs(zone.scale - scale) < 1e-7:
            return zone
    return None


def zones_of_province(code: str) -> tuple[Vn2000Zone, ...]:
    """The zones met in the files of a province of today (two-digit code): its own first."""
    return tuple(ZONES[srid] for srid in srids_of_province(code))


_SHIFT: Final = (
    "+step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
    "+step +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 "
    "+rx=0.00928836 +ry=-0.01975479 +rz=0.00427372 +s=0.252906278 "
    "+convention=position_vector +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
)


@lru_cache(maxsize=32)
def _transformer(srid: int) -> Transformer:
    """Metres of zone `srid` → degrees of WGS 84, by the operation written above.

    Raises `KeyError` for an srid that is no VN-2000 zone.
    """
    zone = ZONES[srid]
    return Transformer.from_pipeline(
        f"+proj=pipeline +step +inv +proj=tmerc +lat_0=0 +lon_0={zone.central_meridian!r} "
        f"+k={zone.scale!r} +x_0={_FALSE_EASTING} +y_0=0 +ellps=WGS84 "
        f"{_SHIFT}+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


def to_wgs84(easting: float, northing: float, srid: int) -> tuple[float, float]:
    """(lon, lat) in degrees of the point at `easting`, `northing` (metres) of zone `srid`."""
    lon, lat = _transformer(srid).transform(easting, northing)
    return lon, lat


def from_wgs84(lon: float, lat: float, srid: int) -> tuple[float, float]:
    """(easting, northing) in metres of zone `srid` of the point at `lon`, `lat` (degrees)."""
    easting, northing = _transformer(srid).transform(lon, lat, direction="INVERSE")
    return easting, northing


def to_wgs84_many(points: Iterable[tuple[float, float]], srid: int) -> list[tuple[float, float]]:
    """`to_wgs84` over a list of (easting, northing): list of (lon, lat) of the same length."""
    pairs = list(points)
    if not pairs:
        return []
    eastings, northings = zip(*pairs, strict=True)
    lons, lats = _transformer(srid).transform(eastings, northings)
    return list(zip(lons, lats, strict=True))


def from_wgs84_many(points: Iterable[tuple[float, float]], srid: int) -> list[tuple[float, float]]:
    """`from_wgs84` over a list of (lon, lat): list of (easting, northing) of the same length."""
    pairs = list(points)
    if not pairs:
        return []
    lons, lats = zip(*pairs, strict=True)
    eastings, northings = _transformer(srid).transform(lons, lats, direction="INVERSE")
    return list(zip(eastings, northings, strict=True))


@lru_cache(maxsize=1)
def _degrees() -> Transformer:
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"{_SHIFT}+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


def shift_degrees(
    points: Iterable[tuple[float, float]], *, back: bool = False
) -> list[tuple[float, float]]:
    """(lon, lat) in degrees of VN-2000 → of WGS 84, some 225 m away; `back`: the other way."""
    pairs = list(points)
    if not pairs:
        return []
    lons, lats = zip(*pairs, strict=True)
    found = _degrees().transform(lons, lats, direction="INVERSE" if back else "FORWARD")
    return list(zip(found[0], found[1], strict=True))


@dataclass(frozen=True, slots=True)
class GridPair:
    """A position on the grid, in metres."""

    easting: float
    northing: float
    #: the first number was the easting although X (northing) was expected there
    reversed: bool


def grid_pair(x: float, y: float) -> GridPair:
    """Sort the two numbers of a VN-2000 pair by their magnitude.

    On Vietnam's grid X is the northing and Y the easting, but files come both ways round; no
    northing of the country is as small as an easting, so the numbers decide. Raises
    `Vn2000Error("not_vn2000")` if neither order fits.
    """
    if _in(y, EASTING_RANGE) and _in(x, NORTHING_RANGE):
        return GridPair(easting=y, northing=x, reversed=False)
    if _in(x, EASTING_RANGE) and _in(y, NORTHING_RANGE):
        return GridPair(easting=x, northing=y, reversed=True)
    raise Vn2000Error("not_vn2000")


def _in(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value < bounds[1]
