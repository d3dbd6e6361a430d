"""A household leaves and counts no more; or that it left is taken back."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.areas.succession import announce
from apps.common.errors import DomainError
from apps.households.desk.orders import (
    Order,
    Verb,
    carry_out,
    hold_boundaries,
    locked_household,
    require_living,
    require_past,
)
from apps.households.models import Household, LeavingReason
from apps.households.querysets import EDITOR_ROLES
from apps.households.signals import (
    Departure,
    Return,
    household_left,
    household_returned,
    households_to_hold,
)

#: reasons that people choose; a double is told when two entries are made one
REASONS = tuple(
    (reason.value, reason.label) for reason in LeavingReason if reason is not LeavingReason.DOUBLE
)


def leave(*, order: Order, household: int, version: int, day: date, why: str) -> Answer:
    """From ``day`` on the household counts no more; whoever lived there stays in its history.

    ``why`` is one of ``REASONS``. Whoever was in charge of it is so up to that day.
    """

    def work() -> Answer:
        reached = Household.objects.reached_by(order.actor, EDITOR_ROLES).filter(pk=household)
        households_to_hold.send(None, households=list(reached.values_list("pk", flat=True)))
        home = locked_household(household, order, version=version)
        require_living(home)
        require_past(day, order)
        if why not in dict(REASONS):
            raise DomainError("no_such_reason", _("Hãy chọn lý do."), detail={"field": "why"})
        _check_order_of_days(home, day)
        home.left_on, home.left_reason = day, why
        home.save(update_fields=["left_on", "left_reason"])
        told = announce(household_left, departure=Departure(home.pk, day))
        return {"household": home.pk, **told}

    body = {"household": household, "day": day, "why": why}
    return carry_out(order, Verb.LEAVE, body=body, work=work)


def _check_order_of_days(home: Household, day: date) -> None:
    last = home.moves.order_by("-moved_on").values_list("moved_on", flat=True).first()
    if last is not None and day < last:
        raise DomainError(
            "before_move",
            _("Hộ còn chuyển thôn, tổ ngày %(day)s; ngày chuyển đi không thể trước ngày ấy.")
            % {"day": date_format(last, "SHORT_DATE_FORMAT")},
            detail={"field": "day"},
        )


def take_back_leaving(*, order: Order, household: int, version: int) -> Answer:
    """The household did not leave after all: it counts as if it had never been away."""

    def work() -> Answer:
        key = Household.objects.filter(pk=household).values_list("commune_id", flat=True).first()
        hold_boundaries(key or 0)
        home = locked_household(household, order, version=version)
        if home.left_on is None:
            raise DomainError("not_left", _("Hộ này không ghi chuyển đi."), status=409)
        _check_place(home, order)
        left_on = home.left_on
        home.left_on, home.left_reason = None, ""
        home.save(update_fields=["left_on", "left_reason"])
        told = announce(household_returned, returned=Return(home.pk, left_on, order.today))
        return {"household": home.pk, **told}

    return carry_out(order, Verb.RETURN, body={"household": household}, work=work)


def _check_place(home: Household, order: Order) -> None:
    """Its village has not ended meanwhile; a household that had left did not follow it."""
    units = [home.village, *([home.group] if home.group is not None else [])]
    for unit in units:
        if unit.valid_to is not None and unit.valid_to <= order.today:
            raise DomainError(
                "unit_ended",
                _("%(unit)s đã hết hiệu lực từ khi hộ đi. Hãy lập hộ mới ở đơn vị nay.")
                % {"unit": unit.name},
                status=409,
            )
