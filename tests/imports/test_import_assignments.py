"""Today's assignments, members and the contact log against the register."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.areas.models import Commune
from apps.assignments import import_rows
from apps.assignments.import_rows import AssignmentWriter
from apps.assignments.models import Assignment, Tier
from apps.households.models import Household, HouseholdMember
from apps.imports.readers.shapes import Cell
from apps.imports.reporting import FileReport
from apps.imports.services import import_files
from apps.people.kinds import LeaveReason, PostKind
from apps.people.models import Membership, Person, VillageWorker
from apps.visits.models import Contact
from tests.conftest import NOW
from tests.factories.households import put_in_charge
from tests.factories.people import MembershipFactory, PersonFactory, PostFactory
from tests.imports.conftest import said
from tests.imports.office import HUE, write_table


@pytest.fixture
def folder(commune: Commune, tmp_path: Path) -> Path:
    """Six households and three members are known; member 1 lives in A01, member 2 in A02."""
    files = [HUE.write_homes(tmp_path, HUE.homes()), HUE.write_members(tmp_path)]
    assert import_files(files, at=NOW).exit_code == 0
    return tmp_path


def assign(folder: Path, *rows: Sequence[Cell]) -> FileReport:
    (report,) = import_files([HUE.write_assignments(folder, rows)], at=NOW).reports
    return report


def codes(report: FileReport) -> list[tuple[int, str]]:
    return [(row, code) for _sheet, row, code in said(report)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("X99", 1, "Hà Văn Núi", "05/01/2026"), "unknown_household"),
        ((None, 1, "Hà Văn Núi", "05/01/2026"), "unknown_household"),
        (("A03", 77, None, "05/01/2026"), "unknown_member"),
        (("A03", None, "Không Ai Biết", "05/01/2026"), "unknown_member"),
        (("A03", 1, "Hà Thị Suối", "05/01/2026"), "unknown_member"),
        (("A01", 1, "Hà Văn Núi", "05/01/2026"), "own_household"),
        (("A03", 1, "Hà Văn Núi", "05/01/2027"), "future_date"),
        (("A03", 1, "Hà Văn Núi", "31/02/2026"), "bad_date"),
    ],
)
def test_rejected_and_reported(folder: Path, row: Sequence[Cell], code: str) -> None:
    report = assign(folder, ("B01", 1, "Hà Văn Núi", "05/01/2026"), row)
    assert codes(report) == [(3, code)]
    assert (report.rows, report.imported, report.rejected) == (2, 1, 1)
    assert Assignment.objects.get().household.code == "B01"


@pytest.mark.parametrize(("number", "name"), [(1, None), (None, "HÀ VĂN NÚI"), (1, "Hà Văn Núi")])
def test_a_member_by_number_or_name(folder: Path, number: int | None, name: str | None) -> None:
    assert codes(assign(folder, ("A03", number, name, "05/01/2026"))) == []
    assert Assignment.objects.get().person.full_name == "Hà Văn Núi"


def test_somebody_else_closes_the_old_pair(folder: Path) -> None:
    assign(folder, ("A03", 1, None, "05/01/2026"))
    report = assign(folder, ("A03", 2, None, "01/09/2026"))
    assert (report.imported, report.updated, codes(report)) == (1, 1, [])
    old, new = Assignment.objects.order_by("period")
    assert (old.period.lower, old.period.upper) == (date(2026, 1, 5), date(2026, 9, 1))
    assert (new.period.lower, new.period.upper) == (date(2026, 9, 1), None)
    assert new.person.full_name == "Hà Thị Suối"


@pytest.mark.parametrize("since", ["05/01/2026", "01/01/2026"])
def test_somebody_else_from_no_later_a_day_is_reported(folder: Path, since: str) -> None:
    assign(folder, ("A03", 1, None, "05/01/2026"))
    report = assign(folder, ("A03", 2, None, since))
    assert codes(report) == [(2, "already_assigned")]
    assert Assignment.objects.get().person.full_name == "Hà Văn Núi"


def test_two_people_for_one_household_in_a_file(folder: Path) -> None:
    report = assign(folder, ("A03", 1, None, "05/01/2026"), ("A03", 2, None, "01/02/2026"))
    assert codes(report) == [(3, "already_assigned")]
    assert Assignment.objects.count() == 1


def periods() -> list[tuple[str, date, date | None]]:
    rows = Assignment.objects.select_related("person").order_by("household__code", "period")
    return [(row.person.full_name, row.period.lower, row.period.upper) for row in rows]


def test_what_was_ended_at_the_desk_stays_ended(folder: Path) -> None:
    assign(folder, ("A03", 1, None, "05/01/2026"))
    ended = DateRange(date(2026, 1, 5), date(2026, 9, 1))
    Assignment.objects.update(period=ended)
    report = assign(folder, ("A03", 1, None, "05/01/2026"), ("B01", 2, None, "05/01/2026"))
    assert codes(report) == [(2, "charge_ended")]
    assert "từ 01/09/2026, không mở lại" in report.messages[0].message
    assert (report.imported, report.rejected) == (1, 1)
    assert Assignment.objects.get(household__code="A03").period == ended
    # In charge again, since a day that is said.
    report = assign(folder, ("A03", 1, None, "01/10/2026"))
    assert codes(report) == []
    assert Assignment.objects.filter(household__code="A03").count() == 2


def test_the_last_day_is_written(folder: Path) -> None:
    report = assign(folder, ("A03", 1, None, "05/01/2026", "01/09/2026"))
    assert codes(report) == []
    assert periods() == [("Hà Văn Núi", date(2026, 1, 5), date(2026, 9, 1))]
    again = assign(folder, ("A03", 1, None, "05/01/2026", "01/09/2026"))
    assert (again.unchanged, codes(again)) == (1, [])


def test_an_end_is_added_to_what_is_known(folder: Path) -> None:
    assign(folder, ("A03", 1, None, "05/01/2026"))
    report = assign(folder, ("A03", 1, None, "05/01/2026", "31/12/2026"))
    assert (report.updated, codes(report)) == (1, [])
    assert periods() == [("Hà Văn Núi", date(2026, 1, 5), date(2026, 12, 31))]


@pytest.mark.parametrize("until", ["05/01/2026", "04/01/2026"])
def test_an_end_comes_after_the_beginning(folder: Path, until: str) -> None:
    report = assign(folder, ("A03", 1, None, "05/01/2026", until))
    assert codes(report) == [(2, "ends_before_start")]
    assert not Assignment.objects.exists()


def test_what_is_over_displaces_nobody(folder: Path) -> None:
    assign(folder, ("A03", 1, None, "05/03/2026"))
    report = assign(
        folder,
        ("A03", 2, None, "01/01/2026", "05/03/2026"),
        ("A03", 2, None, "01/04/2026", "01/06/2026"),
    )
    assert codes(report) == [(3, "already_assigned")]
    assert periods() == [
        ("Hà Thị Suối", date(2026, 1, 1), date(2026, 3, 5)),
        ("Hà Văn Núi", date(2026, 3, 5), None),
    ]


def test_what_was_over_before_the_household_left(folder: Path) -> None:
    Household.objects.filter(code="A03").update(left_on=date(2026, 9, 1), left_reason="moved")
    report = assign(
        folder,
        ("A03", 1, None, "05/01/2026", "01/09/2026"),
        ("A03", 2, None, "05/10/2025", "02/09/2026"),
    )
    assert codes(report) == [(3, "household_left")]
    assert periods() == [("Hà Văn Núi", date(2026, 1, 5), date(2026, 9, 1))]


def test_nobody_is_in_charge_of_the_home_they_will_leave(folder: Path) -> None:
    HouseholdMember.objects.filter(household__code="A01").update(left_on=date(2026, 12, 1))
    row = ("A01", 1, None, "05/01/2026")
    assert codes(assign(folder, row)) == [(2, "own_household")]
    HouseholdMember.objects.filter(household__code="A01").update(left_on=date(2026, 3, 1))
    assert codes(assign(folder, row)) == [(2, "own_household")]
    # Since leaving it, one may.
    assert codes(assign(folder, ("A01", 1, None, "01/03/2026"))) == []


def test_what_somebody_else_writes_meanwhile_is_told_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = AssignmentWriter.finish

    def assign_then_finish(writer: AssignmentWriter) -> None:
        home = Household.objects.get(code="A03")
        put_in_charge(Person.objects.get(full_name="Hà Thị Suối"), home, since=date(2026, 2, 1))
        finish(writer)

    monkeypatch.setattr(AssignmentWriter, "finish", assign_then_finish)
    path = HUE.write_assignments(folder, [("A03", 1, None, "05/01/2026")])
    result = import_files([path], at=NOW)
    assert [left.code for left in result.unreadable] == ["charge_conflict"]
    assert "hai người trong cùng thời gian" in result.unreadable[0].message
    assert not Assignment.objects.exists()


def test_what_the_database_puts_off_is_told_of_the_file(
    folder: Path, commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of households before it in the batch puts the rule about one's own home off."""
    monkeypatch.setattr(AssignmentWriter, "_lives_in", lambda *args: False)
    files = [
        HUE.write_homes(folder, HUE.homes()),
        HUE.write_assignments(folder, [("A01", 1, None, "05/01/2026")]),
    ]
    result = import_files(files, at=NOW, commune=commune, single_transaction=True)
    assert [left.code for left in result.unreadable] == ["own_charge_conflict"]
    assert not Assignment.objects.exists()


