"""A household moves to another village or group of its commune, from a day on."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.areas.models import Village
from apps.areas.succession import announce
from apps.common.errors import DomainError
from apps.households.desk.facts import place_of
from apps.households.desk.orders import (
    Order,
    Verb,
    carry_out,
    locked_household,
    require_living,
    require_past,
)
from apps.households.models import Household, HouseholdMove
from apps.households.signals import Removal, household_moved


def move_household(
    *,
    order: Order,
    household: int,
    version: int,
    village: int,
    group: int | None,
    day: date,
    keeps_charge: bool,
) -> Answer:
    """From ``day`` on the household is of that village and group.

    Whoever is in charge of it stays so if ``keeps_charge``, else is so up to that day. Its point
    stays where it is: a disagreement is reported on the map, not resolved.
    """

    def work() -> Answer:
        target = place_of(order, village, group)
        home = locked_household(household, order, version=version)
        require_living(home)
        _check_place(home, target, group)
        _check_day(home, day, order)
        _write_down(home, village, group, day, order)
        home.village_id, home.group_id = village, group
        home.save(update_fields=["village", "group"])
        told = announce(household_moved, removal=Removal(home.pk, day, keeps_charge))
        return {"household": home.pk, **told}

    body = {
        "household": household,
        "village": village,
        "group": group,
        "day": day,
        "keeps_charge": keeps_charge,
    }
    return carry_out(order, Verb.MOVE, body=body, work=work)


def _check_place(home: Household, village: Village, group: int | None) -> None:
    if village.commune_id != home.commune_id:
        raise DomainError(
            "other_commune",
            _("Hộ chỉ chuyển trong xã. Sang xã khác thì ghi hộ chuyển đi."),
            detail={"field": "place"},
        )
    if (home.village_id, home.group_id) == (village.pk, group):
        raise DomainError(
            "same_place", _("Hộ đang ở đúng thôn, tổ này."), detail={"field": "place"}
        )


def _write_down(home: Household, village: int, group: int | None, day: date, order: Order) -> None:
    HouseholdMove.objects.create(
        household=home,
        from_village_id=home.village_id,
        from_group_id=home.group_id,
        to_village_id=village,
        to_group_id=group,
        moved_on=day,
        reason=order.reason.strip(),
        moved_by_id=order.actor.user_id,
        recorded_at=order.now,
    )


def _check_day(home: Household, day: date, order: Order) -> None:
    require_past(day, order)
    last = home.moves.order_by("-moved_on").values_list("moved_on", flat=True).first()
    for earliest, message in (
        (home.moved_in_on, _("Hộ mới đến ở từ %(day)s; hãy chọn ngày sau đó.")),
        (last, _("Hộ vừa chuyển ngày %(day)s; hãy chọn ngày sau đó.")),
    ):
        if earliest is not None and day < earliest:
            raise DomainError(
                "too_early",
                message % {"day": date_format(earliest, "SHORT_DATE_FORMAT")},
                detail={"field": "day"},
            )
