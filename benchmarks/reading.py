"""Reading a commune's household workbook: into clean, checked rows, or into bare cells."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas
import shapely

from apps.common.geo.vn2000 import ZONES
from apps.imports.readers.sandbox import read_file
from apps.imports.recognise import recognise
from apps.imports.rows.household_blocks import clean_households
from apps.imports.rows.position import Ground
from benchmarks.runner import Duel
from geodata.build import write_commune

_UNTIL = date(2026, 11, 22)


def _clean(workbook: Path, ground: Ground) -> int:
    source = recognise(read_file(workbook))
    return sum(
        1 for table in source.tables for _row in clean_households(table, at=_UNTIL, ground=ground)
    )


def duels() -> Iterator[Duel]:
    """Ours opens the file in a limited process of its own, recognises and cleans 3,400 rows."""
    with tempfile.TemporaryDirectory() as folder:
        write_commune(Path(folder), until=_UNTIL)
        workbook = Path(folder) / "danh_sach_ho.xlsx"
        ground = Ground(shapely.box(106, 21, 107, 22), ZONES[9215])
        yield Duel(
            measure="household workbook to rows",
            peer_name="pandas.read_excel, cells only",
            ours=lambda: _clean(workbook, ground),
            peer=lambda: pandas.read_excel(workbook, sheet_name=None, header=None),
            goal=3.0,
        )