def test_a_rule_that_nobody_foresaw_is_our_mistake(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not made out to be the file's."""
    monkeypatch.setattr(import_rows, "Tier", SimpleNamespace(HOUSEHOLD=Tier.OFFICER))
    path = HUE.write_assignments(folder, [("A03", 1, None, "05/01/2026")])
    with pytest.raises(IntegrityError, match="tier_fits_target"):
        import_files([path], at=NOW)


def test_a_member_of_an_unknown_household_is_taken_in_and_reported(folder: Path) -> None:
    cell = f"Chi bộ {HUE.villages[1]}"
    row = (9, "Hưu trí", "Tòng Thị Sương", "1950", cell, "", "X99")
    (report,) = import_files([HUE.write_members(folder, [row])], at=NOW).reports
    assert (report.imported, codes(report)) == (1, [(2, "unknown_household")])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("X99", "07/11/2026", "Gặp mặt", 1, ""), "unknown_household"),
        (("A03", "07/11/2026", "Gặp mặt", 88, ""), "unknown_member"),
        (("A03", "17/11/2026", "Gặp mặt", 1, ""), "future_date"),
        (("A03", "hôm qua", "Gặp mặt", 1, ""), "bad_date"),
        (("A03", "07/11/2026", "thần giao cách cảm", 1, ""), "bad_channel"),
    ],
)
def test_a_line_of_the_log_is_reported_and_not_lost(
    folder: Path, row: Sequence[Cell], code: str
) -> None:
    good = ("B01", "07/11/2026", "Gặp mặt", 1, "Ổn")
    (report,) = import_files([HUE.write_contacts(folder, [good, row])], at=NOW).reports
    assert said(report) == [(None, 3, code)]
    assert (report.rows, report.imported, report.rejected) == (2, 1, 1)
    assert report.encoding == "utf-8-sig"
    assert Contact.objects.get().household.code == "B01"


