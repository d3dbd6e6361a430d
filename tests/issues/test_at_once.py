"""The clock's lot at the moment of a phone's batch, a talk at the desk, a merge or a departure:
neither waits for the other in a circle.

The database finds such a circle out and gives one of them up: then a phone begins anew, the lot is
left to the next hour, or words typed at the desk are lost. Without the order in which all lock,
that is what happens here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg.errors import DeadlockDetected

from apps.accounts.orders import Order
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.households.desk.leaving import leave
from apps.households.signals import households_to_change, households_to_hold
from apps.households.versions import version_of
from apps.issues.desk import talks
from apps.issues.desk.talks import take_step_in_a_talk
from apps.issues.escalation import fire_clocks
from apps.issues.machine import State, Verb
from apps.issues.models import Issue
from apps.issues.steps import Step
from apps.visits.checkins.signals import contacts_brought
from apps.visits.models import Channel, Contact
from apps.visits.phone import syncing
from tests.factories.issues import reported, step
from tests.factories.world import World, build_world
from tests.households.desk import merge, office
from tests.visits.phone import Item, Phone, check_in, uuids
from tests.visits.test_phone_issues import told

WAIT = 20.0
#: what is late by then
LATER = timedelta(days=40)


@pytest.fixture
def apart(transactional_db: None, now: datetime) -> World:
    return build_world(now.date())


@dataclass
class Gate:
    """Holds up whoever comes to it first, until it is opened."""

    reached: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)

    def pass_through(self, *_args: Any, **_kwargs: Any) -> None:
        if not self.reached.is_set():
            self.reached.set()
            assert self.opened.wait(WAIT)


class Other(Thread):
    """Does something on a connection of its own; what came of it is told by ``end``."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.work, self.answer, self.error = work, None, None
        self.start()

    def run(self) -> None:
        try:
            self.answer = self.work()
        except Exception as error:
            self.error = error  # type: ignore[assignment]
        finally:
            connection.close()

    def end(self) -> Any:
        self.join(WAIT)
        assert not self.is_alive()
        if self.error is not None:
            raise self.error
        return self.answer

    def until_it_waits(self) -> None:
        """Until it waits for somebody's lock, or has come to its end."""
        deadline = time.monotonic() + WAIT
        while self.is_alive() and not _somebody_waits():
            assert time.monotonic() < deadline


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


@dataclass
class Tries:
    """How often phones' batches were begun."""

    number: int = 0


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> Tries:
    found, carry_out = Tries(), syncing._carry_out

    def counted(*args: Any) -> Any:
        found.number += 1
        return carry_out(*args)

    monkeypatch.setattr(syncing, "_carry_out", counted)
    return found


def _phone(world: World, role: Role, now: datetime) -> Phone:
    client = Client()
    client.force_login(world.users[role])
    return Phone(client, now, {})


@contextmanager
def _held_up_after_contacts(gate: Gate) -> Iterator[None]:
    contacts_brought.connect(gate.pass_through, dispatch_uid="gate")
    try:
        yield
    finally:
        contacts_brought.disconnect(dispatch_uid="gate")


def _held_up(gate: Gate, work: Callable[[], Any], *, before: str, nth: int = 1) -> Any:
    """``work``, which stops before its ``nth`` statement that says ``before``."""
    seen: list[str] = []

    def held_up(execute: Any, sql: str, *more: Any) -> Any:
        if before in sql:
            seen.append(sql)
            if len(seen) == nth:
                gate.pass_through()
        return execute(sql, *more)

    with connection.execute_wrapper(held_up):
        return work()


def _circle(lot: Other, other: Other, tries: Tries | None = None) -> bool:
    """Whether the database had to give one of them up."""
    given_up = [each for each in (lot, other) if _is_given_up(each)]
    return bool(given_up) or (tries is not None and tries.number > 1)


def _is_given_up(one: Other) -> bool:
    try:
        one.end()
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        return True
    return False


@pytest.mark.parametrize("is_ordered", [True, False])
def test_an_issue_told_of_while_its_clock_runs_out(
    apart: World, now: datetime, tries: Tries, monkeypatch: pytest.MonkeyPatch, is_ordered: bool
) -> None:
    """The batch has the household by its contact, the lot has the issue."""
    if not is_ordered:
        monkeypatch.setattr(syncing, "_lock_ahead", lambda _items: None)
    home, user = apart.in_charge_of, apart.users[Role.MEMBER_IN_CHARGE]
    issue = step(user, reported(user, home, at=now), Verb.ANSWER, at=now, text="Xã hỗ trợ tôn")
    later, gate = now + LATER, Gate()
    talk = check_in(home, now)
    items: list[Item] = [talk, told(issue, now, contact_uuid=talk["uuid"])]
    phone = _phone(apart, Role.MEMBER_IN_CHARGE, now)
    with _held_up_after_contacts(gate):
        batch = Other(lambda: phone.accepted(*items))
        assert gate.reached.wait(WAIT)
        lot = Other(lambda: fire_clocks(at=later))
        lot.until_it_waits()
        gate.opened.set()
        assert _circle(lot, batch, tries) is not is_ordered
    issue.refresh_from_db()
    assert issue.state == State.CONFIRMED


