"""What each rule of the database is for: without it, the wrong thing is written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction

from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import Issue, IssueAction
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Wrong = Callable[[Issue, datetime], None]


def _step(issue: Issue, at: datetime, **other: Any) -> None:
    IssueAction.objects.create(
        **{
            "issue": issue,
            "number": 2,
            "verb": Verb.RECEIVE,
            "from_state": State.REPORTED,
            "to_state": State.RECEIVED,
            "from_level": Level.MEMBER,
            "to_level": Level.MEMBER,
            "due_on": issue.due_on,
            "at": at,
            **other,
        }
    )


def an_illegal_step(issue: Issue, at: datetime) -> None:
    user = issue.actions.get().user
    _step(issue, at, verb=Verb.CLOSE, to_state=State.CLOSED, user=user)


def a_second_successor(issue: Issue, at: datetime) -> None:
    for _n in range(2):
        _step(issue, at)


def a_step_from_nowhere(issue: Issue, at: datetime) -> None:
    _step(issue, at, number=7)


def another_beginning(issue: Issue, at: datetime) -> None:
    fresh = Issue.objects.get(pk=issue.pk)
    fresh.pk, fresh.client_uuid = None, uuid4()
    fresh.save(force_insert=True)
    _step(fresh, at, number=1)


def a_clock_before_its_day(issue: Issue, at: datetime) -> None:
    _step(issue, at, verb=Verb.REMIND, to_state=State.REPORTED)


def somebody_as_the_clock(issue: Issue, at: datetime) -> None:
    late = at + timedelta(days=9)
    user = issue.actions.get().user
    _step(issue, late, verb=Verb.REMIND, to_state=State.REPORTED, user=user)


def a_change_beside_the_steps(issue: Issue, at: datetime) -> None:
    Issue.objects.filter(pk=issue.pk).update(level=Level.COMMUNE)
    connection.check_constraints()


def open_without_a_clock(issue: Issue, at: datetime) -> None:
    Issue.objects.filter(pk=issue.pk).update(due_on=None)


def a_step_altered(issue: Issue, at: datetime) -> None:
    IssueAction.objects.filter(issue=issue).update(text="khác")


# What is wrong → the rule that refuses it, as the database calls it.
RULES: dict[Wrong, str] = {
    an_illegal_step: "issue_action_legal",
    a_second_successor: "issue_action_number",
    a_step_from_nowhere: "follows",
    another_beginning: "issue_action_begins",
    a_clock_before_its_day: "follows",
    somebody_as_the_clock: "issue_action_by_clock",
    a_change_beside_the_steps: "changes_by_steps",
    open_without_a_clock: "issue_open_has_deadline",
    a_step_altered: "never_altered",
}


def _drop(rule: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname)"
            " FROM pg_constraint WHERE conname = %s AND contype <> 't' UNION ALL"
            " SELECT format('DROP TRIGGER %%I ON %%s', tgname, tgrelid::regclass) FROM pg_trigger"
            " WHERE tgname LIKE %s AND tgrelid::regclass::text LIKE 'issues_issue%%'",
            [rule, f"pgtrigger_{rule}_%"],
        )
        (statement,) = cursor.fetchone()
        cursor.execute(statement)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("wrong", RULES, ids=lambda wrong: wrong.__name__)
def test_the_rule_alone_keeps_it_out(
    world: World, issue: Issue, now: datetime, wrong: Wrong
) -> None:
    # What the report left to the end of the transaction is looked at first.
    connection.check_constraints()
    with pytest.raises(Error), transaction.atomic():
        wrong(issue, now)
    with _undone():
        _drop(RULES[wrong])
        wrong(issue, now)
