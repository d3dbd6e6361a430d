"""The map files: outlines of the commune, its villages and groups; roads and streams."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

import geopandas
import pyogrio
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from geodata import names
from geodata.frame import Floats, degrees
from geodata.plan import Commune
from geodata.workbooks import village_name

COMMUNE_FILE = "ranh_gioi_xa.geojson"
VILLAGES_FILE = "ranh_gioi_thon.gpkg"
GROUPS_FILE = "to_ndtq.geojson"
#: Lines for a base map. In a folder of its own: the importer does not enter folders.
LINES_FILE = "nen/duong.geojson"
_ROAD_KINDS = ("đường trục", "đường thôn", "ngõ")
_STREAM_KINDS = ("suối chính", "suối nhánh", "khe")


def _multi(outline: BaseGeometry) -> BaseGeometry:
    return shapely.MultiPolygon(shapely.get_parts(outline).tolist())


def area_km2(outline: BaseGeometry) -> float:
    """Area on the WGS84 ellipsoid of an outline in degrees."""
    return abs(float(Geod(ellps="WGS84").geometry_area_perimeter(outline)[0])) / 1e6


def _write_features(path: Path, features: Sequence[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    collection = {"type": "FeatureCollection", "features": list(features)}
    path.write_text(
        json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


def _feature(properties: dict[str, object], shape: BaseGeometry) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": json.loads(shapely.to_geojson(shape)),
    }


def write_commune_outline(commune: Commune, out: Path) -> None:
    """One feature; the code has five digits as real ones have, but no real commune's."""
    area = round(area_km2(commune.territory.commune), 2)
    properties: dict[str, object] = {
        "code": names.COMMUNE_CODE,
        "name": names.COMMUNE,
        "full_name": f"Xã {names.COMMUNE}",
        "name_en": names.COMMUNE_PLAIN,
        "full_name_en": f"{names.COMMUNE_PLAIN} Commune",
        "kind": "xã",
        "province_code": names.PROVINCE_CODE,
        "province_name": names.PROVINCE,
        "area_km2_official": area,
        "area_km2_geodesic": area,
    }
    feature = _feature(properties, _multi(commune.territory.commune))
    _write_features(out / COMMUNE_FILE, [{"id": names.COMMUNE_CODE, **feature}])


def write_village_outlines(commune: Commune, out: Path) -> None:
    """A GeoPackage with the layer ``thon``."""
    outlines = commune.territory.villages
    numbers = range(1, len(outlines) + 1)
    frame = geopandas.GeoDataFrame(
        {"ma": [f"T{n:02d}" for n in numbers], "ten": [village_name(n) for n in numbers]},
        geometry=[_multi(outline) for outline in outlines],
        crs="EPSG:4326",
    )
    path = out / VILLAGES_FILE
    path.unlink(missing_ok=True)
    # GDAL notes the moment of writing in the file; let it be the day the data stands for.
    made = datetime.combine(commune.until, time(), UTC)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{made:%Y-%m-%dT%H:%M:%S.000Z}"})
    try:
        pyogrio.write_dataframe(frame, path, layer="thon", driver="GPKG")
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_group_outlines(commune: Commune, out: Path) -> None:
    """One feature a group, Polygon or MultiPolygon as it comes, naming its village."""
    features = [
        _feature(
            {
                "ma": f"T{group.village:02d}-{group.number}",
                "ten": f"Tổ {group.number}",
                "thon": village_name(group.village),
            },
            group.outline,
        )
        for group in commune.territory.groups
    ]
    _write_features(out / GROUPS_FILE, features)


def _line(kind: str, name: str, points: Floats, inside: BaseGeometry) -> dict[str, object] | None:
    """The part of a line inside the commune, as a feature."""
    drawn = shapely.LineString(degrees(points)).simplify(0.00003)
    kept = shapely.set_precision(drawn.intersection(inside), 1e-6)
    return None if kept.is_empty else _feature({"loai": kind, "ten": name}, kept)


def write_lines(commune: Commune, out: Path) -> None:
    """Roads and streams inside the commune."""
    inside = commune.territory.commune
    drawn = [
        *(_line(_STREAM_KINDS[s.order if s.ours else 0], s.name, s.line, inside)
          for s in commune.streams if s.ours or s.name),
        *(_line(_ROAD_KINDS[r.order], r.name, r.line, inside) for r in commune.roads),
    ]  # fmt: skip
    _write_features(out / LINES_FILE, [feature for feature in drawn if feature is not None])
