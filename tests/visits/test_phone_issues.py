"""Issues on the phone: reported at the gate, the answer told there, in whatever order they come."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from apps.accounts.models import RequestKey
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.households.signals import Return, household_returned
from apps.issues.kinds import IssueKind
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import FollowTask, Issue, IssueAction, TaskResult
from tests.factories.households import put_in_charge
from tests.factories.issues import DETAILS, reported, step
from tests.factories.people import PersonFactory, UserFactory
from tests.factories.world import World
from tests.visits.phone import Carry, Item, Phone, check_in, row_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def report(home: Any, at: datetime, **fields: Any) -> Item:
    return {
        "uuid": str(uuid4()),
        "kind": "issue",
        "household": home.pk,
        "said_at": at.isoformat(),
        "issue_kind": "housing",
        "issue_version": 1,
        "details": {"matter": "temporary"},
        "summary": "Mái bếp dột",
        "wish": "",
    } | fields


def told(row: Issue, at: datetime, **fields: Any) -> Item:
    """Told in a talk that is still on its way, unless one is named."""
    return {
        "uuid": str(uuid4()),
        "kind": "issue_told",
        "issue": row.pk,
        "seen": row.steps,
        "outcome": "agrees",
        "text": "",
        "contact_uuid": str(uuid4()),
        "said_at": at.isoformat(),
    } | fields


def answered(world: World, at: datetime, kind: IssueKind = IssueKind.HOUSING) -> Issue:
    """An issue that lies with the member, who is to tell the household."""
    issue = reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=at, kind=kind)
    wordless = kind == IssueKind.PUBLIC_ORDER
    text = "" if wordless else "Xã hỗ trợ tôn lợp mái"
    by = Role.COMMUNE_POLICE if wordless else Role.MEMBER_IN_CHARGE
    return step(world.users[by], issue, Verb.ANSWER, at=at, text=text)


def relieve(world: World, on: datetime) -> None:
    for row in Assignment.objects.filter(person=world.member):
        row.period = row.period.__class__(row.period.lower, on.date())
        row.save()


def test_an_issue_is_written_as_it_was_told(world: World, phone: Phone, now: datetime) -> None:
    item = report(world.in_charge_of, now - 3 * DAY, wish="Xin tấm lợp")
    (answer,) = phone.accepted(item)
    issue = Issue.objects.get(client_uuid=item["uuid"])
    assert answer == {"issue": issue.pk, "state": "reported", "level": "member", "steps": 1}
    assert (issue.summary, issue.wish, issue.details) == (
        *("Mái bếp dột", "Xin tấm lợp"),
        {"matter": "temporary"},
    )
    # The day it was said; the clock of the commune runs from when it knows.
    assert issue.reported_on == (now - 3 * DAY).date()
    assert (issue.received_at, issue.due_on) == (now, (now + 3 * DAY).date())
    assert issue.reported_by == world.member
    assert phone.accepted(item) == [answer]
    assert phone.refused(item | {"summary": "khác"}) == (409, "key_used")


def test_it_is_passed_on_at_once_or_kept_as_they_say(
    world: World, phone: Phone, now: datetime
) -> None:
    """What an earlier app sends says neither, and stays with the reporter as it always did."""
    home = world.in_charge_of
    kept, passed = {"pass_on": False}, {"pass_on": True}
    for more, level in (({}, "member"), (kept, "member"), (passed, "cell")):
        item = report(home, now - 2 * DAY, **more)
        (answer,) = phone.accepted(item)
        assert answer["level"] == level, more
        # The same words with another choice are another wish.
        assert phone.accepted(item) == [answer]
        assert phone.refused(item | {"pass_on": level == "member"})[1] == "key_used"
    issue = Issue.objects.get(level=Level.CELL)
    assert issue.chain == [Level.MEMBER, Level.CELL]
    assert phone.results(report(home, now, pass_on="lên"))[0]["code"] == 422


def test_passed_on_of_somebody_relieved_meanwhile(
    world: World, phone: Phone, now: datetime
) -> None:
    relieve(world, now - 2 * DAY)
    phone.accepted(report(world.in_charge_of, now - 3 * DAY, pass_on=True))
    issue = Issue.objects.get()
    assert (issue.level, issue.chain) == (Level.CELL, [Level.MEMBER, Level.CELL])


def test_the_day_is_by_the_mended_clock(world: World, phone: Phone, now: datetime) -> None:
    for years in (2, -2):
        off = 365 * years * DAY
        phone.sent_at = now + off
        item = report(world.in_charge_of, now + off - 2 * DAY)
        phone.accepted(item)
        issue = Issue.objects.get(client_uuid=item["uuid"])
        assert issue.reported_on == (now - 2 * DAY).date()


def test_who_was_relieved_meanwhile_loses_nothing(
    world: World, phone: Phone, now: datetime
) -> None:
    issue = answered(world, now - 9 * DAY)
    relieve(world, now - 2 * DAY)
    home = world.in_charge_of
    then, later = now - 3 * DAY, now - DAY
    talk = check_in(home, then)
    new = report(home, then, issue_kind="public_order", details=DETAILS[IssueKind.PUBLIC_ORDER])
    new["summary"] = ""
    phone.accepted(talk, new, told(issue, then, contact_uuid=talk["uuid"]))
    issue.refresh_from_db()
    assert issue.state == State.CONFIRMED
    made = Issue.objects.get(client_uuid=new["uuid"])
    # Nobody has the household now: it begins with the next on its way.
    assert (made.level, made.chain) == (Level.POLICE, [Level.MEMBER, Level.POLICE])
    (bad, worse) = phone.results(report(home, later), told(issue, later), talk)[:2]
    assert (bad["code"], worse["code"]) == (404, 404)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"issue_kind": "opinion"}, "update_first"),
        ({"details": {}}, "wrong_details"),
        ({"details": {"matter": "ghosts"}}, "wrong_details"),
        ({"details": {"matter": ["temporary"]}}, "wrong_details"),
        ({"details": "temporary"}, "invalid"),
        ({"summary": " "}, "no_summary"),
        ({"summary": "x" * 1001}, "invalid"),
        ({"summary": None}, "invalid"),
        ({"issue_kind": "public_order", "details": {}}, "wrong_details"),
        (
            {"issue_kind": "public_order", "details": DETAILS[IssueKind.PUBLIC_ORDER]},
            "wordless",
        ),
        ({"said_at": "hôm qua"}, "invalid"),
        ({"household": 2**63}, "invalid"),
    ],
)
def test_what_is_wrong_is_told(
    world: World, phone: Phone, now: datetime, fields: dict[str, Any], code: str
) -> None:
    good = report(world.in_charge_of, now)
    item = report(world.in_charge_of, now, **fields)
    results = phone.results(item, good)
    assert [result["status"] for result in results] == ["refused", "accepted"]
    assert (results[0]["code"], results[0]["answer"]["code"]) == (422, code)
    assert Issue.objects.count() == 1


def test_others_households_are_not_there(world: World, phone: Phone, now: datetime) -> None:
    issue = reported(world.users[Role.CELL_COMMITTEE], world.households[2], at=now)
    for item in (
        report(world.households[2], now),
        report(world.other_households[0], now),
        told(issue, now),
        told(issue, now, issue=issue.pk + 99),
    ):
        assert phone.refused(item) == (404, "not_found")


def test_a_household_that_has_left_is_told_of_as_it_was(
    world: World, phone: Phone, now: datetime
) -> None:
    home = world.in_charge_of
    home.left_on = (now - DAY).date()
    home.save()
    phone.accepted(report(home, now - 2 * DAY))
    assert phone.refused(report(home, now)) == (404, "not_found")


def test_the_committee_is_asked_about_what_comes_after_a_household_left(
    world: World, phone: Phone, now: datetime
) -> None:
    home, day = world.in_charge_of, (now - DAY).date()
    home.left_on = day
    home.save()
    item = report(home, now - 2 * DAY)
    restricted = report(
        *(home, now - 2 * DAY),
        issue_kind="public_order",
        details=DETAILS[IssueKind.PUBLIC_ORDER],
        summary="",
    )
    phone.accepted(item, restricted)
    RequestKey.objects.all().delete()
    phone.accepted(item, restricted)
    task = FollowTask.objects.get()
    assert task.issue == Issue.objects.get(client_uuid=item["uuid"])
    assert (task.household, task.level) == (home, Level.CELL)
    assert task.due_on == (now + 5 * DAY).date()
    # The very question that was asked about what was there before: taken back with the leaving.
    household_returned.send(None, returned=Return(home.pk, day, day))
    task.refresh_from_db()
    assert task.result == TaskResult.NOT_NEEDED


def test_what_the_list_of_requests_forgot_is_one_all_the_same(
    world: World, phone: Phone, now: datetime
) -> None:
    item = report(world.in_charge_of, now)
    first = phone.accepted(item)
    RequestKey.objects.all().delete()
    assert phone.accepted(item) == first
    RequestKey.objects.all().delete()
    assert phone.refused(item | {"summary": "khác"}) == (409, "key_used")


@pytest.mark.parametrize("is_first", [True, False])
def test_the_answer_is_told_in_a_talk_that_comes_before_or_after(
    world: World, phone: Phone, now: datetime, is_first: bool
) -> None:
    issue = answered(world, now - DAY)
    talk = check_in(world.in_charge_of, now)
    item = told(issue, now, contact_uuid=talk["uuid"])
    for each in (talk, item) if is_first else (item, talk):
        phone.accepted(each)
    issue.refresh_from_db()
    action = issue.actions.get(number=issue.steps)
    assert (issue.state, action.verb) == (State.CONFIRMED, Verb.CONFIRM)
    assert action.contact == row_of(talk)
    # Said once more, it is one.
    phone.accepted(item, talk)
    assert issue.actions.count() == issue.steps == 3


@pytest.mark.parametrize("told_later", [True, False])
def test_a_talk_that_was_refused_and_mended_is_the_one_it_was_told_in(
    world: World, phone: Phone, now: datetime, told_later: bool
) -> None:
    issue = answered(world, now - DAY)
    talk = check_in(world.in_charge_of, now, companions=[world.member.pk + 9_999])
    item = told(issue, now, contact_uuid=talk["uuid"])
    if not told_later:
        bad, good = phone.results(talk, item)
        assert (bad["answer"]["code"], good["status"]) == ("unknown_companion", "accepted")
        assert issue.actions.get(number=3).contact is None
    else:
        phone.refused(talk)
    mended = talk | {"companions": []}
    phone.accepted(mended)
    phone.accepted(item)
    assert issue.actions.get(number=3).contact == row_of(mended)


def test_in_one_batch_the_talk_comes_first_whatever_its_place(
    world: World, phone: Phone, now: datetime
) -> None:
    issue = answered(world, now - DAY)
    talk = check_in(world.in_charge_of, now)
    phone.accepted(told(issue, now, contact_uuid=talk["uuid"]), talk)
    action = issue.actions.get(number=3)
    assert (action.contact, action.talk_key) == (row_of(talk), None)


def test_a_talk_with_another_household_joins_nothing(
    world: World, carry: Carry, now: datetime
) -> None:
    issue = answered(world, now - DAY)
    officer = carry(world.users[Role.GROUP_OFFICER])
    talk = check_in(world.households[1], now)
    officer.accepted(told(issue, now, contact_uuid=talk["uuid"]), talk)
    assert issue.actions.get(number=3).contact is None


def test_the_talk_joins_once_and_nothing_else_changes(
    world: World, phone: Phone, now: datetime
) -> None:
    issue = answered(world, now - DAY)
    talk = check_in(world.in_charge_of, now)
    phone.accepted(talk, told(issue, now, contact_uuid=talk["uuid"]))
    rows = IssueAction.objects.filter(issue=issue, number=3)
    for change in ({"contact": None}, {"text": "khác"}):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(**change)


@pytest.mark.parametrize("fields", [{}, {"outcome": "disagrees", "text": "Tôn chưa đủ"}])
def test_without_a_talk_nothing_was_told(
    world: World, phone: Phone, now: datetime, fields: dict[str, str]
) -> None:
    issue = answered(world, now - DAY)
    unsaid = told(issue, now, **fields)
    del unsaid["contact_uuid"]
    for item in (unsaid, told(issue, now, contact_uuid=None, **fields)):
        assert phone.refused(item) == (422, "talk_needed")
    issue.refresh_from_db()
    assert issue.steps == 2
    phone.accepted(told(issue, now, **fields))


def test_public_order_is_told_without_one(world: World, phone: Phone, now: datetime) -> None:
    issue = answered(world, now - DAY, IssueKind.PUBLIC_ORDER)
    phone.accepted(told(issue, now, contact_uuid=None))
    issue.refresh_from_db()
    assert issue.state == State.CONFIRMED


def test_what_the_household_disagrees_with_is_open_again(
    world: World, phone: Phone, now: datetime
) -> None:
    issue = answered(world, now - DAY)
    item = told(issue, now, outcome="disagrees")
    assert phone.refused(item) == (422, "no_text")
    phone.accepted(item | {"text": "Tôn chưa đủ"})
    issue.refresh_from_db()
    assert issue.state == State.REPORTED
    assert issue.actions.get(number=3).text == "Tôn chưa đủ"


def test_a_refusal_told_is_the_end(world: World, phone: Phone, now: datetime) -> None:
    issue = reported(world.users[Role.CELL_COMMITTEE], world.in_charge_of, at=now)
    step(world.users[Role.CELL_COMMITTEE], issue, Verb.REFUSE, at=now, text="Không thuộc diện")
    phone.accepted(told(issue, now))
    issue.refresh_from_db()
    assert issue.state == State.CLOSED


def test_of_what_has_no_words_nothing_is_said(world: World, phone: Phone, now: datetime) -> None:
    issue = answered(world, now - DAY, IssueKind.PUBLIC_ORDER)
    assert phone.refused(told(issue, now, outcome="disagrees", text="Tên")) == (422, "wordless")
    phone.accepted(told(issue, now, outcome="disagrees"))
    issue.refresh_from_db()
    assert issue.state == State.REPORTED


def test_the_clock_alone_changes_nothing(world: World, phone: Phone, now: datetime) -> None:
    issue = answered(world, now - DAY)
    seen = issue.steps
    step(world.users[Role.CELL_COMMITTEE], issue, Verb.NOTE, at=now, text="Sắp xong")
    phone.accepted(told(issue, now, seen=seen))
    issue.refresh_from_db()
    assert issue.state == State.CONFIRMED


def test_an_issue_that_moved_on_is_told_so(world: World, phone: Phone, now: datetime) -> None:
    issue = answered(world, now - DAY)
    seen, office = issue.steps, world.users[Role.COMMUNE_OFFICE]
    step(office, issue, Verb.REOPEN, at=now, text="Chưa đủ")
    assert phone.refused(told(issue, now, seen=seen)) == (409, "changed_since")
    step(office, issue, Verb.ANSWER, at=now, text="Đủ rồi")
    item = told(issue, now, seen=seen)
    assert phone.refused(item) == (409, "changed_since")
    # Under a new key, with what is known now.
    phone.accepted(item | {"uuid": str(uuid4()), "seen": issue.steps})
    assert phone.refused(told(issue, now, seen=issue.steps + 9)) == (409, "changed_since")


def test_the_phone_has_what_is_open_and_what_is_to_be_told(
    world: World, phone: Phone, now: datetime
) -> None:
    home = world.in_charge_of
    late = reported(world.users[Role.MEMBER_IN_CHARGE], home, at=now - 20 * DAY)
    issue = answered(world, now - DAY)
    first = phone.post("changes", {}).json()
    (row,) = [each for each in first["changed"] if each["id"] == home.pk]
    assert row["issues"] == [
        {
            "id": issue.pk,
            "kind": "housing",
            "state": "answered",
            "level": "member",
            "due_on": (now + 2 * DAY).date().isoformat(),
            "late": False,
            "seen": 2,
            "needs_telling": True,
            "answer": "Xã hỗ trợ tôn lợp mái",
        },
        {
            "id": late.pk,
            "kind": "housing",
            "state": "reported",
            "level": "member",
            "due_on": (now - 17 * DAY).date().isoformat(),
            "late": True,
            "seen": 1,
            "needs_telling": False,
            "answer": "",
        },
    ]
    cursor = first["cursor"]
    assert phone.post("changes", {"cursor": cursor}).json()["changed"] == []
    phone.accepted(told(issue, now))
    (row,) = phone.post("changes", {"cursor": cursor}).json()["changed"]
    assert [each["state"] for each in row["issues"]] == ["reported", "confirmed"]


def test_what_few_may_know_is_on_their_phones_alone(
    world: World, carry: Carry, now: datetime
) -> None:
    user, home = world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of
    reported(user, home, at=now, kind=IssueKind.PUBLIC_ORDER)
    for role, known in ((Role.MEMBER_IN_CHARGE, 1), (Role.GROUP_OFFICER, 0)):
        rows = carry(world.users[role]).post("changes", {}).json()["changed"]
        (row,) = [each for each in rows if each["id"] == home.pk]
        assert len(row["issues"]) == known


def test_what_was_over_before_is_not_there_for_who_came_later(
    world: World, phone: Phone, carry: Carry, now: datetime
) -> None:
    """Whoever had it hears that it moved on; whoever sits there since, that there is nothing."""
    member, police = (world.users[r] for r in (Role.MEMBER_IN_CHARGE, Role.COMMUNE_POLICE))
    issue = answered(world, now - 9 * DAY, IssueKind.PUBLIC_ORDER)
    step(member, issue, Verb.CONFIRM, at=now - 8 * DAY)
    step(police, issue, Verb.CLOSE, at=now - 7 * DAY)
    relieve(world, now - 2 * DAY)
    person = PersonFactory.create(commune=world.commune, user=UserFactory.create())
    put_in_charge(person, world.in_charge_of, since=(now - 2 * DAY).date())
    assert person.user is not None
    later = carry(person.user)
    for said_at in (now, now - DAY, now - 8 * DAY):
        assert later.refused(told(issue, said_at)) == (404, "not_found")
    # Beside something that is taken: with nothing of theirs a phone is not answered at all.
    then = now - 8 * DAY
    _taken, moved = phone.results(report(world.in_charge_of, then), told(issue, then))
    assert (moved["code"], moved["answer"]["code"]) == (409, "changed_since")


def test_a_committee_members_phone_brings_in_nobody_else(
    world: World, carry: Carry, now: datetime
) -> None:
    kind = IssueKind.PUBLIC_ORDER
    item = report(world.in_charge_of, now, issue_kind=kind.value, details=DETAILS[kind], summary="")
    carry(world.users[Role.COMMITTEE_MEMBER]).accepted(item)
    made = Issue.objects.get(client_uuid=item["uuid"])
    assert (made.level, made.chain) == (Level.POLICE, [Level.POLICE])


def test_the_form_comes_with_what_changed(world: World, phone: Phone) -> None:
    words = phone.post("changes", {}).json()["issue_words"]
    kinds = {kind["code"]: kind for kind in words["kinds"]}
    assert set(kinds) == set(IssueKind.values)
    assert kinds["public_order"]["has_text"] is False
    assert (kinds["public_order"]["begins_with"], kinds["housing"]["begins_with"]) == ("police", "")
    (matter, people) = kinds["livelihood"]["fields"]
    assert (matter["type"], matter["required"]) == ("choice", True)
    assert matter["choices"][0] == {"code": "income", "label": "Thu nhập thấp"}
    assert (people["type"], people["most"]) == ("number", 60)
    assert {each["code"] for each in words["states"]} == set(State.values)


def test_the_database_keeps_one_key_for_one_issue(world: World, now: datetime) -> None:
    issue = reported(world.users[Role.MEMBER_IN_CHARGE], world.in_charge_of, at=now)
    copy = Issue.objects.get(pk=issue.pk)
    copy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
