"""Issues as the cast reports them: through the service, since an issue has no other beginning."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.accounts.reach import actor_for
from apps.households.models import Household
from apps.issues.advancing import spec_of_issue
from apps.issues.kinds import IssueKind
from apps.issues.machine import State, Verb
from apps.issues.models import Issue
from apps.issues.powers import is_told_in_a_talk
from apps.issues.reporting import Report, report_issue
from apps.issues.steps import Step, take_step
from apps.people.models import Person
from apps.visits.models import Channel, Contact

# Of each kind the fields that must be filled in.
DETAILS: dict[IssueKind, dict[str, Any]] = {
    IssueKind.LIVELIHOOD: {"matter": "income"},
    IssueKind.HOUSING: {"matter": "temporary"},
    IssueKind.HEALTH_COVER: {"matter": "no_card", "people": 2},
    IssueKind.SCHOOLING: {"matter": "at_risk", "children": 1},
    IssueKind.LAND: {"matter": "boundary"},
    IssueKind.ENVIRONMENT: {"matter": "waste"},
    IssueKind.PUBLIC_ORDER: {"category": "theft", "happened_on": "2026-11-10"},
    IssueKind.POLICY: {"matter": "benefit"},
    IssueKind.INFRASTRUCTURE: {"matter": "road"},
    IssueKind.DISASTER: {"matter": "landslide"},
    IssueKind.PETITION: {"matter": "service"},
}


def report_of(kind: IssueKind) -> Report:
    """A report of ``kind`` in which all is right."""
    summary = "" if kind == IssueKind.PUBLIC_ORDER else "Mái nhà bếp hỏng sau bão"
    return Report(kind=kind, details=DETAILS[kind], summary=summary)


def reported(
    user: User,
    household: Household,
    *,
    at: datetime,
    kind: IssueKind = IssueKind.HOUSING,
    key: UUID | None = None,
) -> Issue:
    """An issue of the household, reported by ``user``."""
    answer = report_issue(
        key=key or uuid4(),
        actor=actor_for(user, at=at),
        household_id=household.pk,
        report=report_of(kind),
        at=at,
    )
    return Issue.objects.get(pk=answer["issue"])


def step(
    user: User, issue: Issue, verb: Verb, *, at: datetime, text: str = "", **more: Any
) -> Issue:
    """``issue`` after ``user`` took a step; a talk it was told in is there, unless one is named."""
    issue.refresh_from_db()
    if is_told_in_a_talk(verb, State(issue.state)) and not spec_of_issue(issue).is_restricted:
        more.setdefault("contact", talk_with(issue, user.person, at=at).pk)
    take_step(
        key=uuid4(),
        actor=as_actor(user, at=at),
        issue_id=issue.pk,
        step=Step(verb=verb, seen=issue.steps, text=text, **more),
        at=at,
    )
    issue.refresh_from_db()
    return issue


def talk_with(issue: Issue, person: Person | None, *, at: datetime) -> Contact:
    """A talk of ``person`` with the issue's household."""
    assert person is not None
    return Contact.objects.create(
        client_uuid=uuid4(),
        household=issue.household,
        person=person,
        channel=Channel.IN_PERSON,
        said_at=at,
        received_at=at,
        happened_at=at,
    )


def as_actor(user: User, *, at: datetime) -> Actor:
    return actor_for(user, at=at)
