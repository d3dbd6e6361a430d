"""A step is taken over HTTP, on one issue and on several."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.issues.kinds import IssueKind
from apps.issues.models import Issue
from tests.factories.issues import reported
from tests.issues.asking import Asking

pytestmark = pytest.mark.django_db
MEMBER, CELL, OFFICE = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.COMMUNE_OFFICE


def test_it_is_answered_and_told(ask: Asking, issue: Issue) -> None:
    said = {"verb": "answer", "text": "Xã hỗ trợ tôn", "seen": 1}
    answer = ask.post(CELL, "step", said, pk=issue.pk)
    told = {"issue": issue.pk, "state": "answered", "level": "member", "steps": 2}
    assert (answer.status_code, answer.json()) == (200, told)
    contact = ask.world.in_charge_of.contacts.get().pk
    agreed = {"verb": "confirm", "seen": 2, "contact": contact}
    assert ask.post(MEMBER, "step", agreed, pk=issue.pk).json()["state"] == "confirmed"


def test_who_saw_an_older_state_is_told_the_present_one(ask: Asking, issue: Issue) -> None:
    assert ask.post(CELL, "step", {"verb": "receive", "seen": 1}, pk=issue.pk).status_code == 200
    late = ask.post(MEMBER, "step", {"verb": "start", "seen": 1}, pk=issue.pk)
    assert (late.status_code, late.json()["code"]) == (409, "changed_since")
    assert (late.json()["state"], late.json()["steps"]) == ("received", 2)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"verb": "escalate"}, "invalid"),
        ({"verb": "report"}, "invalid"),
        ({"verb": "answer"}, "no_text"),
        ({"verb": "answer", "text": "x" * 1001}, "invalid"),
        ({"verb": "receive", "seen": 0}, "invalid"),
        ({"verb": "receive", "contact": 1}, "no_talk"),
        ({"verb": "receive", "other": 1}, "no_such_issue"),
        ({"verb": "merge"}, "no_such_issue"),
        ({"verb": "hand_over", "owner": 1}, "no_such_owner"),
    ],
)
def test_what_is_wrong_is_said(ask: Asking, issue: Issue, body: dict[str, Any], code: str) -> None:
    answer = ask.post(OFFICE, "step", {"seen": 1, **body}, pk=issue.pk)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_it_is_merged_into_one_of_its_kind_only(ask: Asking, issue: Issue, now: datetime) -> None:
    world = ask.world
    double = reported(world.users[MEMBER], world.in_charge_of, at=now)
    strange = [
        reported(world.users[MEMBER], world.in_charge_of, at=now, kind=IssueKind.LAND),
        reported(ask.outsider, world.other_households[0], at=now),
        double,
    ]
    for other in strange:
        body = {"verb": "merge", "other": other.pk, "seen": 1}
        assert ask.post(OFFICE, "step", body, pk=double.pk).json()["code"] == "no_such_issue"
    body = {"verb": "merge", "other": issue.pk, "seen": 1}
    assert ask.post(OFFICE, "step", body, pk=double.pk).json()["state"] == "merged"
    # Back into what has ended itself leads nowhere.
    body = {"verb": "merge", "other": double.pk, "seen": 1}
    assert ask.post(OFFICE, "step", body, pk=issue.pk).json()["code"] == "no_such_issue"
    back = ask.post(OFFICE, "step", {"verb": "separate", "seen": 2}, pk=double.pk)
    assert back.json()["state"] == "reported"


def test_who_may_not_and_who_must_not_know(ask: Asking, issue: Issue) -> None:
    refuse = {"verb": "refuse", "text": "Không thuộc diện", "seen": 1}
    assert ask.post(MEMBER, "step", refuse, pk=issue.pk).status_code == 403
    assert ask.post(Role.INSPECTION, "step", refuse, pk=issue.pk).status_code == 403
    assert ask.post(ask.outsider, "step", refuse, pk=issue.pk).status_code == 404
    assert ask.post(Role.COMMUNE_POLICE, "step", {}, pk=issue.pk).status_code == 404


def test_several_at_once_each_for_itself(ask: Asking, issue: Issue, now: datetime) -> None:
    world = ask.world
    far = reported(ask.outsider, world.other_households[0], at=now)
    late = reported(world.users[MEMBER], world.in_charge_of, at=now)
    ask.post(CELL, "step", {"verb": "receive", "seen": 1}, pk=late.pk)
    entries = [{"key": str(uuid4()), "issue": each.pk, "seen": 1} for each in (issue, far, late)]
    body = {"verb": "start", "entries": entries}
    first, again = (ask.post(CELL, "steps", body) for _n in range(2))
    results = first.json()["results"]
    assert [each["status"] for each in results] == [200, 404, 409]
    assert results[0]["answer"]["state"] == "in_progress"
    assert results[1]["refusal"]["code"] == "not_found"
    # Sent again, what was done stays done, and is not done twice.
    assert again.json() == first.json()
    issue.refresh_from_db()
    assert issue.steps == 2
    # What was refused may be put right and sent again under its key.
    entries[2]["seen"] = 2
    mended = ask.post(CELL, "steps", body).json()["results"]
    assert [each["status"] for each in mended] == [200, 404, 200]


def test_several_are_merged_into_one(ask: Asking, issue: Issue, now: datetime) -> None:
    world = ask.world
    doubles = [reported(world.users[MEMBER], world.in_charge_of, at=now) for _n in range(2)]
    entries = [{"key": str(uuid4()), "issue": each.pk, "seen": 1} for each in (*doubles, issue)]
    body = {"verb": "merge", "other": issue.pk, "entries": entries}
    results = ask.post(OFFICE, "steps", body).json()["results"]
    assert [each["status"] for each in results] == [200, 200, 422]
    assert set(issue.doubles.all()) == set(doubles)


@pytest.mark.parametrize("entries", [[], [{"key": "x"}], [{}] * 101])
def test_a_batch_that_cannot_be_read_is_refused_whole(ask: Asking, entries: list[Any]) -> None:
    answer = ask.post(CELL, "steps", {"verb": "start", "entries": entries})
    assert (answer.status_code, answer.json()["field"]) == (422, "entries")
