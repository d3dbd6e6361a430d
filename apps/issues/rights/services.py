"""Verbs on requests about data: received, answered, carried out or refused with a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import pghistory
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.common.clock import local_day
from apps.common.errors import DomainError, not_found
from apps.households.merging import entries_of, kept_key
from apps.households.models import Household
from apps.households.querysets import EDITOR_ROLES
from apps.households.signals import households_to_change
from apps.issues.attachments.forgetting import drop_attachments
from apps.issues.attachments.models import IssueAttachment
from apps.issues.models import Issue
from apps.issues.rights.kinds import TABLE, RequestKind, RequestState, RequestVerb
from apps.issues.rights.models import DataRequest
from apps.issues.rights.workdays import clocks_for
from apps.visits.retention import erase_household

_OLDEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody of a household asked for."""

    kind: str
    asked_by: str
    received_on: date
    text: str


def receive_request(*, key: UUID, actor: Actor, household: int, wish: Wish, at: datetime) -> Answer:
    """Write a request down; the legal clocks run from the day on which it came in.

    Raises DomainError 404 out of reach, 422 for what is missing. Households that have left may ask
    as well: what is held on them is theirs.
    """
    today = local_day(at)

    def work() -> Answer:
        # Asked of a double, it is asked of the household that it was found to be.
        homes = Household.objects.reached_by(actor, EDITOR_ROLES)
        home = homes.filter(pk=kept_key(household)).first()
        if home is None:
            raise not_found()
        _check(wish, today)
        clocks = clocks_for(RequestKind(wish.kind), wish.received_on)
        with pghistory.context(user=actor.user_id, reason="receive_request"):
            row = DataRequest.objects.create(
                client_uuid=key,
                household=home,
                state=RequestState.RECEIVED,
                answer_by=clocks.answer_by,
                act_by=clocks.act_by,
                recorded_at=at,
                recorded_by_id=actor.user_id,
                **asdict(wish),
            )
        return {"request": row.pk, "household": home.pk}

    body = {"verb": "receive_request", "household": household, **asdict(wish)}
    return once(key=key, actor=actor, body=body, at=at, work=work)


def _check(wish: Wish, today: date) -> None:
    if not today - _OLDEST <= wish.received_on <= today:
        raise DomainError(
            "wrong_day",
            _("Ngày nhận phải trong vòng một năm qua và không sau hôm nay."),
            status=422,
            detail={"field": "received_on"},
        )
    if wish.kind != RequestKind.ACCESS and not wish.text:
        raise DomainError(
            "says_nothing",
            _("Hãy ghi hộ yêu cầu sửa, hạn chế hoặc xóa điều gì."),
            status=422,
            detail={"field": "text"},
        )


def _locked(actor: Actor, request: int) -> DataRequest:
    rows = DataRequest.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.filter(pk=request).first()
    if row is None:
        raise not_found()
    return row


def take_step(
    *, key: UUID, actor: Actor, request: int, verb: RequestVerb, text: str, at: datetime
) -> Answer:
    """Answered, done, or refused; the last two say in words what was done or why not."""
    today = local_day(at)

    def work() -> Answer:
        row = _locked(actor, request)
        target = TABLE.get((verb, RequestState(row.state)))
        if target is None:
            raise DomainError(
                "not_now", _("Yêu cầu đã sang bước khác. Hãy tải lại trang."), status=409
            )
        if verb != RequestVerb.ANSWER and not text:
            raise DomainError(
                "no_outcome",
                _("Hãy ghi đã làm gì, hoặc vì sao không làm được."),
                status=422,
                detail={"field": "text"},
            )
        _advance(row, verb, target, text, today)
        with pghistory.context(user=actor.user_id, reason=verb.value):
            row.save(update_fields=["state", "answered_on", "ended_on", "outcome"])
        return {"request": row.pk, "household": row.household_id}

    body = {"verb": "data_request", "step": verb.value, "request": request, "text": text}
    return once(key=key, actor=actor, body=body, at=at, work=work)


def _advance(
    row: DataRequest, verb: RequestVerb, target: RequestState, text: str, today: date
) -> None:
    row.state = target
    # A refusal tells the household too.
    row.answered_on = row.answered_on or today
    if verb != RequestVerb.ANSWER:
        row.ended_on, row.outcome = today, text


def entries_within(actor: Actor, household: int) -> list[int]:
    """Keys of the household's entries, doubles with it, as far as the actor answers for them."""
    homes = Household.objects.reached_by(actor, EDITOR_ROLES).filter(pk__in=entries_of(household))
    return list(homes.order_by("pk").values_list("pk", flat=True))


def erasable_files(entries: Collection[int]) -> QuerySet[IssueAttachment]:
    """Pictures and papers of issues of these households that nobody works on any longer."""
    over = Issue.objects.over().filter(household__in=entries)
    return IssueAttachment.objects.filter(issue__in=over.values("pk"))


def erase(*, key: UUID, actor: Actor, request: int, at: datetime) -> Answer:
    """Blank what may be blanked (``retention``) and drop what hangs on issues that have ended, for
    an answered request to erase.
    """

    def work() -> Answer:
        row = _locked(actor, request)
        may = row.kind == RequestKind.ERASURE and row.state == RequestState.ANSWERED
        if not may or row.erased_at is not None:
            raise DomainError(
                "not_now",
                _("Chỉ xóa khi yêu cầu xóa đã được phản hồi và chưa xóa lần nào."),
                status=409,
            )
        reason = _("Xóa theo yêu cầu của hộ")
        entries = entries_within(actor, row.household_id)
        households_to_change.send(None, households=entries)
        erased = erase_household(entries, reason=reason)
        with pghistory.context(user=actor.user_id, reason=reason):
            files = drop_attachments(erasable_files(entries))
        row.erased_at = at
        with pghistory.context(user=actor.user_id, reason="erase"):
            row.save(update_fields=["erased_at"])
        return {"request": row.pk, **asdict(erased), "files": files}

    body = {"verb": "erase", "request": request}
    return once(key=key, actor=actor, body=body, at=at, work=work)
