"""Cells: new, renamed, in groups, merged; members follow and nothing is lost."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.people.kinds import LeaveReason, PostKind
from apps.people.models import Membership, PartyCell, PartyGroup, Post
from tests.factories.areas import VillageFactory
from tests.factories.people import CellFactory, MembershipFactory, PersonFactory, PostFactory
from tests.factories.world import World
from tests.people.desk import Desk, desk

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def office(world: World, login: Login) -> Desk:
    return desk(login, world.users[Role.COMMUNE_OFFICE])


def test_a_new_cell(world: World, office: Desk) -> None:
    villages = [village.pk for village in world.villages]
    done = office.fill("people:add-cell", name="Chi bộ liên thôn", villages=villages)
    assert done.status_code == 302
    cell = PartyCell.objects.get(name="Chi bộ liên thôn")
    assert [village.pk for village in cell.villages.order_by("pk")] == villages
    again = office.fill("people:add-cell", name="Chi bộ liên thôn")
    assert again.status_code == 409
    assert "đã có chi bộ tên này" in again.content.decode()


def test_a_cell_of_another_communes_village_is_refused(world: World, office: Desk) -> None:
    village = world.other_households[0].village_id
    assert office.fill("people:add-cell", name="Lạ", villages=[village]).status_code == 422


def test_another_name_and_other_villages(world: World, office: Desk, login: Login) -> None:
    second = world.villages[1].pk
    opened = office.open("people:edit-cell", pk=world.cell.pk)
    done = office.fill("people:edit-cell", pk=world.cell.pk, name="Chi bộ Nà B", villages=[second])
    assert done.status_code == 302
    world.cell.refresh_from_db()
    assert world.cell.name == "Chi bộ Nà B"
    assert [village.pk for village in world.cell.villages.all()] == [second]
    # The form opened before that would bring the first village back.
    late = office.send("people:edit-cell", {**opened, "reason": "x"}, pk=world.cell.pk)
    assert late.status_code == 409


def test_groups_and_villages_stand_in_the_order_of_their_numbers(
    world: World, office: Desk
) -> None:
    for number in (10, 2, 1):
        PartyGroup.objects.create(cell=world.cell, name=f"Tổ {number}")
        village = VillageFactory.create(commune=world.commune, name=f"Thôn {number}")
        world.cell.villages.add(village)
    ordered = ["Tổ 1", "Tổ 2", "Tổ 10"]
    page = office.client.get(reverse("people:cell", args=[world.cell.pk])).context
    assert [group.name for group in page["groups"]] == ordered
    assert [village.name for village in page["villages"]] == [
        *("Thôn 1", "Thôn 2", "Thôn 10", "Thôn Nà A"),
    ]
    cells = office.client.get(reverse("people:cells")).context["rows"]
    assert cells[0].villages == "Thôn 1, Thôn 2, Thôn 10, Thôn Nà A"
    placed = f"m{world.member.memberships.get().pk}"
    for name, pk, field in (
        ("place-members", world.cell.pk, placed),
        ("membership", world.member.pk, "group"),
    ):
        form = office.client.get(reverse(f"people:{name}", args=[pk])).context["form"]
        assert [label for key, label in form.fields[field].choices if key] == ordered


def test_the_committee_begins_with_its_secretary(world: World, office: Desk) -> None:
    for kind, name in (
        (PostKind.CELL_COMMITTEE_MEMBER, "Lý A"),
        (PostKind.CELL_DEPUTY_SECRETARY, "Lý B"),
    ):
        person = PersonFactory.create(commune=world.commune, full_name=name)
        PostFactory.create(person=person, kind=kind, cell=world.cell)
    page = office.client.get(reverse("people:cell", args=[world.cell.pk])).context
    assert [post.kind for post in page["committee"]] == [
        PostKind.CELL_SECRETARY,
        PostKind.CELL_DEPUTY_SECRETARY,
        PostKind.CELL_COMMITTEE_MEMBER,
    ]


def test_members_are_placed_in_groups(world: World, office: Desk) -> None:
    second = MembershipFactory.create(
        person=PersonFactory.create(commune=world.commune), cell=world.cell
    )
    first = Membership.objects.get(person=world.member)
    office.fill("people:add-group", pk=world.cell.pk, name="Tổ đảng 1")
    assert office.fill("people:add-group", pk=world.cell.pk, name="Tổ đảng 1").status_code == 409
    group = PartyGroup.objects.get()
    late = office.open("people:place-members", pk=world.cell.pk)
    done = office.fill("people:place-members", pk=world.cell.pk, **{f"m{first.pk}": group.pk})
    assert done.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.group, second.group) == (group, None)
    sent = {**late, "reason": "x", f"m{second.pk}": group.pk}
    assert office.send("people:place-members", sent, pk=world.cell.pk).status_code == 409
    elsewhere = PartyGroup.objects.create(cell=CellFactory.create(), name="Tổ lạ")
    strange = {f"m{first.pk}": elsewhere.pk}
    assert office.fill("people:place-members", pk=world.cell.pk, **strange).status_code == 422


def test_a_merged_cell_keeps_its_history(world: World, office: Desk, at: date) -> None:
    target = CellFactory.create(commune=world.commune, name="Chi bộ mới")
    group = PartyGroup.objects.create(cell=world.cell, name="Tổ đảng 1")
    Membership.objects.filter(person=world.member).update(group=group, capacity=4)
    day = at - timedelta(days=10)
    left = MembershipFactory.create(
        person=PersonFactory.create(commune=world.commune),
        cell=world.cell,
        valid_to=at - timedelta(days=5),
        left_reason=LeaveReason.MOVED,
    )
    fresh = MembershipFactory.create(
        person=PersonFactory.create(commune=world.commune),
        cell=world.cell,
        valid_from=at - timedelta(days=2),
    )
    done = office.fill(
        "people:end-cell", pk=world.cell.pk, into=target.pk, day=day.strftime("%d/%m/%Y")
    )
    assert done.status_code == 302
    world.cell.refresh_from_db()
    assert world.cell.valid_to == day
    old, new = Membership.objects.filter(person=world.member).order_by("pk")
    assert (old.cell, old.valid_to, old.group) == (world.cell, day, group)
    assert (new.cell, new.valid_from, new.capacity, new.group) == (target, day, 4, None)
    # Left between the day and today: a while in the new cell, then gone as before.
    _first, then = Membership.objects.filter(person=left.person).order_by("pk")
    assert (then.cell, then.valid_to) == (target, at - timedelta(days=5))
    assert then.left_reason == LeaveReason.MOVED
    fresh.refresh_from_db()
    assert (fresh.cell, fresh.valid_from) == (target, at - timedelta(days=2))
    assert not Post.objects.in_force(at=at).filter(cell=world.cell).exists()
    assert set(target.villages.all()) == {world.villages[0]}
    assert Assignment.objects.in_force(at=at).filter(person=world.member).count() == 1


def test_a_cell_with_members_needs_somewhere_to_go(world: World, office: Desk) -> None:
    told = office.fill("people:end-cell", pk=world.cell.pk)
    assert told.status_code == 422
    assert "còn 1 đảng viên" in told.content.decode()
    empty = CellFactory.create(commune=world.commune)
    assert office.fill("people:end-cell", pk=empty.pk).status_code == 302
    assert office.fill("people:end-cell", pk=empty.pk).status_code == 409


def test_cells_of_two_communes_are_not_merged(world: World, office: Desk) -> None:
    elsewhere = CellFactory.create(commune=world.other_commune)
    told = office.fill("people:end-cell", pk=world.cell.pk, into=elsewhere.pk)
    assert told.status_code == 422
    assert Membership.objects.get(person=world.member).cell == world.cell


def test_the_committee_of_an_ended_cell_reaches_nothing(
    world: World, office: Desk, login: Login
) -> None:
    target = CellFactory.create(commune=world.commune)
    PostFactory.create(person=world.member, kind=PostKind.CELL_COMMITTEE_MEMBER, cell=target)
    committee = login(world.users[Role.CELL_COMMITTEE])
    assert committee.get("/nguoi/").status_code == 200
    office.fill("people:end-cell", pk=world.cell.pk, into=target.pk)
    assert committee.get("/nguoi/").status_code == 403
