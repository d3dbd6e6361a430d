"""What a list says of a household's status, against what a decision says."""

from datetime import date
from pathlib import Path

import pytest

from apps.areas.models import Commune
from apps.households.models import Household
from apps.imports.services import import_files
from apps.imports.writers import household_sql as sql
from apps.imports.writers.household_table import HouseholdTable
from tests.conftest import NOW
from tests.imports.conftest import TakeIn, said
from tests.imports.desk import Desk
from tests.imports.office import FIRST_ROW, HUE

pytestmark = pytest.mark.django_db
SHEET = HUE.villages[0]
NUMBER, DAY = "1234/QĐ-UBND", date(2025, 12, 20)


def known(**about: object) -> Household:
    """A01, as an earlier file has it, with what people wrote since."""
    assert Household.objects.filter(code="A01").update(**about) == 1
    return Household.objects.get(code="A01")


@pytest.fixture
def poor(take_homes: TakeIn) -> Household:
    """Poor and a policy family, each by its decision."""
    take_homes(HUE.home(0, 1), HUE.home(0, 2))
    return known(
        poverty_status="poor",
        poverty_decision_number=NUMBER,
        poverty_decision_date=DAY,
        is_policy_family=True,
        policy_decision_number="77/QĐ",
        policy_decision_date=DAY,
    )


def statuses(code: str = "A01") -> tuple[str, str, bool]:
    home = Household.objects.get(code=code)
    return home.poverty_status, home.poverty_decision_number, home.is_policy_family


def test_what_rests_on_a_decision_stays_and_the_row_says_so(
    poor: Household, take_homes: TakeIn
) -> None:
    report = take_homes(HUE.home(0, 1, status="Hộ cận nghèo"))
    assert statuses() == ("poor", NUMBER, True)
    assert said(report) == [(SHEET, FIRST_ROW, "poverty_by_decision")]
    assert report.messages[0].message.startswith(f"Diện hộ đang ghi theo quyết định {NUMBER} nên")
    assert "danh sách hộ nghèo" in report.messages[0].message
    assert (report.imported, report.updated, report.unchanged) == (1, 0, 1)


def test_the_row_s_other_cells_are_taken_in(poor: Household, take_homes: TakeIn) -> None:
    row = HUE.home(0, 1, status="Không nghèo, không chính sách", size=9)
    report = take_homes(row)
    assert statuses() == ("poor", NUMBER, True)
    assert Household.objects.get(code="A01").size == 9
    assert [code for *_place, code in said(report)] == ["poverty_by_decision", "policy_by_decision"]
    assert (report.updated, report.unchanged) == (1, 0)


def test_the_same_status_needs_no_remark(poor: Household, take_homes: TakeIn) -> None:
    assert said(take_homes(HUE.home(0, 1, status="Hộ nghèo, GĐCS"))) == []
    assert statuses() == ("poor", NUMBER, True)


def test_a_decision_known_by_its_day_alone(poor: Household, take_homes: TakeIn) -> None:
    known(poverty_decision_number="")
    report = take_homes(HUE.home(0, 1, status="HCN"))
    assert statuses() == ("poor", "", True)
    assert "quyết định 20/12/2025" in report.messages[0].message


@pytest.mark.parametrize(
    ("before", "cell", "after"),
    [
        (("none", True), "Hộ nghèo", ("poor", True)),
        (("poor", True), "Không", ("none", True)),
        (("poor", False), "Gia đình chính sách", ("poor", True)),
        (("poor", True), "không chính sách", ("poor", False)),
        (("poor", True), None, ("poor", True)),
    ],
)
def test_without_a_decision_only_what_the_cell_speaks_of_changes(
    take_homes: TakeIn, before: tuple[str, bool], cell: str | None, after: tuple[str, bool]
) -> None:
    take_homes(HUE.home(0, 1))
    known(poverty_status=before[0], is_policy_family=before[1])
    assert said(take_homes(HUE.home(0, 1, status=cell))) == []
    assert statuses() == (after[0], "", after[1])


def test_a_first_file_says_what_it_says(take_homes: TakeIn) -> None:
    take_homes(HUE.home(0, 1, status="Hộ nghèo"), HUE.home(0, 2, status="GĐCS"))
    assert statuses("A01") == ("poor", "", False)
    assert statuses("A02") == ("none", "", True)


def test_a_decision_written_down_meanwhile_gives_the_file_up(
    commune: Commune, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_files([HUE.write_homes(tmp_path, {SHEET: [HUE.home(0, 1)]})], at=NOW)
    hold = HouseholdTable._hold_statuses

    def decide_then_hold(table: HouseholdTable, cursor: object) -> None:
        hold(table, cursor)
        known(poverty_status="near_poor", poverty_decision_number=NUMBER)

    monkeypatch.setattr(HouseholdTable, "_hold_statuses", decide_then_hold)
    path = HUE.write_homes(tmp_path, {SHEET: [HUE.home(0, 1, status="Hộ nghèo")]})
    result = import_files([path], at=NOW)
    assert [left.code for left in result.unreadable] == ["changed_meanwhile"]
    assert "poverty_decision_number" in sql.UPDATE


def test_the_assistant_counts_and_shows_the_remark(
    poor: Household, desk: Desk, tmp_path: Path
) -> None:
    desk.drop(HUE.write_homes(tmp_path, {SHEET: [HUE.home(0, 1, status="HCN"), HUE.home(0, 2)]}))
    desk.preview()
    assert [row.outcome for row in desk.rows()] == ["unchanged", "unchanged"]
    page = desk.page(xem="remarked")
    assert f"quyết định {NUMBER}" in page
    desk.commit()
    assert statuses() == ("poor", NUMBER, True)
    assert [row.notes for row in desk.rows() if row.notes] == [[f"poverty_by_decision:{NUMBER}"]]
