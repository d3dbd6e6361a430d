"""What programs are told of issues, as far as the actor may see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.utils.functional import Promise

from apps.accounts.actor import Actor
from apps.accounts.models import AccessLog
from apps.accounts.services import record_access
from apps.common.errors import not_found
from apps.issues.advancing import spec_of_issue
from apps.issues.details import shown_details
from apps.issues.kinds import CURRENT, RESTRICTED, FieldSpec, FieldType, IssueKind, KindSpec
from apps.issues.levels import Level
from apps.issues.machine import State, Verb
from apps.issues.models import Issue, IssueAction
from apps.issues.narrowing import Wanted, narrowed
from apps.issues.steps import powers_over
from apps.issues.story import blankings_of, conclusions_on
from apps.people.models import Person

A_PAGE: Final = 50
Told = dict[str, Any]


def kinds() -> Told:
    """All kinds with their fields in force, and what states, levels and steps are called."""
    return {
        "kinds": [_kind(CURRENT[kind]) for kind in IssueKind],
        "states": _choices(State.choices),
        "levels": _choices(Level.choices),
        "verbs": _choices(Verb.choices),
    }


def _choices(pairs: Any) -> list[dict[str, str]]:
    return [{"value": value, "label": str(label)} for value, label in pairs]


def _kind(spec: KindSpec) -> Told:
    label: str | Promise = spec.kind.label
    return {
        "kind": spec.kind.value,
        "version": spec.version,
        "label": str(label),
        "answer_days": spec.answer_days,
        "weight": spec.weight,
        "route": [level.value for level in spec.route],
        "is_restricted": spec.is_restricted,
        "has_text": spec.has_text,
        "fields_of_kind": [_field(field) for field in spec.fields],
    }


def _field(field: FieldSpec) -> Told:
    return {
        "name": field.name,
        "label": str(field.label),
        "type": field.type.value,
        "is_required": field.is_required,
        "most": field.most if field.type == FieldType.NUMBER else None,
        "choices": _choices(field.choices),
    }


def issues(actor: Actor, wanted: Wanted, *, page: int, at: date) -> Told:
    """A page of issues, the most urgent first; what has ended comes last."""
    rows = narrowed(actor, wanted, at=at).with_places().most_urgent_first()
    found = Paginator(rows, A_PAGE)
    shown = found.get_page(page)
    return {
        "issues": [_row(issue, at) for issue in shown],
        "total": found.count,
        "page": shown.number,
        "pages": found.num_pages,
    }


def _person(person: Person | None) -> Told | None:
    return None if person is None else {"id": person.pk, "full_name": person.full_name}


def _row(issue: Issue, at: date) -> Told:
    home = issue.household
    return {
        "id": issue.pk,
        "kind": issue.kind,
        "state": issue.state,
        "level": issue.level,
        # Neither telephone nor position: who handles an issue of public order may not reach either.
        "household": {
            "id": home.pk,
            "code": home.code,
            "head_name": home.head_name,
            "address": home.address,
            "village": home.village_id,
            "village_name": home.village.name,
        },
        "summary": issue.summary,
        "owner": _person(issue.owner),
        "reported_on": issue.reported_on,
        "due_on": issue.due_on,
        "answer_by": issue.answer_by,
        "late_after": issue.late_after,
        "is_late": issue.late_after is not None and issue.late_after < at,
        "ended_on": issue.ended_on,
        "steps": issue.steps,
    }


def find_issue(actor: Actor, pk: int) -> Issue:
    """The issue, if the actor may read it; DomainError 404 otherwise."""
    issue = Issue.objects.visible_to(actor).with_places().filter(pk=pk).first()
    if issue is None:
        raise not_found()
    return issue


def log_reading(actor: Actor, issue: Issue, *, at: datetime, detail: str = "") -> None:
    """Write down that the issue was read: a reading of its household.

    Of a restricted kind it is a reading of the issue alone. The household is told who read of it
    (``rights``), and who handles public order stands on no paper.
    """
    restricted = issue.kind in RESTRICTED
    action = AccessLog.Action.READ_ISSUE if restricted else AccessLog.Action.READ_HOUSEHOLD
    record_access(
        actor=actor,
        action=action,
        object_id=issue.pk if restricted else issue.household_id,
        detail=detail,
        at=at,
    )


def issue_in_full(actor: Actor, issue: Issue, *, at: date) -> Told:
    """One issue, as ``find_issue`` gave it, with all its steps, and what the actor may do now."""
    actions = IssueAction.objects.visible_to(actor).filter(issue=issue)
    may = powers_over(actor, issue)
    return {
        **_row(issue, at),
        "kind_version": issue.kind_version,
        "details": [
            {"label": label, "value": value}
            for label, value in shown_details(spec_of_issue(issue), issue.details)
        ],
        "wish": issue.wish,
        "answer": issue.answer,
        "cause": issue.cause_id,
        "merged_into": issue.merged_into_id,
        "actions": [_action(row) for row in actions.select_related("person", "owner")],
        "conclusions": [
            {
                "meeting": each.meeting.pk,
                "cell": each.meeting.cell.name,
                "held_on": each.meeting.held_on,
                "text": each.text,
            }
            for each in conclusions_on(actor, issue)
        ],
        "blanked": [
            {
                "part": each.row.part,
                "number": each.row.number,
                "reason": each.row.reason,
                "by": each.who,
                "at": each.at,
            }
            for each in blankings_of(actor, issue)
        ],
        "may": [verb.value for verb in Verb if verb in may],
    }


def _action(row: IssueAction) -> Told:
    return {
        "number": row.number,
        "verb": row.verb,
        "from_state": row.from_state,
        "to_state": row.to_state,
        "from_level": row.from_level,
        "to_level": row.to_level,
        "text": row.text,
        "person": _person(row.person),
        "owner": _person(row.owner),
        "contact": row.contact_id,
        "other": row.other_id,
        "at": row.at,
        "due_on": row.due_on,
    }
