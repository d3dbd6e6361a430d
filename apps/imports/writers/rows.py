"""From recognised tables to clean rows, with every row accounted for once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from apps.areas.models import Commune
from apps.common.geo.vn2000 import ZONES
from apps.imports.ledger import Change, Note, RowOutcome
from apps.imports.messages import code_of, message
from apps.imports.readers.crs import VN2000_DEGREES, WGS84
from apps.imports.readers.shapes import Cell
from apps.imports.recognise import Recognised, RecognisedTable
from apps.imports.reporting import FileReport
from apps.imports.rows.outcome import Cleaned
from apps.imports.rows.position import Ground
from apps.imports.writers.context import ImportContext
from apps.imports.writers.geometry import from_geos
from apps.imports.zones import zone_groups

Clean = TypeVar("Clean")


class Taken(NamedTuple, Generic[Clean]):
    """A clean row with where it stands and what was remarked so far."""

    value: Clean
    sheet: str | None
    number: int
    codes: tuple[str, ...] = ()


class Account:
    """Counts the rows of one file in its report and tells the ledger, if there is one."""

    def __init__(self, context: ImportContext, source: Recognised, report: FileReport) -> None:
        self._context = context
        self._ledger = context.ledger
        self.report = report
        self.total = source.rows
        self._done = 0

    @property
    def has_ledger(self) -> bool:
        """Whether anybody wants to know what changes."""
        return self._ledger is not None

    def say(self, sheet: str | None, number: int, code: str) -> None:
        """A remark for the report; the ledger gets it with the row."""
        self.report.say(sheet=sheet, row=number, code=code_of(code), message=message(code))

    def step(self, rows: int = 1) -> None:
        """So many rows more have been gone through."""
        before, self._done = self._done, min(self._done + rows, self.total)
        if self._done != before:
            self._context.progress(self._done, self.total, since=before)

    def collect(self, rows: Iterable[Cleaned[Clean]], sheet: str | None) -> Iterator[Taken[Clean]]:
        """The rows to be written; the others are counted here, and all their remarks said."""
        for row in rows:
            codes = tuple([note.code for note in row.notes]) if row.notes else ()
            for code in codes:
                self.say(sheet, row.number, code)
                self.report.corrected += code == "swapped_lat_lon"
            if row.value is not None:
                yield Taken(row.value, sheet, row.number, codes)
                continue
            if row.outcome == "skipped":
                self.report.skipped += 1
            else:
                self.report.rejected += 1
            outcome: RowOutcome = "skipped" if row.outcome == "skipped" else "rejected"
            self.tell(sheet, row.number, outcome, row.key, codes=codes)
            self.step()

    def reject(self, sheet: str | None, number: int, key: str, *codes: str) -> None:
        """A row that cannot be written; the last code, which says why, is yet to be said."""
        self.report.rejected += 1
        self.say(sheet, number, codes[-1])
        self.tell(sheet, number, "rejected", key, codes=codes)

    def took(
        self,
        sheet: str | None,
        number: int,
        outcome: RowOutcome,
        key: str,
        *,
        place: tuple[float | None, float | None] = (None, None),
        changes: Sequence[Change] = (),
        codes: Sequence[str] = (),
    ) -> None:
        """A row that is in the register now, by an `outcome` of new, changed or unchanged."""
        self.report.imported += 1
        self.report.updated += outcome == "changed"
        self.report.unchanged += outcome == "unchanged"
        self.tell(sheet, number, outcome, key, place=place, changes=changes, codes=codes)

    def tell(
        self,
        sheet: str | None,
        number: int,
        outcome: RowOutcome,
        key: str,
        *,
        place: tuple[float | None, float | None] = (None, None),
        changes: Sequence[Change] = (),
        codes: Sequence[str] = (),
    ) -> None:
        """Only the ledger."""
        if self._ledger is None:
            return
        self._ledger.row(
            file=self.report.file,
            sheet=sheet,
            number=number,
            outcome=outcome,
            key=key,
            lon=place[0],
            lat=place[1],
            changes=changes,
            notes=[Note.of(code) for code in codes],
        )


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of all rows of a file, gone through as often as needed."""

    tables: tuple[RecognisedTable, ...]

    def __iter__(self) -> Iterator[Mapping[str, Cell]]:
        for table in self.tables:
            for row in table.rows:
                yield row.cells


def ground_in(commune: Commune, source: Recognised) -> Ground:
    """The commune's outline and the VN-2000 zone of the file's metres.

    What the file or a person says goes first. Else the province's own zones are tried, then all
    of 3 and of 6 degrees; the one counts in which most rows fall inside the commune.
    """
    srid = _said_srid(source)
    degrees = VN2000_DEGREES if srid == VN2000_DEGREES else WGS84
    ground = Ground(from_geos(commune.geom), ZONES.get(srid or 0), degrees=degrees)
    if any("grid_x" in table.columns for table in source.tables):
        groups = zone_groups(commune.province.code)
        ground = ground.with_zone_of(_Cells(source.tables), *groups)
    return ground


def _said_srid(source: Recognised) -> int | None:
    return next((table.srid for table in source.tables if table.srid), None)


def ground_of(context: ImportContext, source: Recognised, report: FileReport) -> Ground:
    """``ground_in`` the commune of the import; the report says the system."""
    ground, srid = ground_in(context.require_commune(), source), _said_srid(source)
    if ground.zone is not None:
        report.crs = f"EPSG:{ground.zone.srid}"
    elif srid is not None:
        report.crs = f"EPSG:{srid}"
    return ground
