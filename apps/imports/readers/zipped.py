"""A .zip or .kmz that holds one file, or shapefiles. Runs in the sandbox.

Members are written out under names of ours into the private folder; theirs only name layers.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final

from apps.imports.readers import limits
from apps.imports.readers.archive import BROKEN, check_archive
from apps.imports.readers.cells import name_of
from apps.imports.readers.shapes import RawLayer, RawTable, ReaderError

_SHAPEFILE: Final = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
_DATA: Final = frozenset({".csv", ".xlsx", ".xls", ".gpkg", ".geojson", ".json", ".kml", ".gpx"})
_ARCHIVES: Final = frozenset({".zip", ".kmz", ".7z", ".rar", ".gz", ".tar"})

Parts = Iterator[RawTable | RawLayer]


@dataclass(slots=True)
class _Group:
    """A file, or the files of one shapefile: suffix → member."""

    title: str
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)


def read_zipped(path: Path, read: Callable[[Path], Parts]) -> Parts:
    """The parts of what is packed, by `read`.

    Raises `nested_zip`, `many_in_zip`, `nothing_in_zip`, `unsafe_zip` and what reading raises.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive)
            groups = _groups(archive.infolist())
            if path.suffix == ".kmz":
                groups = [group for group in groups if ".kml" in group.members]
            for number, group in enumerate(_chosen(groups), start=1):
                unpacked = _unpack(archive, group, path.parent / f"part{number}")
                for part in read(unpacked):
                    yield _titled(part, group.title, unpacked)
    except BROKEN:
        raise ReaderError("unreadable") from None


def _groups(members: list[zipfile.ZipInfo]) -> list[_Group]:
    """Known files only; a Mac's and other hidden ones, and notes beside the data, are left out."""
    groups: dict[str, _Group] = {}
    for member in members:
        name = PurePosixPath(member.filename)
        suffix = name.suffix.lower()
        hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
        if member.is_dir() or hidden:
            continue
        if suffix in _ARCHIVES:
            raise ReaderError("nested_zip")
        if suffix in _SHAPEFILE | _DATA:
            key = str(name.with_suffix("" if suffix in _SHAPEFILE else suffix)).lower()
            group = groups.setdefault(key, _Group(name.stem))
            if suffix in group.members:
                # Two members of one name: which of them counts would be a guess.
                raise ReaderError("unsafe_zip")
            group.members[suffix] = member
    return list(groups.values())


def _chosen(groups: list[_Group]) -> list[_Group]:
    shapefiles = [group for group in groups if ".shp" in group.members]
    others = [group for group in groups if _DATA & group.members.keys()]
    if shapefiles and not others:
        if len(shapefiles) > limits.SHEETS:
            raise ReaderError("too_big")
        return shapefiles
    if len(others) == 1 and not shapefiles:
        return others
    raise ReaderError("many_in_zip" if others else "nothing_in_zip")


def _unpack(archive: zipfile.ZipFile, group: _Group, base: Path) -> Path:
    """The path of the main file, its companions beside it."""
    for suffix, member in group.members.items():
        if member.file_size > limits.FILE_BYTES:
            raise ReaderError("too_big")
        with archive.open(member) as packed, base.with_suffix(suffix).open("wb") as out:
            shutil.copyfileobj(packed, out)
    main = next((name for name in group.members if name in _DATA), ".shp")
    return base.with_suffix(main)


def _titled(part: RawTable | RawLayer, title: str, unpacked: Path) -> RawTable | RawLayer:
    """GDAL names a shapefile's layer after the file, which here has a name of ours."""
    if isinstance(part, RawLayer) and part.name in ("", unpacked.stem):
        return replace(part, name=name_of(title))
    return part
