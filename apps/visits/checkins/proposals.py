"""Positions proposed from the spot, and what the office makes of them.

Two proposals for one household are both kept. The one that is accepted is placed by the same verb
as by hand; the others waiting are overtaken by it, and stay to be read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

import pghistory
from django.contrib.gis.geos import Point
from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.accounts.orders import REASON_LENGTH
from apps.common.errors import DomainError, not_found
from apps.households.models import PositionSource
from apps.households.positions import Placement, place
from apps.households.versions import version_of
from apps.visits.checkins.flags import Spot
from apps.visits.checkins.homes import Homes
from apps.visits.checkins.kinds import ProposalState
from apps.visits.checkins.outcomes import out_of_reach
from apps.visits.checkins.recording import Bringing
from apps.visits.models import PositionProposal

# The key of the placement that a decision makes, out of the decision's own.
_PLACING: Final = UUID("b6f5b8de-1c54-4f57-9f0c-3a5a3a6b0f43")


def propose(
    bringing: Bringing, *, uuid: UUID, household: int, said_at: datetime, spot: Spot
) -> Answer:
    """Keep a proposal; for use under a key claimed before. DomainError 404 out of reach."""
    known = Homes.named(bringing.actor, {household}).by_key.get(household)
    clock = bringing.mend(said_at)
    person = bringing.actor.person_id
    if known is None or person is None or not known.may_report(clock.day):
        raise out_of_reach()
    row, _is_new = PositionProposal.objects.get_or_create(
        client_uuid=uuid,
        defaults={
            "household_id": known.pk,
            "person_id": person,
            "position": Point(spot.lon, spot.lat, srid=4326),
            "accuracy": spot.accuracy,
            "said_at": said_at,
            "received_at": bringing.received_at,
        },
    )
    return {"proposal": row.pk, "household": row.household_id}


def decide_proposal(
    *,
    actor: Actor,
    key: UUID,
    proposal: int,
    accept: bool,
    now: datetime,
    reason: str = "",
    anyway: bool = False,
) -> Answer:
    """Accept (the household is placed there) or decline; said twice it happens once.

    ``anyway``: though it lies outside the household's village. Raises DomainError 404 out of reach,
    409 when it was decided already, and what ``households.positions.place`` raises.
    """
    if len(reason) > REASON_LENGTH:
        raise DomainError("reason_too_long", _("Lý do dài quá 300 ký tự."))
    if not accept and not reason.strip():
        raise DomainError("no_reason", _("Hãy ghi lý do không nhận."))

    def work() -> Answer:
        row = _locked(actor, proposal)
        with pghistory.context(user=actor.user_id, reason=reason or _("Nhận vị trí đề nghị")):
            if accept:
                _place(actor, uuid5(_PLACING, str(key)), row, now, anyway=anyway)
                _overtake(row, actor, now)
            _close(row, actor, now, ProposalState.ACCEPTED if accept else ProposalState.DECLINED)
            row.reason = reason
            row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
        return {"proposal": row.pk, "household": row.household_id, "state": row.state}

    body = {
        "verb": "decide_proposal",
        "proposal": proposal,
        "accept": accept,
        "reason": reason,
        "anyway": anyway,
    }
    return once(key=key, actor=actor, body=body, at=now, work=work)


def _locked(actor: Actor, pk: int) -> PositionProposal:
    rows = PositionProposal.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.filter(pk=pk).first()
    if row is None:
        raise not_found()
    if row.state != ProposalState.WAITING:
        raise DomainError(
            "decided_already",
            _("Vị trí đề nghị này đã có người quyết định. Hãy tải lại danh sách."),
            status=409,
        )
    return row


def _place(actor: Actor, key: UUID, row: PositionProposal, now: datetime, *, anyway: bool) -> None:
    point = row.position
    if point is None:
        raise not_found()
    place(
        actor=actor,
        key=key,
        placement=Placement(
            household=row.household_id,
            version=version_of(row.household_id),
            first=repr(point.y),
            second=repr(point.x),
            source=PositionSource.PHONE,
            accuracy=row.accuracy,
            anyway=anyway,
            reason=_proposed_words(),
        ),
        now=now,
    )


def _proposed_words() -> str:
    """Why the place changes, in the language of the place, since the history keeps it."""
    with translation.override("vi"):
        return _("Vị trí do người thăm hộ đề nghị")


def _close(row: PositionProposal, actor: Actor, now: datetime, state: ProposalState) -> None:
    row.state = state
    row.decided_by_id = actor.user_id
    row.decided_at = now


def _overtake(row: PositionProposal, actor: Actor, now: datetime) -> None:
    others = PositionProposal.objects.filter(
        household=row.household_id, state=ProposalState.WAITING
    )
    others.exclude(pk=row.pk).update(
        state=ProposalState.OVERTAKEN, decided_by=actor.user_id, decided_at=now
    )
