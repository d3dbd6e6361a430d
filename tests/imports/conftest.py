"""What the tests of imports share."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.areas.models import Commune
from apps.imports.reporting import FileReport
from apps.imports.services import import_files
from tests.conftest import NOW
from tests.imports.desk import Desk, clerk
from tests.imports.office import HUE, Row

TakeIn = Callable[..., FileReport]
#: modules about the reading itself: a process for each file, as on a server
READING = {"test_reading", "test_reading_maps", "test_reading_xlsx", "test_import_killed"}


@pytest.fixture(autouse=True)
def started_once(request: pytest.FixtureRequest) -> None:
    """What becomes of a file's rows is the same whichever way its reading process began.

    Starting one takes longer than reading these small files, and some tests read a dozen.
    """
    if request.path.stem not in READING:
        request.getfixturevalue("quick_reader")


@pytest.fixture
def commune(db: None) -> Commune:
    """The made-up commune with its villages and groups, no household yet."""
    return HUE.plant()


@pytest.fixture
def take_homes(commune: Commune, tmp_path: Path) -> TakeIn:
    """Takes in a household workbook with these rows on the first village's sheet."""

    def take(*rows: Row | None, sheet: str = HUE.villages[0]) -> FileReport:
        path = HUE.write_homes(tmp_path, {sheet: rows})
        (report,) = import_files([path], at=NOW).reports
        return report

    return take


def said(report: FileReport) -> Sequence[tuple[str | None, int, str]]:
    """The remarks as (sheet, row, code)."""
    return [(remark.sheet, remark.row, remark.code) for remark in report.messages]


@pytest.fixture
def desk(commune: Commune, login: Callable[[User], Client]) -> Desk:
    """The office of the made-up commune, with a batch open."""
    made = Desk(login(clerk(commune)))
    made.open()
    return made
