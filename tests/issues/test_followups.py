"""Follow-up rules: what each speaks of, shown first, raised once, closed by themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.accounts.roles import Role
from apps.assignments.models import Assignment
from apps.households.models import Household
from apps.issues.followups import raising, support
from apps.issues.followups.kinds import RuleKind
from apps.issues.followups.matching import matching
from apps.issues.followups.models import FollowUpRule
from apps.issues.followups.raising import Outcome, close_all, open_tasks, run_rules
from apps.issues.followups.services import preview
from apps.issues.kinds import IssueKind
from apps.issues.models import FollowTask
from tests.factories.households import contact
from tests.factories.issues import reported
from tests.factories.world import World

Login = Callable[[User], Client]


def _rule(world: World, kind: RuleKind, number: int, **more: Any) -> FollowUpRule:
    facts = {"level": "cell", "due_days": 7, "is_on": True} | more
    return FollowUpRule.objects.create(commune=world.commune, kind=kind, number=number, **facts)


def _spoken_of(rule: FollowUpRule, now: datetime) -> set[int]:
    return set(matching(rule, at=now.date()).values_list("pk", flat=True))


def _poverty(world: World, status: str, *homes: int) -> None:
    keys = [world.households[number].pk for number in homes]
    Household.objects.filter(pk__in=keys).update(poverty_status=status)


def test_contacts_and_poverty(world: World, now: datetime) -> None:
    _poverty(world, "poor", 0, 1)
    _poverty(world, "escaped", 2)
    homes = [home.pk for home in world.households]
    assert _spoken_of(_rule(world, RuleKind.POOR_NO_CONTACT, 30), now) == {homes[1]}
    assert _spoken_of(_rule(world, RuleKind.ESCAPED_NO_CONTACT, 30), now) == {homes[2]}
    assert _spoken_of(_rule(world, RuleKind.NO_CONTACT, 60), now) == set(homes[2:])


def test_support_is_asked_of_whoever_keeps_it(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _poverty(world, "poor", 0, 1)
    rule = _rule(world, RuleKind.POOR_NO_SUPPORT, 180)
    monkeypatch.setattr(support, "_known", {})
    assert _spoken_of(rule, now) == set()
    support.register_support("test", lambda since, at: Q(pk=world.households[0].pk))
    assert _spoken_of(rule, now) == {world.households[1].pk}


def test_uncovered_for_long(world: World, now: datetime) -> None:
    rule = _rule(world, RuleKind.UNCOVERED, 15)
    own = world.in_charge_of.pk
    assert own not in _spoken_of(rule, now)
    charge = Assignment.objects.get(household=own)
    for days, expected in ((10, False), (20, True)):
        end = now.date() - timedelta(days=days)
        Assignment.objects.filter(pk=charge.pk).update(period=(charge.period.lower, end))
        assert (own in _spoken_of(rule, now)) is expected
    Household.objects.filter(pk=own).update(moved_in_on=now.date() - timedelta(days=3))
    assert own not in _spoken_of(rule, now)


def test_late_issues_but_none_of_a_restricted_kind(world: World, now: datetime) -> None:
    user, before = world.users[Role.CELL_COMMITTEE], now - timedelta(days=30)
    issue = reported(user, world.in_charge_of, at=before)
    reported(user, world.households[1], at=before, kind=IssueKind.PUBLIC_ORDER)
    rule = _rule(world, RuleKind.ISSUE_LATE, 7)
    assert _spoken_of(rule, now) == {world.in_charge_of.pk}
    run_rules(now=now)
    assert [task.issue for task in FollowTask.objects.all()] == [issue]


def test_far_from_the_person_in_charge(world: World, now: datetime) -> None:
    rule = _rule(world, RuleKind.FAR_AWAY, 3000)
    assert _spoken_of(rule, now) == set()
    home = world.in_charge_of.position
    assert home is not None
    for degrees, expected in ((0.02, set()), (0.05, {world.in_charge_of.pk})):
        world.member.home = Point(home.x + degrees, home.y, srid=4326)
        world.member.save()
        assert _spoken_of(rule, now) == expected


def test_tasks_are_raised_once_a_period_and_closed_without_a_reason(
    world: World, now: datetime
) -> None:
    _poverty(world, "poor", 0, 1)
    _rule(world, RuleKind.POOR_NO_CONTACT, 30, level="member")
    assert run_rules(now=now) == Outcome(1, 0)
    assert run_rules(now=now) == Outcome(0, 0)
    task = FollowTask.objects.get()
    assert (task.household, task.level) == (world.households[1], "cell")
    assert task.due_on == now.date() + timedelta(days=7)
    # Still waiting in the next month: no second one.
    assert run_rules(now=now + timedelta(days=20)) == Outcome(0, 0)
    contact(world.households[1], world.member, now.date() + timedelta(days=20))
    assert run_rules(now=now + timedelta(days=20)) == Outcome(0, 1)
    task.refresh_from_db()
    assert (task.result, task.ended_on) == ("not_needed", now.date() + timedelta(days=20))


def test_what_somebody_ended_comes_back_the_next_period_only(world: World, now: datetime) -> None:
    _poverty(world, "poor", 1)
    _rule(world, RuleKind.POOR_NO_CONTACT, 30)
    run_rules(now=now)
    FollowTask.objects.update(ended_on=now.date(), result="done", result_text="Đã gọi")
    assert run_rules(now=now + timedelta(days=1)) == Outcome(0, 0)
    assert run_rules(now=now + timedelta(days=20)) == Outcome(1, 0)


def test_switched_off_and_on_again_it_raises_what_it_shows(world: World, now: datetime) -> None:
    _poverty(world, "poor", 1, 2, 3)
    rule = _rule(world, RuleKind.POOR_NO_CONTACT, 30)
    actor = actor_for(world.users[Role.COMMUNE_LEADER], at=now)
    assert run_rules(now=now) == Outcome(3, 0)
    done = FollowTask.objects.get(household=world.households[1])
    FollowTask.objects.filter(pk=done.pk).update(
        ended_on=now.date(), result="not_needed", ended_by=world.users[Role.CELL_COMMITTEE]
    )
    assert (preview(actor, rule, at=now.date()).count, open_tasks(rule).count()) == (2, 2)
    assert close_all(rule, at=now.date()) == 2
    shown = preview(actor, rule, at=now.date())
    assert (shown.count, shown.waiting) == (2, 0)
    later = now + timedelta(days=1)
    assert run_rules(now=later) == Outcome(2, 0)
    assert preview(actor, rule, at=later.date()).waiting == 2
    opened = FollowTask.objects.open()
    assert {task.household_id for task in opened} == {home.pk for home in world.households[2:4]}
    assert {task.due_on for task in opened} == {later.date() + timedelta(days=7)}
    assert {task.result_text for task in opened} == {""}


def test_tuned_there_and_back_it_raises_the_same(world: World, now: datetime) -> None:
    _poverty(world, "poor", 1)
    contact(world.households[1], world.member, now.date() - timedelta(days=40))
    rule = _rule(world, RuleKind.POOR_NO_CONTACT, 30)
    outcomes = []
    for number in (30, 60, 30):
        FollowUpRule.objects.filter(pk=rule.pk).update(number=number)
        outcomes.append(run_rules(now=now))
    assert outcomes == [Outcome(1, 0), Outcome(0, 1), Outcome(1, 0)]


def test_killed_in_the_middle_and_run_again_is_the_same(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rule(world, RuleKind.NO_CONTACT, 60)
    real, calls = raising._task, []

    def dying(*args: Any) -> FollowTask:
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(raising, "_task", dying)
        patch.setattr(raising, "_SOME", 2)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            run_rules(now=now)
    run_rules(now=now)
    keys = sorted(FollowTask.objects.values_list("source_key", "client_uuid"))
    assert len(keys) == 10
    FollowTask.objects.all().delete()
    run_rules(now=now)
    assert sorted(FollowTask.objects.values_list("source_key", "client_uuid")) == keys


@pytest.mark.parametrize(
    ("kind", "number", "level"),
    [("no_contact", 3, "cell"), ("far_away", 60_000, "cell"), ("no_contact", 60, "police")],
)
def test_the_database_knows_the_bounds(
    world: World, kind: RuleKind, number: int, level: str
) -> None:
    with pytest.raises(IntegrityError, match="followup_rule"), transaction.atomic():
        _rule(world, kind, number, level=level)


def _page(world: World, kind: str = "poor_no_contact") -> str:
    return reverse("followups:rule", kwargs={"pk": world.commune.pk, "kind": kind})


def test_it_is_shown_before_it_is_on(world: World, login: Login, now: datetime) -> None:
    _poverty(world, "poor", 0, 1)
    client = login(world.users[Role.COMMUNE_OFFICE])
    page = client.get(_page(world))
    assert page.context["preview"].count == 1
    assert [home.pk for home in page.context["preview"].homes] == [world.households[1].pk]
    form = page.context["form"]
    wish = {
        "key": str(uuid4()),
        "seen": form["seen"].value(),
        "shown": form["shown"].value(),
        "number": 365,
        "level": "cell",
        "due_days": 7,
        "is_on": "on",
    }
    looked = client.post(_page(world), wish)
    assert looked.status_code == 200
    assert not FollowUpRule.objects.exists()
    again = {**wish, "shown": looked.context["form"]["shown"].value()}
    assert client.post(_page(world), again).status_code == 302
    assert FollowUpRule.objects.get().is_on
    # Somebody with the old page.
    late = client.post(_page(world), {**again, "key": str(uuid4())})
    assert late.status_code == 409
    off = {**again, "key": str(uuid4()), "seen": late.context["form"]["seen"].value()}
    del off["is_on"]
    assert client.post(_page(world), off).status_code == 302
    assert not FollowUpRule.objects.get().is_on
    assert client.post(_page(world), {**wish, "number": 1}).status_code == 422


def test_switching_on_raises_and_off_closes(world: World, login: Login, now: datetime) -> None:
    _poverty(world, "poor", 1)
    client = login(world.users[Role.COMMUNE_LEADER])
    form = client.get(_page(world)).context["form"]
    wish = {name: form[name].value() for name in ("seen", "shown", "number", "level", "due_days")}
    client.post(_page(world), wish | {"key": str(uuid4()), "is_on": "on"})
    assert FollowTask.objects.open().count() == 1
    form = client.get(_page(world)).context["form"]
    wish["seen"] = form["seen"].value()
    client.post(_page(world), wish | {"key": str(uuid4())})
    assert FollowTask.objects.open().count() == 0


def test_who_tunes(world: World, login: Login, now: datetime) -> None:
    assert login(world.users[Role.CELL_COMMITTEE]).get(_page(world)).status_code == 403
    assert login(world.users[Role.INSPECTION]).get(_page(world)).status_code == 403
    assert world.outsider is not None
    assert login(world.outsider).get(_page(world)).status_code == 404
    office = login(world.users[Role.COMMUNE_OFFICE])
    assert office.get(_page(world, "unknown")).status_code == 404
    assert office.get(reverse("followups:list")).status_code == 200
