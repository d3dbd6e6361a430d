"""The office takes words out of one issue: the row, its steps, its history, the kept minutes."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction

from apps.accounts.models import RequestKey
from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.issues.blanking.models import IssueBlanking
from apps.issues.blanking.services import Blank, blank_words
from apps.issues.kinds import IssueKind
from apps.issues.machine import Verb
from apps.issues.meetings.models import CellMeeting
from apps.issues.models import Issue, IssueAction
from apps.people.versions import events_of
from apps.visits.retention import ERASED
from tests.factories.issues import as_actor, reported, step
from tests.factories.meetings import signed
from tests.factories.world import World
from tests.issues.asking import Asking
from tests.issues.conftest import Pages

pytestmark = pytest.mark.django_db
OFFICE, MEMBER, CELL = Role.COMMUNE_OFFICE, Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE
SUSPECT = "Lý Văn Nghi"


def _everywhere(words: str) -> set[str]:
    """Tables of issues, histories among them, in which the words stand."""
    return {
        model._meta.label
        for model in apps.get_app_config("issues").get_models()
        if any(words in str(row) for row in model._default_manager.values())
    }


def _blank(world: World, issue: Issue, now: datetime, role: Role = OFFICE, **what: Any) -> Any:
    blank = Blank(**({"part": "summary", "reason": "suspect"} | what))
    actor = as_actor(world.users[role], at=now)
    return blank_words(key=uuid4(), actor=actor, issue_id=issue.pk, blank=blank, at=now)


def _named(world: World, now: datetime) -> Issue:
    """An issue whose summary, answer and a note name somebody."""
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now)
    Issue.objects.filter(pk=issue.pk).update(summary=f"{SUSPECT} lấy tôn", wish="Xin tôn")
    return issue


def test_a_summary_goes_everywhere(pages: Pages, world: World, now: datetime) -> None:
    issue = _named(world, now)
    meeting = signed(world, at=now)
    assert _everywhere(SUSPECT) == {
        *("issues.Issue", "issues.IssueEvent"),
        *("issues.CellMeeting", "issues.CellMeetingEvent"),
    }
    text = pages.text(OFFICE, "issues:blank", pk=issue.pk)
    assert SUSPECT in text
    sent = {"key": str(uuid4()), "where": "summary", "reason": "suspect"}
    for _again in range(2):
        assert pages.send(OFFICE, "issues:blank", sent, pk=issue.pk).status_code == 302
    assert not _everywhere(SUSPECT)
    issue.refresh_from_db()
    assert (issue.summary, issue.wish, issue.steps) == ("", "Xin tôn", 1)
    row = IssueBlanking.objects.get()
    assert (row.part, row.reason, row.by) == ("summary", "suspect", world.users[OFFICE])
    shown = pages.text(CELL, "issues:show", pk=issue.pk)
    assert "Đã xóa lời ghi" in shown
    assert "Ghi tên người bị nghi ngờ" in shown
    kept = CellMeeting.objects.get(pk=meeting.pk).minutes
    assert kept is not None
    [lines] = [each["lines"] for each in kept["items"] if "Nhà ở" in each["title"]]
    assert lines == [ERASED, "Hộ đề nghị: Xin tôn", "Chuyển sang kỳ sinh hoạt sau."]


def test_history_says_who_and_why(world: World, now: datetime) -> None:
    issue = _named(world, now)
    _blank(world, issue, now)
    told = events_of(Issue).filter(pgh_obj=issue).latest("pgh_id").pgh_context.metadata
    assert told["reason"] == "blank: suspect"
    assert told["user"] == world.users[OFFICE].pk
    assert SUSPECT not in json.dumps(list(RequestKey.objects.values_list("answer", flat=True)))


def test_an_answer_leaves_its_step_and_a_step_its_answer(
    ask: Asking, world: World, now: datetime
) -> None:
    for part, number in (("answer", None), ("step", 2)):
        issue = _named(world, now)
        step(world.users[CELL], issue, Verb.ANSWER, at=now, text=f"{SUSPECT} đã trả")
        body = {"part": part, "number": number, "reason": "mistake"}
        answer = ask.post(OFFICE, "blank", body, pk=issue.pk)
        assert (answer.status_code, answer.json()["part"]) == (200, part)
        issue.refresh_from_db()
        assert issue.answer == ""
        assert set(IssueAction.objects.filter(issue=issue).values_list("text", flat=True)) == {""}
        told = ask.get(OFFICE, "issue", pk=issue.pk).json()
        assert [row["part"] for row in told["blanked"]] == [part]
    assert not _everywhere(f"{SUSPECT} đã trả")


def test_who_may_and_what_is_refused(ask: Asking, world: World, now: datetime) -> None:
    issue = _named(world, now)
    body = {"part": "summary", "reason": "suspect"}
    assert ask.post(CELL, "blank", body, pk=issue.pk).status_code == 403
    assert ask.post(ask.outsider, "blank", body, pk=issue.pk).status_code == 404
    assert ask.post(OFFICE, "blank", {**body, "part": "answer"}, pk=issue.pk).status_code == 422
    assert ask.post(OFFICE, "blank", {**body, "number": 1}, pk=issue.pk).status_code == 422
    assert ask.post(OFFICE, "blank", {**body, "part": "step"}, pk=issue.pk).status_code == 422
    with pytest.raises(DomainError) as refused:
        _blank(world, issue, now, role=CELL)
    assert refused.value.status == 403
    assert _everywhere(SUSPECT)
    assert not IssueBlanking.objects.exists()


def test_what_was_done_is_never_altered(world: World, now: datetime) -> None:
    _blank(world, _named(world, now), now)
    with pytest.raises(ProgrammingError), transaction.atomic():
        IssueBlanking.objects.update(reason="mistake")
    with pytest.raises(ProgrammingError), transaction.atomic():
        IssueBlanking.objects.all().delete()


def test_kinds_without_words_have_none_to_blank(pages: Pages, world: World, now: datetime) -> None:
    leader = world.users[Role.COMMUNE_LEADER]
    issue = reported(leader, world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    assert "xoa-loi" not in pages.text(Role.COMMUNE_LEADER, "issues:show", pk=issue.pk)
    page = pages.text(Role.COMMUNE_LEADER, "issues:blank", pk=issue.pk)
    assert "không có lời ghi nào" in page
