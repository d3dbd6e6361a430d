"""Who leaves leaves nothing behind: posts end, households become uncovered, histories stay."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.common import clock
from apps.households.models import Household
from apps.people.kinds import LeaveReason, MemberKind, PostKind
from apps.people.models import CommuneOfficer, Membership, Post, VillageWorker
from tests.factories.households import put_in_charge
from tests.factories.people import PostFactory
from tests.factories.world import World
from tests.people.desk import Desk, desk

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
TODAY = "16/11/2026"


@pytest.fixture
def office(world: World, login: Login) -> Desk:
    return desk(login, world.users[Role.COMMUNE_OFFICE])


def _in_charge(world: World, at: date) -> set[int | None]:
    rows = Assignment.objects.for_households().in_force(at=at).filter(person=world.member)
    return set(rows.values_list("household", flat=True))


def test_leaving_ends_charges_posts_and_reach(world: World, office: Desk, at: date) -> None:
    put_in_charge(world.member, world.households[1], since=at - timedelta(days=9))
    put_in_charge(world.member, world.households[2], since=at + timedelta(days=9))
    PostFactory.create(person=world.member, kind=PostKind.CELL_COMMITTEE_MEMBER, cell=world.cell)
    PostFactory.create(person=world.member, kind=PostKind.VILLAGE_HEAD, village=world.villages[0])
    opened = office.client.get(reverse("people:leave", kwargs={"pk": world.member.pk}))
    assert opened.context["form"]["stakes"].value() == 3
    done = office.fill("people:leave", pk=world.member.pk, why="moved", agree="on")
    assert done.status_code == 302
    row = Membership.objects.get(person=world.member)
    assert (row.valid_to, row.left_reason) == (at, LeaveReason.MOVED)
    assert _in_charge(world, at) == set()
    assert len(_in_charge(world, at - timedelta(days=1))) == 2
    assert not Post.objects.in_force(at=at).filter(person=world.member).exists()
    user = world.users[Role.MEMBER_IN_CHARGE]
    user.refresh_from_db()
    assert user.is_active
    assert actor_for(user, at=clock.now()).grants == frozenset()
    page = office.client.get(done["Location"]).content.decode()
    assert "3 hộ nay chưa có người phụ trách" in page
    assert f'href="/?v={world.villages[0].pk}"' in page


def test_nothing_ends_before_it_is_agreed(world: World, office: Desk, at: date) -> None:
    told = office.fill("people:leave", pk=world.member.pk, why="died")
    assert told.status_code == 409
    assert "Còn phụ trách 1 hộ" in told.content.decode()
    assert _in_charge(world, at) == {world.in_charge_of.pk}
    assert Membership.objects.get(person=world.member).valid_to is None


def test_a_charge_that_came_meanwhile_is_told(world: World, office: Desk, at: date) -> None:
    opened = office.open("people:leave", pk=world.member.pk)
    put_in_charge(world.member, world.households[4], since=at)
    filled = {**opened, "why": "moved", "agree": "on", "reason": "Đơn xin chuyển"}
    told = office.send("people:leave", filled, pk=world.member.pk)
    assert told.status_code == 409
    form = told.context["form"]
    assert (form["stakes"].value(), form["agree"].value(), form["reason"].value()) == (
        "2",
        False,
        "Đơn xin chuyển",
    )
    again = {**filled, "stakes": "2", "seen": form["seen"].value()}
    assert office.send("people:leave", again, pk=world.member.pk).status_code == 302
    assert _in_charge(world, at) == set()


def test_only_the_cell_is_left_when_other_work_goes_on(
    world: World, office: Desk, at: date
) -> None:
    worker = VillageWorker.objects.create(
        person=world.member, village=world.villages[0], work="Y tế thôn"
    )
    CommuneOfficer.objects.create(person=world.member, commune=world.commune, title="Văn thư")
    opened = office.open("people:leave", pk=world.member.pk)
    opened.pop("everything")
    filled = {**opened, "why": "other", "reason": "Đơn"}
    assert office.send("people:leave", filled, pk=world.member.pk).status_code == 302
    worker.refresh_from_db()
    assert worker.valid_to is None
    assert _in_charge(world, at) == {world.in_charge_of.pk}
    # What carried the household ends as well now.
    ended = office.fill("people:end-work", pk=worker.pk, stakes="1", agree="on")
    assert ended.status_code == 302
    assert _in_charge(world, at) == set()


def test_a_village_head_keeps_households_until_the_post_ends(
    world: World, office: Desk, at: date
) -> None:
    post = PostFactory.create(
        person=world.member, kind=PostKind.VILLAGE_HEAD, village=world.villages[0]
    )
    opened = office.open("people:leave", pk=world.member.pk)
    opened.pop("everything")
    filled = {**opened, "why": "other", "reason": "Đơn"}
    assert office.send("people:leave", filled, pk=world.member.pk).status_code == 302
    assert _in_charge(world, at) == {world.in_charge_of.pk}
    page = office.client.get(reverse("people:person", kwargs={"pk": world.member.pk}))
    assert page.context["profile"].capacity == 6
    told = office.fill("people:end-post", pk=post.pk)
    assert told.status_code == 409
    assert "Còn phụ trách 1 hộ" in told.content.decode()
    ended = office.fill("people:end-post", pk=post.pk, stakes="1", agree="on")
    assert ended.status_code == 302
    assert _in_charge(world, at) == set()


@pytest.mark.parametrize("kind", [MemberKind.EXCUSED, MemberKind.WORKING_AWAY])
def test_who_is_no_longer_assigned_gives_households_back(
    world: World, office: Desk, at: date, kind: MemberKind
) -> None:
    told = office.fill("people:membership", pk=world.member.pk, kind=kind.value)
    assert told.status_code == 409
    done = office.fill(
        "people:membership", pk=world.member.pk, kind=kind.value, stakes="1", agree="on"
    )
    assert done.status_code == 302
    assert _in_charge(world, at) == set()
    assert Membership.objects.get(person=world.member).kind == kind


def test_health_alone_ends_nothing(world: World, office: Desk, at: date) -> None:
    done = office.fill("people:membership", pk=world.member.pk, health="weak", capacity="2")
    assert done.status_code == 302
    assert _in_charge(world, at) == {world.in_charge_of.pk}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"day": "17/11/2026"}, "Ngày chưa tới"),
        ({"day": "31/02/2026"}, "ngày/tháng/năm"),
        ({"why": "expelled"}, "Hãy chọn"),
        ({"why": "other_cell"}, "Hãy chọn"),
        ({"reason": "  "}, "Hãy ghi lý do"),
        ({"key": "abc"}, "tải lại trang"),
    ],
)
def test_bad_input_is_told_and_kept(
    world: World, office: Desk, fields: dict[str, str], told: str
) -> None:
    filled = {"why": "moved", "agree": "on", "reason": "Đơn số 5", **fields}
    answer = office.fill("people:leave", pk=world.member.pk, **filled)
    assert answer.status_code == 422
    assert Membership.objects.get(person=world.member).valid_to is None
    body = answer.content.decode()
    if told != "Hãy chọn":
        assert told in body
    if "reason" not in fields:
        assert "Đơn số 5" in body


def test_the_same_again_is_done_once(world: World, office: Desk) -> None:
    opened = office.open("people:leave", pk=world.member.pk)
    filled = {**opened, "why": "moved", "agree": "on", "reason": "Đơn"}
    first = office.send("people:leave", filled, pk=world.member.pk)
    # The page is gone with the membership; the key still knows what was done.
    assert first.status_code == 302
    assert office.send("people:leave", filled, pk=world.member.pk).status_code == 302
    other = {**filled, "why": "died"}
    assert office.send("people:leave", other, pk=world.member.pk).status_code == 409
    assert Membership.objects.get(person=world.member).left_reason == LeaveReason.MOVED


def test_households_are_told_to_have_nobody(world: World, office: Desk, at: date) -> None:
    office.fill("people:leave", pk=world.member.pk, why="moved", agree="on")
    rows = office.client.get(reverse("webmap:households")).json()
    assert Household.objects.count() > len(rows["rows"]) == 12
    assert world.in_charge_of.mark.charge.upper == at


def test_a_key_of_somebody_else_is_refused(world: World, office: Desk, login: Login) -> None:
    key = str(uuid4())
    office.fill("people:edit", pk=world.member.pk, key=key, phone="0912")
    leader = desk(login, world.users[Role.COMMUNE_LEADER])
    assert leader.fill("people:edit", pk=world.member.pk, key=key).status_code == 409
