"""A real commune's files taken into the database, against what is known to be in them."""

import csv
import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker
from shapely.geometry.base import BaseGeometry

from apps.areas.models import Village
from apps.assignments.models import Assignment
from apps.common.clock import ZONE
from apps.households.models import Household
from apps.imports.services import ImportResult, import_files
from apps.imports.writers.geometry import Plane, from_geos
from apps.people.models import Membership
from apps.visits.models import Contact
from tests.imports.dump import dump_tables

CODES = {
    "missing_head_name": "missing_head",
    "not_a_number": "size_not_a_number",
    "impossible_birth_year": "impossible_birth_year",
    "duplicate_of_previous_row": "duplicate_row",
    "swapped_lat_lon": "swapped_lat_lon",
    "outside_commune": "outside_commune",
}
# The day after the last contact of the log.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
REJECTING = {"missing_head_name", "not_a_number", "impossible_birth_year"}
HOUSEHOLDS = "danh_sach_ho.xlsx"


@dataclass(frozen=True)
class Case:
    """The folder, what is known to be in it, and what became of it."""

    folder: Path
    truth: dict[str, Any]
    result: ImportResult

    def said(self, name: str) -> Counter[tuple[str | None, int, str]]:
        """The remarks on one file as (sheet, row, code)."""
        (report,) = [report for report in self.result.reports if report.file == name]
        return Counter((said.sheet, said.row, said.code) for said in report.messages)

    @property
    def refused(self) -> set[str]:
        """Codes of the households whose row is rejected."""
        return {f["household"] for f in self.truth["faults"] if f["fault"] in REJECTING}


@pytest.fixture(scope="module")
def case(
    shared_data: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Case]:
    """The folder taken in once for all tests here, and rolled back after them."""
    folder = shared_data / "thien_tan"
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    with django_db_blocker.unblock(), transaction.atomic():
        yield Case(folder, truth, import_files([folder], at=NOW))
        transaction.set_rollback(True)


def test_every_row_is_accounted_for(case: Case) -> None:
    counted = {
        report.kind: (report.rows, report.imported, report.skipped, report.rejected)
        for report in case.result.reports
    }
    assert counted == {
        "commune": (1, 1, 0, 0),
        "villages": (26, 26, 0, 0),
        "groups": (113, 113, 0, 0),
        "households": (3408, 3338, 17, 53),
        "members": (411, 411, 0, 0),
        "assignments": (1340, 1322, 0, 18),
        "contacts": (7260, 7150, 0, 110),
    }
    households = case.result.reports[3]
    assert (households.crs, households.corrected) == ("EPSG:9215", 2)
    assert households.unlocated == Household.objects.filter(position=None).count()
    assert Household.objects.count() == 3338
    assert Membership.objects.count() == 411
    assert Assignment.objects.count() == 1322
    assert Contact.objects.count() == 7150
    # The rules that PostgreSQL puts off until commit.
    connection.check_constraints()


def test_exactly_the_listed_faults_are_reported(case: Case) -> None:
    expected = Counter((f["sheet"], f["row"], CODES[f["fault"]]) for f in case.truth["faults"])
    assert len(expected) == 75
    assert case.said(HOUSEHOLDS) == expected


def metres(household: Household, truth: dict[str, Any]) -> float:
    assert household.position is not None
    dx = math.radians(household.position.x - truth["lon"]) * math.cos(math.radians(truth["lat"]))
    return 6_371_000 * math.hypot(dx, math.radians(household.position.y - truth["lat"]))


def test_every_household_is_where_it_is(case: Case) -> None:
    known = {home["ma"]: home for home in case.truth["truth"]}
    outside = {f["household"] for f in case.truth["faults"] if f["fault"] == "outside_commune"}
    stored = Household.objects.select_related("village", "group")
    assert {household.code for household in stored} == set(known) - case.refused
    for household in stored:
        truth = known[household.code]
        assert household.village.name == truth["thon"]
        located = truth["coord"] != "none" and household.code not in outside
        if located:
            assert metres(household, truth) < 1
        else:
            reason = "outside_commune" if household.code in outside else "not_given"
            assert (household.position, household.position_missing) == (None, reason)
        if household.group is not None:
            assert household.group.name == f"Tổ {truth['to']}"
            assert household.group.village_id == household.village_id
        else:
            # Neither the file nor a position says it.
            assert not located


def rows_naming(case: Case, name: str, column: str) -> Counter[tuple[str | None, int, str]]:
    """The rows of a list that refer to a rejected household."""
    path = case.folder / name
    sheet = None
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows: list[Any] = list(csv.reader(file, delimiter=";"))
    else:
        book = openpyxl.load_workbook(path, read_only=True)
        sheet = book.worksheets[0].title
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        book.close()
    number, at = next(
        (number, list(row).index(column)) for number, row in enumerate(rows) if column in row
    )
    return Counter(
        (sheet, row_number, "unknown_household")
        for row_number, row in enumerate(rows, start=1)
        if row_number > number + 1 and row[at] in case.refused
    )


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("danh_sach_dang_vien.xlsx", "Mã hộ nơi ở"),
        ("phan_cong_hien_tai.xlsx", "Mã hộ"),
        ("so_tham_ho.csv", "Mã hộ"),
    ],
)
def test_only_rows_of_rejected_households_are_reported(case: Case, name: str, column: str) -> None:
    said = case.said(name)
    assert said
    assert said == rows_naming(case, name, column)


def test_again_changes_nothing(case: Case) -> None:
    before = dump_tables()
    again = import_files([case.folder], at=NOW)
    assert dump_tables() == before
    for first, second in zip(case.result.reports, again.reports, strict=True):
        assert second.unchanged == second.imported == first.imported
        assert second.updated == 0
        assert second.messages == first.messages


def outlines(folder: Path, villages: str) -> dict[str, tuple[str, BaseGeometry]]:
    """Villages as stored from ``villages``: code → (name, outline in metres)."""
    with transaction.atomic():
        names = ("ranh_gioi_xa.geojson", villages, "to_ndtq.geojson")
        result = import_files([folder / name for name in names], at=NOW)
        assert (result.exit_code, [r.imported for r in result.reports]) == (0, [1, 26, 113])
        if villages.endswith(".shp"):
            assert (result.reports[1].crs, result.reports[1].encoding) == ("EPSG:9215", "tcvn3")
        plane = Plane(21.6)
        found = {
            village.code: (village.name, plane.flatten(from_geos(village.geom)))
            for village in Village.objects.all()
        }
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_the_old_shapefile_gives_the_same_villages_as_the_geopackage(shared_data: Path) -> None:
    new = outlines(shared_data / "thien_tan", "ranh_gioi_thon.gpkg")
    old = outlines(shared_data / "thien_tan", "thon_vn2000_tcvn3/thon.shp")
    assert old.keys() == new.keys()
    for code, (name, shape) in new.items():
        old_name, old_shape = old[code]
        assert old_name.lower() == name.lower()
        # Along the edges too, not only from corner to corner.
        assert shapely.hausdorff_distance(shape, old_shape, densify=0.1) < 1
