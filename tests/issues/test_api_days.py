"""A commune sets within how many days each kind is answered."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.issues.models import Issue, KindDeadline
from apps.people.versions import events_of
from tests.factories.issues import reported
from tests.issues.asking import Asking

pytestmark = pytest.mark.django_db
OFFICE = Role.COMMUNE_OFFICE


def body(**more: Any) -> dict[str, Any]:
    said = {"reason": "Quyết định 12", "seen": {"housing": 30}, "days": {"housing": 10}}
    return {**said, **more}


def test_it_counts_for_what_is_reported_from_then_on(ask: Asking, issue: Issue) -> None:
    pk, key = ask.world.commune.pk, str(uuid4())
    for _n in range(2):
        saved = ask.post(OFFICE, "days-save", body(key=key), pk=pk)
        assert (saved.status_code, saved.json()["days"]["housing"]) == (200, 10)
    assert ask.get(Role.CELL_COMMITTEE, "days", pk=pk).json()["days"]["housing"] == 10
    day = issue.reported_on
    issue.refresh_from_db()
    fresh = reported(ask.world.users[OFFICE], ask.world.in_charge_of, at=issue.received_at)
    assert issue.answer_by == day + timedelta(days=30)
    assert fresh.answer_by == day + timedelta(days=10)
    event = events_of(KindDeadline).get()
    assert event.pgh_context.metadata["reason"] == "Quyết định 12"


def test_nobody_is_overwritten(ask: Asking) -> None:
    pk = ask.world.commune.pk
    ask.post(OFFICE, "days-save", body(), pk=pk)
    late = ask.post(Role.COMMUNE_LEADER, "days-save", body(days={"housing": 20}), pk=pk)
    assert (late.status_code, late.json()["days"]["housing"]) == (409, 10)
    # Another kind is another matter.
    other = body(seen={"land": 30}, days={"land": 20})
    assert ask.post(Role.COMMUNE_LEADER, "days-save", other, pk=pk).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        {"days": {}},
        {"days": {"religion": 3}},
        {"days": {"housing": 0}},
        {"days": {"housing": 366}},
        {"days": {"housing": "x"}},
        {"reason": ""},
    ],
)
def test_what_is_wrong_is_said(ask: Asking, more: dict[str, Any]) -> None:
    answer = ask.post(OFFICE, "days-save", body(**more), pk=ask.world.commune.pk)
    assert answer.status_code == 422
    assert not KindDeadline.objects.exists()


def test_who_may_not_and_who_must_not_know(ask: Asking) -> None:
    pk = ask.world.commune.pk
    assert ask.post(Role.CELL_COMMITTEE, "days-save", body(), pk=pk).status_code == 403
    assert ask.post(ask.outsider, "days-save", body(), pk=pk).status_code == 404
