"""GeoPackage and shapefile, by GDAL through pyogrio. Runs in the sandbox.

The environment must already hold the driver allow-list (`driver_environment`) when pyogrio is
first imported, so this module imports it inside its functions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

from apps.imports.readers import limits
from apps.imports.readers.crs import srid_of_name, srid_of_wkt
from apps.imports.readers.shapes import Cell, RawFeature, RawLayer, ReaderError

#: suffix → the one driver that may open it
DRIVERS: Final = {".gpkg": "GPKG", ".shp": "ESRI Shapefile"}
_MAGIC: Final = {".gpkg": b"SQLite format 3\x00", ".shp": b"\x00\x00\x27\x0a"}


def skipped_drivers(registered: Iterable[str]) -> str:
    """The value of OGR_SKIP that leaves only the allowed drivers of those registered."""
    return ",".join(sorted(set(registered) - set(DRIVERS.values())))


def read_vector(path: Path) -> list[RawLayer]:
    """Every layer with a geometry column. Shapefiles need their .dbf and .shx beside them."""
    import pyogrio

    with path.open("rb") as file:
        if not file.read(16).startswith(_MAGIC[path.suffix]):
            raise ReaderError("unreadable")
    _need_siblings(path)
    try:
        layers = pyogrio.list_layers(path)
        return [_read_layer(path, str(name)) for name, kind in layers if kind is not None]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        raise ReaderError("unreadable") from None


def _need_siblings(path: Path) -> None:
    if path.suffix == ".shp" and not all(
        path.with_suffix(suffix).exists() for suffix in (".dbf", ".shx")
    ):
        raise ReaderError("missing_sibling")


def _read_layer(path: Path, name: str) -> RawLayer:
    import pyogrio

    info = pyogrio.read_info(path, layer=name, force_feature_count=True)
    if info["driver"] != DRIVERS[path.suffix]:
        raise ReaderError("unreadable")
    if info["features"] > limits.FEATURES or len(info["fields"]) > limits.COLUMNS:
        raise ReaderError("too_big")
    meta, geometry, columns, encoding = _read_raw(path, name)
    fields = tuple(str(field) for field in meta["fields"])
    values = [column.tolist() for column in columns]
    features = tuple(
        RawFeature(
            number=index + 1,
            properties={
                field: _cell(column[index]) for field, column in zip(fields, values, strict=True)
            },
            wkb_hex=_wkb_hex(wkb),
        )
        for index, wkb in enumerate(geometry)
    )
    srid, crs_name = _crs(path, meta["crs"])
    return RawLayer(name, srid, crs_name, fields, features, encoding)


def _read_raw(path: Path, name: str) -> tuple[dict[str, Any], Any, list[Any], str]:
    """A dbf that does not name its code page is read byte by byte (Latin-1), to be judged."""
    from pyogrio.raw import read

    unknown = path.suffix == ".shp" and not path.with_suffix(".cpg").exists()
    if not unknown:
        try:
            meta, _fids, geometry, columns = read(path, layer=name, force_2d=True)
        except UnicodeDecodeError:
            if path.suffix != ".shp":
                raise ReaderError("unreadable") from None
            # The .cpg says what the .dbf is not.
        else:
            return meta, geometry, columns, "utf-8"
    meta, _fids, geometry, columns = read(path, layer=name, force_2d=True, encoding="ISO-8859-1")
    return meta, geometry, columns, "8-bit"


def _crs(path: Path, found: str | None) -> tuple[int | None, str]:
    """What GDAL made of it, or else the words of the .prj itself."""
    name = found or ""
    srid = srid_of_name(name) or srid_of_wkt(name)
    prj = path.with_suffix(".prj")
    if srid is None and path.suffix == ".shp" and prj.exists():
        words = prj.read_bytes()[:8192].decode("utf-8", errors="replace")
        return srid_of_wkt(words), words[:200]
    return srid, name[:200]


def _wkb_hex(wkb: bytes | None) -> str | None:
    import shapely
    from shapely.errors import ShapelyError

    if wkb is None:
        return None
    try:
        made = shapely.from_wkb(wkb)
    except ShapelyError:
        raise ReaderError("bad_geometry") from None
    if shapely.count_coordinates(made) > limits.VERTICES:
        raise ReaderError("too_big")
    if not made.is_empty and not all(math.isfinite(bound) for bound in made.bounds):
        raise ReaderError("bad_geometry")
    return shapely.to_wkb(made, hex=True)


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return value[: limits.TEXT] or None
    if value is None or isinstance(value, int | date):
        return value
    return str(value)[: limits.TEXT]
