"""The yearly list comes in: every row accounted for, shown before, all or nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.households.models import Household
from apps.imports.services import ImportResult, import_files, plan
from apps.issues.models import PovertyYear
from apps.issues.roadmap.importing import writer
from tests.conftest import NOW
from tests.factories.roadmap import Row, decided, write_list
from tests.factories.world import World
from tests.imports.desk import Desk

pytestmark = pytest.mark.django_db
DECISION = ("125/QĐ-UBND", "02/11/2026", 2026)


def _row(home: Household, status: str, missing: str = "", decision: Row = DECISION) -> Row:
    return (home.code, home.head_name, status, *decision, missing)


def _take(world: World, tmp_path: Path, *rows: Row, above: tuple[str, ...] = ()) -> ImportResult:
    path = write_list(tmp_path / "ho ngheo.xlsx", rows, above=above)
    return import_files([path], at=NOW, commune=world.commune)


def test_a_list_is_mirrored(world: World, tmp_path: Path) -> None:
    poor, left = world.households[:2]
    decided(left, 2025, "poor")
    (report,) = _take(
        world,
        tmp_path,
        _row(poor, "Hộ nghèo", "1; Nhà tiêu hợp vệ sinh"),
        _row(left, "Thoát nghèo"),
    ).reports
    assert (report.kind, report.rows, report.imported, report.rejected) == ("poverty_list", 2, 2, 0)
    row = PovertyYear.objects.get(household=poor)
    assert (row.year, row.status, row.standard) == (2026, "poor", "nd07-2021")
    assert row.deprivations == ["job", "toilet"]
    for home, status in ((poor, "poor"), (left, "escaped")):
        home.refresh_from_db()
        assert home.poverty_status == status
        assert home.poverty_decision_number == "125/QĐ-UBND"
        assert home.poverty_decision_date == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("X99", "", "Hộ nghèo", *DECISION, ""), "unknown_household"),
        (("T01-1-2", "", "Hộ gì đó", *DECISION, ""), "unknown_poverty_status"),
        (("T01-1-2", "", "", *DECISION, ""), "unknown_poverty_status"),
        (("T01-1-2", "", "Hộ nghèo", None, "02/11/2026", 2026, ""), "no_decision"),
        (("T01-1-2", "", "Hộ nghèo", "1/QĐ", None, 2026, ""), "no_decision"),
        (("T01-1-2", "", "Hộ nghèo", "1/QĐ", "02/11/2027", 2026, ""), "future_date"),
        (("T01-1-2", "", "Hộ nghèo", "1/QĐ", "02/11/2026", 2031, ""), "bad_review_year"),
        (("T01-1-2", "", "Hộ nghèo", "1/QĐ", "02/11/2026", "nay", ""), "bad_review_year"),
        (("T01-1-2", "", "Hộ nghèo", *DECISION, "99"), "unknown_deprivation"),
        (("T01-1-1", "", "Hộ cận nghèo", *DECISION, ""), "listed_twice"),
        (("98T01-9", "", "Hộ nghèo", *DECISION, ""), "unknown_household"),
    ],
)
def test_a_row_that_cannot_be_comes_back(world: World, tmp_path: Path, row: Row, code: str) -> None:
    (report,) = _take(world, tmp_path, _row(world.households[0], "Hộ nghèo"), row).reports
    assert [(each.row, each.code) for each in report.messages] == [(3, code)]
    assert (report.imported, report.rejected) == (1, 1)
    assert PovertyYear.objects.count() == 1


def test_the_same_list_again_changes_nothing_and_a_corrected_one_does(
    world: World, tmp_path: Path
) -> None:
    home = world.households[0]
    _take(world, tmp_path, _row(home, "Hộ nghèo"))
    (again,) = _take(world, tmp_path, _row(home, "Hộ nghèo")).reports
    assert (again.imported, again.unchanged) == (1, 1)
    (mended,) = _take(world, tmp_path, _row(home, "Hộ cận nghèo")).reports
    assert (mended.imported, mended.updated) == (1, 1)
    assert PovertyYear.objects.get().status == "near_poor"
    home.refresh_from_db()
    assert home.poverty_status == "near_poor"


def test_an_older_list_does_not_overwrite_the_present_status(world: World, tmp_path: Path) -> None:
    home = world.households[0]
    decided(home, 2025, "escaped")
    _take(world, tmp_path, _row(home, "Hộ nghèo", decision=("9/QĐ-UBND", "02/11/2024", 2024)))
    home.refresh_from_db()
    assert home.poverty_status == "escaped"
    assert PovertyYear.objects.filter(household=home).count() == 2


def test_an_older_list_does_not_overwrite_what_was_decided_by_hand(
    world: World, tmp_path: Path
) -> None:
    """The desk and the register's workbook write a decision without a row of the year."""
    home = world.households[0]
    home.poverty_status, home.poverty_decision_number = "escaped", "77/QĐ-UBND"
    home.poverty_decision_date = date(2026, 1, 5)
    home.save()
    _take(world, tmp_path, _row(home, "Hộ nghèo", decision=("9/QĐ-UBND", "02/11/2024", 2024)))
    home.refresh_from_db()
    assert (home.poverty_status, home.poverty_decision_number) == ("escaped", "77/QĐ-UBND")
    assert PovertyYear.objects.get(household=home).status == "poor"
    _take(world, tmp_path, _row(home, "Hộ cận nghèo"))
    home.refresh_from_db()
    assert (home.poverty_status, home.poverty_decision_number) == ("near_poor", "125/QĐ-UBND")


