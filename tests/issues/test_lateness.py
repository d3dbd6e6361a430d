"""Late is what a household waits for too long: red until somebody acts, whoever has it by then."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from apps.accounts.roles import Role
from apps.areas.models import StepDeadline
from apps.assignments.models import Assignment
from apps.common.errors import DomainError
from apps.issues.desk.wording import due_words, tone_of
from apps.issues.escalation import fire_clocks
from apps.issues.followups.matching import late_issues
from apps.issues.handover import hand_over
from apps.issues.inbox import waiting_for
from apps.issues.jobs import run_issue_clocks
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import Issue, KindDeadline
from apps.issues.reporting import Report, report_issue
from apps.people.models import Membership, Post
from apps.visits.models import ReminderAddress
from apps.visits.reminders import sending
from apps.visits.reminders.sending import NotSentError, send_reminders
from tests.factories.issues import DETAILS, as_actor, reported, step
from tests.factories.people import PersonFactory, PostFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
MEMBER, CELL, OFFICER = Role.MEMBER_IN_CHARGE, Role.CELL_COMMITTEE, Role.GROUP_OFFICER
OFFICE, LEADER = Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER
NEWS = "1 vấn đề quá hạn của hộ đang chờ bạn (mới, hoặc cần nhắc lại)."


def _days(number: int) -> timedelta:
    return timedelta(days=number)


def _fire(issue: Issue, at: datetime) -> Issue:
    fire_clocks(at=at)
    issue.refresh_from_db()
    return issue


def _is_late(issue: Issue, at: date) -> bool:
    return Issue.objects.late(at=at).filter(pk=issue.pk).exists()


def test_passed_on_by_itself_it_stays_late_for_everybody(
    world: World, issue: Issue, now: datetime
) -> None:
    at = now + _days(4)
    assert not _is_late(issue, at.date() - _days(1))
    _fire(issue, at)
    assert (issue.level, issue.due_on) == (Level.CELL, at.date() + _days(5))
    # The member had until the third day; the committee's days are another matter.
    assert issue.late_after == now.date() + _days(3)
    assert _is_late(issue, at.date())
    assert tone_of(issue, at=at.date()) == "off"
    assert due_words(issue, at=at.date()) == "Quá hạn 1 ngày"
    for role in (CELL, OFFICE):
        [row] = waiting_for(as_actor(world.users[role], at=at), at=at.date())
        assert (row.key, row.tone, row.days_late(at=at.date())) == (issue.pk, "late", 1)
    later = at + _days(3)
    assert list(late_issues(2, later.date())) == [issue]
    assert issue.actions.get(number=2).late_after == issue.late_after


def test_who_takes_it_up_has_the_days_of_the_level(
    world: World, issue: Issue, now: datetime
) -> None:
    at = now + _days(4)
    due = _fire(issue, at).due_on
    step(world.users[CELL], issue, Verb.NOTE, at=at, text="Sẽ đến nhà")
    assert _is_late(issue, at.date())
    later = at + _days(2)
    step(world.users[CELL], issue, Verb.RECEIVE, at=later)
    assert not _is_late(issue, later.date())
    step(world.users[CELL], issue, Verb.START, at=later)
    # Taking up and beginning win no days.
    assert (issue.due_on, issue.late_after) == (due, due)


def test_a_reminder_leaves_it_late(world: World, issue: Issue, now: datetime) -> None:
    at = now + _days(40)
    for _n in range(5):
        _fire(issue, at)
        at += _days(20)
    assert issue.actions.get(number=issue.steps).verb == Verb.REMIND
    assert issue.late_after == now.date() + _days(3)
    step(world.users[OFFICE], issue, Verb.START, at=at)
    # What the household was promised has gone by as well: that only an answer ends.
    assert issue.late_after == issue.answer_by
    step(world.users[OFFICE], issue, Verb.ANSWER, at=at, text="Xã hỗ trợ tôn")
    assert _is_late(issue, at.date())
    step(world.users[MEMBER], issue, Verb.CONFIRM, at=at)
    assert issue.due_on is not None
    assert not _is_late(issue, issue.due_on + _days(90))


def test_the_promised_day_cuts_a_levels_days_short(world: World, now: datetime) -> None:
    KindDeadline.objects.create(commune=world.commune, kind=IssueKind.DISASTER, days=4)
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now, kind=IssueKind.DISASTER)
    step(world.users[MEMBER], issue, Verb.PASS_UP, at=now + _days(2))
    # The committee would have five days, the household was promised four in all.
    assert issue.due_on == issue.answer_by == now.date() + _days(4)
    at = now + _days(5)
    _fire(issue, at)
    assert issue.due_on == at.date() + _days(7)
    assert issue.late_after == issue.answer_by


def test_the_promise_counts_from_the_day_the_household_told(world: World, now: datetime) -> None:
    told = now.date() - _days(6)
    kind = IssueKind.HOUSING
    KindDeadline.objects.create(commune=world.commune, kind=kind, days=10)
    answer = report_issue(
        key=uuid4(),
        actor=as_actor(world.users[MEMBER], at=now),
        household_id=world.in_charge_of.pk,
        report=Report(kind, DETAILS[kind], "Mái dột", reported_on=told),
        at=now,
    )
    assert Issue.objects.get(pk=answer["issue"]).answer_by == told + _days(10)


def test_opened_again_after_its_end_it_is_promised_anew(
    world: World, issue: Issue, now: datetime
) -> None:
    step(world.users[CELL], issue, Verb.ANSWER, at=now, text="Đã có tôn")
    step(world.users[MEMBER], issue, Verb.CONFIRM, at=now)
    step(world.users[CELL], issue, Verb.CLOSE, at=now)
    at = now + _days(200)
    step(world.users[CELL], issue, Verb.REOPEN, at=at, text="Mái lại dột")
    assert issue.answer_by > at.date()
    assert not _is_late(issue, at.date())


def test_a_colleague_has_what_is_left_of_the_days(
    world: World, issue: Issue, now: datetime
) -> None:
    colleague = PersonFactory.create(commune=world.commune)
    Membership.objects.create(person=colleague, cell=world.cell, valid_from=now.date())
    kind = Post.objects.in_force(at=now.date()).filter(cell=world.cell)[0].kind
    PostFactory.create(person=colleague, cell=world.cell, kind=kind)
    step(world.users[CELL], issue, Verb.PASS_UP, at=now)
    due, at = issue.due_on, now + _days(3)
    step(world.users[CELL], issue, Verb.HAND_OVER, at=at, owner=colleague.pk)
    assert (issue.owner, issue.due_on) == (colleague, due)
    with pytest.raises(DomainError) as refused:
        step(world.users[CELL], issue, Verb.HAND_OVER, at=at, owner=colleague.pk)
    assert refused.value.code == "same_owner"


def test_who_comes_after_somebody_begins_anew_and_what_was_missed_stays(
    world: World, issue: Issue, now: datetime
) -> None:
    step(world.users[MEMBER], issue, Verb.RECEIVE, at=now)
    ended = Assignment.objects.filter(person=world.member)
    ended.update(period=DateRange(now.date() - _days(100), now.date()))
    in_time, at = now + _days(2), now + _days(9)
    hand_over(at=in_time)
    issue.refresh_from_db()
    assert (issue.level, issue.late_after) == (Level.CELL, in_time.date() + _days(5))
    # The cell committee and the village's head sit there together.
    near = Q(cell=world.cell) | Q(village__in=world.villages)
    Post.objects.filter(near).update(valid_to=at.date())
    hand_over(at=at)
    issue.refresh_from_db()
    assert (issue.level, issue.due_on) == (Level.OFFICER, at.date() + _days(7))
    assert issue.late_after == in_time.date() + _days(5)


def test_who_acts_from_above_takes_it_up_there(world: World, issue: Issue, now: datetime) -> None:
    step(world.users[OFFICER], issue, Verb.START, at=now)
    assert (issue.level, issue.owner) == (Level.OFFICER, world.users[OFFICER].person)
    assert issue.chain == [Level.MEMBER, Level.OFFICER]
    assert issue.due_on == now.date() + _days(7)
    step(world.users[OFFICE], issue, Verb.ANSWER, at=now, text="Xã hỗ trợ tôn")
    assert issue.answered_level == Level.COMMUNE
    step(world.users[MEMBER], issue, Verb.REOPEN, at=now, text="Hộ chưa đồng ý")
    assert (issue.state, issue.level) == (State.REPORTED, Level.COMMUNE)


def test_the_police_takes_public_order_into_its_hands(world: World, now: datetime) -> None:
    police = world.users[Role.COMMUNE_POLICE]
    issue = reported(world.users[MEMBER], world.in_charge_of, at=now, kind=IssueKind.PUBLIC_ORDER)
    step(police, issue, Verb.RECEIVE, at=now)
    assert (issue.level, issue.owner) == (Level.POLICE, police.person)


def test_a_household_says_what_it_says_in_a_talk(world: World, issue: Issue, now: datetime) -> None:
    step(world.users[OFFICE], issue, Verb.ANSWER, at=now, text="Xã hỗ trợ tôn")
    for verb, text in ((Verb.CONFIRM, ""), (Verb.REOPEN, "Hộ chưa đồng ý")):
        with pytest.raises(DomainError) as refused:
            step(world.users[OFFICE], issue, verb, at=now, text=text, contact=None)
        assert (refused.value.code, refused.value.status) == ("talk_needed", 422)


def test_the_hourly_worker_does_all_of_it(
    world: World, issue: Issue, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    StepDeadline.objects.create(commune=world.commune, step="member_to_cell", days=1)
    at = now + _days(6)
    monkeypatch.setattr("apps.issues.jobs.clock.now", lambda: at)
    run_issue_clocks(0)
    issue.refresh_from_db()
    assert issue.level == Level.CELL
    assert _is_late(issue, at.date())


def test_who_has_it_by_then_is_reminded_once(
    world: World, issue: Issue, now: datetime, settings: Any
) -> None:
    settings.REMINDERS_BY_EMAIL = True
    for role in (MEMBER, CELL):
        user = world.users[role]
        ReminderAddress.objects.create(user=user, email=f"{role}@example.com", chosen_at=now)
    at = now + _days(4)
    _fire(issue, at)
    sent = [send_reminders(now=at + _days(later)) for later in (0, 0, 1)]
    assert sent == [1, 0, 0]
    [letter] = mail.outbox
    assert letter.to == [f"{CELL}@example.com"]
    assert NEWS in letter.body
    assert issue.household.head_name not in letter.body


def _choose(world: World, now: datetime, *roles: Role) -> None:
    for role in roles:
        ReminderAddress.objects.create(
            user=world.users[role], email=f"{role}@example.com", chosen_at=now
        )


def _told_of_it(moment: datetime) -> list[str]:
    """Who is told of late issues by the letters of that moment."""
    before = len(mail.outbox)
    send_reminders(now=moment)
    return [letter.to[0].split("@")[0] for letter in mail.outbox[before:] if NEWS in letter.body]


def test_each_level_is_told_when_it_comes_there_and_when_it_is_reminded(
    world: World, issue: Issue, now: datetime, settings: Any
) -> None:
    settings.REMINDERS_BY_EMAIL = True
    _choose(world, now, MEMBER, CELL, OFFICER, LEADER)
    told: list[tuple[str, str]] = []
    for day in range(1, 60):
        at = now + _days(day)
        before = issue.steps
        _fire(issue, at)
        heard = _told_of_it(at)
        # Told when, and only when, the clock took a step; nobody else is.
        assert bool(heard) is (issue.steps > before), day
        assert _told_of_it(at + timedelta(hours=3)) == []
        told += [(issue.level, role) for role in heard]
    assert told[:3] == [(Level.CELL, CELL), (Level.OFFICER, OFFICER), (Level.COMMUNE, LEADER)]
    assert len(told) > 3
    assert {role for _level, role in told[3:]} == {LEADER}


def test_what_could_not_be_sent_is_told_by_the_next_letter(
    world: World, issue: Issue, now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REMINDERS_BY_EMAIL = True
    _choose(world, now, CELL)
    at = now + _days(4)
    _fire(issue, at)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "send_mail", _no_server)
        with pytest.raises(NotSentError):
            send_reminders(now=at)
    assert [_told_of_it(at + _days(later)) for later in (1, 2)] == [[CELL], []]


def _no_server(*_args: object, **_more: object) -> int:
    raise OSError


def test_a_report_dated_back_is_told_though_its_day_went_by_long_ago(
    world: World, now: datetime, settings: Any
) -> None:
    settings.REMINDERS_BY_EMAIL = True
    _choose(world, now - _days(1), MEMBER, CELL)
    said = now.date() - _days(200)
    report_issue(
        key=uuid4(),
        actor=as_actor(world.users[MEMBER], at=now),
        household_id=world.in_charge_of.pk,
        report=Report(
            IssueKind.HOUSING,
            DETAILS[IssueKind.HOUSING],
            summary="Mái bếp dột",
            reported_on=said,
            pass_on=True,
        ),
        at=now,
    )
    assert [_told_of_it(now + _days(later)) for later in (0, 1)] == [[CELL], []]


def test_who_took_it_up_is_told_no_more(
    world: World, issue: Issue, now: datetime, settings: Any
) -> None:
    settings.REMINDERS_BY_EMAIL = True
    _choose(world, now, CELL)
    at = now + _days(4)
    _fire(issue, at)
    step(world.users[CELL], issue, Verb.RECEIVE, at=at)
    assert _told_of_it(at) == []
