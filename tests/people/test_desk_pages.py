"""The desk's pages: what each reader finds, sorted, searched, narrowed."""

from collections.abc import Callable
from datetime import date, timedelta

import pghistory
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.areas.models import Village
from apps.people.kinds import Health, MemberKind, PostKind
from apps.people.models import CommuneOfficer, Membership, Person, Term, VillageWorker
from tests.factories.people import CellFactory, MembershipFactory, PersonFactory, PostFactory
from tests.factories.world import World
from tests.people.desk import desk

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]

LISTS = ("members", "officers", "workers", "posts", "cells", "terms")


def _member(world: World, name: str, **fields: object) -> Person:
    person = PersonFactory.create(commune=world.commune, full_name=name)
    MembershipFactory.create(person=person, **{"cell": world.cell, **fields})
    return person


def _names(client: Client, query: str = "") -> list[str]:
    response = client.get(reverse("people:members") + query)
    assert response.status_code == 200
    return [row.membership.person.full_name for row in response.context["rows"]]


def _found(client: Client, typed: str) -> list[str]:
    response = client.post(reverse("people:members"), {"q": typed}, follow=True)
    return [row.membership.person.full_name for row in response.context["rows"]]


@pytest.fixture
def office(world: World, login: Login) -> Client:
    """The office, in a commune whose only member of the cast has the simplest name."""
    Person.objects.filter(pk=world.member.pk).update(full_name="Lý An")
    return login(world.users[Role.COMMUNE_OFFICE])


def test_members_are_sorted_by_the_last_word(world: World, office: Client) -> None:
    for name in ("Nguyễn Văn Bình", "Trần Thị Ánh", "Lê Đức Đạt", "Hoàng Văn Cường"):
        _member(world, name)
    assert [name.split()[-1] for name in _names(office)] == ["An", "Ánh", "Bình", "Cường", "Đạt"]


@pytest.mark.parametrize("search", ["duong", "DƯƠNG", "dương thị hoà", "thi hòa"])
def test_search_ignores_accents_and_case(world: World, office: Client, search: str) -> None:
    _member(world, "Dương Thị Hòa")
    assert _found(office, search) == ["Dương Thị Hòa"]


def test_members_are_narrowed(world: World, office: Client, at: date) -> None:
    other = CellFactory.create(commune=world.commune)
    _member(world, "Vi Văn Khỏe", cell=other, health=Health.GOOD)
    _member(world, "Vi Văn Miễn", cell=other, kind=MemberKind.EXCUSED, health=Health.WEAK)
    _member(world, "Vi Văn Xưa", cell=other, valid_to=at)
    assert _names(office, f"?cell={other.pk}") == ["Vi Văn Khỏe", "Vi Văn Miễn"]
    assert _names(office, "?kind=excused") == ["Vi Văn Miễn"]
    assert _names(office, "?health=good") == ["Vi Văn Khỏe"]
    assert _names(office, "?health=unknown") == ["Lý An"]
    assert _names(office, "?state=left") == ["Vi Văn Xưa"]
    assert len(_names(office, "?state=all")) == 4


@pytest.mark.parametrize(
    "query", ["?cell=x", "?cell=²", "?kind=%00", "?page=-3", "?tim=%00&page=9z"]
)
def test_nonsense_in_the_address_is_left_out(office: Client, query: str) -> None:
    assert _names(office, query) == ["Lý An"]


@pytest.mark.parametrize("name", LISTS)
def test_lists_read_no_outlines(world: World, office: Client, name: str) -> None:
    CommuneOfficer.objects.create(person=world.member, commune=world.commune, title="Văn thư")
    VillageWorker.objects.create(person=world.member, village=world.villages[0], work="Tổ phó")
    with CaptureQueriesContext(connection) as queries:
        assert office.get(reverse(f"people:{name}")).status_code == 200
    assert not any('"geom"' in query["sql"] for query in queries)


def test_nobody_found_leads_back_to_all(office: Client) -> None:
    none = office.post(reverse("people:members"), {"q": "xyz"}, follow=True)
    assert 'href="?"' in none.content.decode()
    assert 'href="?"' not in office.get(reverse("people:workers")).content.decode()


def test_the_story_is_told_in_words(world: World, office: Client) -> None:
    """What came by file says so, and a reference has a name."""
    with pghistory.context(reason="import"):
        person = _member(world, "Lò Thị Mai")
    body = office.get(reverse("people:person", args=[person.pk])).content.decode()
    assert '<p class="desk-reason">Theo tệp của xã</p>' in body
    assert f"chi bộ: <del>–</del> → <ins>{world.cell.name}</ins>" in " ".join(body.split())


def test_long_lists_come_in_pages(world: World, office: Client) -> None:
    for number in range(60):
        _member(world, f"Ma Văn B{number:02d}")
    first, second = _names(office), _names(office, "?page=2")
    assert (len(first), len(second)) == (50, 11)
    assert not set(first) & set(second)


def test_what_one_carries_stands_beside_what_one_can(world: World, office: Client) -> None:
    Membership.objects.filter(person=world.member).update(capacity=3)
    [row] = office.get(reverse("people:members")).context["rows"]
    assert (row.load, row.capacity) == (1, 3)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": MemberKind.EXCUSED}, "không ở diện phân công"),
        ({"kind": MemberKind.WORKING_AWAY}, "không ở diện phân công"),
        ({"capacity": 0}, "không giao hộ"),
    ],
)
def test_who_carries_nothing_is_told_in_words(
    world: World, office: Client, fields: dict[str, object], words: str
) -> None:
    person = _member(world, "Vi Văn Miễn", **fields)
    listed = office.get(reverse("people:members")).content.decode()
    page = office.get(reverse("people:person", args=[person.pk])).content.decode()
    assert words in listed
    assert "0 trên 0" not in listed
    assert words.capitalize() in page
    assert "Chưa phụ trách hộ nào" in page


