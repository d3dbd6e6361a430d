"""What becomes of a row of a household list, from the workbook to the table."""

import unicodedata

import pytest

from apps.households.models import Household
from tests.imports.conftest import TakeIn, said
from tests.imports.office import FIRST_ROW, HUE, Row

SHEET = HUE.villages[0]
GOOD = HUE.home(0, 1)
LON, LAT = HUE.spot(0, 2)


def bad(**changes: object) -> Row:
    return HUE.home(0, 2) | changes  # type: ignore[return-value]  # any cell will do


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (bad(head=None), "missing_head"),
        (bad(head="   "), "missing_head"),
        (bad(size="bốn"), "size_not_a_number"),
        (bad(size=0), "size_not_a_number"),
        (bad(size=2.5), "size_not_a_number"),
        (bad(born=2099), "impossible_birth_year"),
        (bad(born=1066), "impossible_birth_year"),
        (bad(born="không rõ"), "impossible_birth_year"),
        (bad(code=None), "missing_code"),
        (bad(code="A01"), "code_taken"),
    ],
)
def test_rejected_and_reported(take_homes: TakeIn, row: Row, code: str) -> None:
    report = take_homes(GOOD, row)
    assert said(report) == [(SHEET, FIRST_ROW + 1, code)]
    assert (report.rows, report.imported, report.rejected) == (2, 1, 1)
    assert list(Household.objects.values_list("code", flat=True)) == ["A01"]


def test_an_exact_repeat_is_skipped_and_reported(take_homes: TakeIn) -> None:
    report = take_homes(GOOD, None, HUE.home(0, 2), GOOD)
    assert said(report) == [(SHEET, FIRST_ROW + 3, "duplicate_row")]
    assert (report.rows, report.imported, report.skipped, report.rejected) == (3, 2, 1, 0)


def test_blank_rows_and_the_total_are_no_rows(take_homes: TakeIn) -> None:
    report = take_homes(None, GOOD, None, None, HUE.home(0, 2), None)
    assert (report.rows, report.imported, said(report)) == (2, 2, [])


def test_swapped_degrees_are_put_right(take_homes: TakeIn) -> None:
    report = take_homes(bad(lon=LAT, lat=LON))
    assert said(report) == [(SHEET, FIRST_ROW, "swapped_lat_lon")]
    assert (report.imported, report.corrected, report.unlocated) == (1, 1, 0)
    household = Household.objects.get()
    assert household.position is not None
    assert household.position.coords == pytest.approx((LON, LAT), abs=1e-6)


@pytest.mark.parametrize(
    ("changes", "reason", "codes"),
    [
        ({"lon": None, "lat": None}, "not_given", []),
        ({"lat": LAT + 1}, "outside_commune", ["outside_commune"]),
        ({"lon": None}, "unreadable", ["bad_position"]),
        ({"lat": "trên đồi"}, "unreadable", ["bad_position"]),
        # T is Tây, west.
        ({"lon": "107°24'21\"T"}, "outside_commune", ["outside_commune"]),
    ],
)
def test_without_a_good_position_it_goes_on_the_worklist(
    take_homes: TakeIn, changes: Row, reason: str, codes: list[str]
) -> None:
    report = take_homes(bad(**changes))
    assert [code for _sheet, _row, code in said(report)] == codes
    assert (report.imported, report.unlocated, report.rejected) == (1, 1, 0)
    household = Household.objects.get()
    assert (household.position, household.position_missing) == (None, reason)
    assert household.village.name == SHEET
    assert household.group is not None


def dms(degrees: float, letter: str) -> str:
    minutes, seconds = divmod(degrees % 1 * 3600, 60)
    return f"{int(degrees)}°{int(minutes):02d}'{seconds:06.3f}\"{letter}"


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (dms(LAT, "B"), dms(LON, "Đ")),
        (dms(LAT, " B"), dms(LON, " Đ")),
        (dms(LAT, "Bắc"), dms(LON, "Đông")),
        (str(LAT).replace(".", ","), str(LON).replace(".", ",")),
    ],
)
def test_degrees_minutes_seconds_with_vietnamese_letters(
    take_homes: TakeIn, lat: str, lon: str
) -> None:
    assert said(take_homes(bad(lat=lat, lon=lon))) == []
    position = Household.objects.get().position
    assert position is not None
    assert position.coords == pytest.approx((LON, LAT), abs=1e-6)


def test_n_is_nam_which_is_south(take_homes: TakeIn) -> None:
    """16° south is not in the commune; read as English it would be."""
    report = take_homes(bad(lat=dms(LAT, "N"), lon=dms(LON, "Đ")))
    assert said(report) == [(SHEET, FIRST_ROW, "outside_commune")]


@pytest.mark.parametrize(
    ("field", "written", "column", "stored"),
    [
        ("phone", 912345678, "phone", "0912345678"),
        ("phone", "0912.345 678", "phone", "0912345678"),
        ("head", unicodedata.normalize("NFD", "Nguyễn Thị Bưởi"), "head_name", "Nguyễn Thị Bưởi"),
        ("head", "  NGUYỄN   THỊ BƯỞI ", "head_name", "Nguyễn Thị Bưởi"),
        ("status", "HN", "poverty_status", "poor"),
        ("status", "nghèo", "poverty_status", "poor"),
        ("status", "Hộ nghèo ", "poverty_status", "poor"),
        ("status", "Cận nghèo", "poverty_status", "near_poor"),
        ("status", "GĐCS", "is_policy_family", True),
        ("size", "4 khẩu", "size", 4),
        ("code", " a 02 ", "code", "A02"),
    ],
)
def test_cleaned_without_a_word(
    take_homes: TakeIn, field: str, written: str | int, column: str, stored: object
) -> None:
    report = take_homes(bad(**{field: written}))
    assert (report.imported, said(report)) == (1, [])
    assert getattr(Household.objects.get(), column) == stored


@pytest.mark.parametrize("written", ["tổ 02", 2, 2.0, "T2", "Tổ NDTQ số 2"])
def test_a_group_by_any_of_its_names(take_homes: TakeIn, written: str | float) -> None:
    assert said(take_homes(bad(group=written))) == []
    group = Household.objects.get().group
    assert group is not None
    assert group.name == "Tổ 2"


def test_remarks_carry_no_names(take_homes: TakeIn) -> None:
    report = take_homes(
        bad(head="Lò Thị Kín", phone="gọi Lò Thị Kín", status="bà Kín", lat="nhà Kín"),
        bad(code="A03", head="Lò Thị Kín", size="Kín"),
    )
    assert len(report.messages) == 4
    assert "Kín" not in str(report.as_json())
    assert "A03" not in str(report.as_json())
