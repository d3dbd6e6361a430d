"""From a recognised table to clean rows, with every other row accounted for."""

from collections.abc import Iterable
from typing import TypeVar

from apps.common.geo.vn2000 import THREE_DEGREE_ZONES, ZONES, zones_of_province
from apps.imports.recognise import Recognised, RecognisedTable
from apps.imports.reporting import FileReport
from apps.imports.rows.outcome import Cleaned
from apps.imports.rows.position import Ground
from apps.imports.writers.context import ImportContext
from apps.imports.writers.geometry import from_geos

Clean = TypeVar("Clean")


def collect(
    rows: Iterable[Cleaned[Clean]], table: RecognisedTable, report: FileReport
) -> list[Clean]:
    """The rows to be written; the others are counted, and every remark goes into the report."""
    taken = []
    for row in rows:
        for note in row.notes:
            report.say(sheet=table.sheet, row=row.number, code=note.code, message=note.message)
            report.corrected += note.code == "swapped_lat_lon"
        report.skipped += row.outcome == "skipped"
        report.rejected += row.outcome == "rejected"
        if row.value is not None:
            taken.append(row.value)
    return taken


def ground_of(context: ImportContext, source: Recognised, report: FileReport) -> Ground:
    """The commune's outline and the VN-2000 zone of the file's metres.

    The province's own zones are tried first, then all of 3 and of 6 degrees; the one counts in
    which most rows fall inside the commune.
    """
    commune = context.require_commune()
    ground = Ground(from_geos(commune.geom))
    cells = [row.cells for table in source.tables for row in table.rows]
    for zones in (
        zones_of_province(commune.province.code),
        THREE_DEGREE_ZONES,
        tuple(ZONES.values()),
    ):
        ground = ground.with_zone_of(cells, zones)
        if ground.zone is not None:
            report.crs = f"EPSG:{ground.zone.srid}"
            break
    return ground
