"""A change ordered at one of the desks: who, why, when, and once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import pghistory
from django.db import DatabaseError, IntegrityError
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.common import clock
from apps.common.errors import DomainError

REASON_LENGTH: Final = 300
# What to tell about a rule of the database; None for one that nobody foresaw.
Refusal = Callable[[IntegrityError], DomainError | None]


@dataclass(frozen=True, slots=True)
class Order:
    """Who orders a change and why, said at ``now``, under the sender's ``key``.

    ``session``: of the open page that it comes from, made by that page; None where it says none.
    """

    actor: Actor
    reason: str
    now: datetime
    key: UUID
    session: UUID | None = None

    @property
    def today(self) -> date:
        return clock.local_day(self.now)


def carry_out(
    order: Order,
    *,
    body: Mapping[str, Any],
    work: Callable[[], Answer],
    refusal: Refusal,
    **said: str,
) -> Answer:
    """Do ``work`` once, in one transaction; the reason and what is ``said`` go into the histories.

    Raises DomainError: without a reason, 409 for a key used for something else or where the
    database refuses what somebody else has done meanwhile.
    """
    reason = order.reason.strip()
    if not reason:
        raise DomainError("no_reason", _("Hãy ghi lý do hoặc số văn bản."))
    if len(reason) > REASON_LENGTH:
        raise DomainError("reason_too_long", _("Lý do dài quá 300 ký tự."))

    def told() -> Answer:
        with pghistory.context(user=order.actor.user_id, reason=reason, **said):
            return work()

    try:
        wish = {**body, **said, "reason": reason}
        return once(key=order.key, actor=order.actor, body=wish, at=order.now, work=told)
    except IntegrityError as error:
        known = refusal(error)
        if known is None:
            raise
        raise known from error


def broken_rule(error: DatabaseError) -> str:
    """The name of the constraint that the database refused by, "" where it names none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
