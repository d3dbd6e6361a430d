"""Who is no longer there has nothing in hand; what lies with nobody goes to the next level."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from apps.accounts.roles import Role
from apps.assignments.models import Assignment, Tier
from apps.issues.chain import people_at
from apps.issues.handover import hand_over, hand_over_tasks
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import FollowTask, Issue
from apps.people.departures import EVERY_CHARGE, Departure, tell
from apps.people.kinds import PostKind
from apps.people.models import Membership, Post
from tests.factories.households import put_in_charge
from tests.factories.issues import reported, step
from tests.factories.people import PersonFactory, PostFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
SINCE = timedelta(days=100)


@pytest.fixture
def issue(world: World, now: datetime) -> Issue:
    made = reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
    return step(world.users[Role.MEMBER_IN_CHARGE], made, Verb.RECEIVE, at=now)


def handed(issue: Issue, at: datetime) -> Issue:
    hand_over(at=at)
    issue.refresh_from_db()
    return issue


def end_charges(world: World, now: datetime) -> None:
    rows = Assignment.objects.filter(person=world.member)
    rows.update(period=DateRange(now.date() - SINCE, now.date()))


def test_whoever_is_there_keeps_it(world: World, issue: Issue, now: datetime) -> None:
    assert handed(issue, now).owner == world.member
    assert issue.steps == 2


def test_a_successor_finds_it_without_an_owner(world: World, issue: Issue, now: datetime) -> None:
    end_charges(world, now)
    put_in_charge(PersonFactory.create(commune=world.commune), world.in_charge_of, since=now.date())
    later = now + timedelta(days=2)
    assert (handed(issue, later).owner, issue.level) == (None, Level.MEMBER)
    action = issue.actions.get(number=3)
    assert (action.verb, action.user, action.person) == (Verb.HAND_OVER, None, None)
    assert issue.due_on == later.date() + timedelta(days=3)
    assert issue.state == State.RECEIVED
    assert handed(issue, later).steps == 3


def test_without_a_successor_the_committee_has_it(
    world: World, issue: Issue, now: datetime
) -> None:
    end_charges(world, now)
    assert (handed(issue, now).owner, issue.level) == (None, Level.CELL)
    assert issue.chain == [Level.MEMBER, Level.CELL]


def test_with_nobody_between_the_commune_has_it(world: World, issue: Issue, now: datetime) -> None:
    end_charges(world, now)
    Assignment.objects.filter(tier=Tier.OFFICER).delete()
    posts = Post.objects.filter(cell=world.cell) | Post.objects.filter(village=world.villages[0])
    posts.update(valid_to=now.date())
    assert handed(issue, now).level == Level.COMMUNE


def test_a_village_with_a_head_and_no_committee_has_somebody(
    world: World, issue: Issue, now: datetime
) -> None:
    end_charges(world, now)
    Post.objects.filter(cell=world.cell).update(valid_to=now.date())
    assert handed(issue, now).level == Level.CELL
    head = world.users[Role.VILLAGE_HEAD]
    assert list(people_at(Level.CELL, world.in_charge_of, at=now.date())) == [head.person]
    step(head, issue, Verb.START, at=now)
    assert (handed(issue, now).owner, issue.state) == (head.person, State.IN_PROGRESS)
    Post.objects.filter(village=world.villages[0]).update(valid_to=now.date())
    assert (handed(issue, now).owner, issue.level) == (None, Level.OFFICER)


def test_an_answer_that_waits_to_be_told_goes_on_as_well(
    world: World, issue: Issue, now: datetime
) -> None:
    step(world.users[Role.CELL_COMMITTEE], issue, Verb.ANSWER, at=now, text="Đã có thẻ")
    end_charges(world, now)
    assert (handed(issue, now).state, issue.level) == (State.ANSWERED, Level.CELL)


def test_public_order_goes_to_the_police_and_to_no_committee(world: World, now: datetime) -> None:
    member = world.users[Role.MEMBER_IN_CHARGE]
    issue = reported(member, world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    end_charges(world, now)
    assert (handed(issue, now).level, issue.chain) == (Level.POLICE, [Level.MEMBER, Level.POLICE])


@pytest.mark.parametrize(
    ("role", "level"),
    [
        (Role.CELL_COMMITTEE, Level.CELL),
        (Role.GROUP_OFFICER, Level.OFFICER),
        (Role.COMMUNE_OFFICE, Level.COMMUNE),
    ],
)
def test_owners_of_every_level_are_known(
    world: World, issue: Issue, now: datetime, role: Role, level: Level
) -> None:
    while issue.level != level:
        step(world.users[Role.COMMUNE_OFFICE], issue, Verb.PASS_UP, at=now)
    step(world.users[role], issue, Verb.RECEIVE, at=now)
    person = world.users[role].person
    assert handed(issue, now).owner == person
    Post.objects.filter(person=person).update(valid_to=now.date())
    Assignment.objects.filter(person=person).delete()
    if level == Level.CELL:
        PostFactory.create(
            person=PersonFactory.create(commune=world.commune),
            kind=PostKind.CELL_DEPUTY_SECRETARY,
            cell=world.cell,
            valid_from=now.date() - SINCE,
        )
    assert handed(issue, now).owner is None


def a_task(world: World, **more: object) -> FollowTask:
    return FollowTask.objects.create(
        **{
            "client_uuid": uuid4(),
            "source": "meeting",
            "source_key": str(uuid4()),
            "text": "Hỏi lại hộ",
            "household": world.in_charge_of,
            "level": Level.MEMBER,
            "due_on": "2026-12-01",
            "made_at": "2026-11-16T08:00Z",
            **more,
        }
    )


def test_tasks_go_to_the_next_level_too(world: World, now: datetime) -> None:
    task, named = a_task(world), a_task(world, owner=world.member)
    assert hand_over_tasks(at=now) == 0
    end_charges(world, now)
    assert (hand_over_tasks(at=now), hand_over_tasks(at=now)) == (1, 0)
    task.refresh_from_db()
    named.refresh_from_db()
    # Still in the village's cell, the member keeps what was given to them by name.
    assert (task.level, named.level, named.owner) == (Level.CELL, Level.MEMBER, world.member)


def test_a_task_of_somebody_gone_is_anybodys_of_its_level(world: World, now: datetime) -> None:
    home, village = world.in_charge_of, world.villages[0]
    order = reported(world.users[Role.MEMBER_IN_CHARGE], home, at=now, kind=IssueKind.PUBLIC_ORDER)
    tasks = [
        a_task(world, owner=world.member),
        a_task(world, owner=world.member, household=None, village=village, level=Level.CELL),
    ]
    guarded = a_task(
        world, owner=world.users[Role.COMMUNE_POLICE].person, issue=order, level=Level.POLICE
    )
    assert hand_over_tasks(at=now) == 0
    Membership.objects.filter(person=world.member).update(valid_to=now.date())
    Post.objects.filter(kind=PostKind.COMMUNE_POLICE).update(valid_to=now.date())
    # Still in charge of the household, but nothing in the village.
    assert hand_over_tasks(at=now) == 2
    for task in (*tasks, guarded):
        task.refresh_from_db()
    assert [task.owner for task in (*tasks, guarded)] == [world.member, None, None]
    end_charges(world, now)
    # Off their hands, and to the committee, since nobody is in charge.
    assert hand_over_tasks(at=now) == 2
    tasks[0].refresh_from_db()
    assert (tasks[0].owner, tasks[0].level) == (None, Level.CELL)
    assert hand_over_tasks(at=now) == 0


def test_who_left_has_no_tasks(world: World, now: datetime) -> None:
    task = a_task(world, owner=world.member)
    tell(Departure(world.member.pk, now.date(), "moved", EVERY_CHARGE))
    task.refresh_from_db()
    assert task.owner is None
