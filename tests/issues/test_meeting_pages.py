"""Pages of meetings: who opens them, what they refuse, what a second editor is told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.accounts.models import AccessLog, User
from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.issues.meetings.models import CellMeeting, MeetingItem, MeetingReport, MeetingTask
from apps.issues.meetings.states import ItemState, MeetingState
from apps.issues.models import FollowTask
from apps.people.models import CellVillage
from tests.budgets import A_PAGE, Budget
from tests.factories.issues import reported, step
from tests.factories.meetings import concluded, held, opened, signed
from tests.factories.people import CellFactory
from tests.factories.world import World

Login = Callable[[User], Client]


def _url(name: str, meeting: CellMeeting, **more: int) -> str:
    return reverse(f"meetings:{name}", kwargs={"pk": meeting.pk, **more})


def _secretary(world: World, login: Login) -> Client:
    return login(world.users[Role.CELL_COMMITTEE])


def _seen(meeting: CellMeeting, **more: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "seen": meeting.version, **more}


def test_a_month_is_opened_from_its_form(world: World, login: Login, now: datetime) -> None:
    client = _secretary(world, login)
    wish = {"key": str(uuid4()), "cell": world.cell.pk, "month": "2026-11-01", "reports": "same"}
    first = client.post(reverse("meetings:start"), wish)
    meeting = CellMeeting.objects.get()
    assert first["Location"] == _url("show", meeting)
    assert str(meeting.reports_from) == "2026-11-01"
    assert client.post(reverse("meetings:start"), wish)["Location"] == first["Location"]
    other = {**wish, "month": "2026-10-01"}
    assert client.post(reverse("meetings:start"), other).status_code == 409
    assert client.post(reverse("meetings:start"), {**wish, "cell": 1}).status_code == 422


def test_the_commune_reads_and_others_do_not(world: World, login: Login, now: datetime) -> None:
    meeting = opened(world, at=now)
    for role in (Role.COMMUNE_LEADER, Role.INSPECTION, Role.COMMITTEE_MEMBER):
        client = login(world.users[role])
        assert client.get(_url("show", meeting)).status_code == 200
        assert client.post(_url("add", meeting), _seen(meeting, title="x")).status_code == 403
    assert world.outsider is not None
    assert login(world.outsider).get(_url("show", meeting)).status_code == 404
    member = login(world.users[Role.MEMBER_IN_CHARGE])
    assert member.get(_url("show", meeting)).status_code == 403


def test_another_committee_of_the_village_reads_without_writing(
    world: World, login: Login, now: datetime
) -> None:
    meeting = opened(world, at=now)
    other = CellFactory.create(commune=world.commune)
    world.users[Role.CELL_COMMITTEE].person.posts.update(cell=other)
    CellVillage.objects.create(cell=other, village=world.villages[0])
    client = _secretary(world, login)
    assert client.get(_url("show", meeting)).status_code == 200
    assert client.get(_url("held", meeting)).status_code == 404
    assert client.post(_url("add", meeting), _seen(meeting, title="x")).status_code == 403


def test_other_matters_are_added_and_bad_ones_told(
    world: World, login: Login, now: datetime
) -> None:
    meeting, client = opened(world, at=now), _secretary(world, login)
    assert client.post(_url("add", meeting), _seen(meeting, title=" ")).status_code == 422
    client.post(_url("add", meeting), _seen(meeting, title="Loa <b>hỏng</b>"))
    page = client.get(_url("show", meeting)).content.decode()
    assert "Loa &lt;b&gt;hỏng&lt;/b&gt;" in page
    late = client.post(_url("add", meeting), _seen(meeting, title="Việc thứ hai"))
    assert late.status_code == 409
    assert "Việc thứ hai" in late.content.decode()
    assert late.context["add_form"]["seen"].value() == "2"


def test_the_meeting_is_written_down(world: World, login: Login, now: datetime) -> None:
    meeting, client = opened(world, at=now), _secretary(world, login)
    people = {
        "chair": world.users[Role.CELL_COMMITTEE].person.pk,
        "secretary": world.member.pk,
    }
    told = {"held_on": "16/11/2026", "place": "Nhà văn hoá", "present": 9, "absent": 1} | people
    for wrong in (
        {"held_on": "17/11/2026"},
        {"held_on": "30/10/2026"},
        {"secretary": people["chair"]},
        {"present": 0},
    ):
        answer = client.post(_url("held", meeting), _seen(meeting, **(told | wrong)))
        assert answer.status_code == 422
        assert "Nhà văn hoá" in answer.content.decode()
    assert client.post(_url("held", meeting), _seen(meeting, **told)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.present, meeting.version) == (MeetingState.HELD, 9, 2)
    refreshed = client.post(_url("refresh", meeting), _seen(meeting), follow=True)
    assert "không lập lại được" in refreshed.content.decode()


def test_a_conclusion_makes_a_task_once(world: World, login: Login, now: datetime) -> None:
    reported(world.users[Role.CELL_COMMITTEE], world.in_charge_of, at=now)
    meeting, client = held(world, at=now), _secretary(world, login)
    item = meeting.items.get(source="issue")
    url = _url("item", meeting, item=item.pk)
    wish = _seen(
        meeting,
        text="Chi bộ góp tôn lợp bếp",
        task_text="Vận động góp tôn",
        owner=world.member.pk,
        due_on="30/11/2026",
    )
    assert client.post(url, {**wish, "text": ""}).status_code == 422
    assert client.post(url, {**wish, "due_on": ""}).status_code == 422
    assert client.post(url, {**wish, "due_on": "1/11/2026"}).status_code == 422
    assert client.post(url, wish).status_code == 302
    assert client.post(url, wish).status_code == 302
    task = FollowTask.objects.get()
    assert (task.household, task.owner) == (world.in_charge_of, world.member)
    item.refresh_from_db()
    assert (item.state, item.conclusion) == (ItemState.CONCLUDED, "Chi bộ góp tôn lợp bếp")
    late = client.post(url, {**wish, "key": str(uuid4()), "text": "Khác"})
    assert late.status_code == 409
    assert "Khác" in late.content.decode()


def test_before_the_meeting_nothing_is_concluded(world: World, login: Login, now: datetime) -> None:
    meeting, client = opened(world, at=now), _secretary(world, login)
    url = _url("item", meeting, item=meeting.items.get(source="reports").pk)
    assert client.post(url, _seen(meeting, text="Đồng ý")).status_code == 409


def test_nothing_is_said_in_words_of_public_order(
    world: World, login: Login, now: datetime
) -> None:
    issue = _brought_to_the_cell(world, now)
    meeting, client = held(world, at=now), _secretary(world, login)
    item = meeting.items.get(issue=issue)
    url = _url("item", meeting, item=item.pk)
    assert world.in_charge_of.head_name not in client.get(url).content.decode()
    answer = client.post(url, _seen(meeting, text="Tên người", due_on="30/11/2026"))
    assert answer.status_code == 302
    item.refresh_from_db()
    task = FollowTask.objects.get()
    assert (item.state, item.conclusion) == (ItemState.CONCLUDED, "")
    assert task.text == f"Theo dõi vấn đề số {issue.pk}"
    with pytest.raises(IntegrityError, match="free words"), transaction.atomic():
        MeetingItem.objects.filter(pk=item.pk).update(conclusion="Tên người")
    with pytest.raises(IntegrityError, match="free words"), transaction.atomic():
        FollowTask.objects.filter(pk=task.pk).update(result_text="Tên người")
    leader = login(world.users[Role.COMMUNE_LEADER])
    assert leader.get(url).status_code == 403
    assert str(issue.get_kind_display()) not in leader.get(_url("show", meeting)).content.decode()


def _brought_to_the_cell(world: World, now: datetime) -> Any:
    """An issue of public order that the secretary reported, so that the cell has it."""
    issue = reported(
        world.users[Role.CELL_COMMITTEE], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER
    )
    if "cell" not in issue.chain:
        step(world.users[Role.CELL_COMMITTEE], issue, Verb.NOTE, at=now)
    assert "cell" in issue.chain
    return issue


def test_it_is_signed_once_all_is_concluded(world: World, login: Login, now: datetime) -> None:
    meeting, client = held(world, at=now), _secretary(world, login)
    wish = {"number": "11-BB/CB", "agree": "on"}
    assert client.post(_url("sign", meeting), _seen(meeting, **wish)).status_code == 422
    for item in meeting.items.all():
        concluded(world, meeting, item, at=now)
    no = client.post(_url("sign", meeting), _seen(meeting, number="11-BB/CB"))
    assert no.status_code == 422
    assert client.post(_url("sign", meeting), _seen(meeting, **wish)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes_number) == (MeetingState.SIGNED, "11-BB/CB")
    assert meeting.signed_by == world.users[Role.CELL_COMMITTEE]
    assert client.get(_url("held", meeting)).status_code == 404
    assert client.post(_url("add", meeting), _seen(meeting, title="x")).status_code == 409


def test_once_signed_the_database_changes_nothing(world: World, now: datetime) -> None:
    meeting = signed(world, at=now)
    item = meeting.items.order_by("pk")[0]
    task = FollowTask.objects.create(
        client_uuid=uuid4(),
        source="meeting",
        source_key="x",
        text="x",
        village=world.villages[0],
        level="cell",
        due_on=now.date(),
        made_at=now,
    )
    for change in (
        lambda: CellMeeting.objects.filter(pk=meeting.pk).update(place="khác"),
        lambda: CellMeeting.objects.filter(pk=meeting.pk)._raw_delete("default"),
        lambda: meeting.items.update(conclusion="khác"),
        lambda: meeting.items.all().delete(),
        lambda: MeetingItem.objects.create(
            meeting=meeting, source="other", title="x", position=900
        ),
        lambda: MeetingReport.objects.filter(meeting=meeting).update(contacts=99),
        lambda: MeetingTask.objects.create(item=item, task=task),
    ):
        with pytest.raises(IntegrityError, match="signed"), transaction.atomic():
            change()


def test_papers_are_logged(world: World, login: Login, now: datetime) -> None:
    meeting, client = opened(world, at=now), _secretary(world, login)
    assert client.post(_url("paper", meeting), {"paper": "agenda"}).status_code == 200
    entry = AccessLog.objects.get(action="export")
    assert (entry.object_id, entry.detail, entry.count) == (meeting.pk, "meeting agenda docx", 5)
    assert client.post(_url("paper", meeting), {"paper": "minutes"}).status_code == 422
    assert client.post(_url("paper", meeting), {"paper": "../x"}).status_code == 422


def test_the_page_stays_within_its_budget(world: World, budget: Budget, now: datetime) -> None:
    user = world.users[Role.CELL_COMMITTEE]
    reported(user, world.in_charge_of, at=now)
    meeting = opened(world, at=now)

    def grow() -> None:
        for home in world.households[1:6]:
            issue = reported(user, home, at=now)
            MeetingItem.objects.create(
                meeting=meeting, source="issue", issue=issue, position=90 + issue.pk
            )

    budget.holds(user, _url("show", meeting), A_PAGE + 9, grow=grow)
    budget.holds(user, reverse("meetings:list"), A_PAGE + 3)
