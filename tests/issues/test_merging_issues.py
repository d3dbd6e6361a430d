"""What is merged into another issue is answered with it: as early, as late, with its cause."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.common.clock import local_day
from apps.common.errors import DomainError
from apps.issues.causes import Cause, link_cause
from apps.issues.kinds import IssueKind
from apps.issues.machine import State, Verb
from apps.issues.models import Issue
from tests.factories.issues import as_actor, reported, step
from tests.factories.world import World

OFFICE = Role.COMMUNE_OFFICE


def _two(world: World, now: datetime, kind: IssueKind = IssueKind.HOUSING) -> tuple[Issue, Issue]:
    """One reported long ago, and late; one of yesterday."""
    user, home = world.users[Role.CELL_COMMITTEE], world.in_charge_of
    before = now - timedelta(days=60), now - timedelta(days=1)
    old, new = (reported(user, home, at=at, kind=kind) for at in before)
    return old, new


@pytest.mark.parametrize("state", [State.ANSWERED, State.REFUSED, State.CONFIRMED])
def test_not_into_what_has_its_answer(world: World, now: datetime, state: State) -> None:
    old, new = _two(world, now)
    office = world.users[OFFICE]
    verb = Verb.REFUSE if state == State.REFUSED else Verb.ANSWER
    step(office, old, verb, at=now, text="Đã sửa mái")
    if state == State.CONFIRMED:
        step(office, old, Verb.CONFIRM, at=now)
    with pytest.raises(DomainError, match="no_such_issue"):
        step(office, new, Verb.MERGE, at=now, other=old.pk)
    new.refresh_from_db()
    assert (new.state, new.merged_into_id) == (State.REPORTED, None)


def test_it_is_as_late_as_what_it_took_in(world: World, now: datetime) -> None:
    old, new = _two(world, now)
    promised, missed, day = old.answer_by, old.late_after, local_day(now)
    assert missed is not None
    assert not Issue.objects.late(at=day).filter(pk=new.pk).exists()
    step(world.users[OFFICE], old, Verb.MERGE, at=now, other=new.pk)
    new.refresh_from_db()
    assert (new.answer_by, new.late_after, new.steps) == (promised, missed, 2)
    assert Issue.objects.late(at=day).filter(pk=new.pk).exists()
    assert str(old.pk) in new.actions.get(number=2).text
    # Who takes it up keeps the promise that was made first.
    taken = step(world.users[OFFICE], new, Verb.RECEIVE, at=now)
    assert taken.late_after == promised
    # Taken apart, the old one has what it was promised.
    apart = step(world.users[OFFICE], old, Verb.SEPARATE, at=now)
    assert (apart.state, apart.answer_by) == (State.REPORTED, promised)
    assert apart.late_after == promised


def test_a_later_promise_changes_nothing(world: World, now: datetime) -> None:
    old, new = _two(world, now)
    step(world.users[OFFICE], new, Verb.MERGE, at=now, other=old.pk)
    steps = old.steps
    old.refresh_from_db()
    assert old.steps == steps


def test_without_words_where_none_may_be(world: World, now: datetime) -> None:
    old, new = _two(world, now, IssueKind.PUBLIC_ORDER)
    police = world.users[Role.COMMUNE_POLICE]
    step(police, old, Verb.MERGE, at=now, other=new.pk)
    new.refresh_from_db()
    assert (new.answer_by, new.actions.get(number=2).text) == (old.answer_by, "")


@pytest.mark.parametrize("has_own", [False, True])
def test_the_cause_stays_with_the_household(world: World, now: datetime, has_own: bool) -> None:
    old, new = _two(world, now, IssueKind.INFRASTRUCTURE)
    actor = as_actor(world.users[OFFICE], at=now)
    titles = {old.pk: "Đường sạt"} | ({new.pk: "Cầu hỏng"} if has_own else {})
    for pk, title in titles.items():
        link_cause(key=uuid4(), actor=actor, issues=[pk], cause=Cause(title=title), at=now)
    step(world.users[OFFICE], old, Verb.MERGE, at=now, other=new.pk)
    new.refresh_from_db()
    assert new.cause is not None
    assert new.cause.title == ("Cầu hỏng" if has_own else "Đường sạt")