def test_who_carries_too_much_is_marked(world: World, office: Client) -> None:
    Membership.objects.filter(person=world.member).update(kind=MemberKind.EXCUSED)
    body = " ".join(office.get(reverse("people:members")).content.decode().split())
    assert '1 hộ <span class="state state-warning">quá mức</span>' in body


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("officers", {"Chức danh": "Văn thư", "Chuyên trách": "có"}),
        ("workers", {"Thôn": "Thôn Na Lốc", "Công việc": "Y tế thôn"}),
        ("posts", {"Chức vụ": "Trưởng thôn", "Ở đâu": "Thôn Na Lốc", "Nhiệm kỳ": "–"}),
    ],
)
def test_duties_stand_in_their_columns(
    world: World, office: Client, at: date, name: str, columns: dict[str, str]
) -> None:
    _staff(world, at)
    worker = VillageWorker.objects.get()
    Village.objects.filter(pk=worker.village_id).update(name="Thôn Na Lốc")
    PostFactory.create(
        person=worker.person, kind=PostKind.VILLAGE_HEAD, village_id=worker.village_id
    )
    body = office.get(reverse(f"people:{name}"), {"kind": "village_head"}).content.decode()
    for label, text in columns.items():
        assert f'<th scope="col">{label}</th>' in body
        assert f'<td data-label="{label}">{text}</td>' in body


def _staff(world: World, at: date) -> None:
    person = PersonFactory.create(commune=world.commune, full_name="Bế Thị Văn")
    CommuneOfficer.objects.create(person=person, commune=world.commune, title="Văn thư")
    VillageWorker.objects.create(person=person, village=world.villages[0], work="Y tế thôn")
    Term.objects.create(
        commune=world.commune, name="2025–2030", starts_on=at, ends_on=at + timedelta(days=1800)
    )


@pytest.mark.parametrize("role", [Role.COMMUNE_OFFICE, Role.INSPECTION, Role.CELL_COMMITTEE])
def test_every_list_opens(world: World, login: Login, at: date, role: Role) -> None:
    _staff(world, at)
    client = login(world.users[role])
    for name in LISTS:
        response = client.get(reverse(f"people:{name}"))
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
    for url in (
        reverse("people:person", kwargs={"pk": world.member.pk}),
        reverse("people:cell", kwargs={"pk": world.cell.pk}),
    ):
        assert client.get(url).status_code == 200


def test_a_cell_committee_sees_its_own_cells(world: World, login: Login) -> None:
    elsewhere = _member(world, "Ở Nơi Khác", cell=CellFactory.create(commune=world.commune))
    client = login(world.users[Role.CELL_COMMITTEE])
    assert _names(client) == [world.member.full_name]
    assert client.get(reverse("people:person", kwargs={"pk": elsewhere.pk})).status_code == 404


def test_another_commune_is_not_there(world: World, login: Login) -> None:
    assert world.outsider is not None
    client = login(world.outsider)
    for url in (
        reverse("people:person", kwargs={"pk": world.member.pk}),
        reverse("people:leave", kwargs={"pk": world.member.pk}),
        reverse("people:cell", kwargs={"pk": world.cell.pk}),
        reverse("people:end-cell", kwargs={"pk": world.cell.pk}),
    ):
        assert client.get(url).status_code == 404
    assert _names(client) == []


def test_the_page_tells_what_changed_by_whom_and_why(world: World, login: Login) -> None:
    user = world.users[Role.COMMUNE_OFFICE]
    office = desk(login, user)
    office.fill("people:edit", pk=world.member.pk, phone="0912 345 678")
    body = office.client.get(reverse("people:person", kwargs={"pk": world.member.pk}))
    [told] = [each for each in body.context["profile"].story if each.event.reason]
    assert (told.who, told.event.reason) == (user.person.full_name, "Nghị quyết 12-NQ/CB")
    [change] = told.event.differences
    assert (change.before, change.after) == ("–", "0912 345 678")


def test_inspection_reads_no_phone_and_chi_uy_no_history(world: World, login: Login) -> None:
    Person.objects.filter(pk=world.member.pk).update(phone="0912345678")
    url = reverse("people:person", kwargs={"pk": world.member.pk})
    seen = {
        role: login(world.users[role]).get(url)
        for role in (Role.INSPECTION, Role.CELL_COMMITTEE, Role.COMMUNE_LEADER)
    }
    assert "0912345678" not in seen[Role.INSPECTION].content.decode()
    assert "0912345678" in seen[Role.CELL_COMMITTEE].content.decode()
    assert seen[Role.CELL_COMMITTEE].context["profile"].story == []
    assert seen[Role.COMMUNE_LEADER].context["profile"].story


def test_names_are_text_not_markup(world: World, office: Client) -> None:
    person = _member(world, "Lò <script>alert(1)</script> Thị Mai")
    PostFactory.create(person=person, kind=PostKind.VILLAGE_HEAD, village=world.villages[0])
    for url in (
        reverse("people:members"),
        reverse("people:posts"),
        reverse("people:person", kwargs={"pk": person.pk}),
    ):
        assert "<script>alert" not in office.get(url).content.decode()
