"""From a member's report to the household's word, across the levels."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.common.errors import DomainError
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import Issue, IssueAction
from apps.issues.steps import Step, take_step
from tests.factories.issues import reported, step
from tests.factories.world import World


def test_an_answer_goes_up_and_comes_back_down(world: World, now: datetime) -> None:
    users, home = world.users, world.in_charge_of
    issue = reported(users[Role.MEMBER_IN_CHARGE], home, at=now)
    assert (issue.state, issue.level) == (State.REPORTED, Level.MEMBER)
    assert issue.due_on == now.date() + timedelta(days=3)
    step(users[Role.MEMBER_IN_CHARGE], issue, Verb.PASS_UP, at=now)
    assert (issue.state, issue.level) == (State.REPORTED, Level.CELL)
    step(users[Role.CELL_COMMITTEE], issue, Verb.RECEIVE, at=now)
    assert issue.owner == users[Role.CELL_COMMITTEE].person
    step(users[Role.CELL_COMMITTEE], issue, Verb.PASS_UP, at=now)
    step(users[Role.GROUP_OFFICER], issue, Verb.START, at=now)
    step(users[Role.GROUP_OFFICER], issue, Verb.ANSWER, at=now, text="Xã hỗ trợ tôn lợp mái")
    assert (issue.state, issue.level) == (State.ANSWERED, Level.MEMBER)
    contact = home.contacts.filter(person=world.member).latest("received_at")
    step(users[Role.MEMBER_IN_CHARGE], issue, Verb.CONFIRM, at=now, contact=contact.pk)
    step(users[Role.CELL_COMMITTEE], issue, Verb.CLOSE, at=now)
    assert (issue.state, issue.ended_on) == (State.CLOSED, now.date())
    assert not Issue.objects.open().filter(pk=issue.pk).exists()
    assert list(issue.actions.values_list("number", flat=True)) == list(range(1, 9))


def test_what_the_household_disagrees_with_goes_back_to_who_answered(
    world: World, now: datetime
) -> None:
    users = world.users
    issue = reported(users[Role.CELL_COMMITTEE], world.in_charge_of, at=now)
    step(users[Role.COMMUNE_OFFICE], issue, Verb.ANSWER, at=now, text="Đã xem")
    step(users[Role.MEMBER_IN_CHARGE], issue, Verb.REOPEN, at=now, text="Hộ chưa đồng ý")
    assert (issue.state, issue.level) == (State.REPORTED, Level.COMMUNE)


def test_public_order_is_read_by_its_chain_and_the_police(world: World, now: datetime) -> None:
    users = world.users
    issue = reported(
        users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER
    )
    readers = {
        role
        for role, user in users.items()
        if Issue.objects.visible_to(actor_for(user, at=now)).filter(pk=issue.pk).exists()
    }
    assert readers == {Role.MEMBER_IN_CHARGE, Role.COMMUNE_POLICE}
    # With the police at once: it does not wait for its reporter.
    assert issue.level == Level.POLICE
    step(users[Role.COMMUNE_POLICE], issue, Verb.START, at=now)
    with pytest.raises(DomainError) as refused:
        step(users[Role.COMMUNE_POLICE], issue, Verb.ANSWER, at=now, text="Tên người")
    assert refused.value.code == "wordless"
    step(users[Role.COMMUNE_POLICE], issue, Verb.ANSWER, at=now)
    assert issue.level == Level.MEMBER


def test_the_second_editor_is_told(world: World, now: datetime) -> None:
    user = world.users[Role.MEMBER_IN_CHARGE]
    issue = reported(user, world.in_charge_of, at=now)
    step(user, issue, Verb.RECEIVE, at=now)
    with pytest.raises(DomainError) as refused:
        take_step(
            key=uuid4(),
            actor=actor_for(user, at=now),
            issue_id=issue.pk,
            step=Step(Verb.START, seen=1),
            at=now,
        )
    assert refused.value.status == 409


def test_outside_ones_area_there_is_no_issue(world: World, now: datetime) -> None:
    issue = reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
    assert world.outsider is not None
    with pytest.raises(DomainError) as refused:
        step(world.outsider, issue, Verb.NOTE, at=now, text="?")
    assert refused.value.status == 404


def test_the_database_knows_the_table_itself(world: World, now: datetime) -> None:
    issue = reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
    with pytest.raises(IntegrityError, match="issue_action_legal"), transaction.atomic():
        IssueAction.objects.create(
            issue=issue,
            number=2,
            verb=Verb.CLOSE,
            from_state=State.REPORTED,
            to_state=State.CLOSED,
            to_level=Level.MEMBER,
            at=now,
        )


def test_no_issue_changes_beside_its_steps(world: World, now: datetime) -> None:
    issue = reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
    Issue.objects.filter(pk=issue.pk).update(level=Level.COMMUNE)
    with pytest.raises(IntegrityError, match="changes by its steps"), transaction.atomic():
        connection.check_constraints()
    transaction.set_rollback(True)
