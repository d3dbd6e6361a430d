"""Closed lists of a trip: its states, the steps between them, what became of a stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TripState(TextChoices):
    PLANNED = "planned", _("Dự kiến")
    UNDER_WAY = "under_way", _("Đang đi")
    DONE = "done", _("Đã xong")
    CANCELLED = "cancelled", _("Đã huỷ")


class Turn(TextChoices):
    """What moves a trip from one state to another."""

    SET_OUT = "set_out", _("Bắt đầu đi")
    FINISH = "finish", _("Kết thúc chuyến đi")
    CANCEL = "cancel", _("Huỷ chuyến đi")
    REOPEN = "reopen", _("Mở lại")


class Outcome(TextChoices):
    """No hour and no place: whom a trip met is recorded, not where its people were."""

    NONE = "none", _("Chưa đến")
    MET = "met", _("Đã gặp")
    NOT_AT_HOME = "not_at_home", _("Vắng nhà")
    NOT_REACHED = "not_reached", _("Chưa đến được")


#: what may still be changed
OPEN: Final = frozenset({TripState.PLANNED, TripState.UNDER_WAY})
TURNS: Final[Mapping[tuple[Turn, TripState], TripState]] = {
    (Turn.SET_OUT, TripState.PLANNED): TripState.UNDER_WAY,
    (Turn.FINISH, TripState.PLANNED): TripState.DONE,
    (Turn.FINISH, TripState.UNDER_WAY): TripState.DONE,
    (Turn.CANCEL, TripState.PLANNED): TripState.CANCELLED,
    (Turn.CANCEL, TripState.UNDER_WAY): TripState.CANCELLED,
    (Turn.REOPEN, TripState.DONE): TripState.UNDER_WAY,
    (Turn.REOPEN, TripState.CANCELLED): TripState.PLANNED,
}


def turns_from(state: str) -> list[Turn]:
    """What may be done with a trip in this state, in order."""
    return [turn for turn in Turn if (turn, state) in TURNS]
