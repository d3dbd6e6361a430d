"""The door: read one file in a process of its own, under limits (`limits.py`).

The parent copies the file (and a shapefile's companions, nothing else) into a private folder and
never parses a byte of it; it reads only the JSON lines its own worker wrote, from a nameless file
on disk (`spool.py`).
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from apps.imports.choices import NO_CHOICES, Choices
from apps.imports.readers import limits
from apps.imports.readers.isolation import clean_environment
from apps.imports.readers.options import ReadOptions
from apps.imports.readers.shapes import RawFile, RawLayer, RawTable, ReaderError
from apps.imports.readers.spool import index_spool

#: suffix → companions copied along if present; what the file really is, its content says
FORMATS: Final[dict[str, tuple[str, ...]]] = {
    ".csv": (),
    ".tsv": (),
    ".txt": (),
    ".xlsx": (),
    # Old workbooks are told to be saved anew; much that is called so is something else.
    ".xls": (),
    ".xlsm": (),
    ".xlsb": (),
    ".geojson": (),
    ".json": (),
    ".gpkg": (),
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".zip": (),
    ".kml": (),
    ".kmz": (),
    ".gpx": (),
}
_COPY: Final = "input"
_WORKER: Final = "apps.imports.readers.worker"
_ROOT: Final = Path(__file__).resolve().parents[3]


@contextmanager
def opened(
    path: Path,
    choices: Choices = NO_CHOICES,
    *,
    wall_seconds: float = limits.WALL_SECONDS,
    options: ReadOptions | None = None,
) -> Iterator[RawFile]:
    """The content of `path` as rows or geometries, kept on disk until the block is left.

    `options`: for the reading process alone, in place of what `choices` say to it.

    Raises `ReaderError(code)`: `unsupported_format`, `missing_file`, `missing_sibling`,
    `empty_file`, `file_too_big`, `too_big`, `too_slow`, `encrypted`, `old_excel`, `web_page`,
    `dangerous_xml`, `tracks_not_recorded`, `unclosed_quote`, `bad_geometry`, `unreadable`,
    `not_cut_off`, or of an archive `unsafe_zip`, `nested_zip`, `many_in_zip`, `nothing_in_zip`.
    """
    if path.suffix.lower() not in FORMATS:
        raise ReaderError("unsupported_format")
    # Without a name nobody else can open the answer, and it is gone with the last reader.
    with tempfile.TemporaryFile(prefix="gandan-spool-") as answer:
        with tempfile.TemporaryDirectory(prefix="gandan-read-") as folder:
            told = options or ReadOptions(delimiter=choices.delimiter)
            _run(_copy_in(path, Path(folder)), answer, wall_seconds, told)
        yield _indexed(path.name, answer)


def read_file(
    path: Path,
    choices: Choices = NO_CHOICES,
    *,
    wall_seconds: float = limits.WALL_SECONDS,
    options: ReadOptions | None = None,
) -> RawFile:
    """`opened`, with everything in memory: for small files and for tests."""
    with opened(path, choices, wall_seconds=wall_seconds, options=options) as raw:
        return replace(
            raw,
            tables=tuple(replace(table, rows=tuple(table.rows)) for table in raw.tables),
            layers=tuple(replace(layer, features=tuple(layer.features)) for layer in raw.layers),
        )


def companions(path: Path) -> list[Path]:
    """The files beside `path` that belong to it (a shapefile's .dbf …), in any case of letters."""
    wanted = FORMATS.get(path.suffix.lower(), ())
    if not wanted:
        return []
    return sorted(
        other
        for other in path.parent.iterdir()
        if other.stem == path.stem and other.suffix.lower() in wanted and other.is_file()
    )


def _copy_in(path: Path, folder: Path) -> Path:
    if not path.is_file():
        raise ReaderError("missing_file")
    # A neutral name: nothing of the original name reaches GDAL or a command line.
    for part in (path, *companions(path)):
        if part.stat().st_size > limits.FILE_BYTES:
            raise ReaderError("file_too_big")
        shutil.copyfile(part, folder / f"{_COPY}{part.suffix.lower()}")
    return folder / f"{_COPY}{path.suffix.lower()}"


def _run(copy: Path, answer: BinaryIO, wall_seconds: float, options: ReadOptions) -> None:
    command = [sys.executable, "-s", "-m", _WORKER, str(copy), "--options", options.as_json()]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, a path we made, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=copy.parent,
            env=clean_environment(str(copy.parent), str(_ROOT)),
            timeout=wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReaderError("too_slow") from None
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ReaderError("too_slow")
    if done.returncode in (-signal.SIGXFSZ, limits.EXIT_TOO_BIG):
        raise ReaderError("too_big")
    if done.returncode != 0:
        raise ReaderError("unreadable")


def _indexed(name: str, answer: BinaryIO) -> RawFile:
    parts, ending = index_spool(answer)
    if not ending:
        raise ReaderError("unreadable")
    return RawFile(
        name=name,
        tables=tuple(part for part in parts if isinstance(part, RawTable)),
        layers=tuple(_renamed(part, name) for part in parts if isinstance(part, RawLayer)),
    )


def _renamed(layer: RawLayer, file_name: str) -> RawLayer:
    """GDAL names a shapefile's layer after the file, which here is the neutral copy."""
    return replace(layer, name=Path(file_name).stem) if layer.name == _COPY else layer
