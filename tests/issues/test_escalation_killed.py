"""Ten thousand overdue issues, and workers killed in the middle: none skipped, none moved twice."""

import os
import random
import select
import signal
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Max

from apps.issues.escalation import fire_clocks
from apps.issues.machine import Verb
from apps.issues.models import Issue, IssueAction
from tests.factories.world import World
from tests.issues.manyissues import make_issues

SEED = 20261126
ISSUES, LOT = 10_000, 100
# Rounds of two workers at once, both of which die.
BY_STATEMENT, BY_TIME = 10, 4
# About as many as four lots take; the same each time, as the dice are.
STATEMENTS = 120


class Countdown:
    """Kills its process before or after the n-th statement or commit; 0 kills nobody."""

    def __init__(self, at: int, *, before: bool) -> None:
        self.at, self.before, self.seen = at, before, 0

    def run(self, work: Callable[..., Any], *args: Any) -> Any:
        self.seen += 1
        mine = self.seen == self.at
        if mine and self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = work(*args)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    def work(self, at: datetime) -> None:
        # Django has no public place between the last statement and the commit.
        wrapped: Any = connection
        commit = wrapped._commit
        with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(self.run):
            patch.setattr(connection, "_commit", lambda: self.run(commit))
            fire_clocks(at=at, lot=LOT)


class Worker:
    """A process that lets the clocks fire, and does not live to the end of it."""

    def __init__(self, countdown: Countdown, at: datetime) -> None:
        told, tell = os.pipe()
        self.child = os.fork()
        if self.child == 0:
            try:
                connection.connect()
                os.write(tell, f"{connection.connection.info.backend_pid}\n".encode())
                countdown.work(at)
            except BaseException:
                os.write(tell, traceback.format_exc().encode())
            finally:
                os._exit(0)
        os.close(tell)
        self.news = os.fdopen(told)
        self.backend = int(self.news.readline())

    def die(self, seconds: float | None) -> bool:
        """Wait for the end, or ``seconds`` and bring it about; whether it was killed."""
        if seconds is not None:
            # The pipe ends with the child, if that comes first.
            select.select([self.news], [], [], seconds)
            os.kill(self.child, signal.SIGKILL)
        _pid, status = os.waitpid(self.child, 0)
        with self.news as news:
            assert news.read() == ""
        return os.WIFSIGNALED(status)


Point = tuple[Countdown, float | None]


def _point(dice: random.Random, *, by_time: bool) -> Point:
    """Where a worker dies: at one of its statements, or after some time."""
    if by_time:
        return Countdown(0, before=False), dice.uniform(0, 0.3)
    return Countdown(dice.randint(1, STATEMENTS), before=dice.random() < 0.5), None


def two_killed(points: list[Point], at: datetime) -> int:
    """Two workers at once, each killed at its point; how many did not live to their end."""
    # A child must not speak over its parent's connection.
    connection.close()
    workers = [(Worker(countdown, at), seconds) for countdown, seconds in points]
    killed = sum(worker.die(seconds) for worker, seconds in workers)
    with connection.cursor() as cursor:
        for worker, _seconds in workers:
            # Whatever the server was doing for it, it does no more.
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [worker.backend])
    return killed


@pytest.mark.django_db(transaction=True)
def test_killed_at_random(world: World, now: datetime) -> None:
    day = now.date()
    keys = make_issues(ISSUES, commune=world.commune.pk, day=day)
    assert len(keys) == ISSUES
    before = dict(Issue.objects.values_list("pk", "steps"))
    at, dice = now + timedelta(days=1), random.Random(SEED)
    left, killed = [ISSUES], 0
    for n in range(BY_STATEMENT + BY_TIME):
        by_time = n >= BY_STATEMENT
        points: list[tuple[Countdown, float | None]] = [
            (
                Countdown(
                    0 if by_time else dice.randint(1, STATEMENTS), before=dice.random() < 0.5
                ),
                dice.uniform(0, 0.3) if by_time else None,
            )
            for _worker in range(2)
        ]
        killed += two_killed(points, at)
        left.append(Issue.objects.run_out(at=at.date()).count())
        # Only whole lots are there, whatever the two were about when they died.
        assert_in_step(before)
    assert killed >= 20
    # They died on the way, not before it and not after.
    assert left[-1] > 0
    assert len(set(left)) > 8
    fire_clocks(at=at)
    assert_in_step(before)
    assert {
        key: steps - before[key] for key, steps in Issue.objects.values_list("pk", "steps")
    } == (dict.fromkeys(keys, 1))
    assert fire_clocks(at=at).steps == Counter()
    taken = IssueAction.objects.filter(at=at).values_list("verb").annotate(number=Count("pk"))
    # Of ten one was agreed to.
    assert dict(taken)[Verb.CLOSE] == ISSUES // 10
    assert sum(dict(taken).values()) == ISSUES


@pytest.mark.django_db(transaction=True)
def test_what_somebody_has_in_hand_waits_for_the_next_hour(world: World, now: datetime) -> None:
    held, free = make_issues(2, commune=world.commune.pk, day=now.date())
    has_it, let_go = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                Issue.objects.select_for_update().get(pk=held)
                has_it.set()
                let_go.wait(timeout=30)
        finally:
            connection.close()

    other, at = Thread(target=hold), now + timedelta(days=1)
    other.start()
    assert has_it.wait(timeout=30)
    assert fire_clocks(at=at).steps.total() == 1
    assert Issue.objects.run_out(at=at.date()).get().pk == held
    let_go.set()
    other.join(timeout=30)
    assert fire_clocks(at=at).steps.total() == 1
    assert set(Issue.objects.values_list("pk", "steps")) == {(held, 2), (free, 2)}


def assert_in_step(before: dict[int, int]) -> None:
    """Each issue has the steps it says it has, and at most one by the clock."""
    found = Issue.objects.annotate(written=Count("actions"), last=Max("actions__number"))
    assert not found.exclude(written=F("steps"), last=F("steps")).exists()
    moved = {steps - before[key] for key, steps in Issue.objects.values_list("pk", "steps")}
    assert moved <= {0, 1}
