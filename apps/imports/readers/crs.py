"""Which coordinate system a file means, from its own words only. Nothing is ever fetched.

Sources: OGC urn and url forms of EPSG codes, and WKT as ESRI, GDAL and Vietnamese survey
software write it in a .prj, often without any code.
"""

from __future__ import annotations

import re
from typing import Final

from apps.common.geo.vn2000 import ZONES, zone_by_parameters
from apps.common.text import fold

WGS84: Final = 4326
VN2000_DEGREES: Final = 4756
#: what `apps.imports.geometry` can bring to WGS 84: WGS 84, VN-2000 in degrees, UTM and Web
#: Mercator on WGS 84, and every VN-2000 zone
ALLOWED_SRIDS: Final = frozenset({WGS84, VN2000_DEGREES, 32648, 32649, 3857, *ZONES})

_CODE: Final = re.compile(
    r"^\s*(?:urn:ogc:def:crs:)?(?P<authority>EPSG|OGC)\s*[:/]+(?:[\d.]*[:/])?(?P<code>\w+)\s*$",
    re.IGNORECASE,
)
_URL: Final = re.compile(
    r"^\s*https?://www\.opengis\.net/def/crs/(?P<authority>EPSG|OGC)/[\d.]+/(?P<code>\w+)/?\s*$",
    re.IGNORECASE,
)
_AUTHORITY: Final = re.compile(r'(?:AUTHORITY|ID)\["EPSG",\s*"?(\d+)"?\]\s*\]\s*$', re.IGNORECASE)


def srid_of_name(name: str) -> int | None:
    """ "EPSG:9215", "urn:ogc:def:crs:OGC:1.3:CRS84", an opengis.net address… → allowed SRID."""
    match = _CODE.match(name) or _URL.match(name)
    if match is None:
        return None
    code = match["code"].upper()
    if match["authority"].upper() == "OGC":
        return WGS84 if code in {"CRS84", "84"} else None
    return _allowed(int(code)) if code.isdecimal() else None


def srid_of_wkt(wkt: str) -> int | None:
    """A .prj or other WKT → allowed SRID, by its code or else by its parameters.

    Transverse Mercator with scale 0.9999 on a meridian of the table is taken for VN-2000 even
    if the datum is unnamed or called WGS 84: only Vietnam's 3-degree grid looks so, and much
    software knows its projection but not its datum.
    """
    wkt = wkt.strip()
    by_code = _AUTHORITY.search(wkt)
    if by_code and (srid := _allowed(int(by_code.group(1)))):
        return srid
    words = fold(wkt)
    if words.startswith(("projcs", "projcrs")):
        return _srid_of_projection(words)
    if words.startswith(("geogcs", "geogcrs")):
        if _says_vn2000(words):
            return VN2000_DEGREES
        return WGS84 if re.search(r"wgs[_ ]?(19)?84", words) else None
    return None


def _srid_of_projection(words: str) -> int | None:
    if "transverse" not in words:
        return None
    expected = {"false_easting": 500_000.0, "false_northing": 0.0, "latitude_of_origin": 0.0}
    for name, wanted in expected.items():
        if abs(_parameter(words, name, wanted) - wanted) > 1e-6:
            return None
    meridian = _parameter(words, "central_meridian", -1.0)
    scale = _parameter(words, "scale_factor", 1.0)
    zone = zone_by_parameters(meridian, scale)
    if zone is None:
        return None
    if zone.scale == 0.9999 or _says_vn2000(words):
        return zone.srid
    # Scale 0.9996 without VN-2000 is UTM, on WGS 84 if it says so.
    return {105.0: 32648, 111.0: 32649}[meridian] if "wgs" in words else None


def _parameter(words: str, name: str, default: float) -> float:
    spaced = name.replace("_", "[_ ]")
    match = re.search(rf'"(?:{spaced})"\s*,\s*(-?[\d.]+(?:e[+-]?\d+)?)', words)
    return float(match.group(1)) if match else default


def _says_vn2000(words: str) -> bool:
    return bool(re.search(r"vn[_ -]?2000|viet[_ ]?nam[_ ]?2000", words))


def _allowed(code: int) -> int | None:
    return code if code in ALLOWED_SRIDS else None
