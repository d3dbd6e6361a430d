"""Issues and tasks follow a household that is merged, is made two again, leaves or comes back."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.weights import extra_weights
from apps.households.merging import Merger, merge
from apps.households.models import Household
from apps.households.signals import Departure, Return, household_left, household_returned
from apps.households.unmerging import told, unmerge
from apps.households.versions import version_of
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import FollowTask, Issue, TaskResult
from tests.factories.issues import reported, step
from tests.factories.world import World
from tests.issues.test_handover import a_task

pytestmark = pytest.mark.django_db


def test_a_doubles_issues_are_the_kept_ones_until_it_is_taken_back(
    world: World, now: datetime
) -> None:
    kept, double = world.households[:2]
    office = actor_for(world.users[Role.COMMUNE_OFFICE], at=now)
    issue = reported(world.users[Role.CELL_COMMITTEE], double, at=now)
    task = a_task(world, household=double)
    versions = (version_of(kept.pk), version_of(double.pk))
    done = merge(
        actor=office,
        key=uuid4(),
        merger=Merger(kept.pk, double.pk, versions, {}, "Ghi hai lần"),
        now=now,
    )
    assert (done["issues"], done["follow_tasks"]) == (1, 1)
    issue.refresh_from_db()
    assert issue.household == kept
    # A step taken meanwhile stays; only whose issue it is comes back.
    step(world.users[Role.CELL_COMMITTEE], issue, Verb.RECEIVE, at=now)
    unmerge(actor=office, key=uuid4(), merge=done["merge"], reason="Nhầm", now=now)
    issue.refresh_from_db()
    task.refresh_from_db()
    assert (issue.household, issue.state, task.household) == (double, State.RECEIVED, double)


def test_what_changed_since_is_told_without_its_words() -> None:
    changes = [{"what": "issue", "id": 12}, {"what": "issue", "id": 7}]
    changes += [{"what": "followtask", "id": 3}]
    assert told(changes) == ["vấn đề số 7", "vấn đề số 12", "1 việc cần làm"]


def leaves(home: Household, at: date) -> None:
    household_left.send(None, departure=Departure(home.pk, at))


def test_the_committee_is_asked_about_what_a_household_left_behind(
    world: World, now: datetime
) -> None:
    home, day = world.in_charge_of, now.date()
    member = world.users[Role.MEMBER_IN_CHARGE]
    issue = reported(member, home, at=now)
    reported(member, home, at=now, kind=IssueKind.PUBLIC_ORDER)
    leaves(home, day)
    task = FollowTask.objects.get(household=home)
    assert (task.issue, task.level, task.due_on) == (issue, Level.CELL, day + timedelta(days=5))
    household_returned.send(None, returned=Return(home.pk, day, day))
    task.refresh_from_db()
    assert (task.ended_on, task.result) == (day, TaskResult.NOT_NEEDED)
    leaves(home, day)
    task.refresh_from_db()
    assert (task.ended_on, FollowTask.objects.count()) == (None, 1)


def test_an_open_issue_makes_it_worse_to_leave_a_household(world: World, now: datetime) -> None:
    member, home = world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of
    keys, day = [each.pk for each in world.households], now.date()
    reported(member, home, at=now, kind=IssueKind.PUBLIC_ORDER)
    assert extra_weights(keys, at=day) == {}
    issue = reported(member, home, at=now, kind=IssueKind.LAND)
    assert extra_weights(keys, at=day) == {home.pk: 1}
    reported(member, home, at=now, kind=IssueKind.SCHOOLING)
    assert extra_weights(keys, at=day) == {home.pk: 3}
    assert extra_weights(keys[1:], at=day) == {}
    assert Issue.objects.filter(pk=issue.pk).exists()
