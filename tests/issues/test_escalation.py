"""What is overdue goes up its way, reminds, or is closed: one step a run, one for each clock."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.areas.models import StepDeadline
from apps.common import clock
from apps.issues.escalation import fire_clocks
from apps.issues.jobs import run_issue_clocks
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import Issue, IssueAction
from apps.people.models import Post
from tests.database import refused
from tests.factories.issues import reported, step
from tests.factories.world import World

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def overdue(issue: Issue) -> datetime:
    """A moment on the day after the issue's last day."""
    issue.refresh_from_db()
    assert issue.due_on is not None
    return datetime.combine(issue.due_on + A_DAY, datetime.min.time(), tzinfo=clock.ZONE)


def fire(issue: Issue, at: datetime) -> Issue:
    fire_clocks(at=at)
    issue.refresh_from_db()
    return issue


def test_it_climbs_its_whole_way_and_then_reminds(issue: Issue) -> None:
    ways = [fire(issue, overdue(issue)).level for _n in range(5)]
    assert ways == [Level.CELL, Level.OFFICER, Level.COMMUNE, Level.UPPER, Level.UPPER]
    verbs = list(issue.actions.values_list("verb", flat=True))
    assert verbs == [Verb.REPORT, *[Verb.ESCALATE] * 4, Verb.REMIND]
    by_clock = issue.actions.filter(user=None, person=None)
    assert by_clock.count() == 5


def test_on_its_last_day_it_stays(issue: Issue) -> None:
    assert fire(issue, overdue(issue) - timedelta(seconds=1)).steps == 1


def test_a_level_without_anybody_is_passed_over(world: World, issue: Issue) -> None:
    posts = Post.objects.filter(cell=world.cell) | Post.objects.filter(village=world.villages[0])
    posts.update(valid_to=issue.due_on)
    assert fire(issue, overdue(issue)).level == Level.OFFICER


def test_the_communes_own_days_count(world: World, issue: Issue) -> None:
    StepDeadline.objects.create(commune=world.commune, step="cell_to_officer", days=9)
    at = overdue(issue)
    assert fire(issue, at).due_on == at.date() + timedelta(days=9)


def test_an_answer_nobody_tells_climbs_no_further_than_the_commune(
    world: World, issue: Issue, now: datetime
) -> None:
    step(world.users[Role.CELL_COMMITTEE], issue, Verb.ANSWER, at=now, text="Đã có thẻ")
    for _n in range(5):
        fire(issue, overdue(issue))
    assert (issue.state, issue.level) == (State.ANSWERED, Level.COMMUNE)
    assert issue.actions.get(number=issue.steps).verb == Verb.REMIND


def test_what_the_household_agreed_to_is_closed_after_a_week(
    world: World, issue: Issue, now: datetime
) -> None:
    step(world.users[Role.CELL_COMMITTEE], issue, Verb.ANSWER, at=now, text="Đã có thẻ")
    step(world.users[Role.MEMBER_IN_CHARGE], issue, Verb.CONFIRM, at=now)
    assert overdue(issue) - now > timedelta(days=7)
    assert fire(issue, overdue(issue)).state == State.CLOSED
    assert fire(issue, now + timedelta(days=400)).steps == 4


def test_public_order_waits_for_no_member_before_the_police(world: World, now: datetime) -> None:
    member = world.users[Role.MEMBER_IN_CHARGE]
    issue = reported(member, world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    assert issue.level == Level.POLICE
    police = actor_for(world.users[Role.COMMUNE_POLICE], at=now)
    assert list(Issue.objects.waiting_for(police)) == [issue]
    # Answered, it is the member's to tell; nobody told the household: it climbs again.
    step(world.users[Role.COMMUNE_POLICE], issue, Verb.ANSWER, at=now)
    assert issue.level == Level.MEMBER
    assert fire(issue, overdue(issue)).level == Level.POLICE


def test_however_long_nobody_ran_it_takes_one_step_a_run(issue: Issue, now: datetime) -> None:
    at = now + timedelta(days=300)
    assert [fire(issue, at).steps for _n in range(3)] == [2, 2, 2]


def test_a_clock_set_back_fires_nothing_again(issue: Issue) -> None:
    at = overdue(issue)
    steps = [fire(issue, at + timedelta(days=days)).steps for days in (0, -1, -30, 0, 1)]
    assert steps == [2] * 5


def test_the_database_lets_no_clock_fire_before_its_day(issue: Issue, now: datetime) -> None:
    step = IssueAction(
        issue=issue,
        number=2,
        verb=Verb.REMIND,
        from_state=issue.state,
        to_state=issue.state,
        from_level=issue.level,
        to_level=issue.level,
        due_on=issue.due_on,
        at=overdue(issue) - timedelta(seconds=1),
    )
    with refused("issue_clock_ran_out"):
        step.save()
    step.at += timedelta(seconds=1)
    step.save()


def test_the_database_takes_no_step_from_elsewhere(issue: Issue, now: datetime) -> None:
    elsewhere = IssueAction(
        issue=issue,
        number=2,
        verb=Verb.RECEIVE,
        from_state=State.REPORTED,
        to_state=State.RECEIVED,
        from_level=Level.CELL,
        to_level=Level.CELL,
        at=now,
    )
    with refused("issue_action_follows"):
        elsewhere.save()


def test_one_that_cannot_move_holds_up_nobody(
    world: World, issue: Issue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    good = reported(
        world.users[Role.MEMBER_IN_CHARGE],
        world.in_charge_of,
        at=clock.now(),
        kind=IssueKind.HOUSING,
    )
    Issue.objects.filter(pk=issue.pk).update(kind_version=99)
    fired = fire_clocks(at=overdue(issue))
    assert (fired.steps, fired.failed) == ({Verb.ESCALATE: 1}, [issue.pk])
    good.refresh_from_db()
    assert good.level == Level.CELL
    assert f"issue {issue.pk} cannot take" in caplog.text


def test_the_job_takes_the_hour_and_tells_numbers_only(
    world: World, issue: Issue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    at = overdue(issue)
    monkeypatch.setattr(clock, "now", lambda: at)
    caplog.set_level("INFO")
    run_issue_clocks.func(timestamp=0)
    issue.refresh_from_db()
    assert issue.level == Level.CELL
    assert "issues: 0 handed over, 1 escalated, 0 reminded, 0 closed, 0 failed" in caplog.text


def test_a_lot_costs_the_same_whatever_its_size(world: World, issue: Issue, now: datetime) -> None:
    counted = []
    for more in (1, 7):
        for _n in range(more):
            reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
        at = overdue(Issue.objects.latest("pk"))
        with CaptureQueriesContext(connection) as captured:
            fire_clocks(at=at)
        counted.append(len(captured))
    assert counted[0] == counted[1]