@pytest.mark.parametrize("is_ordered", [True, False])
def test_contacts_with_households_of_which_the_clock_moves_several(
    apart: World, now: datetime, tries: Tries, monkeypatch: pytest.MonkeyPatch, is_ordered: bool
) -> None:
    """The lot closes what the second household agreed to before it moves the first one's issue."""
    if not is_ordered:
        monkeypatch.setattr(households_to_change, "send", lambda *_a, **_k: None)
    first, second = sorted(apart.households[1:3], key=lambda home: home.pk)
    cell = apart.users[Role.CELL_COMMITTEE]
    reported(cell, first, at=now)
    agreed = reported(cell, second, at=now)
    for verb, text in ((Verb.ANSWER, "Xã hỗ trợ tôn"), (Verb.CONFIRM, "")):
        step(cell, agreed, verb, at=now, text=text)
    later, gate = now + LATER, Gate()
    lot = Other(
        lambda: _held_up(
            gate, lambda: fire_clocks(at=later), before='UPDATE "issues_issue" SET', nth=2
        )
    )
    assert gate.reached.wait(WAIT)
    items = [check_in(home, now) for home in (first, second)]
    phone = _phone(apart, Role.GROUP_OFFICER, now)
    batch = Other(lambda: phone.accepted(*items))
    batch.until_it_waits()
    gate.opened.set()
    assert _circle(lot, batch, tries) is not is_ordered
    assert Contact.objects.filter(client_uuid__in=uuids(items)).count() == 2
    if is_ordered:
        assert not Issue.objects.run_out(at=later.date()).exists()


def _talks(world: World, issue: Issue, now: datetime) -> Any:
    """Whoever is in charge writes down at the desk that the household agrees."""
    user = world.users[Role.MEMBER_IN_CHARGE]
    return take_step_in_a_talk(
        key=uuid4(),
        actor=actor_for(user, at=now),
        issue_id=issue.pk,
        step=Step(verb=Verb.CONFIRM, seen=issue.steps),
        channel=Channel.IN_PERSON,
        at=now,
    )


def _merges(world: World, issue: Issue, now: datetime) -> Any:
    """The issue's household is found to be another one's double."""
    kept = next(home for home in world.households if home.pk != issue.household_id)
    return merge(world, now, kept, issue.household)


def _leaves(world: World, issue: Issue, now: datetime) -> Any:
    home = issue.household
    order = Order(office(world, now), "Chuyển đi tỉnh khác", now, uuid4())
    version, day = version_of(home.pk), now.date()
    return leave(order=order, household=home.pk, version=version, day=day, why="moved")


@pytest.mark.parametrize("is_ordered", [True, False])
@pytest.mark.parametrize(
    ("deed", "before"),
    [
        # Each has what hangs on the household by then, and still wants the issue.
        (_talks, '"accounts_requestkey"'),
        (_merges, 'UPDATE "issues_issue" SET'),
        (_leaves, 'INSERT INTO "issues_followtask"'),
    ],
)
def test_what_is_done_at_the_desk_while_a_clock_runs_out(
    apart: World,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    deed: Callable[[World, Issue, datetime], Any],
    before: str,
    is_ordered: bool,
) -> None:
    if not is_ordered:
        monkeypatch.setattr(households_to_hold, "send", lambda *_a, **_k: None)
        monkeypatch.setattr(talks, "lock_issue", lambda *_a: None)
    home, user = apart.in_charge_of, apart.users[Role.MEMBER_IN_CHARGE]
    issue = step(user, reported(user, home, at=now), Verb.ANSWER, at=now, text="Xã hỗ trợ tôn")
    later, gate = now + LATER, Gate()
    done = Other(lambda: _held_up(gate, lambda: deed(apart, issue, now), before=before))
    assert gate.reached.wait(WAIT)
    lot = Other(lambda: fire_clocks(at=later))
    lot.until_it_waits()
    gate.opened.set()
    assert _circle(lot, done) is not is_ordered
