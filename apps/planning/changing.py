"""What every change of a trip's plan shares: whose it is, which revision was seen, done once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import pghistory
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.actor import Actor
from apps.accounts.keys import Answer, once
from apps.common import clock
from apps.common.errors import DomainError, not_found
from apps.people.versions import events_of
from apps.planning.models import FieldTrip
from apps.planning.states import OPEN, TripState

#: a change as it is told to whoever was slower
_TOLD: Final[Mapping[str, Promise]] = {
    "set_details": gettext_lazy("sửa thông tin chuyến đi"),
    "add_stops": gettext_lazy("thêm hộ"),
    "remove_stop": gettext_lazy("bớt hộ"),
    "move_stop": gettext_lazy("đổi thứ tự"),
    "set_stop": gettext_lazy("sửa việc cần hỏi"),
    "order_by_way": gettext_lazy("xếp lại theo đường đi"),
    "turn": gettext_lazy("đổi trạng thái"),
}


@dataclass(frozen=True, slots=True)
class Edit:
    """Who changes a trip, under which key; ``seen``: its revision as the page showed it."""

    actor: Actor
    key: UUID
    now: datetime
    seen: int = 0

    @property
    def today(self) -> date:
        return clock.local_day(self.now)


def change(
    edit: Edit,
    trip_id: int,
    *,
    body: Mapping[str, Any],
    work: Callable[[FieldTrip], None],
    states: Collection[str] = OPEN,
) -> Answer:
    """Do ``work`` on the locked trip, whose revision then goes up by one; answers with both.

    Raises DomainError 404 outside the actor's reach, 403 for who only reads it, 409 ``stale`` with
    what somebody else changed meanwhile, or ``trip_closed`` once it is done or cancelled.
    """

    def told() -> Answer:
        trip = locked(edit.actor, trip_id)
        if trip.revision != edit.seen:
            raise _stale(trip, edit.seen)
        if trip.state not in states:
            raise closed(trip)
        work(trip)
        trip.revision += 1
        trip.save()
        return {"trip": trip.pk, "revision": trip.revision}

    wish = {**body, "trip": trip_id, "seen": edit.seen}
    with pghistory.context(reason=str(body["verb"]), user=edit.actor.user_id):
        return once(key=edit.key, actor=edit.actor, body=wish, at=edit.now, work=told)


def locked(actor: Actor, trip_id: int) -> FieldTrip:
    """A trip whose plan the actor may change, kept from others until the end."""
    require_change(actor, trip_id)
    return FieldTrip.objects.select_for_update().get(pk=trip_id)


def require_change(actor: Actor, trip_id: int) -> None:
    """Raises DomainError 404 out of reach, 403 for who only reads it."""
    if not FieldTrip.objects.visible_to(actor).filter(pk=trip_id).exists():
        raise not_found()
    if not FieldTrip.objects.changed_by(actor).filter(pk=trip_id).exists():
        raise DomainError(
            "not_yours",
            _("Chỉ người lập, trưởng đoàn, lãnh đạo xã và văn phòng sửa được chuyến đi."),
            status=403,
        )


def _stale(trip: FieldTrip, seen: int) -> DomainError:
    changes = changes_since(trip, seen)
    return DomainError(
        "stale",
        _(
            "Người khác vừa sửa chuyến đi này (%(what)s). Chưa có gì bị ghi đè: hãy xem lại rồi"
            " làm lần nữa."
        )
        % {"what": "; ".join(changes) or _("xem trang chuyến đi")},
        status=409,
        detail={"revision": trip.revision, "changes": changes},
    )


def changes_since(trip: FieldTrip, seen: int) -> list[str]:
    """What was done with the trip after revision ``seen``, each kind once, in words."""
    events = events_of(FieldTrip).filter(pgh_obj_id=trip.pk, revision__gt=seen)
    reasons = events.order_by("pgh_id").values_list("pgh_context__metadata__reason", flat=True)
    return [str(_TOLD[reason]) for reason in dict.fromkeys(reasons) if reason in _TOLD]


def closed(trip: FieldTrip) -> DomainError:
    if trip.state == TripState.CANCELLED:
        message = _("Chuyến đi đã huỷ. Hãy mở lại trước khi sửa.")
    elif trip.state == TripState.DONE:
        message = _("Chuyến đi đã xong. Hãy mở lại trước khi sửa.")
    else:
        message = _("Chuyến đi chưa tới bước này. Hãy tải lại trang.")
    return DomainError("trip_closed", message, status=409)
