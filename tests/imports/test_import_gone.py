"""Lists that still name a household which has left, or an entry that was a double."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.accounts.roles import Role
from apps.areas.models import Commune
from apps.assignments.models import Assignment
from apps.households.models import Household, HouseholdMember, LeavingReason
from apps.imports.services import import_files
from apps.imports.writers import household_sql as sql
from apps.imports.writers.household_table import HouseholdTable
from apps.people.models import Person
from apps.visits.models import Contact
from tests.conftest import NOW
from tests.factories.households import contact, put_in_charge
from tests.factories.world import World
from tests.imports.conftest import said
from tests.imports.desk import Desk
from tests.imports.dump import dump_tables
from tests.imports.office import FIRST_ROW, HUE, write_geojson
from tests.imports.test_correction_workbook import AT, workbook
from tests.reports.roundtrip import comes_back_unchanged, exported

pytestmark = pytest.mark.django_db
SHEET = HUE.villages[0]
LEFT_ON = date(2026, 3, 14)
LEFT = "Hộ mang mã này đã chuyển đi từ 14/03/2026"


def leaves(code: str, day: date = LEFT_ON) -> None:
    homes = Household.objects.filter(code=code)
    assert homes.update(left_on=day, left_reason=LeavingReason.MOVED) == 1


@pytest.fixture
def folder(commune: Commune, tmp_path: Path) -> Path:
    """A01 to A03 and B01 to B03, with members in A01 and A02; A02 has left since."""
    HUE.write_homes(tmp_path, HUE.homes())
    HUE.write_members(tmp_path)
    assert import_files([tmp_path], at=NOW).exit_code == 0
    leaves("A02")
    return tmp_path


def edited(folder: Path) -> Path:
    """The same list with another size for A02 and for A03."""
    sheets = HUE.homes()
    sheets[SHEET][1] |= {"size": 9, "head": "Lò Thị Khác"}
    sheets[SHEET][2] |= {"size": 8}
    return HUE.write_homes(folder, sheets)


def test_nothing_of_it_changes_and_the_row_says_what_to_do(folder: Path) -> None:
    before = Household.objects.filter(code="A02").values().get()
    (report,) = import_files([edited(folder)], at=NOW).reports
    assert Household.objects.filter(code="A02").values().get() == before
    assert Household.objects.get(code="A03").size == 8
    assert (report.rows, report.updated, report.unchanged, report.rejected) == (6, 1, 4, 1)
    assert said(report) == [(SHEET, FIRST_ROW + 1, "household_left")]
    assert report.messages[0].message.startswith(LEFT)
    assert "đặt mã khác" in report.messages[0].message


def test_a_household_that_will_leave_still_counts(folder: Path) -> None:
    leaves("A02", date(2026, 11, 17))
    (report,) = import_files([edited(folder)], at=NOW).reports
    assert (report.updated, report.rejected) == (2, 0)


def test_a_double_names_the_entry_that_was_kept(folder: Path) -> None:
    kept = Household.objects.get(code="A03")
    middle = Household.objects.get(code="A01")
    double = {"left_on": LEFT_ON, "left_reason": LeavingReason.DOUBLE}
    Household.objects.filter(code="A01").update(merged_into=kept, **double)
    Household.objects.filter(code="A02").update(merged_into=middle, **double)
    (report,) = import_files([edited(folder)], at=NOW).reports
    assert [remark.code for remark in report.messages] == ["household_double"] * 2
    assert all("nhập vào hộ A03" in remark.message for remark in report.messages)
    assert (report.updated, report.rejected) == (1, 2)


def test_the_command_says_it(folder: Path) -> None:
    out = StringIO()
    path = edited(folder)
    with pytest.raises(SystemExit):
        call_command("import_commune", str(path), stdout=out, stderr=out)
    assert f"{SHEET}, dòng {FIRST_ROW + 1}: {LEFT}" in out.getvalue()
    assert "[household_left]" in out.getvalue()


def test_points_do_not_place_it_anew(folder: Path) -> None:
    before = Household.objects.filter(code="A02").values().get()
    places = [({"name": "A02"}, HUE.group_shape(0, 0).centroid)]
    (report,) = import_files([write_geojson(folder / "diem.geojson", places)], at=NOW).reports
    assert [remark.code for remark in report.messages] == ["household_left"]
    assert Household.objects.filter(code="A02").values().get() == before


def test_who_left_while_the_file_was_written_is_not_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = HouseholdTable._refuse_gone

    def leave_then_refuse(table: HouseholdTable, cursor: object) -> None:
        tell(table, cursor)
        leaves("A03")

    monkeypatch.setattr(HouseholdTable, "_refuse_gone", leave_then_refuse)
    result = import_files([edited(folder)], at=NOW)
    assert [left.code for left in result.unreadable] == ["changed_meanwhile"]
    assert Household.objects.get(code="A03").size == 3
    assert "%(day)s" in sql.UPDATE


def test_nobody_is_put_in_charge_of_it(folder: Path) -> None:
    rows = [("A02", 1, "Hà Văn Núi", "05/01/2026"), ("B01", 1, "Hà Văn Núi", "05/01/2026")]
    path = HUE.write_assignments(folder, rows)
    (report,) = import_files([path], at=NOW).reports
    assert [(remark.row, remark.code) for remark in report.messages] == [(2, "household_left")]
    assert Assignment.objects.get().household.code == "B01"


def test_its_list_of_assignments_comes_in_again(folder: Path) -> None:
    """What ended with its leaving is not begun anew from the old day."""
    leaves("A02", date(2026, 11, 1))
    home = Household.objects.get(code="A02")
    person = HouseholdMember.objects.get(household__code="A01").person
    assert person is not None
    put_in_charge(person, home, since=date(2026, 1, 5), until=date(2026, 11, 1))
    path = HUE.write_assignments(folder, [("A02", 1, "Hà Văn Núi", "05/01/2026")])
    before = dump_tables()
    (report,) = import_files([path], at=NOW, dry_run=True).reports
    assert report.rejected == 1
    assert dump_tables() == before


def test_its_contacts_end_with_it(folder: Path) -> None:
    rows = [
        ("A02", "13/03/2026", "Gặp mặt", 1, "Chuẩn bị đi"),
        ("A02", "14/03/2026", "Gặp mặt", 1, "Đã đi"),
    ]
    path = HUE.write_contacts(folder, rows)
    for new in (1, 0):
        (report,) = import_files([path], at=NOW).reports
        assert (report.imported - report.unchanged, report.rejected) == (new, 1)
        assert [(remark.row, remark.code) for remark in report.messages] == [(3, "household_left")]
    assert Contact.objects.get().day == date(2026, 3, 13)


def test_a_contact_taken_in_before_stays(folder: Path) -> None:
    path = HUE.write_contacts(folder, [("A03", "15/03/2026", "Gặp mặt", 1, "Ổn định")])
    import_files([path], at=NOW)
    leaves("A03")
    (report,) = import_files([path], at=NOW).reports
    assert (report.unchanged, report.rejected) == (1, 0)


def test_a_member_does_not_move_into_it(folder: Path) -> None:
    cell = f"Chi bộ {SHEET}"
    rows = [
        (1, "Đảng viên ở thôn", "Hà Văn Núi", "02/03/1970", cell, "Bí thư", "A02"),
        (2, "Hưu trí", "Hà Thị Suối", "1955", cell, "", "A02"),
    ]
    (report,) = import_files([HUE.write_members(folder, rows)], at=NOW).reports
    # Who lived there already is told of no more.
    assert [(remark.row, remark.code) for remark in report.messages] == [(2, "home_left")]
    assert "14/03/2026" in report.messages[0].message
    assert (report.imported, report.unchanged) == (2, 2)
    homes = HouseholdMember.objects.order_by("full_name").values_list(
        "full_name", "household__code"
    )
    assert list(homes) == [("Hà Thị Suối", "A02"), ("Hà Văn Núi", "A01")]


def test_the_assistant_shows_it_and_its_workbook_marks_the_code(desk: Desk, tmp_path: Path) -> None:
    import_files([HUE.write_homes(tmp_path, HUE.homes())], at=NOW)
    leaves("A02")
    desk.drop(edited(tmp_path))
    desk.preview()
    (row,) = desk.rows(outcome="rejected")
    assert (row.sheet, row.number, row.key) == (SHEET, FIRST_ROW + 1, "A02")
    assert LEFT in desk.page(xem="rejected")
    desk.commit()
    assert Household.objects.get(code="A02").size == 3
    book = workbook(desk, "so ho.xlsx")
    cell = book[SHEET].cell(FIRST_ROW, AT["code"])
    assert cell.comment is not None
    assert cell.comment.text.startswith(LEFT)

    cell.value = "A99"
    path = tmp_path / "dong-can-sua.xlsx"
    book.save(path)
    again = Desk(desk.client)
    again.open()
    again.drop(path)
    again.preview()
    again.commit()
    assert [row.outcome for row in again.rows()] == ["new"]
    assert Household.objects.get(code="A99").size == 9


@pytest.mark.parametrize("subject", ["households", "members", "assignments", "contacts"])
def test_what_is_exported_still_changes_nothing(world: World, tmp_path: Path, subject: str) -> None:
    """Lists leave out who left; the log and a member's home may still name them."""
    home = world.households[2]
    secretary = Person.objects.get(user__username="bithu")
    contact(home, secretary, date(2026, 11, 1))
    HouseholdMember.objects.create(household=home, person=secretary, full_name=secretary.full_name)
    Household.objects.filter(pk=home.pk).update(left_on=date(2026, 11, 2), left_reason="moved")
    file = exported(world.users[Role.COMMUNE_LEADER], subject, "xlsx")
    comes_back_unchanged(file, world.commune, tmp_path)
