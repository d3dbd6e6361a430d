"""Pages and forms of a household's road: who may, what is refused, said twice."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.households.timeline import moments_of
from apps.issues import inbox
from apps.issues.kinds import IssueKind
from apps.issues.models import HouseholdSupport, PovertyTarget, PovertyYear, RoadRule, RoadStep
from apps.issues.roadmap.kinds import Difference
from apps.issues.roadmap.lists import compared
from apps.people.departures import EVERY_CHARGE, Charge, Departure, tell
from tests.factories.households import contact
from tests.factories.issues import reported
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.roadmap import decided, step, support, target
from tests.factories.world import World
from tests.households.desk import merge

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


def _url(world: World, name: str) -> str:
    return reverse(f"roadmap:{name}", kwargs={"household": world.in_charge_of.pk})


def _target(**other: object) -> dict[str, object]:
    return {"key": uuid4(), "target_year": "2027", "registered_on": "10/11/2026", **other}


def test_a_household_registers_once(world: World, login: Login) -> None:
    decided(world.in_charge_of, 2026, "poor")
    client, sent = login(world.users[Role.CELL_COMMITTEE]), _target(is_signed="on")
    for _again in range(2):
        assert client.post(_url(world, "target"), sent).status_code == 302
    row = PovertyTarget.objects.get()
    assert (row.target_year, row.is_signed) == (2027, True)
    other = client.post(_url(world, "target"), _target(key=sent["key"], target_year="2028"))
    assert other.status_code == 409
    second = client.post(_url(world, "target"), _target())
    assert second.status_code == 409
    assert "đang có một đăng ký" in second.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"target_year": "nay"},
        {"target_year": "2025"},
        {"registered_on": "31/02/2026"},
        {"registered_on": "17/11/2026"},
        {"key": "x"},
    ],
)
def test_a_registration_that_cannot_be_keeps_what_was_entered(
    world: World, login: Login, sent: dict[str, str]
) -> None:
    decided(world.in_charge_of, 2026, "poor")
    client = login(world.users[Role.CELL_COMMITTEE])
    answer = client.post(_url(world, "target"), _target(**sent))
    assert answer.status_code == 422
    assert all(text in answer.content.decode() for text in sent.values() if text != "x")
    assert not PovertyTarget.objects.exists()


def test_only_poor_households_register(world: World, login: Login) -> None:
    answer = login(world.users[Role.CELL_COMMITTEE]).post(_url(world, "target"), _target())
    assert answer.status_code == 422


def test_a_road_from_step_to_result(world: World, login: Login, at: date) -> None:
    home = world.in_charge_of
    decided(home, 2025, "poor")
    target(home)
    member = login(world.users[Role.MEMBER_IN_CHARGE])
    new = {"key": uuid4(), "kind": "loan", "owner": world.member.pk, "due_on": "20/11/2026"}
    assert member.post(_url(world, "step"), new).status_code == 302
    row = RoadStep.objects.get()
    url = reverse("roadmap:finish-step", kwargs={"pk": row.pk})
    done = {"key": uuid4(), "outcome": "done", "done_on": "16/11/2026", "text": "Đã giải ngân"}
    assert member.get(url).status_code == 200
    for _again in range(2):
        assert member.post(url, done).status_code == 302
    assert member.post(url, {**done, "key": uuid4()}).status_code == 409
    given = {
        "key": uuid4(),
        "kind": "loan",
        "amount": "50.000.000",
        "given_by": "bank",
        "given_on": "16/11/2026",
    }
    assert member.post(_url(world, "support"), given).status_code == 302
    assert HouseholdSupport.objects.get().amount == 50_000_000
    page = member.get(_url(world, "household")).content.decode()
    assert "Đã giải ngân" in page
    assert "50.000.000 đồng" in page
    cell = login(world.users[Role.CELL_COMMITTEE])
    end = {"key": uuid4(), "result": "escaped", "ended_on": "16/11/2026", "text": ""}
    assert cell.post(_url(world, "end-target"), end).status_code == 422
    decided(home, 2026, "escaped")
    assert cell.post(_url(world, "end-target"), {**end, "key": uuid4()}).status_code == 302
    assert PovertyTarget.objects.get().result == "escaped"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("step", {"kind": "other", "due_on": "20/11/2026"}),
        ("step", {"kind": "loan", "due_on": "15/11/2026"}),
        ("step", {"kind": "faith", "due_on": "20/11/2026"}),
        ("support", {"kind": "cash", "given_by": "commune", "given_on": "16/11/2026"}),
        (
            "support",
            {"kind": "cash", "amount": "-5", "given_by": "commune", "given_on": "16/11/2026"},
        ),
        (
            "support",
            {"kind": "cash", "amount": "1", "given_by": "commune", "given_on": "17/11/2026"},
        ),
    ],
)
def test_bad_steps_and_help_are_refused(
    world: World, login: Login, name: str, sent: dict[str, str]
) -> None:
    decided(world.in_charge_of, 2025, "poor")
    target(world.in_charge_of)
    client = login(world.users[Role.MEMBER_IN_CHARGE])
    body = {"key": uuid4(), "owner": world.member.pk, **sent}
    assert client.post(_url(world, name), body).status_code == 422
    assert not RoadStep.objects.exists()
    assert not HouseholdSupport.objects.exists()


def test_a_step_needs_a_road_and_somebody_within_reach(world: World, login: Login) -> None:
    client = login(world.users[Role.CELL_COMMITTEE])
    body = {"key": uuid4(), "kind": "loan", "owner": world.member.pk, "due_on": "20/11/2026"}
    assert client.post(_url(world, "step"), body).status_code == 409
    decided(world.in_charge_of, 2025, "poor")
    target(world.in_charge_of)
    assert world.outsider is not None
    stranger = {**body, "key": uuid4(), "owner": world.outsider.person.pk}
    assert client.post(_url(world, "step"), stranger).status_code == 422


def test_reading_a_road_is_logged(world: World, login: Login) -> None:
    login(world.users[Role.INSPECTION]).get(_url(world, "household"))
    assert AccessLog.objects.get().object_id == world.in_charge_of.pk


def test_the_board_counts_and_narrows(world: World, login: Login, now: datetime, at: date) -> None:
    poor, registered, walking, left = world.households[:4]
    for home in (poor, registered, walking):
        decided(home, 2025, "poor")
    decided(left, 2026, "escaped")
    contact(left, world.member, at)
    target(registered)
    step(target(walking), world.member, due_on=at)
    client = login(world.users[Role.COMMUNE_OFFICE])
    reported(
        world.users[Role.COMMUNE_OFFICE],
        left,
        at=now,
        kind=IssueKind.LIVELIHOOD,
    )
    page = client.get(reverse("roadmap:board"))
    (row,) = page.context["board"].villages
    assert (row.counts, row.at_risk) == ([1, 1, 1, 1], 1)
    assert [count for _label, count in row.labelled] == row.counts
    narrowed = client.get(reverse("roadmap:board"), {"stage": "at_risk"}).content.decode()
    assert left.code in narrowed
    assert poor.code not in narrowed
    assert "sinh kế, nhà ở chưa xong" in narrowed
    odd = client.get(reverse("roadmap:board"), {"stage": "x", "village": "x", "page": "x"})
    assert odd.status_code == 200
    member = login(world.users[Role.MEMBER_IN_CHARGE]).get(reverse("roadmap:board"))
    assert registered.code not in member.content.decode()


def test_years_are_compared_once_written(world: World, login: Login) -> None:
    home, missing = world.households[:2]
    for each in (home, missing):
        decided(each, 2025, "poor")
    decided(home, 2026, "escaped")
    client = login(world.users[Role.COMMUNE_LEADER])
    page = client.get(reverse("roadmap:differences"), {"year": "2026"})
    counts = page.context["told"].counts
    assert (counts["escaped"], counts["missing"]) == (1, 1)
    assert client.get(reverse("roadmap:differences"), {"year": "x"}).status_code == 200
    away = login(world.users[Role.MEMBER_IN_CHARGE]).get(reverse("roadmap:differences"))
    assert missing.code not in away.content.decode()


def test_due_steps_wait_for_their_owner_and_late_ones_for_the_committee(
    world: World, now: datetime, at: date
) -> None:
    decided(world.in_charge_of, 2025, "poor")
    road = target(world.in_charge_of)
    step(road, world.member, due_on=at + timedelta(days=3))
    waiting = {
        role: [row.source for row in inbox.waiting_for(actor_for(user, at=now), at=at)]
        for role, user in world.users.items()
    }
    assert waiting[Role.MEMBER_IN_CHARGE].count("road") == 1
    assert "road" not in waiting[Role.CELL_COMMITTEE]
    RoadStep.objects.update(due_on=at - timedelta(days=1))
    for role in (Role.CELL_COMMITTEE, Role.COMMUNE_OFFICE):
        late = inbox.waiting_for(actor_for(world.users[role], at=now), at=at)
        assert [row.source for row in late].count("road") == 1
    other = inbox.waiting_for(actor_for(world.users[Role.COMMUNE_POLICE], at=now), at=at)
    assert other == []


def test_who_left_and_doubles_are_not_missing_in_a_later_list(
    world: World, now: datetime, at: date
) -> None:
    kept, double, gone, missing = world.households[:4]
    for home in (kept, double, gone, missing):
        decided(home, 2025, "poor")
    decided(kept, 2026, "poor")
    decided(double, 2026, "poor")
    gone.left_on, gone.left_reason = at, "moved"
    gone.save()
    double.left_on, double.left_reason, double.merged_into = at, "double", kept
    double.save()
    office = actor_for(world.users[Role.COMMUNE_OFFICE], at=now)
    told = compared(office, 2026)
    assert told.counts == {Difference.SAME: 1, Difference.MISSING: 1}
    assert [line.household for line in told.lines] == [missing]


def test_the_household_page_and_story_tell_of_the_road(
    world: World, login: Login, now: datetime
) -> None:
    home = world.in_charge_of
    page = reverse("households:page", kwargs={"pk": home.pk})
    client = login(world.users[Role.MEMBER_IN_CHARGE])
    assert "Lộ trình thoát nghèo" not in client.get(page).content.decode()
    decided(home, 2025, "poor", missing=["toilet"])
    target(home)
    support(home)
    told = client.get(page).content.decode()
    assert "Thiếu hụt: Nhà tiêu hợp vệ sinh" in told
    titles = [
        m.title for m in moments_of(actor_for(world.users[Role.MEMBER_IN_CHARGE], at=now), home)
    ]
    assert "Nhận hỗ trợ" in titles
    assert "Kết quả rà soát năm 2025: Hộ nghèo" in titles


def test_a_double_brings_its_road(world: World, now: datetime, at: date) -> None:
    kept, double = world.households[:2]
    for home in (kept, double):
        decided(home, 2025, "poor")
    decided(double, 2024, "poor")
    step(target(double), world.member, due_on=at)
    mine = target(kept)
    support(double)
    merge(world, now, kept, double)
    assert RoadStep.objects.get().target == mine
    assert PovertyTarget.objects.filter(household=kept).count() == 2
    assert PovertyTarget.objects.open().get() == mine
    years = (
        PovertyYear.objects.filter(household=kept).order_by("year").values_list("year", flat=True)
    )
    assert list(years) == [2024, 2025]
    assert HouseholdSupport.objects.get().household == kept


def test_the_commune_sets_how_long_it_watches(world: World, login: Login) -> None:
    url = reverse("roadmap:rule", kwargs={"commune": world.commune.pk})
    client = login(world.users[Role.COMMUNE_OFFICE])
    bad = client.post(url, {"key": uuid4(), "escaped_months": "3", "contact_days": "30"})
    assert bad.status_code == 422
    sent = {"key": uuid4(), "escaped_months": "36", "contact_days": "45"}
    assert client.post(url, sent).status_code == 302
    assert RoadRule.objects.get().escaped_months == 36
    assert world.outsider is not None
    assert login(world.outsider).get(url).status_code == 404


def test_somebody_else_answers_for_a_step(world: World, login: Login, at: date) -> None:
    home, other = world.in_charge_of, world.users[Role.VILLAGE_HEAD].person
    assert other is not None
    # Of the same cell, but the household is none of their business.
    idle = PersonFactory.create(commune=world.commune)
    MembershipFactory.create(person=idle, cell=world.cell)
    row = step(target(home), world.member, due_on=at)
    url = reverse("roadmap:change-step", kwargs={"pk": row.pk})
    cell = login(world.users[Role.CELL_COMMITTEE])
    assert url in cell.get(_url(world, "household")).content.decode()
    assert world.member.full_name in cell.get(url).content.decode()
    said = {"key": uuid4(), "owner": other.pk, "due_on": "20/12/2026", "reason": "Đi học xa"}
    for wrong in (
        {"reason": ""},
        {"due_on": "15/11/2026"},
        {"owner": world.users[Role.PROVINCE_VIEWER].person.pk},
        {"owner": idle.pk},
        {"owner": world.member.pk, "due_on": f"{at:%d/%m/%Y}"},
    ):
        assert cell.post(url, {**said, **wrong, "key": uuid4()}).status_code == 422, wrong
    for _again in range(2):
        assert cell.post(url, said).status_code == 302
    row.refresh_from_db()
    assert (row.owner, row.due_on) == (other, date(2026, 12, 20))
    # A late day need not move with the owner.
    RoadStep.objects.update(due_on=date(2026, 11, 1))
    back = {**said, "key": uuid4(), "owner": world.member.pk, "due_on": "01/11/2026"}
    assert cell.post(url, back).status_code == 302
    story = cell.get(reverse("households:timeline", kwargs={"pk": home.pk})).content.decode()
    assert f"{world.member.full_name} → {other.full_name}" in story
    assert "Đi học xa" in story
    for role, status in ((Role.MEMBER_IN_CHARGE, 403), (Role.VILLAGE_HEAD, 403)):
        assert login(world.users[role]).post(url, said).status_code == status
    RoadStep.objects.update(done_on=at, outcome="done")
    assert cell.post(url, {**said, "key": uuid4()}).status_code == 409


def test_steps_of_who_left_go_on(world: World, at: date) -> None:
    row = step(target(world.in_charge_of), world.member, due_on=at)
    far = step(target(world.households[1]), world.member, due_on=at)
    secretary = world.users[Role.CELL_COMMITTEE].person
    groups = Departure(world.member.pk, at, "x", frozenset({Charge.GROUPS}))
    # Still in charge of the one household; of the other they had only the step.
    assert tell(groups)["road_steps"] == 1
    far.refresh_from_db()
    assert far.owner == secretary
    assert tell(Departure(world.member.pk, at, "moved", EVERY_CHARGE))["road_steps"] == 1
    row.refresh_from_db()
    assert row.owner == secretary
    done = step(target(world.households[2]), secretary, due_on=at)
    RoadStep.objects.filter(pk=done.pk).update(done_on=at, outcome="done")
    tell(Departure(secretary.pk, at, "moved", EVERY_CHARGE))
    owners = dict(RoadStep.objects.values_list("pk", "owner"))
    head = world.users[Role.VILLAGE_HEAD].person
    assert head is not None
    assert owners == {row.pk: head.pk, far.pk: head.pk, done.pk: secretary.pk}
