"""The demo commune has issues in every state, made by its log-ins, once."""

from datetime import datetime

import pytest

from apps.assignments.demo_logins import create_demo_logins
from apps.issues import demo_issues
from apps.issues.machine import State
from apps.issues.models import Issue
from tests.factories.households import HouseholdFactory
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
