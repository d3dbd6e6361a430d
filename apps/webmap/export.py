"""The list of chosen households as a file, as far as the actor's post sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeGuard

from django.db import models
from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from rest_framework.request import Request

from apps.accounts.access import only
from apps.accounts.actor import Actor
from apps.accounts.api import ActorAPIView
from apps.accounts.models import AccessLog
from apps.accounts.roles import HOUSEHOLD_ROLES, PHONE_ROLES
from apps.accounts.services import record_access
from apps.assignments.expressions import name_in_charge
from apps.common import clock
from apps.common.db import by_unit_name
from apps.common.errors import DomainError
from apps.households.models import Household
from apps.visits.expressions import contact_days, last_contact_day
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of
from apps.webmap.card import statuses_of
from apps.webmap.sheets import WRITERS, Column, Sheet, Value
from apps.webmap.takeaway import maker_of, moment_text

MOST_ROWS = 25_000
_BIGGEST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page asks for: keys of households, without doubles, and the form of the file."""

    ids: frozenset[int]
    form: str


def read_wanted(data: Any) -> Wanted:
    """The request's body, or a refusal that says what is wrong with it."""
    form = data.get("format") if isinstance(data, dict) else None
    ids = data.get("ids") if isinstance(data, dict) else None
    if not (isinstance(form, str) and form in WRITERS) or not _are_keys(ids):
        raise DomainError("bad_request", _("Yêu cầu xuất dữ liệu không hợp lệ."), status=422)
    if len(ids) > MOST_ROWS:
        raise DomainError(
            "too_many", _("Mỗi lần xuất tối đa 25.000 hộ. Hãy chọn ít hơn."), status=422
        )
    return Wanted(frozenset(ids), form)


def _are_keys(ids: Any) -> TypeGuard[list[int]]:
    return isinstance(ids, list) and bool(ids) and all(map(_is_key, ids))


def _is_key(value: object) -> bool:
    # True is an int to Python and no key to anybody.
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _BIGGEST_KEY


def _month_days(commune_ids: Iterable[int], at: date) -> models.Case:
    """Contact days of each commune's own month."""
    whens = [
        models.When(commune=pk, then=contact_days(*month_of(at, rule.month_start)))
        for pk, rule in rules_of(commune_ids).items()
    ]
    return models.Case(*whens, default=models.Value(0), output_field=models.IntegerField())


def _chosen(actor: Actor, ids: frozenset[int], at: date) -> list[Any]:
    found = Household.objects.visible_to(actor).living(at=at).filter(pk__in=ids)
    communes = set(found.order_by().values_list("commune_id", flat=True))
    return list(
        found.annotate(
            in_charge=name_in_charge(at),
            last_day=last_contact_day(at),
            month_days=_month_days(communes, at),
        )
        .select_related("commune", "village", "group")
        .order_by(by_unit_name("village__name"), "village_id", "code")
    )


def _phones_shown(actor: Actor, ids: frozenset[int]) -> frozenset[int]:
    """Households whose telephone number the actor's post needs."""
    rung = Household.objects.reached_by(actor, PHONE_ROLES).filter(pk__in=ids)
    return frozenset(rung.values_list("pk", flat=True))


def _columns(*, phones: bool) -> list[Column]:
    return [
        Column(_("STT"), 6),
        Column(_("Mã hộ"), 16),
        Column(_("Chủ hộ"), 26),
        Column(_("Thôn"), 22),
        Column(_("Tổ NDTQ"), 14),
        Column(_("Địa chỉ"), 30),
        Column(_("Nhân khẩu"), 10),
        Column(_("Diện hộ"), 22),
        *([Column(_("Điện thoại"), 15)] if phones else []),
        Column(_("Người phụ trách"), 26),
        Column(_("Lần nắm tình hình gần nhất"), 16),
        Column(_("Số ngày nắm trong tháng"), 12),
        Column(_("Kinh độ"), 12),
        Column(_("Vĩ độ"), 12),
    ]


def _row(number: int, household: Any, phone: list[Value]) -> list[Value]:
    position = household.position
    return [
        number,
        household.code,
        household.head_name,
        household.village.name,
        household.group.name if household.group else None,
        household.address,
        household.size,
        ", ".join(statuses_of(household)),
        *phone,
        household.in_charge or _("Chưa có người phụ trách"),
        household.last_day or _("Chưa lần nào"),
        household.month_days,
        round(position.x, 6) if position else _("Chưa có toạ độ"),
        round(position.y, 6) if position else None,
    ]


def household_sheet(actor: Actor, ids: frozenset[int], *, who: str, now: datetime) -> Sheet:
    """Those of ``ids`` within reach; the others are as if they did not exist."""
    found = _chosen(actor, ids, clock.local_day(now))
    phones = actor.has_any(PHONE_ROLES)
    rung = _phones_shown(actor, ids) if phones else frozenset()
    rows = [
        _row(number, home, [home.phone if home.pk in rung else None] if phones else [])
        for number, home in enumerate(found, start=1)
    ]
    communes = ", ".join(sorted({home.commune.full_name for home in found}))
    moment = moment_text(now)
    mark = _("Có dữ liệu cá nhân, chỉ dùng cho công việc được giao. %(who)s, %(when)s")
    lines = [
        _("DANH SÁCH HỘ – %(communes)s") % {"communes": communes},
        _("Người xuất: %(who)s. Lúc: %(when)s. Số hộ: %(count)s")
        % {"who": who, "when": moment, "count": len(rows)},
        mark % {"who": who, "when": moment},
    ]
    return Sheet(lines, _columns(phones=phones), rows)


class ExportView(ActorAPIView):
    """A file of the chosen households; the taking away is logged with their number."""

    access = only(HOUSEHOLD_ROLES)
    # The page's own business, not an interface for others.
    schema = None

    def post(self, request: Request) -> HttpResponse:
        wanted = read_wanted(request.data)
        now = clock.now()
        who = maker_of(self.actor, request.user.get_username())
        sheet = household_sheet(self.actor, wanted.ids, who=who, now=now)
        if not sheet.rows:
            raise DomainError(
                "not_found", _("Không còn hộ nào trong số này mà bạn được xem."), status=404
            )
        write, media_type = WRITERS[wanted.form]
        body = write(sheet)
        record_access(
            actor=self.actor,
            action=AccessLog.Action.EXPORT,
            count=len(sheet.rows),
            detail=f"households {wanted.form}",
            at=now,
        )
        response = HttpResponse(body, content_type=media_type)
        name = f"danh-sach-ho-{now.astimezone(clock.ZONE):%Y%m%d-%H%M}.{wanted.form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        patch_cache_control(response, private=True, no_store=True)
        return response
