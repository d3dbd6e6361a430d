"""What every change at the household desk shares: who, why, when, once, and from which version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.db import IntegrityError
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts import orders
from apps.accounts.keys import Answer
from apps.accounts.orders import Order as Order
from apps.accounts.roles import Role
from apps.areas.models import Commune
from apps.common.errors import DomainError
from apps.common.errors import not_found as not_found
from apps.households.desk.versions import version_of
from apps.households.models import Household, HouseholdMember
from apps.households.querysets import EDITOR_ROLES


class Verb(TextChoices):
    """What is done at the desk; written into the history, and the title of its moment there."""

    CREATE = "create", gettext_lazy("Lập hộ mới")
    BASICS = "basics", gettext_lazy("Sửa thông tin hộ")
    REACHING = "reaching", gettext_lazy("Sửa liên lạc, số khẩu")
    STATUS = "status", gettext_lazy("Đổi diện hộ")
    JOIN = "join", gettext_lazy("Thêm nhân khẩu")
    RESIDENT = "resident", gettext_lazy("Sửa nhân khẩu")
    DEPART = "depart", gettext_lazy("Nhân khẩu rời hộ")
    HEAD = "head", gettext_lazy("Đổi chủ hộ")
    LEAVE = "leave", gettext_lazy("Hộ chuyển đi")
    RETURN = "return", gettext_lazy("Bỏ ghi chuyển đi")
    SPLIT = "split", gettext_lazy("Tách hộ")
    MOVE = "move", gettext_lazy("Chuyển thôn, tổ")


# What the database refuses when somebody else was faster, or the form let it through: the field
# of the form and what to say.
_REFUSALS: Final[dict[str, tuple[str, Promise]]] = {
    "household_code_in_commune": ("code", gettext_lazy("Mã hộ này đã dùng trong xã.")),
    "household_has_code_and_head": ("head_name", gettext_lazy("Hộ phải có mã và tên chủ hộ.")),
    "household_size_plausible": ("size", gettext_lazy("Số khẩu phải từ 1 đến 60.")),
    "household_left_after_moving_in": (
        "day",
        gettext_lazy("Ngày chuyển đi không được trước ngày đến ở."),
    ),
    "resident_in_one_home": (
        "person",
        gettext_lazy(
            "Người này đang là nhân khẩu của hộ khác. Hãy ghi rời hộ ấy trước, rồi gắn lại."
        ),
    ),
    "resident_not_in_own_charge": (
        "person",
        gettext_lazy(
            "Người này đang phụ trách chính hộ này, mà không ai phụ trách hộ của mình. "
            "Hãy giao hộ cho người khác trước."
        ),
    ),
    "resident_one_head": (
        "relation",
        gettext_lazy("Hộ đã có chủ hộ. Muốn thay, hãy dùng “Đổi chủ hộ”."),
    ),
    "resident_of_living_home": (
        "",
        gettext_lazy(
            "Hộ này vừa được ghi chuyển đi, nên không thêm nhân khẩu được. "
            "Nếu ghi nhầm, hãy bỏ ghi chuyển đi trước; nếu hộ đi thật rồi về, hãy lập hộ mới."
        ),
    ),
    "resident_left_after_joining": (
        "day",
        gettext_lazy("Ngày rời hộ không được trước ngày vào hộ."),
    ),
}


def refusal(error: IntegrityError) -> DomainError | None:
    """What to tell about a rule of the database; None for one that nobody foresaw."""
    name = orders.broken_rule(error)
    if name not in _REFUSALS:
        return None
    field, message = _REFUSALS[name]
    return DomainError(name, str(message), status=409, detail={"field": field})


def carry_out(
    order: Order, verb: Verb, *, body: Mapping[str, Any], work: Callable[[], Answer]
) -> Answer:
    """As ``accounts.orders.carry_out``, with the verb, and with what this desk says where the
    database refuses.
    """
    return orders.carry_out(order, body=body, work=work, refusal=refusal, verb=verb.value)


def locked_household(
    pk: int, order: Order, *, version: int | None = None, roles: frozenset[Role] = EDITOR_ROLES
) -> Household:
    """The household, kept from others until the transaction ends.

    DomainError 404 out of reach, 403 where ``roles`` do not reach it, 409 for a double that lives
    on in another household, and for one changed since ``version``.
    """
    rows = Household.objects.visible_to(order.actor).select_for_update(of=("self",))
    household: Household | None = rows.filter(pk=pk).first()
    if household is None:
        raise not_found()
    if not Household.objects.reached_by(order.actor, roles).filter(pk=pk).exists():
        raise DomainError("role_too_low", _("Bạn không có quyền sửa hộ này."), status=403)
    if household.merged_into_id is not None:
        raise DomainError(
            "merged",
            _("Hộ này ghi trùng và đã nhập vào hộ khác. Hãy sửa ở hộ được giữ lại."),
            status=409,
        )
    if version is not None:
        require_version(household, version)
    return household


def locked_resident(
    household: Household, pk: int, order: Order, *, version: int
) -> HouseholdMember:
    """Somebody who lives in a locked household; DomainError 404, 409 for who left or changed."""
    rows = HouseholdMember.objects.visible_to(order.actor).select_for_update(of=("self",))
    resident: HouseholdMember | None = rows.filter(pk=pk, household=household).first()
    if resident is None:
        raise not_found()
    require_version(resident, version)
    if resident.left_on is not None:
        raise DomainError("resident_gone", _("Người này đã rời hộ."), status=409)
    return resident


def require_version(row: Household | HouseholdMember, seen: int) -> None:
    """Refuse (409) what was filled in from a row that somebody has changed since."""
    current = version_of(row)
    if current != seen:
        raise DomainError(
            "stale",
            _("Người khác đã sửa sau khi bạn mở trang này. Chưa có gì bị ghi đè."),
            status=409,
            detail={"version": current},
        )


def hold_boundaries(commune: int) -> None:
    """No village or group of the commune ends until the transaction does."""
    Commune.objects.filter(pk=commune).hold()


def require_past(day: date, order: Order, field: str = "day") -> None:
    """What is written down has happened."""
    if day > order.today:
        raise DomainError(
            "not_yet", _("Ngày chưa tới. Hãy ghi khi việc đã xảy ra."), detail={"field": field}
        )


def require_living(household: Household) -> None:
    if household.left_on is not None:
        raise DomainError(
            "already_left",
            _("Hộ đã ghi chuyển đi từ %(day)s.")
            % {"day": date_format(household.left_on, "SHORT_DATE_FORMAT")},
            status=409,
        )
