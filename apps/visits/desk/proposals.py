"""Proposed positions, as the office reads and decides them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer
from apps.common.errors import DomainError, not_found
from apps.households.models import Household
from apps.visits.checkins.flags import Spot, metres_between
from apps.visits.checkins.kinds import ProposalState
from apps.visits.checkins.proposals import decide_proposal
from apps.visits.checkins.querysets import PositionProposalQuerySet
from apps.visits.models import PositionProposal


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal beside where the household stands now. ``metres`` between the two, if both are."""

    row: PositionProposal
    metres: float | None


def proposals(actor: Actor, *, done: bool) -> PositionProposalQuerySet[PositionProposal]:
    """Those that wait, the oldest first; or those decided, the newest first."""
    rows = PositionProposal.objects.visible_to(actor)
    rows = rows.exclude(state=ProposalState.WAITING) if done else rows.waiting()
    order = ("-decided_at", "-pk") if done else ("received_at", "pk")
    return _full(rows).order_by(*order)


def waiting_proposals(actor: Actor) -> int:
    return PositionProposal.objects.visible_to(actor).waiting().count()


def _full(
    rows: PositionProposalQuerySet[PositionProposal],
) -> PositionProposalQuerySet[PositionProposal]:
    units = ("household__village", "household__group")
    full: PositionProposalQuerySet[PositionProposal] = rows.select_related(
        *units, "person", "decided_by__person"
    )
    return full.defer(*(f"{unit}__geom" for unit in units))


def find(actor: Actor, pk: int) -> Shown:
    """DomainError 404 out of reach."""
    row = _full(PositionProposal.objects.visible_to(actor)).filter(pk=pk).first()
    if row is None:
        raise not_found()
    return shown(row)


def shown(row: PositionProposal) -> Shown:
    old, new = row.household.position, row.position
    metres = None if old is None or new is None else metres_between(_spot(old), _spot(new))
    return Shown(row, metres)


def _spot(point: Point) -> Spot:
    return Spot(point.x, point.y)


def where(household: Household) -> str:
    """Where it stands, as the form carries it: equal texts for equal places."""
    point = household.position
    return "" if point is None else f"{point.x!r} {point.y!r}"


def overtake(household: int, user: int | None, at: datetime, **_more: Any) -> None:
    """Somebody put the household on the map: what was proposed before that is overtaken."""
    waiting = PositionProposal.objects.waiting().filter(household=household)
    waiting.update(state=ProposalState.OVERTAKEN, decided_by=user, decided_at=at)


def decide(
    *, actor: Actor, key: UUID, proposal: int, seen: str, now: datetime, **decision: Any
) -> Answer:
    """As ``checkins.proposals.decide_proposal``, of what the page showed.

    DomainError 409 ``moved`` when the household stands elsewhere by now: what is accepted would
    undo somebody's work of a moment ago.
    """
    with transaction.atomic():
        rows = PositionProposal.objects.visible_to(actor).waiting().filter(pk=proposal)
        home = Household.objects.filter(position_proposals__in=rows.values("pk"))
        held = home.select_for_update().first()
        # One that is decided already is told by the verb itself: as the same again, or as too late.
        if held is not None and where(held) != seen:
            raise DomainError(
                "moved",
                _("Vị trí của hộ vừa được đổi. Hãy xem lại bản đồ rồi quyết định."),
                status=409,
            )
        return decide_proposal(actor=actor, key=key, proposal=proposal, now=now, **decision)