def log(folder: Path, *rows: Sequence[Cell]) -> FileReport:
    (report,) = import_files([HUE.write_contacts(folder, rows)], at=NOW).reports
    return report


def named_log(folder: Path, *rows: Sequence[Cell]) -> FileReport:
    """Rows: household, day, name."""
    path = write_table(
        folder / "so tham.xlsx",
        ("Mã hộ", "Ngày thăm", "Hình thức", "Người thăm"),
        [(home, day, "Gặp mặt", name) for home, day, name in rows],
    )
    (report,) = import_files([path], at=NOW).reports
    return report


def in_village(commune: Commune, name: str, duty: str) -> Person:
    person = PersonFactory.create(commune=commune, full_name=name)
    village = commune.villages.get(code="T1")
    if duty == "head":
        PostFactory.create(person=person, kind=PostKind.VILLAGE_HEAD, village=village)
    else:
        VillageWorker.objects.create(person=person, village=village, work="Y tế thôn")
    return person


@pytest.mark.parametrize("duty", ["head", "worker"])
def test_who_carries_households_need_be_no_member(
    commune: Commune, folder: Path, duty: str
) -> None:
    person = in_village(commune, "Lò Văn Suối", duty)
    assert codes(assign(folder, ("A03", None, "Lò Văn Suối", "05/01/2026"))) == []
    assert Assignment.objects.get().person == person
    assert codes(named_log(folder, ("A03", "07/11/2026", "Lò Văn Suối"))) == []
    assert Contact.objects.get().person == person


def test_a_member_who_works_in_the_village_too_is_one(commune: Commune, folder: Path) -> None:
    person = Person.objects.get(full_name="Hà Văn Núi")
    VillageWorker.objects.create(person=person, village=commune.villages.get(code="T1"), work="x")
    assert codes(assign(folder, ("A03", None, "Hà Văn Núi", "05/01/2026"))) == []


def test_a_worker_with_a_members_name_is_ambiguous(commune: Commune, folder: Path) -> None:
    in_village(commune, "Hà Văn Núi", "worker")
    report = assign(folder, ("A03", None, "Hà Văn Núi", None), ("B01", 1, "Hà Văn Núi", None))
    assert codes(report) == [(2, "unknown_member")]


def test_what_somebody_did_before_leaving_comes_in(folder: Path) -> None:
    rows = Membership.objects.filter(person__full_name="Hà Văn Núi")
    rows.update(valid_from=None, valid_to=date(2026, 5, 10), left_reason=LeaveReason.MOVED)
    report = log(
        folder,
        ("A03", "09/05/2026", "Gặp mặt", 1, ""),
        ("A03", "10/05/2026", "Gặp mặt", 1, ""),
    )
    assert codes(report) == [(3, "unknown_member")]
    assert Contact.objects.get().person.full_name == "Hà Văn Núi"
    charges = assign(
        folder,
        ("A03", 1, "Hà Văn Núi", "05/01/2026", "01/05/2026"),
        ("B01", 1, "Hà Văn Núi", "05/01/2026", None),
    )
    assert codes(charges) == [(3, "unknown_member")]


def test_the_day_tells_two_of_one_name_apart(commune: Commune, folder: Path) -> None:
    old = Membership.objects.get(person__full_name="Hà Văn Núi")
    Membership.objects.filter(pk=old.pk).update(
        valid_from=None, valid_to=date(2026, 5, 10), left_reason=LeaveReason.MOVED
    )
    young = PersonFactory.create(commune=commune, full_name="Hà Văn Núi")
    MembershipFactory.create(person=young, cell=old.cell, valid_from=date(2026, 6, 1))
    rows = [("A03", f"07/0{month}/2026", "Hà Văn Núi") for month in (4, 7)]
    assert codes(named_log(folder, *rows)) == []
    found = Contact.objects.order_by("happened_at").values_list("person", flat=True)
    assert list(found) == [old.person_id, young.pk]
