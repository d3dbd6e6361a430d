"""Standards as data: one a year, their indicators by number, code and name; years compared."""

import pytest
from django.utils import translation

from apps.issues.roadmap.differences import difference
from apps.issues.roadmap.importing.titles import said_by
from apps.issues.roadmap.kinds import Difference
from apps.issues.roadmap.standards import standard_for, standard_of, standards


def test_every_year_has_one_standard() -> None:
    assert [
        found.key if (found := standard_for(year)) else None for year in (2020, 2021, 2026, 2027)
    ] == [None, "nd07-2021", "nd07-2021", "nd351-2025"]


def test_the_present_one_has_six_services_and_twelve_indicators() -> None:
    first = standards()[0]
    assert (len(first.services), len(first.indicators), first.is_checked) == (6, 12, True)
    for each in standards():
        codes = [indicator.code for indicator in each.indicators]
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("1", "job"),
        ("toilet", "toilet"),
        ("Nguồn nước SINH hoạt", "water"),
        ("13", None),
        ("", None),
    ],
)
def test_an_indicator_is_found_as_people_write_it(words: str, code: str | None) -> None:
    assert standards()[0].code_of(words) == code


def test_labels_speak_the_readers_language() -> None:
    found = standard_of("nd07-2021")
    assert found is not None
    assert found.labels(["toilet", "job", "gone"]) == ["Việc làm", "Nhà tiêu hợp vệ sinh", "gone"]
    with translation.override("en"):
        assert found.labels(["job"]) == ["Employment"]
    assert standard_of("nothing") is None


@pytest.mark.parametrize(
    ("before", "after", "had_left", "expected"),
    [
        ("none", "poor", False, Difference.NEW),
        ("none", "near_poor", True, Difference.FALLEN_BACK),
        ("escaped", "near_poor", False, Difference.FALLEN_BACK),
        ("poor", "escaped", False, Difference.ESCAPED),
        ("near_poor", "none", False, Difference.ESCAPED),
        ("poor", "near_poor", False, Difference.BETTER),
        ("near_poor", "poor", True, Difference.WORSE),
        ("poor", "poor", False, Difference.SAME),
        ("escaped", "escaped", True, Difference.SAME),
    ],
)
def test_what_a_year_changes(before: str, after: str, had_left: bool, expected: Difference) -> None:
    assert difference(before, after, had_left=had_left) == expected


def test_the_decision_is_read_above_the_table() -> None:
    lines = (
        "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2026",
        "(Kèm theo Quyết định số 125/QĐ-UBND ngày 2 tháng 11 năm 2026)",
    )
    said = said_by(lines)
    assert (said.number, str(said.day), said.year) == ("125/QĐ-UBND", "2026-11-02", 2026)
    assert said_by(["Ngày 31/02/2026"]).day is None
