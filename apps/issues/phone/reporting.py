"""An issue that a phone brings, perhaps days after the household told of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from apps.accounts.keys import Answer
from apps.common.clock import local_day
from apps.households.models import Household
from apps.issues.leaving import ask_about
from apps.issues.levels import levels_held
from apps.issues.models import Issue
from apps.issues.phone.reach import levels_then
from apps.issues.reporting import Report, write_for
from apps.issues.steps import answer_of
from apps.visits.checkins.homes import Homes
from apps.visits.checkins.outcomes import key_used, out_of_reach
from apps.visits.checkins.recording import Bringing

#: no report is dated back further, whatever the phone's clock said
OLDEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Brought:
    """``household``: the one that the phone knows."""

    uuid: UUID
    household: int
    said_at: datetime
    report: Report


def bring(bringing: Bringing, brought: Brought) -> Answer:
    """Write it down; for use under a key claimed before. Of a household that has left since, the
    committee is asked about it, as about what was there when it left.

    Raises DomainError 404 for a household that was not the actor's on that day or had left by then,
    422 for what is missing or does not belong.
    """
    day = bringing.mend(brought.said_at).day
    home = _home(bringing, brought.household, day)
    known = Issue.objects.filter(client_uuid=brought.uuid).first()
    if known is not None:
        return _as_before(known, home, brought.report)
    # Of somebody relieved since: where they sat then.
    held = levels_held(bringing.actor, home) or levels_then(bringing.actor, home, day)
    oldest = local_day(bringing.received_at) - OLDEST
    issue = write_for(
        brought.uuid,
        bringing.actor,
        home,
        replace(brought.report, reported_on=max(day, oldest)),
        held=held,
        at=bringing.received_at,
    )
    if home.left_on is not None:
        ask_about(issue, left_on=home.left_on, now=bringing.received_at)
    return answer_of(issue)


def _home(bringing: Bringing, key: int, day: date) -> Household:
    known = Homes.named(bringing.actor, {key}).by_key.get(key)
    if known is None or bringing.actor.person_id is None or not known.may_report(day):
        raise out_of_reach()
    home = Household.objects.get(pk=known.pk)
    if home.left_on is not None and home.left_on <= day:
        raise out_of_reach()
    return home


def _as_before(known: Issue, home: Household, report: Report) -> Answer:
    """The table knows the key, though the list of requests has forgotten it."""
    same = (
        known.household_id == home.pk
        and known.kind == report.kind
        and known.summary == report.summary.strip()
        and known.wish == report.wish.strip()
    )
    if not same:
        raise key_used()
    return answer_of(known)
