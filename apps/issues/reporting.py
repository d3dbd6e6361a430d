"""A household's issue is written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.roles import HOUSEHOLD_ROLES, Role
from apps.areas.rules import deadlines_of
from apps.common.clock import local_day
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.issues.chain import beginning, manned_levels
from apps.issues.deadlines import answer_days, due_after, late_after
from apps.issues.details import Details, clean_details
from apps.issues.kinds import CURRENT, SPECS, IssueKind, KindSpec
from apps.issues.levels import Level, levels_held
from apps.issues.machine import State, Verb
from apps.issues.models import Issue, IssueAction
from apps.issues.steps import answer_of

# Inspection checks how others do it; a committee member leads those who do.
REPORTER_ROLES = HOUSEHOLD_ROLES - {Role.INSPECTION}
_LONGEST = {"summary": 1_000, "wish": 500}


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported. ``details``: the kind's own fields as they were entered.

    ``version``: of the form they were entered in; None: the present one. ``pass_on``: it does not
    stay with the reporter's level but begins with the next one above.
    """

    kind: IssueKind
    details: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    wish: str = ""
    reported_on: date | None = None
    version: int | None = None
    pass_on: bool = False


def report_issue(
    *, key: UUID, actor: Actor, household_id: int, report: Report, at: datetime
) -> Answer:
    """Write an issue down; it then lies where ``chain.beginning`` says.

    Raises DomainError 404 outside the actor's reach, 422 for what is missing or does not belong.
    """

    def work() -> Answer:
        return answer_of(write_issue(key, actor, household_id, report, at=at))

    body = {
        "verb": "report_issue",
        "household": household_id,
        "kind": report.kind.value,
        "details": dict(report.details),
        "summary": report.summary,
        "wish": report.wish,
        "reported_on": report.reported_on,
    }
    if report.pass_on:
        # Said only where it is so: what was asked for before there was a choice is still the same.
        body["pass_on"] = True
    return once(key=key, actor=actor, body=body, at=at, work=work)


def write_issue(
    key: UUID, actor: Actor, household_id: int, report: Report, *, at: datetime
) -> Issue:
    """``report_issue`` inside a transaction whose key is claimed already."""
    day = local_day(at)
    home = (
        Household.objects.reached_by(actor, REPORTER_ROLES)
        .living(at=day)
        .filter(pk=household_id)
        .first()
    )
    if home is None:
        raise not_found()
    return write_for(key, actor, home, report, held=levels_held(actor, home), at=at)


def first_held(levels: Collection[Level]) -> Level:
    """Where what somebody reports begins: the lowest level at which they sit, or the cell."""
    return next((level for level in Level if level in levels), Level.CELL)


def _stays_with(
    actor: Actor, home: Household, spec: KindSpec, held: Collection[Level]
) -> frozenset[Level]:
    """Whoever reports stays one of those who know of it: their level. Of kinds that only few may
    read, if they sit at none, they alone (``reported_by``); and a village head only passes them on.
    """
    origin = first_held(held)
    is_head = origin in levels_held(actor, home) - levels_held(actor, home, guarded=True)
    knows = not spec.is_restricted or (origin in held and not is_head)
    return frozenset({origin}) if knows else frozenset()


def choice_above(spec: KindSpec, origin: Level, home: Household, *, at: date) -> Level | None:
    """To whom a reporter at ``origin`` may pass it on; None if it begins with them either way."""
    manned = manned_levels([home], at=at)[home.pk]
    stays, goes = (beginning(spec, origin, manned, pass_on=on) for on in (False, True))
    return None if goes == stays else goes


def write_for(
    key: UUID,
    actor: Actor,
    home: Household,
    report: Report,
    *,
    held: Collection[Level],
    at: datetime,
) -> Issue:
    """``write_issue`` for a household that the caller has found to be the actor's to speak for.

    ``held``: the levels at which the actor sits, or sat, for it.
    """
    day = local_day(at)
    spec = CURRENT[report.kind]
    if report.version is not None:
        spec = SPECS.get((report.kind, report.version), spec)
    details = clean_details(spec, report.details)
    reported_on = report.reported_on or day
    _check(spec, report, reported_on, day)
    return _write(
        key, actor, home, spec, details, report, reported_on=reported_on, held=held, at=at
    )


def _check(spec: KindSpec, report: Report, reported_on: date, day: date) -> None:
    if not day - timedelta(days=366) <= reported_on <= day:
        raise DomainError(
            "wrong_day",
            _("Ngày hộ nêu phải trong vòng một năm qua và không sau hôm nay."),
            status=422,
            detail={"field": "reported_on"},
        )
    for name, longest in _LONGEST.items():
        if len(getattr(report, name).strip()) > longest:
            raise DomainError(
                "text_too_long",
                _("Nội dung dài quá %(most)d ký tự.") % {"most": longest},
                status=422,
                detail={"field": name},
            )
    if spec.has_text and not report.summary.strip():
        raise DomainError(
            "no_summary",
            _("Hãy ghi ngắn gọn nội dung vấn đề."),
            status=422,
            detail={"field": "summary"},
        )
    if not spec.has_text and (report.summary or report.wish):
        raise DomainError(
            "wordless",
            _("Loại việc này không ghi bằng lời. Hãy để trống phần nội dung."),
            status=422,
            detail={"field": "summary"},
        )


def _write(
    key: UUID,
    actor: Actor,
    home: Household,
    spec: KindSpec,
    details: Details,
    report: Report,
    *,
    reported_on: date,
    held: Collection[Level],
    at: datetime,
) -> Issue:
    day = local_day(at)
    manned = manned_levels([home], at=day)[home.pk]
    level = beginning(spec, first_held(held), manned, pass_on=report.pass_on)
    known = {level, *_stays_with(actor, home, spec, held)}
    step_days = deadlines_of(home.commune_id)
    # Counted from the day on which the household told of it, however long it was on its way here.
    answer_by = reported_on + timedelta(days=answer_days(home.commune_id, spec.kind))
    due_on = due_after(State.REPORTED, level, step_days=step_days, day=day, answer_by=answer_by)
    in_time = late_after(State.REPORTED, due_on=due_on, answer_by=answer_by)
    with pghistory.context(reason=Verb.REPORT.value):
        issue = Issue.objects.create(
            client_uuid=key,
            household=home,
            kind=spec.kind,
            kind_version=spec.version,
            details=details,
            summary=report.summary.strip(),
            wish=report.wish.strip(),
            reported_on=reported_on,
            received_at=at,
            reported_by_id=actor.person_id,
            state=State.REPORTED,
            level=level,
            chain=[each for each in Level if each in known],
            due_on=due_on,
            late_after=in_time,
            answer_by=answer_by,
            steps=1,
        )
        _first_step(issue, actor)
    return issue


def _first_step(issue: Issue, actor: Actor) -> None:
    IssueAction.objects.create(
        issue=issue,
        number=issue.steps,
        verb=Verb.REPORT,
        from_state="",
        to_state=issue.state,
        from_level="",
        to_level=issue.level,
        person_id=actor.person_id,
        user_id=actor.user_id,
        at=issue.received_at,
        due_on=issue.due_on,
        late_after=issue.late_after,
    )
