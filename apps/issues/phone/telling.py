"""The household heard the answer, and what it said to it; told by phone, perhaps days later.

The clock may have reminded or passed it on meanwhile: as long as the answer is the one that was
told, what the household said holds. If it has another one by now, the phone is told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.batches import claim, release
from apps.accounts.keys import Answer
from apps.common.clock import local_day
from apps.common.errors import DomainError
from apps.issues.advancing import By, Words, advance, spec_of_issue
from apps.issues.kinds import RESTRICTED
from apps.issues.levels import Level
from apps.issues.machine import UNTOLD, State, Verb
from apps.issues.models import Issue
from apps.issues.phone.reach import levels_then
from apps.issues.powers import powers
from apps.issues.steps import answer_of, around_of, check_talk, check_words, levels_of
from apps.visits.checkins.recording import Bringing
from apps.visits.models import Contact

# Steps after which the answer is still the one that the phone had.
_CHANGE_NOTHING: Final = frozenset({Verb.REMIND, Verb.ESCALATE, Verb.HAND_OVER, Verb.NOTE})
_JOIN: Final = """
UPDATE issues_issueaction AS action SET contact_id = met.id
FROM visits_contact AS met, issues_issue AS issue
WHERE met.id = ANY (%s) AND action.talk_key = met.client_uuid AND action.contact_id IS NULL
    AND issue.id = action.issue_id AND issue.household_id = met.household_id
    AND action.person_id = met.person_id
"""


@dataclass(frozen=True, slots=True)
class Told:
    """``seen``: the last step that the phone knew of. ``talk``: the phone's key of the contact."""

    issue: int
    seen: int
    agrees: bool
    text: str = ""
    talk: UUID | None = None
    said_at: datetime | None = None


def tell(bringing: Bringing, told: Told) -> Answer:
    """Take the step that the household's word is; for use under a key claimed before.

    Raises DomainError 404 for an issue that was not the actor's to read, 409 ``changed_since`` when
    it has moved on, 403 for a step that is not theirs, 422 without the words or the talk it needs.
    """
    at = bringing.received_at
    day = local_day(at) if told.said_at is None else bringing.mend(told.said_at).day
    issue, held = _locked(bringing.actor, told.issue, day)
    _require_same_answer(issue, told.seen)
    verb = _verb(issue, told)
    if verb not in _powers(issue, held):
        raise DomainError("not_yours", _("Bước này không thuộc phần việc của bạn."), status=403)
    check_words(issue, verb, told.text)
    check_talk(issue, verb, told.talk)
    contact = _talk(bringing, issue, told.talk)
    advance(
        issue,
        verb,
        by=By(bringing.actor.user_id, bringing.actor.person_id),
        around=around_of(issue, at=at),
        at=at,
        words=Words(told.text, contact, talk=told.talk if contact is None else None),
    )
    return answer_of(issue)


def _locked(actor: Actor, pk: int, day: date) -> tuple[Issue, frozenset[Level]]:
    """The issue, and where the actor sits for it, now or on that day."""
    rows = Issue.objects.select_related("household").filter(pk=pk)
    issue = rows.first()
    if issue is None:
        raise _unknown()
    held = levels_of(actor, issue) or levels_then(actor, issue.household, day)
    reads = Issue.objects.visible_to(actor).filter(pk=pk).exists()
    if not reads and not _knew(actor, issue, held, day):
        raise _unknown()
    return rows.select_for_update(of=("self",)).get(), held


def _knew(actor: Actor, issue: Issue, held: frozenset[Level], day: date) -> bool:
    """Whether somebody who sat there then could read it."""
    if issue.kind not in RESTRICTED:
        return bool(held)
    if issue.ended_on is not None:
        # Who sits there now has not thereby read what was over before.
        held = levels_then(actor, issue.household, day) if day <= issue.ended_on else frozenset()
    return any(level in issue.chain for level in held)


def _unknown() -> DomainError:
    return DomainError(
        "not_found",
        _("Vấn đề này không thuộc phần bạn phụ trách vào ngày đó, hoặc không có. Hãy báo chi ủy."),
        status=404,
    )


def _require_same_answer(issue: Issue, seen: int) -> None:
    since = issue.actions.filter(number__gt=seen).values_list("verb", flat=True)
    if State(issue.state) not in UNTOLD or seen > issue.steps or set(since) - _CHANGE_NOTHING:
        raise DomainError(
            "changed_since",
            _("Vấn đề đã có thay đổi (%(state)s). Hãy xem kết quả mới, báo hộ rồi ghi lại.")
            % {"state": State(issue.state).label},
            status=409,
            detail=answer_of(issue),
        )


def _verb(issue: Issue, told: Told) -> Verb:
    if not told.agrees:
        return Verb.REOPEN
    return Verb.TELL if issue.state == State.REFUSED else Verb.CONFIRM


def _powers(issue: Issue, held: frozenset[Level]) -> frozenset[Verb]:
    return powers(
        held=held,
        state=State(issue.state),
        level=Level(issue.level),
        route=spec_of_issue(issue).route,
        chain=[Level(level) for level in issue.chain],
    )


def _talk(bringing: Bringing, issue: Issue, key: UUID | None) -> int | None:
    """The contact in which it was told, if it is here."""
    if key is None:
        return None
    known = Contact.objects.filter(
        client_uuid=key, household=issue.household_id, person=bringing.actor.person_id
    )
    found = known.values_list("pk", flat=True)
    if (contact := found.first()) is not None:
        return contact
    # Two batches at once: whoever claims the contact's key is waited for, and then it is here.
    claims = claim(actor=bringing.actor, bodies={key: {"verb": "await"}}, at=bringing.received_at)
    release(claims.new)
    return found.all().first()


def join_talks(contacts: list[Contact], **_more: Any) -> None:
    """Contacts have come in which something was told that came before them."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [[contact.pk for contact in contacts]])
