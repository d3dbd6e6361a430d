"""Where a file says a household lives against where it stands."""

from pathlib import Path

import openpyxl
import pytest

from apps.areas.models import Commune
from apps.households.models import Household
from apps.imports.services import import_files
from tests.conftest import NOW
from tests.imports.conftest import TakeIn, said
from tests.imports.office import CA_MAU, FIRST_ROW, HUE

SHEET = HUE.villages[0]


def test_standing_in_another_village_is_reported_and_the_file_kept(take_homes: TakeIn) -> None:
    lon, lat = HUE.spot(1, 1)
    report = take_homes(HUE.home(0, 1, lon=lon, lat=lat, group=None))
    assert said(report) == [(SHEET, FIRST_ROW, "village_disagrees")]
    household = Household.objects.get()
    assert household.village.name == SHEET
    assert household.position is not None
    assert household.position.coords == pytest.approx((lon, lat))
    # The other village's group is not this household's.
    assert household.group is None


def test_standing_in_another_group_is_reported_and_the_file_kept(take_homes: TakeIn) -> None:
    report = take_homes(HUE.home(0, 1, group=2))
    assert said(report) == [(SHEET, FIRST_ROW, "group_disagrees")]
    group = Household.objects.get().group
    assert group is not None
    assert group.name == "Tổ 2"


def test_no_group_in_the_file_follows_from_the_position(take_homes: TakeIn) -> None:
    assert said(take_homes(HUE.home(0, 2, group=None))) == []
    group = Household.objects.get().group
    assert group is not None
    assert group.name == "Tổ 2"


def test_an_unknown_group_is_reported(take_homes: TakeIn) -> None:
    report = take_homes(HUE.home(0, 1, group="Tổ 7"))
    assert said(report) == [(SHEET, FIRST_ROW, "unknown_group")]
    assert report.imported == 1


def test_no_village_named_follows_from_the_position(take_homes: TakeIn) -> None:
    report = take_homes(HUE.home(0, 1), sheet="Sheet1")
    # The title names "Sheet1", which is no village; the position does.
    assert report.imported == 1
    assert Household.objects.get().village.name == SHEET


def test_an_unknown_village_without_a_position_is_rejected(take_homes: TakeIn) -> None:
    row = HUE.home(0, 1, lon=None, lat=None)
    report = take_homes(row, HUE.home(0, 2), sheet="Thôn Không Có")
    assert (report.imported, report.rejected) == (1, 1)
    assert said(report)[0] == ("Thôn Không Có", FIRST_ROW, "unknown_village")


def test_a_later_list_without_a_position_does_not_erase_one(take_homes: TakeIn) -> None:
    take_homes(HUE.home(0, 1))
    stood = Household.objects.get().position
    report = take_homes(HUE.home(0, 1, lon=None, lat=None))
    assert (report.unchanged, report.unlocated) == (1, 0)
    household = Household.objects.get()
    assert (household.position, household.position_missing) == (stood, "")


def test_a_position_given_later_takes_it_off_the_worklist(take_homes: TakeIn) -> None:
    take_homes(HUE.home(0, 1, lon=None, lat=None))
    assert Household.objects.get().position_missing == "not_given"
    report = take_homes(HUE.home(0, 1))
    assert (report.updated, report.unlocated) == (1, 0)
    household = Household.objects.get()
    assert household.position is not None
    assert (household.position_missing, household.position_source) == ("", "file_wgs84")


def test_two_communes_each_keep_their_own(commune: Commune, tmp_path: Path) -> None:
    """The same codes in both; the one meant is said, or known from its outline in the folder."""
    other = CA_MAU.plant()
    path = HUE.write_homes(tmp_path, HUE.homes())
    result = import_files([path], at=NOW)
    assert [left.code for left in result.unreadable] == ["no_commune"]
    assert import_files([path], at=NOW, commune=commune).exit_code == 0
    CA_MAU.write_outline(tmp_path)
    CA_MAU.write_homes(tmp_path, CA_MAU.homes())
    result = import_files([tmp_path], at=NOW)
    assert (result.exit_code, [r.unchanged for r in result.reports]) == (0, [1, 0])
    for place, office in ((commune, HUE), (other, CA_MAU)):
        homes = Household.objects.filter(commune=place)
        assert homes.count() == 6
        assert {home.village.name for home in homes} == set(office.villages)


def test_the_first_name_of_a_village_counts_that_is_one(commune: Commune, tmp_path: Path) -> None:
    """The sheet's name has the year behind it; the title above names the village alone."""
    path = HUE.write_homes(tmp_path, {SHEET: [HUE.home(0, 1, lon=None, lat=None)]})
    book = openpyxl.load_workbook(path)
    book.active.title = f"{SHEET} năm 2026"
    book.save(path)
    (report,) = import_files([path], at=NOW).reports
    assert (report.imported, report.rejected) == (1, 0)
    assert Household.objects.get().village.name == SHEET
