"""New people, corrections, duties: what the office writes, and what it is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.people.capacities import capacity_of
from apps.people.kinds import LeaveReason, PostKind
from apps.people.models import (
    CapacityRule,
    CommuneOfficer,
    Membership,
    Person,
    Post,
    Term,
    VillageWorker,
)
from tests.factories.households import put_in_charge
from tests.factories.people import CellFactory, MembershipFactory, PersonFactory, PostFactory
from tests.factories.world import World
from tests.people.desk import Desk, desk, filled_in

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def office(world: World, login: Login) -> Desk:
    return desk(login, world.users[Role.COMMUNE_OFFICE])


def _new(world: World, **fields: Any) -> dict[str, Any]:
    return {
        "full_name": "  Đàm  Thị Hoà ",
        "birth_date": "5/4/1980",
        "phone": "0912 000 333",
        "cell": world.cell.pk,
        "kind": "resident",
        "health": "good",
        **fields,
    }


def test_a_new_member(world: World, office: Desk, at: date) -> None:
    done = office.fill("people:add-member", **_new(world, home="21,5130 106,0140"))
    assert done.status_code == 302
    person = Person.objects.get(full_name="Đàm Thị Hoà")
    assert done["Location"] == f"/nguoi/{person.pk}/"
    assert (person.commune, person.birth_date) == (world.commune, date(1980, 4, 5))
    assert (person.home.x, person.home.y) == (106.014, 21.513)
    member = person.memberships.get()
    assert (member.cell, member.valid_from, member.valid_to) == (world.cell, at, None)
    assert capacity_of(member) == 8
    CapacityRule.objects.create(commune=world.commune, kind="resident", households=4)
    assert capacity_of(member) == 4
    member.capacity = 9
    assert capacity_of(member) == 9
    member.kind = "excused"
    assert capacity_of(member) == 0


def test_home_by_the_code_of_a_household(world: World, office: Desk) -> None:
    office.fill("people:edit", pk=world.member.pk, home=world.households[2].code)
    world.member.refresh_from_db()
    position = world.households[2].position
    assert position is not None
    assert world.member.home.equals_exact(position, 1e-9)


def test_a_home_that_is_left_alone_stays_to_the_digit(world: World, office: Desk) -> None:
    home = Point(106.01234567891, 21.50987654321, srid=4326)
    Person.objects.filter(pk=world.member.pk).update(home=home)
    assert office.open("people:edit", pk=world.member.pk)["home"] == "21,509877; 106,012346"
    assert office.fill("people:edit", pk=world.member.pk, phone="0987").status_code == 302
    world.member.refresh_from_db()
    assert world.member.phone == "0987"
    assert world.member.home.equals_exact(home)
    office.fill("people:edit", pk=world.member.pk, home="21,509877; 106,012347")
    world.member.refresh_from_db()
    assert (world.member.home.x, world.member.home.y) == (106.012347, 21.509877)


def test_a_fault_is_told_with_its_field(world: World, office: Desk) -> None:
    told = office.fill("people:edit", pk=world.member.pk, birth_date="hôm qua")
    body = told.content.decode()
    assert 'aria-describedby="id_birth_date_error"' in body
    assert 'id="id_birth_date_error"' in body
    assert "Chưa ghi được." in body


@pytest.mark.parametrize(
    "home", ["NaN NaN", "21.5", "0 0", "106.2 200", "POINT(1 1)", "H-khong-co", "1e999 106"]
)
def test_a_home_that_is_no_place_is_refused(world: World, office: Desk, home: str) -> None:
    told = office.fill("people:edit", pk=world.member.pk, home=home)
    assert told.status_code == 422
    assert told.context["form"]["home"].value() == home
    world.member.refresh_from_db()
    assert world.member.home is None


def test_the_code_of_another_communes_household_is_no_place(world: World, office: Desk) -> None:
    code = world.other_households[0].code
    assert office.fill("people:edit", pk=world.member.pk, home=code).status_code == 422


@pytest.mark.parametrize(
    "bad",
    [
        {"full_name": " "},
        {"birth_date": "31/02/1980"},
        {"birth_date": "01/01/2030"},
        {"birth_date": "01/01/0080"},
        {"phone": "<b>0912</b>"},
        {"kind": "suspect"},
        {"health": "hypertension"},
        {"capacity": "-1"},
        {"capacity": "5000"},
        {"since": "17/11/2026"},
        {"cell": "0"},
        {"cell": "999999999999999999999"},
        {"reason": "x" * 301},
    ],
)
def test_bad_input_is_told_and_kept(world: World, office: Desk, bad: dict[str, str]) -> None:
    told = office.fill("people:add-member", **_new(world, **bad))
    assert told.status_code == 422
    assert told.context["form"].errors
    assert told.context["form"]["phone"].value() == bad.get("phone", "0912 000 333")
    assert not Person.objects.filter(phone="0912 000 333").exists()


def test_a_namesake_is_asked_about(world: World, office: Desk) -> None:
    PersonFactory.create(
        commune=world.commune, full_name="Đàm Thị Hòa", birth_date=date(1980, 4, 5)
    )
    told = office.fill("people:add-member", **_new(world))
    assert told.status_code == 409
    assert office.fill("people:add-member", **_new(world, is_another="on")).status_code == 302
    PersonFactory.create(commune=world.commune, full_name="Đàm Thị Hoà", birth_year=1981)
    # Born on another day, or in another year, is somebody else without asking.
    other = _new(world, birth_date="06/04/1980")
    assert office.fill("people:add-member", **other).status_code == 302


def test_the_day_of_birth_takes_the_place_of_the_year(world: World, office: Desk) -> None:
    Person.objects.filter(pk=world.member.pk).update(birth_year=1970)
    page = office.client.get(f"/nguoi/{world.member.pk}/").content.decode()
    assert "<dd>1970</dd>" in page
    # Left empty, it takes nothing away.
    office.fill("people:edit", pk=world.member.pk, phone="0912 000 333")
    assert Person.objects.get(pk=world.member.pk).birth_year == 1970
    office.fill("people:edit", pk=world.member.pk, birth_date="02/03/1970")
    person = Person.objects.get(pk=world.member.pk)
    assert (person.birth_date, person.birth_year) == (date(1970, 3, 2), None)


def test_a_cell_of_another_commune_is_no_choice(world: World, office: Desk) -> None:
    elsewhere = CellFactory.create(commune=world.other_commune)
    told = office.fill("people:add-member", **_new(world, cell=elsewhere.pk))
    assert told.status_code == 422


def test_a_new_officer_and_a_new_worker(world: World, office: Desk, at: date) -> None:
    identity: dict[str, Any] = {"full_name": "Sùng A Páo", "title": "Công chức tư pháp"}
    assert office.fill("people:add-officer", **identity).status_code == 302
    officer = CommuneOfficer.objects.get(person__full_name="Sùng A Páo")
    assert (officer.commune, officer.is_full_time) == (world.commune, True)
    worker: dict[str, Any] = {"full_name": "Giàng Thị Mỷ", "work_name": "Chi hội trưởng phụ nữ"}
    done = office.fill("people:add-worker", village=world.villages[1].pk, **worker)
    assert done.status_code == 302
    assert VillageWorker.objects.get(village=world.villages[1]).valid_from == at


def test_sent_twice_is_one_person(world: World, office: Desk) -> None:
    filled = {**office.open("people:add-member"), "reason": "Kết nạp", **_new(world)}
    first, second = (office.send("people:add-member", filled) for _n in range(2))
    assert first["Location"] == second["Location"]
    assert Person.objects.filter(phone="0912 000 333").count() == 1
    changed = office.send("people:add-member", {**filled, "phone": "0912 000 444"})
    assert changed.status_code == 409


def test_changing_the_cell_keeps_households_and_history(
    world: World, office: Desk, at: date
) -> None:
    PostFactory.create(person=world.member, kind=PostKind.CELL_SECRETARY, cell=world.cell)
    Membership.objects.filter(person=world.member).update(capacity=5, list_number=7)
    other = CellFactory.create(commune=world.commune)
    day = at - timedelta(days=3)
    done = office.fill(
        "people:change-cell", pk=world.member.pk, cell=other.pk, day=day.strftime("%d/%m/%Y")
    )
    assert done.status_code == 302
    old, new = Membership.objects.filter(person=world.member).order_by("pk")
    assert (old.valid_to, old.left_reason) == (day, LeaveReason.OTHER_CELL)
    assert (new.cell, new.valid_from, new.capacity, new.list_number) == (other, day, 5, 7)
    assert Post.objects.get(person=world.member).valid_to == day
    assert Assignment.objects.in_force(at=at).filter(person=world.member).count() == 1


def test_the_same_cell_or_a_day_before_it_began_is_refused(
    world: World, office: Desk, at: date
) -> None:
    Membership.objects.filter(person=world.member).update(valid_from=at)
    other = CellFactory.create(commune=world.commune)
    for cell in (world.cell, other):
        told = office.fill("people:change-cell", pk=world.member.pk, cell=cell.pk)
        assert told.status_code == 422
    assert Membership.objects.get(person=world.member).cell == world.cell


def test_who_left_may_come_back(world: World, office: Desk, at: date) -> None:
    Membership.objects.filter(person=world.member).update(valid_to=at - timedelta(days=9))
    joined = {"cell": world.cell.pk, "kind": "retired"}
    early = office.fill("people:join", pk=world.member.pk, since="01/11/2026", **joined)
    assert early.status_code == 422
    assert office.fill("people:join", pk=world.member.pk, **joined).status_code == 302
    assert office.fill("people:join", pk=world.member.pk, **joined).status_code == 409
    assert Membership.objects.filter(person=world.member).count() == 2


def test_two_editors_of_one_person(world: World, office: Desk, login: Login) -> None:
    leader = desk(login, world.users[Role.COMMUNE_LEADER])
    pk = world.member.pk
    late = leader.open("people:edit", pk=pk)
    office.fill("people:edit", pk=pk, phone="0911 111 111")
    told = leader.send("people:edit", {**late, "phone": "0922 222 222", "reason": "Đơn"}, pk=pk)
    assert told.status_code == 409
    body = told.content.decode()
    assert "0911 111 111" in body
    assert told.context["form"]["phone"].value() == "0922 222 222"
    world.member.refresh_from_db()
    assert world.member.phone == "0911 111 111"
    # Having read it, one may save one's own.
    again = leader.send("people:edit", filled_in(told.context["form"]), pk=pk)
    assert again.status_code == 302
    world.member.refresh_from_db()
    assert world.member.phone == "0922 222 222"


def test_a_post_with_its_term(world: World, office: Desk, at: date) -> None:
    term = Term.objects.create(
        commune=world.commune, name="2025–2030", starts_on=at, ends_on=date(2030, 6, 1)
    )
    given = {"kind": "cell_deputy_secretary", "cell": world.cell.pk, "term": term.pk}
    assert office.fill("people:give-post", pk=world.member.pk, **given).status_code == 302
    post = Post.objects.get(person=world.member)
    assert (post.term, post.cell, post.valid_from) == (term, world.cell, at)
    assert office.fill("people:give-post", pk=world.member.pk, **given).status_code == 409
    Post.objects.update(valid_from=at - timedelta(days=30))
    assert office.fill("people:end-post", pk=post.pk).status_code == 302
    post.refresh_from_db()
    assert post.valid_to == at
    assert office.fill("people:end-post", pk=post.pk).status_code == 409


@pytest.mark.parametrize(
    "post", [{"kind": "cell_secretary"}, {"kind": "village_head"}, {"kind": "upper_tier"}]
)
def test_a_post_without_its_area_is_refused(
    world: World, office: Desk, post: dict[str, str]
) -> None:
    assert office.fill("people:give-post", pk=world.member.pk, **post).status_code == 422
    assert not Post.objects.filter(person=world.member).exists()


def test_an_office_ends_with_its_groups(world: World, office: Desk, at: date) -> None:
    person = world.users[Role.GROUP_OFFICER].person
    row = CommuneOfficer.objects.create(person=person, commune=world.commune, title="Văn thư")
    told = office.fill("people:end-office", pk=row.pk)
    assert told.status_code == 409
    assert "1 tổ" in told.content.decode()
    assert office.fill("people:end-office", pk=row.pk, stakes="1", agree="on").status_code == 302
    assert not Assignment.objects.in_force(at=at).filter(person=person).exists()


def test_a_committee_post_ends_with_its_villages(world: World, office: Desk, at: date) -> None:
    person = world.users[Role.COMMITTEE_MEMBER].person
    post = PostFactory.create(
        person=person, kind=PostKind.PARTY_COMMITTEE_MEMBER, commune=world.commune
    )
    assert office.fill("people:end-post", pk=post.pk).status_code == 409
    assert office.fill("people:end-post", pk=post.pk, stakes="1", agree="on").status_code == 302
    assert not Assignment.objects.in_force(at=at).filter(person=person).exists()


def test_an_office_is_corrected(world: World, office: Desk) -> None:
    row = CommuneOfficer.objects.create(person=world.member, commune=world.commune, title="A")
    assert office.fill("people:edit-office", pk=row.pk, title="Văn thư").status_code == 302
    row.refresh_from_db()
    assert row.title == "Văn thư"


def test_duties_of_other_communes_are_not_there(world: World, office: Desk, login: Login) -> None:
    stranger = world.outsider
    assert stranger is not None
    other = desk(login, stranger)
    row = CommuneOfficer.objects.create(person=world.member, commune=world.commune, title="A")
    sent = {"day": "16/11/2026", "reason": "x"}
    assert other.send("people:end-office", sent, pk=row.pk).status_code == 404
    village = world.other_households[0].village
    given = {"kind": "village_head", "village": village.pk}
    assert office.fill("people:give-post", pk=world.member.pk, **given).status_code == 422


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"name": "2030–2035", "starts_on": "02/06/2030", "ends_on": "01/06/2035"}, 302),
        ({"name": "2025–2030", "starts_on": "02/06/2030", "ends_on": "01/06/2035"}, 409),
        ({"name": "khác", "starts_on": "01/06/2030", "ends_on": "01/06/2035"}, 409),
        ({"name": "khác", "starts_on": "02/06/2035", "ends_on": "01/06/2030"}, 409),
    ],
)
def test_terms_follow_each_other(
    world: World, office: Desk, fields: dict[str, Any], status: int
) -> None:
    Term.objects.create(
        commune=world.commune,
        name="2025–2030",
        starts_on=date(2025, 6, 2),
        ends_on=date(2030, 6, 1),
    )
    assert office.fill("people:add-term", **fields).status_code == status
    assert Term.objects.count() == (2 if status == 302 else 1)


def test_a_term_is_corrected(world: World, office: Desk, at: date) -> None:
    term = Term.objects.create(
        commune=world.commune, name="2025–2030", starts_on=at, ends_on=date(2030, 6, 1)
    )
    assert office.fill("people:edit-term", pk=term.pk, ends_on="31/12/2030").status_code == 302
    term.refresh_from_db()
    assert term.ends_on == date(2030, 12, 31)


def test_work_in_a_village_carries_households(world: World, office: Desk, at: date) -> None:
    person = PersonFactory.create(commune=world.commune)
    given = {"village": world.villages[0].pk, "work_name": "Y tế thôn", "since": "01/11/2026"}
    assert office.fill("people:give-work", pk=person.pk, **given).status_code == 302
    put_in_charge(person, world.households[3], since=at)
    work = VillageWorker.objects.get(person=person)
    assert office.fill("people:end-work", pk=work.pk, stakes="1", agree="on").status_code == 302
    assert not Assignment.objects.filter(person=person).exists()


def test_members_of_the_commune_only(world: World, office: Desk) -> None:
    stranger = MembershipFactory.create(person__commune=world.other_commune)
    sent = {"cell": world.cell.pk, "day": "16/11/2026", "reason": "x", "seen": "0"}
    assert office.send("people:change-cell", sent, pk=stranger.person_id).status_code == 404
