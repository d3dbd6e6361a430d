"""Lists of members against what is known: people of one name, who left, who moved."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from pghistory.models import Events

from apps.areas.models import Commune
from apps.households.models import Household, HouseholdMember
from apps.imports.readers.shapes import Cell
from apps.imports.reporting import FileReport
from apps.imports.services import import_files
from apps.imports.writers.member_homes import MemberHomes
from apps.people.models import Membership, PartyCell, Person, Post
from tests.conftest import NOW
from tests.factories.households import put_in_charge
from tests.imports.conftest import said
from tests.imports.office import HUE

pytestmark = pytest.mark.django_db
CELL, OTHER_CELL = (f"Chi bộ {village}" for village in HUE.villages)
TODAY = NOW.date()
ENDED = date(2026, 3, 14)
Line = Sequence[Cell]
Take = Callable[..., FileReport]


def line(
    number: int, name: str, born: str, cell: str = CELL, post: str = "", home: str = ""
) -> Line:
    return number, "Đảng viên ở thôn", name, born, cell, post, home


@pytest.fixture
def take(commune: Commune, tmp_path: Path) -> Take:
    """Takes in a list of members; six households are known, A01 to A03 and B01 to B03."""
    import_files([HUE.write_homes(tmp_path, HUE.homes())], at=NOW)

    def take(*rows: Line) -> FileReport:
        (report,) = import_files([HUE.write_members(tmp_path, rows)], at=NOW).reports
        return report

    return take


def codes(report: FileReport) -> list[tuple[int, str]]:
    return [(row, code) for _sheet, row, code in said(report)]


NUI = line(1, "Hà Văn Núi", "02/03/1970", CELL, "Bí thư", "A01")


def nui() -> Person:
    return Person.objects.get(full_name="Hà Văn Núi")


# People of one name.


def test_people_of_one_name_and_no_more_than_a_year_stay_apart(take: Take) -> None:
    rows = [line(1, "Hà Văn Núi", "1955"), line(2, "Hà Văn Núi", "1960")]
    assert codes(take(*rows)) == []
    people = Person.objects.order_by("birth_year")
    assert [(p.birth_year, p.birth_date) for p in people] == [(1955, None), (1960, None)]
    assert Membership.objects.count() == 2
    # Numbered anew, each is known by the year.
    report = take(line(1, "Hà Văn Núi", "1960"), line(2, "Hà Văn Núi", "1955"))
    assert (report.updated, codes(report)) == (2, [])
    numbers = Membership.objects.order_by("list_number").values_list(
        "person__birth_year", flat=True
    )
    assert list(numbers) == [1960, 1955]


def test_whom_nobody_can_tell_apart_is_sent_back(take: Take) -> None:
    take(line(1, "Hà Văn Núi", "1955"))
    report = take(line(5, "Hà Văn Núi", "1955"), line(6, "Hà Văn Núi", "1955"))
    assert codes(report) == [(2, "member_ambiguous"), (3, "member_ambiguous")]
    assert (report.imported, report.rejected) == (0, 2)
    assert Person.objects.count() == 1


def test_a_person_on_two_lines_comes_in_once(take: Take) -> None:
    report = take(NUI, line(9, "Hà Văn Núi", "02/03/1970", OTHER_CELL))
    assert codes(report) == [(3, "member_listed_twice")]
    assert Membership.objects.get().cell.name == CELL


def test_the_day_of_birth_takes_the_place_of_the_year(take: Take) -> None:
    take(line(1, "Hà Văn Núi", "1970"))
    report = take(NUI)
    assert (report.updated, codes(report)) == (1, [])
    assert (nui().birth_date, nui().birth_year) == (date(1970, 3, 2), None)
    # And no later list takes it away.
    report = take(line(1, "Hà Văn Núi", "1970"))
    assert report.unchanged == 1
    assert nui().birth_date == date(1970, 3, 2)


# Who left.


def test_who_left_the_party_cell_is_not_brought_back(take: Take) -> None:
    take(NUI)
    Membership.objects.update(valid_to=ENDED, left_reason="moved")
    Post.objects.update(valid_to=ENDED)
    report = take(NUI, line(2, "Hà Thị Suối", "1955"))
    assert codes(report) == [(2, "member_left")]
    assert "rời chi bộ từ 14/03/2026" in report.messages[0].message
    assert Membership.objects.filter(person=nui()).count() == 1
    assert Post.objects.count() == 1


def test_who_gave_a_post_up_does_not_get_it_back(take: Take) -> None:
    take(NUI)
    Post.objects.update(valid_to=ENDED)
    report = take(NUI)
    assert codes(report) == [(2, "post_ended")]
    assert Post.objects.get().valid_to == ENDED
    # Without the post the line is as good as ever.
    assert take(line(1, "Hà Văn Núi", "02/03/1970", CELL, "", "A01")).unchanged == 1


def test_who_will_leave_is_still_a_member(take: Take) -> None:
    take(NUI)
    Membership.objects.update(valid_to=date(2026, 12, 1), left_reason="other")
    Post.objects.update(valid_to=date(2026, 12, 1))
    HouseholdMember.objects.update(left_on=date(2026, 12, 1))
    assert take(NUI).unchanged == 1
    assert (Membership.objects.count(), Post.objects.count()) == (1, 1)
    assert HouseholdMember.objects.count() == 1


def test_a_cell_that_has_ended_takes_nobody_in(take: Take) -> None:
    take(NUI)
    PartyCell.objects.update(valid_to=ENDED)
    assert codes(take(line(2, "Hà Thị Suối", "1955"))) == [(2, "cell_ended")]
    assert not Person.objects.filter(full_name="Hà Thị Suối").exists()


# Who moved on.


def test_another_cell_begins_on_the_day_and_the_posts_in_the_old_one_end(take: Take) -> None:
    take(NUI)
    report = take(line(1, "Hà Văn Núi", "02/03/1970", OTHER_CELL, "Chi ủy viên", "A01"))
    assert (report.updated, codes(report)) == (1, [])
    old, new = Membership.objects.order_by("pk")
    assert (old.cell.name, old.valid_to, old.left_reason) == (CELL, TODAY, "other_cell")
    assert (new.cell.name, new.valid_from, new.valid_to) == (OTHER_CELL, TODAY, None)
    before, after = Post.objects.order_by("pk")
    assert (before.kind, before.valid_to) == ("cell_secretary", TODAY)
    assert (after.kind, after.valid_from) == ("cell_committee_member", TODAY)
    (told,) = Events.objects.tracks(new)
    assert told.pgh_context["reason"] == "import"
    # Once is enough.
    again = take(line(1, "Hà Văn Núi", "02/03/1970", OTHER_CELL, "Chi ủy viên", "A01"))
    assert again.unchanged == 1


def test_an_old_list_does_not_bring_back_into_the_old_cell(take: Take) -> None:
    take(NUI)
    other = PartyCell.objects.create(commune=Commune.objects.get(), name=OTHER_CELL)
    Membership.objects.update(valid_to=ENDED, left_reason="other_cell")
    Membership.objects.create(person=nui(), cell=other, kind="resident", valid_from=ENDED)
    report = take(NUI)
    assert codes(report) == [(2, "cell_left")]
    assert Membership.objects.get(valid_to=None).cell == other


def test_a_wrong_cell_is_put_right_on_the_same_day(take: Take) -> None:
    take(NUI)
    take(line(1, "Hà Văn Núi", "02/03/1970", OTHER_CELL, "", "A01"))
    report = take(line(1, "Hà Văn Núi", "02/03/1970", CELL, "", "A01"))
    assert (report.updated, codes(report)) == (1, [])
    assert Membership.objects.count() == 2
    assert Membership.objects.get(valid_to=None).cell.name == CELL


def test_a_new_post_of_somebody_known_begins_on_the_day(take: Take) -> None:
    take(line(1, "Hà Văn Núi", "02/03/1970"))
    take(NUI)
    assert Post.objects.get().valid_from == TODAY


def test_another_home_begins_on_the_day_and_the_old_one_stays_known(take: Take) -> None:
    take(NUI)
    HouseholdMember.objects.update(job="Thợ xây")
    report = take(line(1, "Hà Văn Núi", "02/03/1970", CELL, "Bí thư", "B02"))
    assert (report.updated, codes(report)) == (1, [])
    old, new = HouseholdMember.objects.order_by("pk")
    assert (old.household.code, old.left_on) == ("A01", TODAY)
    assert (new.household.code, new.joined_on, new.left_on) == ("B02", TODAY, None)
    assert (new.person, new.job, new.birth_year) == (nui(), "Thợ xây", 1970)
    assert nui().home == Household.objects.get(code="B02").position
    # A slip is put right on the same day; an old list some day later moves nobody back.
    take(line(1, "Hà Văn Núi", "02/03/1970", CELL, "Bí thư", "B03"))
    assert HouseholdMember.objects.get(left_on=None).household.code == "B03"
    HouseholdMember.objects.filter(left_on=None).update(joined_on=date(2026, 11, 1))
    HouseholdMember.objects.exclude(left_on=None).update(left_on=date(2026, 11, 1))
    report = take(NUI)
    assert codes(report) == [(2, "home_departed")]
    assert HouseholdMember.objects.get(left_on=None).household.code == "B03"
    assert nui().home == Household.objects.get(code="B03").position


def test_a_head_does_not_move_out_by_a_list(take: Take) -> None:
    take(NUI)
    HouseholdMember.objects.update(relation="head")
    report = take(line(1, "Hà Văn Núi", "02/03/1970", CELL, "Bí thư", "B02"))
    assert (report.imported, codes(report)) == (1, [(2, "home_of_head")])
    assert HouseholdMember.objects.get().household.code == "A01"


def test_nobody_moves_into_a_home_that_is_about_to_leave(take: Take) -> None:
    Household.objects.filter(code="A01").update(left_on=date(2026, 12, 1), left_reason="moved")
    report = take(NUI, line(2, "Hà Thị Suối", "1955"))
    assert (report.imported, codes(report)) == (2, [(2, "home_leaving")])
    assert not HouseholdMember.objects.exists()


def test_nobody_moves_into_the_home_they_are_in_charge_of(take: Take) -> None:
    take(line(1, "Hà Văn Núi", "02/03/1970"))
    charge = put_in_charge(nui(), Household.objects.get(code="A01"), since=date(2026, 1, 5))
    report = take(NUI, line(2, "Hà Thị Suối", "1955"))
    assert (report.imported, codes(report)) == (1, [(2, "own_charge")])
    assert not HouseholdMember.objects.exists()
    charge.delete()
    assert codes(take(NUI)) == []


def test_a_charge_given_meanwhile_is_told_of(
    take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(line(1, "Hà Văn Núi", "02/03/1970"))
    flush = MemberHomes.flush

    def charge_then_flush(homes: MemberHomes) -> None:
        put_in_charge(nui(), Household.objects.get(code="A01"), since=date(2026, 1, 5))
        flush(homes)

    monkeypatch.setattr(MemberHomes, "flush", charge_then_flush)
    path = HUE.write_members(tmp_path, [NUI])
    result = import_files([path], at=NOW)
    assert [left.code for left in result.unreadable] == ["own_charge_conflict"]
    assert "vừa ở, vừa phụ trách" in result.unreadable[0].message
    assert not HouseholdMember.objects.exists()
