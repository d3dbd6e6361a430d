"""What waits for whom, and one step on several at once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.issues import inbox
from apps.issues.inbox import Waiting
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import AnswerTemplate, Issue
from tests.factories.issues import reported, step
from tests.factories.world import World
from tests.issues.conftest import Pages

MEMBER, CELL, OFFICE = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.COMMUNE_OFFICE


def _up(world: World, now: datetime, kind: IssueKind = IssueKind.HOUSING) -> Issue:
    """One that the member has passed up to the cell committee."""
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now, kind=kind)
    return step(world.users[MEMBER], issue, Verb.PASS_UP, at=now)


def _mark(issue: Issue) -> str:
    return f"{issue.pk}:{issue.steps}"


def test_it_waits_for_whoever_has_it(pages: Pages, world: World, now: datetime) -> None:
    issue = _up(world, now)
    link = f"/van-de/{issue.pk}/"
    assert link in pages.text(CELL, "inbox:home")
    for role in (MEMBER, OFFICE, Role.GROUP_OFFICER, Role.COMMUNE_POLICE, None):
        assert link not in pages.text(role, "inbox:home")


def test_late_ones_without_an_owner_reach_the_leaders(
    pages: Pages, world: World, now: datetime
) -> None:
    issue = _up(world, now - timedelta(days=10))
    text = pages.text(OFFICE, "inbox:home")
    assert f"/van-de/{issue.pk}/" in text
    assert "quá hạn 5 ngày" in text
    step(world.users[CELL], issue, Verb.RECEIVE, at=now - timedelta(days=9))
    assert f"/van-de/{issue.pk}/" not in pages.text(OFFICE, "inbox:home")


def test_answers_wait_to_be_told(pages: Pages, world: World, now: datetime) -> None:
    step(world.users[OFFICE], _up(world, now), Verb.ANSWER, at=now, text="Có tôn")
    assert "Báo trả lời cho hộ" in pages.text(MEMBER, "inbox:home")


def test_what_is_late_and_weighs_more_comes_first(
    pages: Pages, world: World, now: datetime
) -> None:
    light = _up(world, now, IssueKind.ENVIRONMENT)
    heavy = _up(world, now, IssueKind.SCHOOLING)
    late = _up(world, now - timedelta(days=10), IssueKind.PETITION)
    text = pages.text(CELL, "inbox:home")
    places = [text.index(f"/van-de/{each.pk}/") for each in (late, heavy, light)]
    assert places == sorted(places)


def test_tabs_by_source(
    pages: Pages, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meetings(actor: object, day: date) -> Iterator[Waiting]:
        yield Waiting("meetings", 1, "Họp", "Thôn Nà A", "Ghi kết luận", day, 1, "/")

    monkeypatch.setitem(inbox._sources, "meetings", meetings)
    issue = _up(world, now)
    both = pages.text(CELL, "inbox:home")
    assert "Ghi kết luận" in both
    assert "?source=meetings" in both
    alone = pages.text(CELL, "inbox:home", "?source=issues")
    assert f"/van-de/{issue.pk}/" in alone
    assert "Ghi kết luận" not in alone


def test_several_are_received_and_each_is_told(pages: Pages, world: World, now: datetime) -> None:
    fresh, gone_on = _up(world, now), _up(world, now, IssueKind.LAND)
    marks = [_mark(fresh), _mark(gone_on), "999999999:1"]
    step(world.users[CELL], gone_on, Verb.NOTE, at=now, text="Đã hỏi")
    sent = {"verb": "receive", "item": marks, "key": str(uuid4())}
    for _n in range(2):
        text = pages.send(CELL, "inbox:bulk", sent).content.decode()
        assert "Đã làm 1 trên 3 việc." in text
        assert "vừa có thay đổi" in text
        assert "Không tìm thấy" in text
    fresh.refresh_from_db()
    gone_on.refresh_from_db()
    assert (fresh.state, gone_on.state) == (State.RECEIVED, State.REPORTED)


def test_several_are_answered_from_a_template(pages: Pages, world: World, now: datetime) -> None:
    issues = [_up(world, now), _up(world, now)]
    ready = AnswerTemplate.objects.create(
        commune=world.commune, kind="housing", title="Xét", text="Xã sẽ xét trong tháng"
    )
    sent = {"verb": "answer", "item": [_mark(each) for each in issues]}
    asked = pages.send(OFFICE, "inbox:bulk", sent)
    assert asked.status_code == 200
    assert "Xét</option>" in asked.content.decode()
    again = pages.send(OFFICE, "inbox:bulk", {**sent, "asked": "1", "text": " "})
    assert again.status_code == 422
    pages.send(OFFICE, "inbox:bulk", {**sent, "asked": "1", "template": ready.pk})
    found = Issue.objects.values_list("answer", flat=True)
    assert list(found) == ["Xã sẽ xét trong tháng"] * 2


def test_several_are_handed_over(pages: Pages, world: World, now: datetime) -> None:
    issues = [_up(world, now), _up(world, now)]
    secretary = world.users[CELL].person
    sent = {"verb": "hand_over", "item": [_mark(each) for each in issues]}
    asked = pages.send(CELL, "inbox:bulk", sent).content.decode()
    assert f'value="{secretary.pk}"' in asked
    text = pages.send(CELL, "inbox:bulk", {**sent, "owner": secretary.pk}).content.decode()
    assert "Đã làm 2 trên 2 việc." in text
    assert set(Issue.objects.values_list("owner", flat=True)) == {secretary.pk}


def test_those_of_no_common_level_have_no_common_owner(
    pages: Pages, world: World, now: datetime
) -> None:
    issues = [
        _up(world, now),
        reported(world.users[OFFICE], world.households[1], at=now, kind=IssueKind.LAND),
    ]
    step(world.users[OFFICE], issues[1], Verb.PASS_UP, at=now)
    assert issues[0].level != issues[1].level
    sent = {"verb": "hand_over", "item": [_mark(each) for each in issues]}
    text = pages.send(OFFICE, "inbox:bulk", sent).content.decode()
    assert "Không có người nào cùng phụ trách" in text


def test_nothing_chosen_or_nothing_that_is_done_to_many(
    pages: Pages, world: World, now: datetime
) -> None:
    issue = _up(world, now)
    for sent in (
        {"verb": "receive"},
        {"verb": "receive", "item": ["x:y", "1", ":"]},
        {"verb": "refuse", "item": [_mark(issue)]},
        {"verb": "receive", "item": [_mark(issue)], "key": "?"},
    ):
        assert pages.send(CELL, "inbox:bulk", sent)["Location"] == "/viec-cua-toi/"
    assert pages.send(None, "inbox:bulk", {"verb": "receive", "item": [_mark(issue)]})["Location"]
    issue.refresh_from_db()
    assert (issue.state, issue.level) == (State.REPORTED, Level.CELL)


def test_a_reload_leads_back(pages: Pages) -> None:
    assert pages.get(CELL, "inbox:bulk").status_code == 302
    assert pages.get(Role.PROVINCE_VIEWER, "inbox:home").status_code == 403
