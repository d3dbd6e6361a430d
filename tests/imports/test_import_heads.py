"""A list that calls a household by another name: who is its head among the residents."""

from pathlib import Path

import pytest

from apps.areas.models import Commune
from apps.households.models import Household, HouseholdMember
from apps.imports.services import import_files
from tests.conftest import NOW
from tests.factories.households import HouseholdMemberFactory
from tests.imports.conftest import said
from tests.imports.office import FIRST_ROW, HUE

pytestmark = pytest.mark.django_db
SHEET = HUE.villages[0]


@pytest.fixture
def home(commune: Commune, tmp_path: Path) -> Household:
    """A01 with its head and the head's wife."""
    import_files([HUE.write_homes(tmp_path, {SHEET: [HUE.home(0, 1)]})], at=NOW)
    home = Household.objects.get()
    HouseholdMemberFactory.create(household=home, full_name=home.head_name, relation="head")
    HouseholdMemberFactory.create(household=home, full_name="Hà Thị Mận", relation="spouse")
    return home


def relations(home: Household) -> dict[str, str]:
    return dict(HouseholdMember.objects.filter(household=home).values_list("full_name", "relation"))


def test_another_resident_is_the_head_from_now_on(home: Household, tmp_path: Path) -> None:
    path = HUE.write_homes(tmp_path, {SHEET: [HUE.home(0, 1, head="HÀ THỊ MẬN")]})
    (report,) = import_files([path], at=NOW).reports
    assert (report.updated, report.messages) == (1, [])
    assert relations(home) == {home.head_name: "member", "Hà Thị Mận": "head"}


def test_a_spelling_is_put_right(home: Household, tmp_path: Path) -> None:
    former = home.head_name
    spelt = former.replace("ị", "i")
    assert spelt != former
    path = HUE.write_homes(tmp_path, {SHEET: [HUE.home(0, 1, head=spelt)]})
    (report,) = import_files([path], at=NOW).reports
    assert report.messages == []
    home.refresh_from_db()
    assert relations(home) == {home.head_name: "head", "Hà Thị Mận": "spouse"}


def test_a_sibling_with_another_accent_is_somebody_else(home: Household, tmp_path: Path) -> None:
    former = home.head_name
    sibling = former.replace("Thị", "Thì")
    assert sibling != former
    HouseholdMemberFactory.create(household=home, full_name=sibling, relation="sibling")
    path = HUE.write_homes(tmp_path, {SHEET: [HUE.home(0, 1, head=sibling)]})
    import_files([path], at=NOW)
    assert relations(home) == {former: "member", sibling: "head", "Hà Thị Mận": "spouse"}


def test_somebody_who_does_not_live_there_is_told(home: Household, tmp_path: Path) -> None:
    path = HUE.write_homes(tmp_path, {SHEET: [HUE.home(0, 1, head="Ma Văn Khác")]})
    (report,) = import_files([path], at=NOW).reports
    assert said(report) == [(SHEET, FIRST_ROW, "head_is_another")]
    assert relations(home) == {home.head_name: "head", "Hà Thị Mận": "spouse"}
    home.refresh_from_db()
    assert home.head_name == "Ma Văn Khác"
