"""Exports brought in again: the file, the import's report, the database before and after."""

from datetime import date, timedelta
from pathlib import Path

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.areas.models import Commune
from apps.imports.reporting import FileReport
from apps.imports.services import import_files
from apps.reports.exports.extracts import Area, Wish
from apps.reports.exports.grids import DEGREES, Grid
from apps.reports.exports.services import ExportFile, make_export
from apps.reports.exports.subjects import SUBJECTS
from tests.conftest import NOW
from tests.imports.dump import dump_tables

TODAY = NOW.date()
VN2000 = Grid(9215)


def exported(
    user: User,
    subject: str,
    form: str,
    *,
    grid: Grid = DEGREES,
    area: Area | None = None,
    ids: frozenset[int] | None = None,
    period: tuple[date, date] | None = None,
) -> ExportFile:
    """The file that this user gets, with the contacts of the last hundred days."""
    wish = Wish(
        actor_for(user, at=NOW), TODAY, area, ids, period or (TODAY - timedelta(days=100), TODAY)
    )
    return make_export(
        wish=wish,
        subject=SUBJECTS[subject],
        form=form,
        grid=grid,
        who=user.username,
        now=NOW,
        purpose="meeting",
    )


def brought_back(file: ExportFile, commune: Commune, folder: Path) -> FileReport:
    """The import's report on the file."""
    path = folder / file.name
    path.write_bytes(file.body)
    result = import_files([path], at=NOW, commune=commune)
    assert (result.unreadable, result.ignored) == ([], [])
    [report] = result.reports
    return report


def comes_back_unchanged(file: ExportFile, commune: Commune, folder: Path) -> None:
    """Every row is known, nothing is said about any, and no table has changed.

    Of the whole file only columns may be named that tell what other lists hold.
    """
    before = dump_tables()
    report = brought_back(file, commune, folder)
    assert {(said.row, said.code) for said in report.messages} <= {(0, "columns_not_used")}
    counts = (report.rows, report.imported, report.unchanged, report.updated, report.rejected)
    assert counts == (file.count, file.count, file.count, 0, 0)
    assert dump_tables() == before
