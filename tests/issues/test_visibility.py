"""Who reads an issue of which kind, as data: role × kind × the hands it has been in."""

from datetime import datetime
from typing import Any

import pytest

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.issues.kinds import CURRENT, RESTRICTED, IssueKind
from apps.issues.levels import Level
from apps.issues.machine import Verb
from apps.issues.meetings.models import MeetingItem
from apps.issues.meetings.reading import meetings
from apps.issues.meetings.services import sign_minutes
from apps.issues.models import Issue, IssueAction
from apps.issues.steps import powers_over
from apps.people.kinds import PostKind
from apps.people.models import Post
from tests.factories.issues import as_actor, reported, step
from tests.factories.meetings import concluded, edit, held, opened
from tests.factories.people import PersonFactory, PostFactory, UserFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
M, C, P = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.COMMUNE_POLICE
LEADERS = {Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE}
OF_HOUSEHOLD = {
    *(M, C, Role.VILLAGE_HEAD, Role.GROUP_OFFICER),
    *(*LEADERS, Role.COMMITTEE_MEMBER, Role.INSPECTION),
}
# What is read of an issue of the household in the cast's own charge, wherever it lies.
OPEN_KINDS: dict[IssueKind, set[Role]] = {
    kind: OF_HOUSEHOLD for kind in IssueKind if kind != IssueKind.PUBLIC_ORDER
}
# Of public order: who read it at each level on its way up, from a member's report. It lies with
# the member only where the commune has no police.
PUBLIC_ORDER = {
    Level.MEMBER: {M},
    Level.POLICE: {M, P},
    Level.COMMUNE: {M, P, *LEADERS},
    Level.UPPER: {M, P, *LEADERS},
}


def readers(world: World, issue: Issue, now: datetime) -> set[Role]:
    found = set()
    for role, user in world.users.items():
        actor = actor_for(user, at=now)
        sees = Issue.objects.visible_to(actor).filter(pk=issue.pk).exists()
        # Whoever reads the issue reads its steps, and nobody else.
        steps = IssueAction.objects.visible_to(actor).filter(issue=issue).count()
        assert steps == (issue.steps if sees else 0), role
        found |= {role} if sees else set()
    assert world.outsider is not None
    assert not Issue.objects.visible_to(as_actor(world.outsider, at=now)).exists()
    return found


def test_the_matrix_names_every_kind() -> None:
    assert {*OPEN_KINDS, IssueKind.PUBLIC_ORDER} == set(IssueKind)
    assert {IssueKind.PUBLIC_ORDER} == RESTRICTED
    assert tuple(PUBLIC_ORDER) == CURRENT[IssueKind.PUBLIC_ORDER].route


@pytest.mark.parametrize("kind", OPEN_KINDS)
def test_open_kinds(world: World, now: datetime, kind: IssueKind) -> None:
    issue = reported(world.users[M], world.in_charge_of, at=now, kind=kind)
    assert readers(world, issue, now) == OPEN_KINDS[kind]


def test_public_order_on_its_way_up(world: World, now: datetime) -> None:
    kind = IssueKind.PUBLIC_ORDER
    issue = reported(world.users[M], world.in_charge_of, at=now, kind=kind)
    for level, expected in list(PUBLIC_ORDER.items())[1:]:
        assert (issue.level, readers(world, issue, now)) == (level, expected)
        if level != Level.UPPER:
            by = world.users[P if level == Level.POLICE else Role.COMMUNE_LEADER]
            step(by, issue, Verb.PASS_UP, at=now)


def test_public_order_where_no_police_is(world: World, now: datetime) -> None:
    Post.objects.filter(kind=PostKind.COMMUNE_POLICE).delete()
    issue = reported(world.users[M], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    assert (issue.level, readers(world, issue, now)) == (Level.MEMBER, PUBLIC_ORDER[Level.MEMBER])


def test_public_order_that_the_committee_reported(world: World, now: datetime) -> None:
    kind = IssueKind.PUBLIC_ORDER
    issue = reported(world.users[C], world.in_charge_of, at=now, kind=kind)
    assert (issue.level, readers(world, issue, now)) == (Level.POLICE, {C, P})


def test_public_order_that_a_committee_member_reported(world: World, now: datetime) -> None:
    """Sitting at no level, they bring in nobody but themselves."""
    reporter = world.users[Role.COMMITTEE_MEMBER]
    issue = reported(reporter, world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    assert (issue.level, issue.chain) == (Level.POLICE, [Level.POLICE])
    assert readers(world, issue, now) == {Role.COMMITTEE_MEMBER, P}
    assert not powers_over(as_actor(reporter, at=now), issue)
    assert not MeetingItem.objects.filter(meeting=opened(world, at=now), issue=issue).exists()
    # Elsewhere by now, they read as little of it as of the household.
    Assignment.objects.filter(person=reporter.person).delete()
    assert readers(world, issue, now) == {P}


def test_public_order_that_has_ended(world: World, now: datetime) -> None:
    """Whoever reported it or had it, and nobody who sits there since."""
    member, police = world.users[M], world.users[P]
    issue = reported(member, world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    other = reported(world.users[C], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    for each in (issue, other):
        step(police, each, Verb.ANSWER, at=now)
    successor = _another_secretary(world)
    Assignment.objects.filter(person=member.person).update(person=successor.person)
    assert readers(world, issue, now) == {P}
    assert _reads(successor, issue, now)
    assert _reads(successor, other, now)
    for each, by in ((issue, successor), (other, world.users[C])):
        step(by, each, Verb.CONFIRM, at=now)
        step(police, each, Verb.CLOSE, at=now)
        assert not _reads(successor, each, now)
    assert readers(world, issue, now) == {P}
    assert readers(world, other, now) == {C, P}
    Issue.objects.filter(pk=issue.pk).update(owner=successor.person)
    assert _reads(successor, issue, now)


def _reads(user: User, issue: Issue, now: datetime) -> bool:
    return Issue.objects.visible_to(as_actor(user, at=now)).filter(pk=issue.pk).exists()


def _another_secretary(world: World) -> User:
    """Of the cast's cell."""
    person = PersonFactory.create(commune=world.commune, user=UserFactory.create())
    PostFactory.create(person=person, kind=PostKind.CELL_DEPUTY_SECRETARY, cell=world.cell)
    assert person.user is not None
    return person.user


def test_minutes_are_signed_though_what_they_may_not_read_is_undecided(
    world: World, now: datetime
) -> None:
    issue = reported(world.users[C], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    meeting = held(world, at=now)
    item = meeting.items.get(issue=issue)
    for each in meeting.items.exclude(pk=item.pk):
        concluded(world, meeting, each, at=now)
    Issue.objects.filter(pk=issue.pk).update(reported_by=None)
    police = world.users[P]
    for verb in (Verb.ANSWER, Verb.CONFIRM, Verb.CLOSE):
        step(world.users[C] if verb == Verb.CONFIRM else police, issue, verb, at=now)
    by = edit(world.users[C], at=now, seen=meeting.version)
    assert not MeetingItem.objects.visible_to(by.actor).filter(pk=item.pk).exists()
    told: Any = meetings(by.actor).get()
    assert told.undecided == 0
    sign_minutes(edit=by, meeting=meeting.pk, number="11-BB/CB")


def test_neighbours_are_not_ones_own(world: World, now: datetime) -> None:
    issue = reported(world.users[C], world.households[1], at=now)
    assert readers(world, issue, now) == OF_HOUSEHOLD - {M}
    far = reported(world.users[Role.COMMUNE_OFFICE], world.households[6], at=now)
    assert readers(world, far, now) == {*LEADERS, Role.INSPECTION}
