"""Every row is told once, with what would change; a preview is the same thing rolled back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pghistory.models
import pytest
from django.db import connection

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.areas.models import Commune
from apps.households.models import Household
from apps.imports.ledger import Change, Note, RowOutcome
from apps.imports.models import ImportedFile
from apps.imports.services import ImportResult, Source, import_files, plan
from tests.conftest import NOW
from tests.imports.dump import dump_tables
from tests.imports.office import HUE


@dataclass
class Told:
    """A ledger that keeps all it hears."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def row(
        self,
        *,
        file: str,
        sheet: str | None,
        number: int,
        outcome: RowOutcome,
        key: str,
        lon: float | None = None,
        lat: float | None = None,
        changes: Sequence[Change] = (),
        notes: Sequence[Note] = (),
    ) -> None:
        said = {"file": file, "sheet": sheet, "number": number, "outcome": outcome, "key": key}
        place = {"lon": lon, "lat": lat}
        self.rows.append(said | place | {"changes": list(changes), "notes": list(notes)})

    def outcomes(self, file: str) -> Counter[str]:
        return Counter(row["outcome"] for row in self.rows if row["file"] == file)

    def about(self, key: str) -> dict[str, Any]:
        (row,) = [row for row in self.rows if row["key"] == key]
        return row


def agree(told: Told, result: ImportResult) -> None:
    """The ledger and the reports count the same."""
    for report in result.reports:
        outcomes = told.outcomes(report.file)
        assert outcomes.total() == report.rows
        assert outcomes["changed"] == report.updated
        assert outcomes["unchanged"] == report.unchanged
        assert outcomes["new"] == report.imported - report.updated - report.unchanged
        assert (outcomes["skipped"], outcomes["rejected"]) == (report.skipped, report.rejected)
        places = [(row["sheet"], row["number"]) for row in told.rows if row["file"] == report.file]
        assert len(set(places)) == len(places)


@pytest.mark.django_db
def test_a_plan_says_what_will_happen_and_writes_nothing(tmp_path: Path) -> None:
    HUE.write_folder(tmp_path)
    before = dump_tables()
    planned, done, again = Told(), Told(), Told()
    looked = plan([tmp_path], at=NOW, ledger=planned)
    assert dump_tables() == before
    assert (looked.written, ImportedFile.objects.count()) == (False, 0)
    taken = import_files([tmp_path], at=NOW, ledger=done)
    assert taken.written
    assert done.rows == planned.rows
    agree(done, taken)
    agree(again, import_files([tmp_path], at=NOW, ledger=again))
    assert {row["outcome"] for row in again.rows} == {"unchanged"}
    assert not any(row["changes"] for row in again.rows)


def test_changes_of_a_household_in_the_words_of_the_app(commune: Commune, tmp_path: Path) -> None:
    sheet = HUE.villages[0]
    first = [HUE.home(0, 1, status="Hộ nghèo"), HUE.home(0, 2), HUE.home(0, 3)]
    import_files([HUE.write_homes(tmp_path, {sheet: first})], at=NOW)
    rows = [
        HUE.home(0, 1, size=5, status="Cận nghèo", phone=None),
        HUE.home(0, 2, lon=None, lat=None),
        HUE.home(0, 3, head=None),
        HUE.home(0, 4, head="Lò Thị Mận"),
        HUE.home(0, 4, head="Lò Thị Mận"),
    ]
    told = Told()
    path = HUE.write_homes(tmp_path, {sheet: rows})
    agree(told, import_files([path], at=NOW, ledger=told))
    changed = told.about("A01")
    assert changed["outcome"] == "changed"
    assert changed["changes"] == [
        ("size", "3", "5"),
        ("poverty_status", "Hộ nghèo", "Hộ cận nghèo"),
    ]
    assert (changed["lon"], changed["lat"]) == pytest.approx(HUE.spot(0, 1))
    assert told.about("A02")["outcome"] == "unchanged"
    refused = told.about("A03")
    assert (refused["outcome"], refused["number"]) == ("rejected", 8)
    assert [note.code for note in refused["notes"]] == ["missing_head"]
    fresh = [row for row in told.rows if row["key"] == "A04"]
    assert sorted(row["outcome"] for row in fresh) == ["new", "skipped"]
    made = next(row for row in fresh if row["outcome"] == "new")
    assert ("head_name", "", "Lò Thị Mận") in made["changes"]


@pytest.mark.django_db
def test_one_transaction_for_all_or_none(tmp_path: Path) -> None:
    homes = HUE.write_homes(tmp_path, HUE.homes())
    outline = HUE.write_outline(tmp_path)
    before = dump_tables()
    layer = HUE.write_old_villages(tmp_path)
    layer.with_suffix(".prj").write_text('LOCAL_CS["?"]')
    result = import_files([outline, homes, layer], at=NOW, single_transaction=True)
    assert result.unreadable
    assert not result.written
    assert dump_tables() == before


@pytest.mark.django_db
def test_who_and_why_stand_in_the_history(commune: Commune, tmp_path: Path) -> None:
    user = User.objects.create_user("vanphong")
    path = HUE.write_homes(tmp_path, HUE.homes())
    import_files(
        [Source(path, name="so ho thang 11.xlsx")],
        at=NOW,
        actor=Actor(user_id=user.pk),
        reason="rà soát tháng 11",
    )
    kept = ImportedFile.objects.get()
    assert (kept.name, kept.imported_by_id) == ("so ho thang 11.xlsx", user.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT pgh_context_id FROM households_householdevent")
        ((context,),) = cursor.fetchall()
    said = pghistory.models.Context.objects.get(pk=context).metadata
    assert said == {"reason": "rà soát tháng 11", "user": user.pk, "file": kept.sha256}


class StopError(Exception):
    """Somebody pressed the button."""


def test_stopping_leaves_nothing_of_the_file(commune: Commune, tmp_path: Path) -> None:
    path = HUE.write_homes(tmp_path, HUE.homes())
    steps = []

    def stop(file: str, done: int, total: int) -> None:
        steps.append((file, done, total))
        if done:
            raise StopError

    with pytest.raises(StopError):
        import_files([path], at=NOW, progress=stop)
    assert steps == [("so ho.xlsx", 0, 0), ("so ho.xlsx", 3, 6)] or steps[-1][2] == 6
    assert not Household.objects.exists()
    assert not ImportedFile.objects.exists()
