"""Words that should not have been written are taken out of one issue, everywhere they stand.

By the route that words which age out take (``retention``): rows, steps and histories lose them.
That it was done, by whom and why stays (``IssueBlanking``).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.households.querysets import EDITOR_ROLES
from apps.issues.blanking.models import IssueBlanking, WordsPart
from apps.issues.machine import Verb
from apps.issues.meetings.forgetting import forget_words
from apps.issues.models import Issue, IssueAction
from apps.issues.retention import blank_issue, blank_steps
from apps.issues.steps import lock_issue

_ANSWERING = (Verb.ANSWER, Verb.REFUSE)


@dataclass(frozen=True, slots=True)
class Blank:
    """``part`` and ``reason`` by their values; ``number``: of the step, where it is one."""

    part: str
    reason: str
    number: int | None = None


def may_blank(actor: Actor, issue: Issue) -> bool:
    """Who answers for the commune's register."""
    rows = Household.objects.reached_by(actor, EDITOR_ROLES)
    return rows.filter(pk=issue.household_id).exists()


def blank_words(*, key: UUID, actor: Actor, issue_id: int, blank: Blank, at: datetime) -> Answer:
    """Take the words out; the answer has ``issue``, ``part`` and ``number``.

    Raises DomainError 404 outside the actor's reach, 403 for whoever is not of the commune's
    office, 422 ``no_words`` where nothing is written.
    """

    def work() -> Answer:
        issue = lock_issue(actor, issue_id)
        if not may_blank(actor, issue):
            raise DomainError(
                "not_yours", _("Chỉ văn phòng và lãnh đạo xã xóa được lời ghi."), status=403
            )
        words = _words(issue, blank)
        if not words or actor.user_id is None:
            raise DomainError(
                "no_words",
                _("Ở đó không có lời ghi nào."),
                status=422,
                detail={"field": "part"},
            )
        with pghistory.context(user=actor.user_id, reason=f"blank: {blank.reason}"):
            _take_out(issue, blank, words)
            IssueBlanking.objects.create(
                client_uuid=key, issue=issue, by_id=actor.user_id, at=at, **asdict(blank)
            )
        return {"issue": issue.pk, "part": blank.part, "number": blank.number}

    body = {"verb": "blank_words", "issue": issue_id, **asdict(blank)}
    return once(key=key, actor=actor, body=body, at=at, work=work)


def _words(issue: Issue, blank: Blank) -> str:
    if blank.part != WordsPart.STEP:
        return str(getattr(issue, blank.part))
    texts = issue.actions.filter(number=blank.number or 0).values_list("text", flat=True)
    return texts.first() or ""


def _take_out(issue: Issue, blank: Blank, words: str) -> None:
    """An answer stands in the row and in the step that gave it: it leaves both."""
    steps = IssueAction.objects.filter(issue=issue)
    if blank.part == WordsPart.STEP:
        steps = steps.filter(number=blank.number or 0)
    elif blank.part == WordsPart.ANSWER:
        steps = steps.filter(verb__in=_ANSWERING, text=words)
    else:
        steps = steps.none()
    answered = steps.filter(verb__in=_ANSWERING).exists()
    blank_steps(steps.values_list("pk", flat=True))
    if blank.part != WordsPart.STEP:
        blank_issue(issue.pk, blank.part, words)
    elif answered:
        blank_issue(issue.pk, WordsPart.ANSWER.value, words)
    if blank.part in {WordsPart.SUMMARY, WordsPart.WISH}:
        forget_words(issue.pk, words)
