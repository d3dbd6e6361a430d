"""The demo commune has issues in every state, made by its log-ins, once."""

from datetime import date, datetime

import pytest

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.assignments.demo_logins import create_demo_logins
from apps.issues import demo_issues
from apps.issues.demo_stories import create_demo_stories
from apps.issues.machine import State
from apps.issues.meetings.states import MeetingState
from apps.issues.models import (
    CellMeeting,
    Issue,
    IssueCause,
    MeetingTask,
    PovertyTarget,
    RoadStep,
)
from apps.visits.checkins.kinds import FlagKind
from apps.visits.models import ContactFlag
from tests.factories.households import HouseholdFactory, put_in_charge
from tests.factories.people import MembershipFactory
from tests.factories.world import World


def test_issues_of_the_demo_commune(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    HouseholdFactory.create_batch(24, group=world.groups[0])
    create_demo_logins(world.commune, at=now.date())
    monkeypatch.setattr(demo_issues, "EVERY", 2)
    made = demo_issues.create_demo_issues(world.commune, at=now)
    # Two neighbours of those wait for their road.
    assert made == 18 + 2
    assert {State.REPORTED, State.ANSWERED, State.CLOSED} <= set(
        Issue.objects.values_list("state", flat=True)
    )
    assert Issue.objects.late(at=now.date()).exists()
    assert demo_issues.create_demo_issues(world.commune, at=now) == made


def test_stories_of_the_demo_commune(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    HouseholdFactory.create_batch(24, group=world.groups[0], poverty_status="poor")
    MembershipFactory.create_batch(3, cell=world.cell)
    put_in_charge(world.member, world.households[1], since=date(2026, 1, 1))
    # The cast's secretary is the one who logs in as the demo's.
    User.objects.filter(pk=world.users[Role.CELL_COMMITTEE].pk).update(username="chiuy")
    create_demo_logins(world.commune, at=now.date())
    monkeypatch.setattr(demo_issues, "EVERY", 2)
    demo_issues.create_demo_issues(world.commune, at=now)
    for _time in range(2):
        create_demo_stories(world.commune, at=now)
        assert set(ContactFlag.objects.values_list("kind", flat=True)) == {
            FlagKind.FAR_AWAY,
            FlagKind.NO_POSITION,
        }
        assert list(CellMeeting.objects.order_by("month").values_list("state", flat=True)) == [
            MeetingState.SIGNED,
            MeetingState.HELD,
        ]
        own = Issue.objects.filter(reported_by=world.member).order_by("household__code")
        assert list(own.values_list("state", flat=True)) == [State.REPORTED, State.ANSWERED]
        assert MeetingTask.objects.count() == 4
        assert PovertyTarget.objects.open().count() == 5
        assert RoadStep.objects.filter(done_on__isnull=False).count() == 2
        assert IssueCause.objects.get().issues.count() > 1


def test_without_log_ins_there_are_no_stories(world: World, now: datetime) -> None:
    create_demo_stories(world.commune, at=now)
    assert not CellMeeting.objects.exists()
