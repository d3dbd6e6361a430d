"""The reading process: `python -m apps.imports.readers.worker FILE [--delimiter=;]`.

Started by `sandbox.py`.

Writes JSON lines to standard output: what `shapes.dump_lines` says, then `{"end": …}` or
`{"error": code}`. Dying without either is an answer too: the parent calls it unreadable.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Final

from apps.imports.readers import isolation, limits
from apps.imports.readers.shapes import RawLayer, RawTable, ReaderError, dump_lines

_DRIVERS_CHOSEN: Final = "OGR_SKIP"


def main(path: Path, delimiter: str | None = None) -> None:
    """Read `path` and print it. The suffix alone decides how; content that differs is refused.

    `delimiter`: what parts the columns of a text table; None leaves it to the rows.
    """
    _leave_out()
    if path.suffix in (".gpkg", ".shp") and _DRIVERS_CHOSEN not in os.environ:
        _restart_with_drivers()
    network_cut = isolation.cut_network()
    isolation.limit_resources(limits.ADDRESS_SPACE)
    out = sys.stdout
    try:
        for line in dump_lines(_reader(path.suffix, delimiter)(path)):
            out.write(line + "\n")
    except ReaderError as error:
        out.write(f'{{"error":"{error.code}"}}\n')
    except MemoryError:
        out.write('{"error":"too_big"}\n')
    else:
        out.write(f'{{"end":{{"network_cut":{"true" if network_cut else "false"}}}}}\n')


def _leave_out() -> None:
    """Keep pyogrio from loading the data-frame libraries it can do without: 3 s and 400 MiB."""
    # None in place of a module is Python's own way to make its import fail.
    modules: dict[str, ModuleType | None] = vars(sys)["modules"]
    for name in ("geopandas", "pandas", "pyarrow"):
        modules[name] = None


def _reader(
    suffix: str, delimiter: str | None
) -> Callable[[Path], list[RawTable] | list[RawLayer]]:
    # Imported late: a csv file needs neither openpyxl nor GDAL in memory.
    if suffix == ".csv":
        from apps.imports.readers.csv_text import read_csv

        return partial(read_csv, delimiter=delimiter)
    if suffix == ".xlsx":
        from apps.imports.readers.xlsx import read_xlsx

        return read_xlsx
    if suffix == ".geojson":
        from apps.imports.readers.geojson import read_geojson

        return read_geojson
    if suffix in (".gpkg", ".shp"):
        from apps.imports.readers.vector import read_vector

        return read_vector
    raise ReaderError("unsupported_format")


def _restart_with_drivers() -> None:
    """Start over with every driver but ours switched off; GDAL reads the list once, at import."""
    import pyogrio

    from apps.imports.readers.vector import skipped_drivers

    environment = {**os.environ, _DRIVERS_CHOSEN: skipped_drivers(pyogrio.list_drivers())}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)  # noqa: S606 - our own command line again, no shell


if __name__ == "__main__":
    chosen = [word.removeprefix("--delimiter=") for word in sys.argv[2:]]
    main(Path(sys.argv[1]), *chosen)
