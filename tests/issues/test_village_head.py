"""The head of a village: has the village's issues before them as the committee has, but what only
few may read, and what is the Party cell's.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.issues.chain import manned_levels, people_at
from apps.issues.inbox import waiting_for
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import Issue
from apps.issues.steps import powers_over
from apps.people.models import Post
from tests.factories.issues import DETAILS, as_actor, reported, step
from tests.factories.world import World
from tests.visits.phone import Phone

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
HEAD, MEMBER, CELL = Role.VILLAGE_HEAD, Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE
POLICE = Role.COMMUNE_POLICE


@pytest.fixture
def head(world: World) -> User:
    return world.users[HEAD]


def told(kind: IssueKind, **more: Any) -> dict[str, Any]:
    summary = {} if kind == IssueKind.PUBLIC_ORDER else {"summary": "Mái bếp hỏng"}
    return {
        "key": str(uuid4()),
        "kind": kind.value,
        "reported_on": "14/11/2026",
        **DETAILS[kind],
        **summary,
        **more,
    }


def test_what_a_member_passes_on_waits_for_the_head_too(
    world: World, head: User, login: Login, now: datetime
) -> None:
    home = world.in_charge_of
    sent = told(IssueKind.HOUSING, begins="pass_on")
    login(world.users[MEMBER]).post(reverse("issues:report", kwargs={"household": home.pk}), sent)
    issue = Issue.objects.get()
    for role in (HEAD, CELL):
        rows = waiting_for(as_actor(world.users[role], at=now), at=now.date())
        assert [row.key for row in rows if row.source == "issues"] == [issue.pk]
    client = login(head)
    assert client.get(reverse("issues:show", kwargs={"pk": issue.pk})).status_code == 200
    step(head, issue, Verb.RECEIVE, at=now)
    assert issue.owner == head.person
    step(head, issue, Verb.ANSWER, at=now, text="Thôn giúp lợp lại trong tuần")
    assert (issue.state, issue.level) == (State.ANSWERED, Level.MEMBER)
    step(head, issue, Verb.CONFIRM, at=now)
    assert step(head, issue, Verb.CLOSE, at=now).state == State.CLOSED


def test_what_the_head_reports_begins_with_the_village(
    world: World, head: User, login: Login
) -> None:
    client = login(head)
    own, next_door = world.households[2], world.households[6]
    client.post(
        reverse("issues:report", kwargs={"household": own.pk}), told(IssueKind.INFRASTRUCTURE)
    )
    issue = Issue.objects.get()
    assert (issue.level, issue.chain, issue.reported_by) == (
        *(Level.CELL, [Level.CELL]),
        head.person,
    )
    url = reverse("issues:report", kwargs={"household": next_door.pk})
    assert client.post(url, told(IssueKind.HOUSING)).status_code == 404


def test_public_order_is_passed_on_and_read_by_nobody_near_but_its_reporter(
    world: World, head: User, login: Login, now: datetime
) -> None:
    client, home = login(head), world.in_charge_of
    answer = client.post(
        reverse("issues:report", kwargs={"household": home.pk}), told(IssueKind.PUBLIC_ORDER)
    )
    issue = Issue.objects.get()
    # Neither the head nor the committee is one of those who know of it.
    assert (issue.level, issue.chain) == (Level.POLICE, [Level.POLICE])
    assert answer["Location"] == reverse("issues:show", kwargs={"pk": issue.pk})
    police = as_actor(world.users[POLICE], at=now)
    assert list(Issue.objects.visible_to(police)) == [issue]
    assert list(Issue.objects.visible_to(as_actor(head, at=now))) == [issue]
    for role in (CELL, MEMBER):
        assert not Issue.objects.visible_to(as_actor(world.users[role], at=now)).exists()
    step(world.users[POLICE], issue, Verb.ANSWER, at=now)
    assert issue.level == Level.POLICE


def test_what_the_committee_knows_of_public_order_is_nothing_for_the_head(
    world: World, head: User, login: Login, now: datetime
) -> None:
    issue = reported(world.users[CELL], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    assert Level.CELL in issue.chain
    step(world.users[POLICE], issue, Verb.ANSWER, at=now)
    # The committee may tell the household; the head sits at the same level, for other kinds.
    assert issue.level == Level.POLICE
    assert Verb.CONFIRM in powers_over(as_actor(world.users[CELL], at=now), issue)
    actor = as_actor(head, at=now)
    assert not Issue.objects.visible_to(actor).exists()
    assert waiting_for(actor, at=now.date() + timedelta(days=99)) == []
    client = login(head)
    assert client.get(reverse("issues:show", kwargs={"pk": issue.pk})).status_code == 404
    said = {
        "uuid": str(uuid4()),
        "kind": "issue_told",
        "issue": issue.pk,
        "seen": issue.steps,
        "outcome": "agrees",
        "text": "",
        "contact_uuid": None,
        "said_at": now.isoformat(),
    }
    for user, status in ((head, "refused"), (world.users[CELL], "accepted")):
        [result] = Phone(login(user), now, {}).results(said)
        assert result["status"] == status


def test_who_is_in_charge_as_well_reads_by_that(world: World, now: datetime) -> None:
    Post.objects.filter(village__isnull=False).update(person=world.member)
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    # They hold the level of the village too, which is not one that reads of this.
    assert (issue.level, issue.chain) == (Level.POLICE, [Level.MEMBER, Level.POLICE])
    member = as_actor(world.users[MEMBER], at=now)
    assert list(Issue.objects.visible_to(member)) == [issue]
    other = reported(world.users[CELL], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    assert not Issue.objects.visible_to(member).filter(pk=other.pk).exists()


def test_a_head_elsewhere_is_nobody_here(world: World, now: datetime) -> None:
    day = now.date()
    posts = Post.objects.filter(cell=world.cell) | Post.objects.filter(village=world.villages[0])
    home = world.in_charge_of
    assert Level.CELL in manned_levels([home], at=day)[home.pk]
    assert people_at(Level.CELL, home, at=day).count() == 2
    Post.objects.filter(village=world.villages[0]).update(village=world.villages[1])
    assert people_at(Level.CELL, home, at=day).count() == 1
    posts.update(valid_to=day)
    assert Level.CELL not in manned_levels([home], at=day)[home.pk]
    far = world.households[6]
    assert Level.CELL in manned_levels([far], at=day)[far.pk]


@pytest.mark.parametrize(
    "name",
    [
        *("plan-pages:home", "plans:list", "meetings:list", "meetings:start", "followups:list"),
        *("people:members", "contacts:home", "reports:exports", "trips:new", "rights:requests"),
    ],
)
def test_what_is_the_cells_or_the_communes_is_closed(head: User, login: Login, name: str) -> None:
    assert login(head).get(reverse(name)).status_code == 403
