"""The reading process: `python -m apps.imports.readers.worker FILE [--options JSON]`.

Started by `sandbox.py`. Writes JSON lines to standard output: what `lines.dump_lines` says, then
`{"end": …}` or `{"error": code}`. Dying without either is an answer too: the parent calls it
unreadable.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Final, TextIO

from apps.imports.readers import isolation, limits
from apps.imports.readers.contents import kind_of
from apps.imports.readers.lines import dump_lines
from apps.imports.readers.options import ReadOptions
from apps.imports.readers.shapes import RawLayer, RawTable, ReaderError

_DRIVERS_CHOSEN: Final = "OGR_SKIP"
#: never ends in GDAL, though it begins like archives that may
_NOT_GDAL: Final = frozenset({".xlsx", ".kmz"})

Parts = Iterator[RawTable | RawLayer]


def main(path: Path, options_json: str = "{}") -> None:
    """Read `path` and print it."""
    leave_out()
    # First of all: a process of several threads, as a library may make it, cannot cut itself off.
    if not isolation.cut_network():
        sys.stdout.write('{"error":"not_cut_off"}\n')
        return
    isolation.write_only_in(path.parent)
    if _DRIVERS_CHOSEN not in os.environ and needs_gdal(path):
        leave_only_our_drivers()
    isolation.limit_resources(limits.ADDRESS_SPACE)
    out = sys.stdout
    try:
        options = ReadOptions.from_json(options_json)
        _write(_parts(path, options), out)
    except ReaderError as error:
        out.write(f'{{"error":"{error.code}"}}\n')
    except MemoryError:
        out.write('{"error":"too_big"}\n')
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        # The answer itself is full: nothing more can be said in it.
        os._exit(limits.EXIT_TOO_BIG)
    else:
        out.write('{"end":{"whole":true}}\n')


def _write(parts: Parts, out: TextIO) -> None:
    out.writelines(line + "\n" for line in dump_lines(parts))


def leave_out() -> None:
    """Keep pyogrio from loading the data-frame libraries it can do without: 3 s and 400 MiB."""
    # None in place of a module is Python's own way to make its import fail.
    modules: dict[str, ModuleType | None] = vars(sys)["modules"]
    for name in ("geopandas", "pandas", "pyarrow"):
        modules[name] = None


def needs_gdal(path: Path) -> bool:
    """By the first bytes alone: the limits do not hold yet."""
    with path.open("rb") as file:
        head = file.read(6)
    packed = head.startswith(b"PK") and path.suffix not in _NOT_GDAL
    return packed or path.suffix == ".shp" or head == b"SQLite"


def _parts(path: Path, options: ReadOptions) -> Parts:
    kind = kind_of(path)
    if kind == "zip":
        from apps.imports.readers.zipped import read_zipped

        return read_zipped(path, partial(_unzipped, options=options))
    return _read(kind, path, options)


def _unzipped(path: Path, options: ReadOptions) -> Parts:
    kind = kind_of(path)
    if kind == "zip":
        raise ReaderError("nested_zip")
    return _read(kind, path, options)


def _read(kind: str, path: Path, options: ReadOptions) -> Parts:
    # Imported late: a csv file needs neither shapely nor GDAL in memory.
    if kind == "csv":
        from apps.imports.readers.csv_text import read_csv

        return read_csv(path, options)
    if kind == "xlsx":
        from apps.imports.readers.xlsx import read_xlsx

        return read_xlsx(path)
    return _read_map(kind, path)


def _read_map(kind: str, path: Path) -> Iterator[RawLayer]:
    if kind == "geojson":
        from apps.imports.readers.geojson import read_geojson

        return read_geojson(path)
    if kind == "kml":
        from apps.imports.readers.kml import read_kml

        return read_kml(path)
    if kind == "gpx":
        from apps.imports.readers.gpx import read_gpx

        return read_gpx(path)
    if _DRIVERS_CHOSEN not in os.environ:
        # Something else outside, and a map within: GDAL is not ready for it.
        raise ReaderError("unreadable")
    from apps.imports.readers.vector import read_vector

    # Drivers go by the suffix; the folder is our own.
    suffix = f".{kind}"
    return read_vector(path if path.suffix == suffix else path.rename(path.with_suffix(suffix)))


def leave_only_our_drivers() -> None:
    """Switch off every driver but ours; GDAL reads the list once, at import.

    A driver that nobody told us of makes this process start over, once, without it.
    """
    from apps.imports.readers.vector import DRIVERS, KNOWN_DRIVERS, skipped_drivers

    os.environ[_DRIVERS_CHOSEN] = skipped_drivers(KNOWN_DRIVERS)
    import pyogrio

    registered = set(pyogrio.list_drivers())
    if registered <= set(DRIVERS.values()):
        return
    environment = {**os.environ, _DRIVERS_CHOSEN: skipped_drivers(KNOWN_DRIVERS | registered)}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)  # noqa: S606 - our own command line again, no shell


def run(arguments: list[str]) -> None:
    """As the command line says it."""
    path, *rest = arguments
    main(Path(path), *rest[1:2])


if __name__ == "__main__":
    run(sys.argv[1:])
