"""What every change at the people desk shares: who, why, when, once, and from which version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import orders
from apps.accounts.keys import Answer
from apps.accounts.orders import Order as Order
from apps.common.errors import DomainError
from apps.common.errors import not_found as not_found
from apps.people.models import PartyCell, Person
from apps.people.versions import changes_since, version_of

# What the database refuses when somebody else was faster, or the form let it through.
_REFUSALS: dict[str, Promise] = {
    "cell_name_in_commune": gettext_lazy("Xã đã có chi bộ tên này, hãy chọn tên khác."),
    "party_group_name_in_cell": gettext_lazy("Chi bộ đã có tổ đảng tên này, hãy chọn tên khác."),
    "membership_one_current": gettext_lazy("Người này đang sinh hoạt ở một chi bộ rồi."),
    "officer_one_current": gettext_lazy("Người này đang giữ một chức danh cán bộ xã rồi."),
    "post_held_once": gettext_lazy("Người này đang giữ đúng chức vụ ấy rồi."),
    "term_name_in_commune": gettext_lazy("Xã đã có nhiệm kỳ tên này."),
    "term_one_at_a_time": gettext_lazy("Khoảng ngày này chồng lên một nhiệm kỳ khác của xã."),
    "term_ends_after_start": gettext_lazy("Ngày cuối phải sau ngày đầu."),
}
_PERIODS = {
    f"{name}_ends_after_start" for name in ("cell", "membership", "officer", "village_worker")
} | {"post_ends_after_start"}


def refusal(error: IntegrityError) -> DomainError | None:
    """What to tell about a rule of the database; None for one that nobody foresaw."""
    name = orders.broken_rule(error)
    if name in _PERIODS:
        return DomainError("too_early", _("Ngày kết thúc phải sau ngày bắt đầu."))
    message = _REFUSALS.get(name)
    return DomainError(name, str(message), status=409) if message else None


def carry_out(order: Order, *, body: Mapping[str, Any], work: Callable[[], Answer]) -> Answer:
    """As ``accounts.orders.carry_out``, with what this desk says where the database refuses."""
    return orders.carry_out(order, body=body, work=work, refusal=refusal)


def locked_person(pk: int, order: Order) -> Person:
    """The person, kept from others until the transaction ends; DomainError 404."""
    rows = Person.objects.edited_by(order.actor).select_for_update(of=("self",))
    person: Person | None = rows.filter(pk=pk).first()
    if person is None:
        raise not_found()
    return person


def locked_cell(pk: int, order: Order) -> PartyCell:
    rows = PartyCell.objects.edited_by(order.actor).select_for_update(of=("self",))
    cell: PartyCell | None = rows.filter(pk=pk).first()
    if cell is None:
        raise not_found()
    return cell


def require_version(seen: str, *rows: Any) -> None:
    """Refuse (409) what was filled in from rows that somebody has changed since.

    The rows must be locked. ``detail`` tells what changed, with both values.
    """
    current = version_of(*rows)
    if seen != current:
        raise DomainError(
            "stale",
            _("Người khác đã sửa sau khi bạn mở trang này. Chưa có gì bị ghi đè."),
            status=409,
            detail={"version": current, "changes": changes_since(seen, *rows)},
        )


def require_past(day: date, order: Order) -> None:
    """Duties end and begin on days that have come, as households do."""
    if day > order.today:
        raise DomainError(
            "not_yet", _("Ngày chưa tới. Hãy ghi khi việc đã có hiệu lực."), detail={"field": "day"}
        )


def require_after(day: date, start: date | None) -> None:
    if start is not None and day <= start:
        raise DomainError(
            "too_early",
            _("Ngày phải sau %(start)s, ngày bắt đầu.")
            % {"start": date_format(start, "SHORT_DATE_FORMAT")},
            detail={"field": "day"},
        )
