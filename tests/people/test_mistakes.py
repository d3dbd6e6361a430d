"""What was written down by mistake today is taken away today."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.people.kinds import LeaveReason, PostKind
from apps.people.models import CommuneOfficer, Membership, Person, Post, VillageWorker
from apps.people.versions import events_of
from tests.factories.households import put_in_charge
from tests.factories.people import CellFactory, PersonFactory, PostFactory, UserFactory
from tests.factories.world import World
from tests.people.desk import REASON, Desk, desk

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def office(world: World, login: Login) -> Desk:
    return desk(login, world.users[Role.COMMUNE_OFFICE])


@pytest.fixture
def namesake(world: World) -> Person:
    return PersonFactory.create(commune=world.commune, user=UserFactory.create(username="trungten"))


def test_the_wrong_namesake_reads_no_longer(
    world: World, office: Desk, login: Login, namesake: Person
) -> None:
    assert namesake.user is not None
    other = login(namesake.user)
    given = {"kind": "cell_secretary", "cell": str(world.cell.pk)}
    assert office.fill("people:give-post", pk=namesake.pk, **given).status_code == 302
    households = reverse("webmap:households")
    assert other.get(households).json()["rows"]
    post = Post.objects.get(person=namesake)
    page = office.client.get(reverse("people:person", kwargs={"pk": namesake.pk}))
    assert reverse("people:withdraw-post", kwargs={"pk": post.pk}) in page.content.decode()
    assert office.fill("people:withdraw-post", pk=post.pk).status_code == 302
    assert other.get(households).status_code == 403
    assert not Post.objects.filter(person=namesake).exists()
    last = events_of(Post).filter(person_id=namesake.pk).order_by("pgh_id").last()
    said = last.pgh_context.metadata
    assert (last.pgh_label, said["reason"]) == ("delete", REASON)
    assert said["user"] == world.users[Role.COMMUNE_OFFICE].pk


def test_pressed_twice_it_is_taken_away_once(world: World, office: Desk, at: date) -> None:
    post = PostFactory.create(
        person=world.member, kind=PostKind.CELL_SECRETARY, cell=world.cell, valid_from=at
    )
    sent = {**office.open("people:withdraw-post", pk=post.pk), "reason": REASON}
    for _time in range(2):
        done = office.send("people:withdraw-post", sent, pk=post.pk)
        assert done.status_code == 302
        assert done["Location"] == f"/nguoi/{world.member.pk}/"
    assert office.send("people:withdraw-post", {"reason": REASON}, pk=post.pk).status_code == 404


def test_what_began_before_today_ends_as_ever(world: World, office: Desk, at: date) -> None:
    post = PostFactory.create(
        person=world.member,
        kind=PostKind.CELL_SECRETARY,
        cell=world.cell,
        valid_from=at - timedelta(days=1),
    )
    page = office.client.get(reverse("people:person", kwargs={"pk": world.member.pk}))
    assert "Ghi nhầm, bỏ" not in page.content.decode()
    refused = office.fill("people:withdraw-post", pk=post.pk)
    assert refused.status_code == 409
    assert "hãy ghi cho thôi" in refused.content.decode()
    assert Post.objects.filter(pk=post.pk).exists()


def test_village_work_goes_with_the_households_it_carried(
    world: World, office: Desk, at: date, namesake: Person
) -> None:
    work = VillageWorker.objects.create(
        person=namesake, village=world.in_charge_of.village, work="Y tế thôn", valid_from=at
    )
    Assignment.objects.for_households().delete()
    put_in_charge(namesake, world.in_charge_of, since=at)
    told = office.fill("people:withdraw-work", pk=work.pk)
    assert told.status_code == 409
    assert "Còn phụ trách 1 hộ" in told.content.decode()
    done = office.fill("people:withdraw-work", pk=work.pk, stakes="1", agree="on")
    assert done.status_code == 302
    assert not VillageWorker.objects.filter(pk=work.pk).exists()
    assert not Assignment.objects.filter(person=namesake).in_force(at=at).exists()


def test_an_office(world: World, office: Desk, at: date, namesake: Person) -> None:
    row = CommuneOfficer.objects.create(
        person=namesake, commune=world.commune, title="Văn thư", valid_from=at
    )
    assert office.fill("people:withdraw-office", pk=row.pk).status_code == 302
    assert not CommuneOfficer.objects.filter(pk=row.pk).exists()


def test_a_membership_of_the_wrong_person(
    world: World, office: Desk, namesake: Person, at: date
) -> None:
    joined = {"cell": str(world.cell.pk), "kind": "resident"}
    assert office.fill("people:join", pk=namesake.pk, **joined).status_code == 302
    row = Membership.objects.get(person=namesake)
    post = PostFactory.create(
        person=namesake, kind=PostKind.CELL_SECRETARY, cell=world.cell, valid_from=at
    )
    assert office.fill("people:withdraw-membership", pk=row.pk).status_code == 302
    assert not Membership.objects.filter(person=namesake).exists()
    assert not Post.objects.filter(pk=post.pk).exists()


def test_a_change_of_cell_is_undone(world: World, office: Desk) -> None:
    before = Membership.objects.get(person=world.member)
    other = CellFactory.create(commune=world.commune)
    moved = office.fill("people:change-cell", pk=world.member.pk, cell=str(other.pk))
    assert moved.status_code == 302
    before.refresh_from_db()
    assert before.left_reason == LeaveReason.OTHER_CELL
    row = Membership.objects.get(person=world.member, valid_to=None)
    assert office.fill("people:withdraw-membership", pk=row.pk).status_code == 302
    member = Membership.objects.get(person=world.member)
    assert (member.pk, member.valid_to, member.left_reason) == (before.pk, None, "")
    # Who looks after households looks after them still.
    assert Assignment.objects.filter(person=world.member).exists()


def test_it_is_nobody_elses_to_take_away(world: World, login: Login, at: date) -> None:
    post = PostFactory.create(
        person=world.member, kind=PostKind.CELL_SECRETARY, cell=world.cell, valid_from=at
    )
    assert world.outsider is not None
    sent = {"reason": REASON}
    stranger = desk(login, world.outsider)
    assert stranger.send("people:withdraw-post", sent, pk=post.pk).status_code == 404
    committee = desk(login, world.users[Role.CELL_COMMITTEE])
    assert committee.send("people:withdraw-post", sent, pk=post.pk).status_code == 403
    assert Post.objects.filter(pk=post.pk).exists()
