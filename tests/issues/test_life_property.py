"""Whatever people do, whoever leaves, and however the server's clock is set: the life holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.actor import Actor
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.common.clock import local_day
from apps.common.errors import DomainError
from apps.issues.advancing import spec_of_issue
from apps.issues.chain import manned_levels, people_at
from apps.issues.desk.inbox_source import issues_waiting
from apps.issues.escalation import fire_clocks, verb_of_clock
from apps.issues.handover import hand_over
from apps.issues.kinds import CURRENT, RESTRICTED, IssueKind
from apps.issues.levels import Level
from apps.issues.machine import (
    BY_CLOCK,
    ENDED,
    OPEN,
    PENDING,
    TABLE,
    State,
    Verb,
    next_state,
    steps_from,
)
from apps.issues.models import Issue
from apps.issues.powers import is_told_in_a_talk, powers
from apps.issues.steps import Step, levels_of, powers_over, take_step
from apps.people.models import Post
from tests.factories.issues import reported, talk_with
from tests.factories.world import World

ROLES = (
    Role.MEMBER_IN_CHARGE,
    Role.CELL_COMMITTEE,
    Role.VILLAGE_HEAD,
    Role.GROUP_OFFICER,
    Role.COMMUNE_POLICE,
    Role.COMMUNE_OFFICE,
    Role.COMMUNE_LEADER,
)
# Refusals of a step that is one's own: nobody (else) there to give it to.
NOBODY_THERE = {"no_such_owner", "same_owner"}
Deed = tuple[str, object, object]
STEP = st.tuples(st.just("step"), st.sampled_from(ROLES), st.sampled_from(list(Verb)))
# Likelier than chance: somebody does what is theirs to do.
OWN = st.tuples(st.just("own"), st.sampled_from(ROLES), st.integers(0, 9))
HOUR = st.tuples(st.just("hour"), st.integers(-20, 20), st.none())
COMING = st.tuples(st.just("duty"), st.sampled_from(ROLES), st.booleans())
DEEDS: st.SearchStrategy[list[Deed]] = st.lists(
    st.one_of(OWN, OWN, STEP, HOUR, HOUR, COMING), max_size=14
)


@dataclass
class Life:
    """One issue of the cast's household, another it may be merged into, and the server's clock."""

    world: World
    issue: Issue
    other: Issue
    now: datetime

    @property
    def day(self) -> date:
        return local_day(self.now)

    def do(self, what: str, who: object, more: object) -> None:
        if what == "hour":
            assert isinstance(who, int)
            self.now += timedelta(days=who)
            self.hour()
        elif what == "duty":
            assert isinstance(who, Role)
            self.duty(who, begins=bool(more))
        else:
            assert isinstance(who, Role)
            actor = actor_for(self.world.users[who], at=self.now)
            may = sorted(powers_over(actor, self.issue))
            if what == "step":
                self.step(who, Verb(str(more)))
            elif may and isinstance(more, int):
                self.step(who, may[more % len(may)])

    def step(self, role: Role, verb: Verb) -> None:
        before, actor = (
            (self.issue.state, self.issue.steps),
            actor_for(self.world.users[role], at=self.now),
        )
        sees = Issue.objects.visible_to(actor).filter(pk=self.issue.pk).exists()
        may = powers_over(actor, self.issue) if sees else frozenset()
        has_text = spec_of_issue(self.issue).has_text
        owner = people_at(Level(self.issue.level), self.issue.household, at=self.day).first()
        wish = Step(
            verb,
            seen=self.issue.steps,
            text="Đã xem" if has_text else "",
            owner=owner.pk if owner and verb == Verb.HAND_OVER else None,
            other=self.other.pk if verb == Verb.MERGE else None,
            contact=self.talk(verb),
        )
        refusal = ""
        try:
            take_step(key=uuid4(), actor=actor, issue_id=self.issue.pk, step=wish, at=self.now)
        except DomainError as error:
            refusal = error.code
        self.issue.refresh_from_db()
        after = (self.issue.state, self.issue.steps)
        if refusal:
            assert after == before
            assert verb not in may or refusal in NOBODY_THERE, refusal
        else:
            assert verb in may
            assert after == (next_state(verb, State(before[0])), before[1] + 1)

    def talk(self, verb: Verb) -> int | None:
        """The talk in which the household heard of it; of some kinds none is asked for."""
        is_told = is_told_in_a_talk(verb, State(self.issue.state))
        if not is_told or spec_of_issue(self.issue).is_restricted:
            return None
        return talk_with(self.issue, self.world.member, at=self.now).pk

    def hour(self) -> None:
        """The hourly job, once and again, as after a restart."""
        hand_over(at=self.now)
        self.issue.refresh_from_db()
        self.somebody_has_it()
        due, steps, state = self.issue.due_on, self.issue.steps, State(self.issue.state)
        level, route = Level(self.issue.level), spec_of_issue(self.issue).route
        manned = manned_levels([self.issue.household], at=self.day)[self.issue.household_id]
        fire_clocks(at=self.now)
        self.issue.refresh_from_db()
        if due is None or due >= self.day:
            assert self.issue.steps == steps
        else:
            assert self.issue.steps == steps + 1
            last = self.issue.actions.get(number=self.issue.steps)
            assert last.verb == verb_of_clock(state, level, route, manned)
        self.somebody_has_it()
        after = self.issue.steps
        hand_over(at=self.now)
        fire_clocks(at=self.now)
        self.issue.refresh_from_db()
        assert self.issue.steps == after

    def somebody_has_it(self) -> None:
        """By what each of the cast may do on that day, not by the register that the code asks."""
        if self.issue.state not in OPEN:
            return
        level = Level(self.issue.level)
        seated = self.seated(level)
        if not seated:
            # The one level that is taken to have somebody: nothing is above to pass it on to.
            assert level in {Level.COMMUNE, Level.UPPER}
            assert self.issue.owner_id is None
            return
        owner = self.issue.owner_id
        assert owner is None or owner in {actor.person_id for actor in seated}
        inboxes = [issues_waiting(actor, self.day) for actor in seated]
        assert self.issue.pk in {row.key for rows in inboxes for row in rows}

    def seated(self, level: Level) -> list[Actor]:
        actors = [actor_for(self.world.users[role], at=self.now) for role in ROLES]
        return [actor for actor in actors if level in levels_of(actor, self.issue)]

    def duty(self, role: Role, *, begins: bool) -> None:
        person, since = self.world.users[role].person, date(2026, 1, 1)
        until = None if begins else self.day
        if until is not None and until <= since:
            return
        Post.objects.filter(person=person).update(valid_to=until)
        Assignment.objects.filter(person=person).update(period=DateRange(since, until))

    def holds(self) -> None:
        """What is true of an issue at any moment, by its rows."""
        connection.check_constraints()
        issue = self.issue
        assert (issue.due_on is None) == (issue.state in ENDED) == (issue.ended_on is not None)
        assert issue.level in spec_of_issue(issue).route
        assert issue.level in issue.chain
        assert (issue.late_after is not None) == (issue.state in PENDING)
        if issue.late_after is not None and issue.due_on is not None:
            assert issue.late_after <= min(issue.due_on, issue.answer_by)
        if issue.state == State.MERGED:
            self.other.refresh_from_db()
            assert self.other.answer_by <= issue.answer_by
        actions = list(issue.actions.order_by("number"))
        assert [action.number for action in actions] == list(range(1, issue.steps + 1))
        assert (actions[-1].to_state, actions[-1].to_level) == (issue.state, issue.level)
        for before, after in pairwise(actions):
            assert TABLE[Verb(after.verb), State(before.to_state)] == after.to_state
            if after.verb in BY_CLOCK or (after.verb == Verb.CLOSE and after.user_id is None):
                # It had run out, and this is the one step that it led to.
                assert before.due_on is not None
                assert before.due_on < local_day(after.at)
                assert after.user_id is None
            if after.to_level == Level.UPPER and before.to_level != Level.UPPER:
                assert after.to_state == State.REPORTED


@pytest.mark.django_db
@pytest.mark.parametrize("is_restricted", [False, True])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), deeds=DEEDS)
def test_every_life(
    world: World, now: datetime, is_restricted: bool, data: st.DataObject, deeds: Sequence[Deed]
) -> None:
    kinds = [kind for kind in IssueKind if (kind in RESTRICTED) == is_restricted]
    kind = data.draw(st.sampled_from(kinds))
    with transaction.atomic():
        member, home = world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of
        issue, other = (reported(member, home, at=now, kind=kind) for _n in range(2))
        life = Life(world, issue, other, now)
        for deed in deeds:
            life.do(*deed)
            life.holds()
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", IssueKind)
def test_every_kind_lives(world: World, now: datetime, kind: IssueKind) -> None:
    """From the report to its end, with everybody gone in between and somebody back."""
    member, home = world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of
    issue, other = (reported(member, home, at=now, kind=kind) for _n in range(2))
    life = Life(world, issue, other, now)
    life.do("hour", 1, None)
    for role in ROLES:
        life.do("duty", role, False)
    life.do("hour", 1, None)
    life.holds()
    assert (issue.level, life.seated(Level(issue.level))) == (Level.COMMUNE, [])
    # In nobody's inbox, late or not, for as long as the commune has nobody at all...
    life.do("hour", 90, None)
    life.holds()
    life.do("duty", Role.COMMUNE_LEADER, True)
    # ...and in that of the first one who comes, at once.
    leader = actor_for(world.users[Role.COMMUNE_LEADER], at=life.now)
    assert issue.pk in {row.key for row in issues_waiting(leader, life.day)}
    for verb in (Verb.START, Verb.ANSWER):
        life.step(Role.COMMUNE_LEADER, verb)
    life.do("duty", Role.MEMBER_IN_CHARGE, True)
    life.do("hour", 1, None)
    assert issue.state == State.ANSWERED
    life.step(Role.COMMUNE_LEADER, Verb.CONFIRM)
    life.do("hour", 8, None)
    life.holds()
    assert issue.state == State.CLOSED


LEVELS = st.frozensets(st.sampled_from(list(Level)))


@given(
    held=LEVELS,
    chain=LEVELS,
    state=st.sampled_from(list(State)),
    kind=st.sampled_from(list(IssueKind)),
    at=st.integers(0, 9),
)
def test_powers_are_steps_of_the_table(
    held: frozenset[Level], chain: frozenset[Level], state: State, kind: IssueKind, at: int
) -> None:
    route = CURRENT[kind].route
    level = route[at % len(route)]
    may = powers(held=held, state=state, level=level, route=route, chain=chain)
    assert may <= steps_from(state) - BY_CLOCK
    assert Verb.REPORT not in may
    if not held & {level, *chain, *route}:
        assert not may
    if level == route[-1]:
        assert Verb.PASS_UP not in may


@given(
    state=st.sampled_from(sorted(OPEN)),
    kind=st.sampled_from(list(IssueKind)),
    manned=LEVELS,
    at=st.integers(0, 9),
)
def test_the_clock_takes_a_legal_step_from_anywhere(
    state: State, kind: IssueKind, manned: frozenset[Level], at: int
) -> None:
    route = CURRENT[kind].route
    level = route[at % len(route)]
    verb = verb_of_clock(state, level, route, manned)
    assert next_state(verb, state) is not None
    assert (verb == Verb.CLOSE) == (state == State.CONFIRMED)
