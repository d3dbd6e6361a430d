"""GeoPackage and shapefile, by GDAL through pyogrio. Runs in the sandbox.

The environment must already hold the driver allow-list (`driver_environment`) when pyogrio is
first imported, so this module imports it inside its functions.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from apps.imports.readers import limits
from apps.imports.readers.blocks import Block, Passing
from apps.imports.readers.cells import column_of, name_of, once
from apps.imports.readers.crs import srid_of_name, srid_of_wkt
from apps.imports.readers.outlines import Vertices, hex_of_wkbs
from apps.imports.readers.shapes import Cell, RawLayer, ReaderError

#: suffix → the one driver that may open it
DRIVERS: Final = {".gpkg": "GPKG", ".shp": "ESRI Shapefile"}
#: what GDAL 3.x may bring along: leaving these out needs no list of what it really brought
_KNOWN: Final = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DGN,DXF,EDIGEO,EEDA,ESRI Shapefile,"
    "ESRIJSON,Elasticsearch,FlatGeobuf,GDALG,GML,GPKG,GPSBabel,GPX,GTFS,GeoJSON,GeoJSONSeq,GeoRSS,"
    "HTTP,Idrisi,JML,JSONFG,KML,LIBKML,LVBAG,MBTiles,MEM,MVT,MapInfo File,MapML,MiraMonVector,NGW,"
    "OAPIF,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,PLSCENES,"
    "PMTiles,S57,SQLite,SXF,Selafin,TopoJSON,VDV,VFK,VICAR,WAsP,WFS,XLSX"
)
KNOWN_DRIVERS: Final = frozenset(_KNOWN.split(","))
_MAGIC: Final = {".gpkg": b"SQLite format 3\x00", ".shp": b"\x00\x00\x27\x0a"}
#: features held at a time; each batch has to skip all before it
_BATCH: Final = 5_000
_PRJ: Final = 8192


class _Layer(NamedTuple):
    name: str
    features: int
    encoding: str
    fields: tuple[str, ...]


def skipped_drivers(registered: Iterable[str]) -> str:
    """The value of OGR_SKIP that leaves only the allowed drivers of those registered."""
    return ",".join(sorted(set(registered) - set(DRIVERS.values())))


def read_vector(path: Path) -> Iterator[RawLayer]:
    """Every layer with a geometry column. Shapefiles need their .dbf and .shx beside them."""
    import pyogrio

    with path.open("rb") as file:
        if not file.read(16).startswith(_MAGIC[path.suffix]):
            raise ReaderError("unreadable")
    if path.suffix == ".shp":
        _need_siblings(path)
    try:
        vertices = Vertices()
        for name in _layer_names(path):
            yield _read_layer(path, name, vertices)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        raise ReaderError("unreadable") from None


def _layer_names(path: Path) -> list[str]:
    """Those with a geometry. A GeoPackage's views are left out: a view can run for ever."""
    import pyogrio

    names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if path.suffix == ".gpkg":
        from apps.imports.readers.gpkg_tables import plain_tables

        tables = plain_tables(path)
        names = [name for name in names if name in tables]
        if not names:
            raise ReaderError("unreadable")
    if len(names) > limits.SHEETS:
        raise ReaderError("too_big")
    return names


def _need_siblings(path: Path) -> None:
    if not all(path.with_suffix(suffix).exists() for suffix in (".dbf", ".shx")):
        raise ReaderError("missing_sibling")


def _read_layer(path: Path, name: str, vertices: Vertices) -> RawLayer:
    import pyogrio

    info = pyogrio.read_info(path, layer=name, force_feature_count=True)
    if info["driver"] != DRIVERS[path.suffix]:
        raise ReaderError("unreadable")
    if info["features"] > limits.FEATURES or len(info["fields"]) > limits.COLUMNS:
        raise ReaderError("too_big")
    encoding = _encoding(path, name)
    srid, crs_name = _crs(path, info["crs"])
    fields = tuple(name_of(str(field)) for field in info["fields"])
    layer = _Layer(name, max(info["features"], 0), encoding, fields)
    return RawLayer(
        name=name_of(name),
        srid=srid,
        crs_name=name_of(crs_name),
        fields=fields,
        features=once(Passing(_blocks(path, layer, vertices))),
        encoding=encoding,
    )


def _encoding(path: Path, name: str) -> str:
    """ "8-bit" for a dbf that does not name its code page, or is not what its .cpg says."""
    if path.suffix != ".shp":
        return "utf-8"
    if not path.with_suffix(".cpg").exists():
        return "8-bit"
    try:
        for start in range(0, limits.FEATURES, _BATCH):
            _meta, _fids, _geometry, columns = _batch(path, name, start, "utf-8")
            if not columns or len(columns[0]) < _BATCH:
                break
    except UnicodeDecodeError:
        return "8-bit"
    return "utf-8"


def _batch(path: Path, name: str, start: int, encoding: str) -> Any:
    """(meta, fids, wkb, columns). Text of unknown encoding is read byte by byte (Latin-1)."""
    from pyogrio.raw import read

    forced = {"encoding": "ISO-8859-1"} if encoding == "8-bit" else {}
    return read(path, layer=name, force_2d=True, skip_features=start, max_features=_BATCH, **forced)


def _blocks(path: Path, info: _Layer, vertices: Vertices) -> Iterator[Block]:
    for start in range(0, info.features, _BATCH):
        yield from _batch_block(path, info, start, vertices).cut()
        # What pyogrio reads holds itself (in 0.13), and too little else is made here for Python
        # to look for such things: all batches would pile up.
        gc.collect(1)


def _batch_block(path: Path, info: _Layer, start: int, vertices: Vertices) -> Block:
    try:
        meta, _fids, geometry, columns = _batch(path, info.name, start, info.encoding)
    except UnicodeDecodeError:
        raise ReaderError("unreadable") from None
    names = [name_of(str(field)) for field in meta["fields"]]
    values = [column_of(column.tolist()) for column in columns]
    wkbs = hex_of_wkbs(geometry, vertices)
    found = dict(zip(names, values, strict=True))
    nothing: list[Cell] = [None] * len(wkbs)
    numbers = list(range(start + 1, start + 1 + len(wkbs)))
    return Block(numbers, [found.get(each, nothing) for each in info.fields], wkbs)


def _crs(path: Path, found: str | None) -> tuple[int | None, str]:
    """What GDAL made of it, or else the words of the .prj itself."""
    name = found or ""
    srid = srid_of_name(name) or srid_of_wkt(name)
    prj = path.with_suffix(".prj")
    if srid is None and path.suffix == ".shp" and prj.exists():
        with prj.open("rb") as file:
            words = file.read(_PRJ).decode("utf-8", errors="replace")
        return srid_of_wkt(words), words
    return srid, name
