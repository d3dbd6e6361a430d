"""Words about what has ended age out, in rows, steps and histories; open issues keep theirs."""

from datetime import datetime, timedelta

import pytest

from apps.accounts.roles import Role
from apps.areas.models import RetentionRule
from apps.common import clock
from apps.issues.jobs import age_out_issue_texts
from apps.issues.machine import State, Verb
from apps.issues.models import FollowTask, Issue, IssueAction
from apps.people.versions import events_of
from apps.visits.retention import ERASED
from tests.factories.issues import reported, step
from tests.factories.world import World
from tests.issues.test_handover import a_task

pytestmark = pytest.mark.django_db
TOLD = "Ra xã nộp đơn"


@pytest.fixture
def closed(world: World, now: datetime) -> Issue:
    RetentionRule.objects.create(commune=world.commune, contact_note_months=6)
    issue = reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
    step(world.users[Role.CELL_COMMITTEE], issue, Verb.REFUSE, at=now, text=TOLD)
    return step(world.users[Role.MEMBER_IN_CHARGE], issue, Verb.TELL, at=now)


def _later(monkeypatch: pytest.MonkeyPatch, now: datetime, days: int) -> None:
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=days))
    age_out_issue_texts.func(timestamp=0)


def _words() -> set[str]:
    columns = ("summary", "wish", "answer")
    found = [*Issue.objects.values_list(*columns), *events_of(Issue).values_list(*columns)]
    found += [*IssueAction.objects.values_list("text")]
    return {text for row in found for text in row} - {""}


def test_words_go_and_figures_stay(
    world: World, closed: Issue, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _later(monkeypatch, now, 175)
    assert TOLD in _words()
    _later(monkeypatch, now, 190)
    closed.refresh_from_db()
    assert _words() == set()
    assert (closed.details, closed.state, closed.ended_on) == ({}, State.CLOSED, now.date())
    assert closed.actions.count() == 3
    events = events_of(Issue).count()
    _later(monkeypatch, now, 191)
    assert events_of(Issue).count() == events


def test_an_open_issue_keeps_its_words(
    world: World, closed: Issue, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
    _later(monkeypatch, now, 900)
    assert _words() == {issue.summary}


def test_tasks_that_are_done_lose_theirs(
    world: World, closed: Issue, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = a_task(world, ended_on=now.date(), result="done", result_text="Hộ vắng nhà")
    a_task(world)
    _later(monkeypatch, now, 190)
    done.refresh_from_db()
    assert (done.text, done.result_text, done.result) == (ERASED, "", "done")
    assert set(FollowTask.objects.values_list("text", flat=True)) == {ERASED, "Hỏi lại hộ"}
    assert set(events_of(FollowTask).values_list("result_text", flat=True)) == {""}