def test_the_day_of_a_mirrored_decision_may_be_mended_to_an_earlier_one(
    world: World, tmp_path: Path
) -> None:
    home = world.households[0]
    _take(world, tmp_path, _row(home, "Hộ nghèo"))
    _take(world, tmp_path, _row(home, "Hộ cận nghèo", decision=("125/QĐ-UBND", "01/11/2026", 2026)))
    home.refresh_from_db()
    assert home.poverty_status == "near_poor"
    assert home.poverty_decision_date == date(2026, 11, 1)


def test_a_preview_writes_nothing(world: World, tmp_path: Path) -> None:
    path = write_list(tmp_path / "ho ngheo.xlsx", [_row(world.households[0], "Hộ nghèo")])
    assert plan([path], at=NOW, commune=world.commune).reports[0].imported == 1
    assert not PovertyYear.objects.exists()


def test_broken_off_between_the_years_and_the_households_nothing_is_there(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_decisions: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(writer, "mirror_poverty", broken)
    with pytest.raises(KeyboardInterrupt):
        _take(world, tmp_path, _row(world.households[0], "Hộ nghèo"))
    assert not PovertyYear.objects.exists()
    assert not Household.objects.filter(poverty_status="poor").exists()


def test_the_assistant_shows_the_difference_before_anything_is_written(
    world: World, login: Callable[[User], Client], tmp_path: Path
) -> None:
    back, gone, missing = world.households[:3]
    decided(back, 2024, "escaped")
    decided(gone, 2025, "poor")
    decided(missing, 2025, "near_poor")
    desk = Desk(login(world.users[Role.COMMUNE_OFFICE]))
    desk.open()
    stranger: Row = ("X99", "", "Hộ nghèo", *DECISION, "")
    desk.drop(
        write_list(
            tmp_path / "ho ngheo.xlsx",
            [_row(back, "Hộ nghèo"), _row(gone, "Thoát nghèo"), stranger],
        )
    )
    desk.preview()
    told = desk.page()
    assert "Rơi lại sau khi đã thoát 1" in told
    assert "Năm trước có, nay không có trong danh sách 1" in told
    assert "Không tìm thấy hộ 1" in told
    url = reverse("roadmap:incoming", kwargs={"key": desk.key})
    page = desk.client.get(url).content.decode()
    assert all(home.head_name in page for home in (back, gone, missing))
    assert PovertyYear.objects.count() == 3
    desk.commit()
    assert PovertyYear.objects.count() == 5
    assert world.outsider is not None
    assert login(world.outsider).get(url).status_code == 404
    assert login(world.users[Role.CELL_COMMITTEE]).get(url).status_code == 403
    assert desk.client.post(url).status_code == 405
