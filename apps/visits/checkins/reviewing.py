"""The committee looks at what is odd, and says what it found. The check-in counts all the same."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pghistory
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.common.errors import DomainError, not_found
from apps.visits.checkins.kinds import FlagOutcome
from apps.visits.models import ContactFlag


def review_flag(
    *, actor: Actor, key: UUID, flag: int, outcome: FlagOutcome, now: datetime
) -> Answer:
    """Say what was found; said twice it happens once.

    Raises DomainError 404 out of reach, 403 ``own_check_in``, 409 when somebody else has reviewed
    it meanwhile.
    """

    def work() -> Answer:
        row = _locked(actor, flag)
        with pghistory.context(user=actor.user_id, reason=str(outcome.label)):
            row.outcome = outcome
            row.reviewed_by_id = actor.user_id
            row.reviewed_at = now
            row.save(update_fields=["outcome", "reviewed_by", "reviewed_at"])
        return {"flag": row.pk, "outcome": row.outcome}

    body = {"verb": "review_flag", "flag": flag, "outcome": outcome.value}
    return once(key=key, actor=actor, body=body, at=now, work=work)


def _locked(actor: Actor, pk: int) -> ContactFlag:
    rows = ContactFlag.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.select_related("contact").filter(pk=pk).first()
    if row is None:
        raise not_found()
    if actor.person_id in {row.contact.person_id, *_companions(row)}:
        raise DomainError(
            "own_check_in",
            _("Đây là lần ghi của chính bạn. Hãy để người khác xem xét."),
            status=403,
        )
    if row.reviewed_at is not None:
        raise DomainError(
            "reviewed_already",
            _("Mục này đã có người xem xét. Hãy tải lại danh sách."),
            status=409,
        )
    return row


def _companions(row: ContactFlag) -> list[int]:
    return list(row.contact.companions.values_list("person_id", flat=True))
