"""The demo commune's own files, taken in: exactly its deliberate slips are reported."""

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from apps.assignments.models import Assignment
from apps.common.geo.vn2000 import from_wgs84
from apps.households.models import Household
from apps.imports.services import ImportResult, import_files
from apps.people.models import Membership
from apps.visits.models import Contact
from geodata import faults, frame
from geodata.build import Summary, write_files
from geodata.plan import Commune, plan_commune
from tests.conftest import NOW

CODES = {
    faults.MISSING_HEAD: "missing_head",
    faults.NOT_A_NUMBER: "size_not_a_number",
    faults.BIRTH_YEAR: "impossible_birth_year",
    faults.DUPLICATE: "duplicate_row",
    faults.SWAPPED: "swapped_lat_lon",
    faults.OUTSIDE: "outside_commune",
}
TURNED_AWAY = {faults.MISSING_HEAD, faults.NOT_A_NUMBER, faults.BIRTH_YEAR}
Demo = tuple[Commune, Summary, ImportResult]


@pytest.fixture(scope="module")
def demo(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Demo]:
    """Made, taken in once for all tests here, and rolled back after them."""
    folder: Path = tmp_path_factory.mktemp("demo")
    plan = plan_commune(until=NOW.date())
    summary = write_files(plan, folder)
    with django_db_blocker.unblock(), transaction.atomic():
        yield plan, summary, import_files([folder], at=NOW)
        transaction.set_rollback(True)


def test_exactly_its_slips_are_reported(demo: Demo) -> None:
    _plan, summary, result = demo
    assert (result.exit_code, result.unreadable) == (1, [])
    said = Counter(
        (remark.sheet, remark.row, remark.code)
        for report in result.reports
        for remark in report.messages
        if remark.row
    )
    of_files = [(r.file, m.code) for r in result.reports for m in r.messages if not m.row]
    # Its list has notes in a column of their own, as offices do.
    assert [code for _file, code in of_files] == ["columns_not_used"]
    assert said == Counter((f.sheet, f.row, CODES[f.fault]) for f in summary.faults)
    assert {f.fault for f in summary.faults} == set(CODES)


def test_everything_else_is_in(demo: Demo) -> None:
    _plan, summary, result = demo
    turned_away = sum(fault.fault in TURNED_AWAY for fault in summary.faults)
    assert Household.objects.count() == summary.households - turned_away
    assert Membership.objects.count() == summary.members
    assert Assignment.objects.count() == summary.assigned
    assert Contact.objects.count() == summary.contacts
    assert {report.kind for report in result.reports} == {
        "commune",
        "villages",
        "groups",
        "households",
        "members",
        "assignments",
        "contacts",
    }
    connection.check_constraints()


def test_households_stand_within_a_metre_of_where_they_are(demo: Demo) -> None:
    plan, summary, _result = demo
    outside = {f.household for f in summary.faults if f.fault == faults.OUTSIDE}
    stored = {home.code: home for home in Household.objects.all()}
    located = 0
    for home in plan.households:
        found = stored.get(home.code)
        if found is None:
            continue
        if home.writing == "none" or home.code in outside:
            assert found.position is None
            continue
        assert found.position is not None
        stands = from_wgs84(found.position.x, found.position.y, frame.EPSG)
        assert math.dist(stands, frame.vn2000((home.east, home.north))) < 1
        located += 1
    assert located == Household.objects.exclude(position=None).count()
