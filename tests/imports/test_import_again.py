"""The same files once more, or looked at without writing."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.areas.models import SelfManagedGroup
from apps.households.models import Household
from apps.imports.models import ImportedFile
from apps.imports.services import import_files
from apps.imports.writers.household_first import FirstTable
from apps.imports.writers.household_table import HouseholdTable
from tests.conftest import NOW
from tests.factories.households import HouseholdFactory
from tests.imports.dump import dump_tables
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db


def test_a_second_time_changes_nothing_and_adds_no_history(tmp_path: Path) -> None:
    HUE.write_folder(tmp_path)
    import_files([tmp_path], at=NOW)
    before = dump_tables()
    again = import_files([tmp_path], at=NOW)
    assert dump_tables() == before
    assert [(r.imported, r.unchanged, r.updated) for r in again.reports] == [
        (r.rows, r.rows, 0) for r in again.reports
    ]
    # That it was brought in again is written down.
    assert ImportedFile.objects.count() == 2 * len(again.reports)


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    HUE.plant()
    sheets = HUE.homes()
    import_files([HUE.write_homes(tmp_path, sheets)], at=NOW)
    before = dump_tables()
    sheets[HUE.villages[0]][1] |= {"size": 9, "phone": None}
    (report,) = import_files([HUE.write_homes(tmp_path, sheets)], at=NOW).reports
    assert (report.imported, report.updated, report.unchanged) == (6, 1, 5)
    changed = Household.objects.get(code="A02")
    # An empty cell erases nothing.
    assert (changed.size, changed.phone) == (9, "0912345002")
    after = dump_tables()
    moved = {table for table in after if after[table][0] != before[table][0]}
    assert moved == {"households_householdevent"}
    assert after["households_householdevent"][0] - before["households_householdevent"][0] == 1


def test_what_people_wrote_otherwise_is_known_and_stays(tmp_path: Path) -> None:
    HUE.plant()
    path = HUE.write_homes(tmp_path, HUE.homes())
    import_files([path], at=NOW)
    home = Household.objects.get(code="A02")
    home.code, home.head_name = "a 02", home.head_name.upper()
    home.phone = f"{home.phone[:4]} {home.phone[4:7]} {home.phone[7:]}"
    home.save()
    (report,) = import_files([path], at=NOW).reports
    assert (report.updated, report.unchanged) == (0, 6)
    again = Household.objects.get(pk=home.pk)
    assert (again.code, again.head_name, again.phone) == (home.code, home.head_name, home.phone)


def test_how_many_rows_are_written_together_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    HUE.plant()
    sheets = HUE.homes()
    # The first household again, and one that nobody can place.
    sheets[HUE.villages[0]] += [HUE.home(0, 1), HUE.home(0, 7, head=None)]
    path = HUE.write_homes(tmp_path, sheets)
    (at_once,) = import_files([path], at=NOW, dry_run=True).reports
    monkeypatch.setattr("apps.imports.recognise.tables._CHUNK", 2)
    monkeypatch.setattr("apps.imports.writers.households._TOGETHER", 2)
    (in_pieces,) = import_files([path], at=NOW).reports
    assert in_pieces.as_json() == at_once.as_json()
    assert (in_pieces.imported, in_pieces.skipped, in_pieces.rejected) == (6, 1, 1)
    assert Household.objects.count() == 6


@pytest.mark.parametrize("known", [False, True])
def test_a_household_made_meanwhile_gives_the_file_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    HUE.plant()
    sheets = HUE.homes()
    if known:
        first = {HUE.villages[0]: sheets[HUE.villages[0]][:1]}
        import_files([HUE.write_homes(tmp_path, first)], at=NOW)
    table, name = (HouseholdTable, "_insert") if known else (FirstTable, "_copy")
    write = getattr(table, name)

    def make_then_write(table: object, written: object) -> None:
        HouseholdFactory.create(group=SelfManagedGroup.objects.first(), code="A02")
        write(table, written)

    monkeypatch.setattr(table, name, make_then_write)
    result = import_files([HUE.write_homes(tmp_path, sheets)], at=NOW)
    assert [left.code for left in result.unreadable] == ["changed_meanwhile"]
    assert Household.objects.count() == known


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    HUE.write_folder(tmp_path)
    HUE.write_homes(tmp_path, {HUE.villages[0]: [HUE.home(0, 1), HUE.home(0, 2, head=None)]})
    before = dump_tables()
    looked = import_files([tmp_path], at=NOW, dry_run=True)
    assert dump_tables() == before
    assert not ImportedFile.objects.exists()
    taken = import_files([tmp_path], at=NOW)
    assert [report.as_json() for report in looked.reports] == [
        report.as_json() for report in taken.reports
    ]
    assert looked.exit_code == taken.exit_code == 1


def test_nobody_changes_boundaries_while_a_file_comes_in(tmp_path: Path) -> None:
    HUE.plant()
    homes = HUE.write_homes(tmp_path, HUE.homes())
    with CaptureQueriesContext(connection) as queries:
        import_files([homes], at=NOW)
    said = [query["sql"] for query in queries]
    held = next(at for at, sql in enumerate(said) if "FOR NO KEY UPDATE" in sql)
    written = next(at for at, sql in enumerate(said) if "households_household" in sql)
    assert '"areas_commune"' in said[held]
    assert held < written
