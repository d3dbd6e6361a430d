"""Words about what has ended age out, in rows, steps and histories; open issues keep theirs."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.areas.models import RetentionRule
from apps.common import clock
from apps.issues.jobs import age_out_issue_texts
from apps.issues.machine import State, Verb
from apps.issues.meetings.models import CellMeeting, MeetingItem
from apps.issues.meetings.services import sign_minutes
from apps.issues.models import (
    AttachmentContent,
    DataRequest,
    FollowTask,
    Issue,
    IssueAction,
    IssueAttachment,
    PovertyTarget,
    RoadStep,
)
from apps.people.versions import events_of
from apps.visits.retention import ERASED
from tests.factories.issues import reported, step
from tests.factories.meetings import concluded, edit, held
from tests.factories.roadmap import request, target
from tests.factories.roadmap import step as road_step
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


def test_pictures_go_with_the_words(
    world: World, closed: Issue, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
    attached(closed, "a", now)
    # The same picture hangs on one that is still open.
    attached(closed, "b", now)
    attached(waiting, "b", now)
    _later(monkeypatch, now, 175)
    assert IssueAttachment.objects.count() == 3
    _later(monkeypatch, now, 190)
    assert set(IssueAttachment.objects.values_list("issue", flat=True)) == {waiting.pk}
    assert set(AttachmentContent.objects.values_list("sha256", flat=True)) == {"b" * 64}


def attached(issue: Issue, letter: str, now: datetime) -> IssueAttachment:
    """A picture whose content is named after ``letter``."""
    content, _new = AttachmentContent.objects.get_or_create(
        sha256=letter * 64, defaults={"type": "image/jpeg", "data": b"x"}
    )
    return IssueAttachment.objects.create(
        issue=issue,
        number=issue.attachments.count() + 1,
        content=content,
        size=1,
        added_by=User.objects.get(person=issue.reported_by_id),
        added_at=now,
    )


def test_notes_of_the_road_and_requests_age_out(
    world: World, closed: Issue, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    road = target(world.in_charge_of)
    done = road_step(road, world.member, due_on=now.date())
    RoadStep.objects.filter(pk=done.pk).update(
        kind="other", text=TOLD, result_text=TOLD, done_on=now.date(), outcome="done"
    )
    waiting = road_step(road, world.member, due_on=now.date())
    RoadStep.objects.filter(pk=waiting.pk).update(text=TOLD)
    PovertyTarget.objects.filter(pk=road.pk).update(
        result_text=TOLD, ended_on=now.date(), result="escaped"
    )
    row = request(world.in_charge_of, kind="erasure")
    DataRequest.objects.filter(pk=row.pk).update(
        text=TOLD, outcome=TOLD, state="refused", ended_on=now.date(), answered_on=now.date()
    )
    _later(monkeypatch, now, 175)
    assert DataRequest.objects.filter(text=TOLD).exists()
    _later(monkeypatch, now, 190)
    assert RoadStep.objects.filter(pk=done.pk, text=ERASED, result_text="").exists()
    assert RoadStep.objects.filter(pk=waiting.pk, text=TOLD).exists()
    assert PovertyTarget.objects.get().result_text == ""
    assert DataRequest.objects.filter(pk=row.pk, text=ERASED, outcome=ERASED).exists()
    for model, column in (
        (PovertyTarget, "result_text"),
        (DataRequest, "text"),
        (DataRequest, "outcome"),
        (RoadStep, "result_text"),
    ):
        assert not events_of(model).filter(**{column: TOLD}).exists()
    assert set(events_of(RoadStep).filter(text=TOLD).values_list("pgh_obj_id", flat=True)) == {
        waiting.pk
    }


def test_minutes_lose_what_they_say_of_households(
    world: World, closed: Issue, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signed or not; what is about an open issue keeps its words."""
    waiting = reported(world.users[Role.MEMBER_IN_CHARGE], world.households[0], at=now)
    meeting = held(world, at=now)
    seen = MeetingItem.objects.create(
        meeting=meeting, source="issue", issue=closed, position=90, state="open"
    )
    other = MeetingItem.objects.create(
        meeting=meeting, source="other", title="Việc của bà Sáu", position=91
    )
    for item in meeting.items.all():
        concluded(world, meeting, item, at=now, text=f"Kết luận {item.pk}")
    meeting.refresh_from_db()
    sign_minutes(
        edit=edit(world.users[Role.CELL_COMMITTEE], at=now, seen=meeting.version),
        meeting=meeting.pk,
        number="11-BB/CB",
    )
    kept = meeting.items.get(issue=waiting)
    _later(monkeypatch, now, 175)
    assert f"Kết luận {seen.pk}" in _minutes(meeting)
    _later(monkeypatch, now, 220)
    for item in (seen, other):
        item.refresh_from_db()
        assert item.conclusion == ERASED
        assert f"Kết luận {item.pk}" not in _minutes(meeting)
    assert (seen.title, other.title) == ("", ERASED)
    kept.refresh_from_db()
    assert kept.conclusion == f"Kết luận {kept.pk}"
    assert f"Kết luận {kept.pk}" in _minutes(meeting)
    said = events_of(MeetingItem).filter(conclusion__startswith="Kết luận")
    assert set(said.values_list("pgh_obj_id", flat=True)) == {kept.pk}
    kept_minutes = events_of(CellMeeting).filter(minutes__isnull=False)
    assert "bà Sáu" not in json.dumps(list(kept_minutes.values_list("minutes", flat=True)))
    # And the lock is back.
    with pytest.raises(IntegrityError, match="signed"), transaction.atomic():
        MeetingItem.objects.filter(pk=kept.pk).update(conclusion="khác")


def _minutes(meeting: CellMeeting) -> str:
    return json.dumps(CellMeeting.objects.get(pk=meeting.pk).minutes, ensure_ascii=False)


def test_what_was_merged_stays_as_long_as_what_it_was_merged_into(
    world: World, closed: Issue, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    member, committee = world.users[Role.MEMBER_IN_CHARGE], world.users[Role.CELL_COMMITTEE]
    first, second, last = (reported(member, world.in_charge_of, at=now) for _each in range(3))
    step(committee, first, Verb.MERGE, at=now, other=second.pk)
    step(committee, second, Verb.MERGE, at=now, other=last.pk)
    for issue, letter in ((first, "a"), (second, "b")):
        attached(issue, letter, now)
    meeting = held(world, at=now)
    item = MeetingItem.objects.create(
        meeting=meeting, source="issue", issue=first, position=90, state="open"
    )
    concluded(world, meeting, item, at=now, text=TOLD)
    _later(monkeypatch, now, 220)
    assert IssueAttachment.objects.count() == 2
    assert Issue.objects.exclude(summary="").count() == 3
    assert MeetingItem.objects.filter(pk=item.pk, conclusion=TOLD).exists()
    later = now + timedelta(days=220)
    step(committee, last, Verb.REFUSE, at=later, text=TOLD)
    step(member, last, Verb.TELL, at=later)
    _later(monkeypatch, now, 390)
    assert IssueAttachment.objects.count() == 2
    _later(monkeypatch, now, 420)
    assert not IssueAttachment.objects.exists()
    assert not Issue.objects.exclude(summary="").exists()
    assert MeetingItem.objects.filter(pk=item.pk, conclusion=ERASED).exists()
