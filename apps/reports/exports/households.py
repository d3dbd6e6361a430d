"""Households as rows, as far as the actor's post sees them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from apps.accounts.roles import PHONE_ROLES
from apps.assignments.expressions import name_in_charge
from apps.common.db import by_unit_name
from apps.households.models import Household, PositionSource
from apps.households.selectors import households_wanted
from apps.households.statuses import statuses_of
from apps.reports.exports.extracts import Extract, Wish, limited, shape_of
from apps.reports.exports.sheets import Column, Value
from apps.visits.expressions import contact_days, last_contact_day
from apps.visits.keeping import is_kept
from apps.visits.models import Channel, ContactRule
from apps.visits.recency import month_of
from apps.visits.selectors import rules_of


def _month_days(
    rules: Mapping[int, ContactRule], at: date, channel: Channel | None = None
) -> models.Case:
    """Contact days of each commune's own month."""
    whens = [
        models.When(commune=pk, then=contact_days(*month_of(at, rule.month_start), channel))
        for pk, rule in rules.items()
    ]
    return models.Case(*whens, default=models.Value(0), output_field=models.IntegerField())


def _rules(found: "models.QuerySet[Any]") -> dict[int, ContactRule]:
    return rules_of(found.order_by().values_list("commune_id", flat=True).distinct())


def _chosen(found: "models.QuerySet[Any]", rules: Mapping[int, ContactRule], at: date) -> list[Any]:
    return limited(
        found.annotate(
            in_charge=name_in_charge(at),
            last_day=last_contact_day(at),
            month_days=_month_days(rules, at),
            in_person=_month_days(rules, at, Channel.IN_PERSON),
        )
        .select_related("commune", "village", "group")
        .defer("commune__geom", "village__geom", "group__geom")
        .order_by(by_unit_name("village__name"), "village_id", "code")
    )


def _wished(wish: Wish) -> "models.QuerySet[Any]":
    if wish.listed is not None:
        found: models.QuerySet[Any] = households_wanted(wish.actor, wish.listed, at=wish.at)
        return found
    return Household.objects.visible_to(wish.actor).living(at=wish.at).filter(wish.of_household())


def _phones_shown(wish: Wish) -> frozenset[int]:
    """Households whose telephone number the actor's post needs."""
    rung = Household.objects.reached_by(wish.actor, PHONE_ROLES).filter(wish.of_household())
    return frozenset(rung.values_list("pk", flat=True))


def _columns(*, phones: bool, gone: bool) -> list[Column]:
    last = _("Lần nắm tình hình gần nhất")
    return [
        Column(_("STT"), 6, "stt", "int"),
        Column(_("Mã hộ"), 16, "ma_ho"),
        Column(_("Chủ hộ"), 26, "chu_ho"),
        Column(_("Thôn"), 22, "ten_thon"),
        Column(_("Tổ NDTQ"), 14, "to_ndtq", missing=_("Chưa xếp tổ")),
        Column(_("Địa chỉ"), 30, "dia_chi"),
        Column(_("Nhân khẩu"), 10, "nhan_khau", "int"),
        Column(_("Diện hộ"), 22, "dien_ho"),
        *([Column(_("Điện thoại"), 15, "dien_thoai")] if phones else []),
        Column(_("Người phụ trách"), 26, "nguoi_phu_trach", missing=_("Chưa có người phụ trách")),
        Column(last, 16, "nam_tinh_hinh_gan_nhat", "date", missing=_("Chưa lần nào")),
        Column(_("Số ngày nắm trong tháng"), 12, "so_lan_trong_thang", "int"),
        Column(_("Trong đó gặp trực tiếp"), 12, "gap_truc_tiep", "int"),
        Column(_("Đủ theo quy định tháng"), 12, "du_quy_dinh"),
        # Others take a point for where the house is: the file says so where it is not.
        Column(_("Vị trí trên bản đồ"), 22, "vi_tri", missing=_("Chưa có toạ độ")),
        *(_gone_columns() if gone else []),
    ]


def _gone_columns() -> list[Column]:
    return [
        Column(_("Chuyển đi từ"), 14, "chuyen_di_tu", "date", missing=_("Đang ở")),
        Column(_("Vì sao đi"), 22, "vi_sao_di"),
    ]


def _gone_cells(household: Any, at: date) -> list[Value]:
    if not _has_left(household, at):
        return [None, None]
    return [household.left_on, str(household.get_left_reason_display()) or None]


def _has_left(household: Any, at: date) -> bool:
    return household.left_on is not None and household.left_on <= at


def _place(household: Any) -> str | None:
    if household.position is None:
        return None
    if household.position_source == PositionSource.GROUP_CENTRE:
        return _("Tạm lấy tâm tổ")
    return _("Đã có toạ độ")


def _kept_word(household: Any, rule: ContactRule, at: date) -> str:
    if _has_left(household, at):
        return _("Đã chuyển đi")
    kept = is_kept(rule, days=household.month_days, in_person=household.in_person)
    return _("Đủ") if kept else _("Chưa đủ")


def _row(
    number: int, household: Any, rule: ContactRule, phone: list[Value], at: date
) -> list[Value]:
    # Nobody is missing where nobody lives any more.
    in_charge = "" if _has_left(household, at) else None
    return [
        number,
        household.code,
        household.head_name,
        household.village.name,
        household.group.name if household.group else None,
        household.address or None,
        household.size,
        ", ".join(statuses_of(household)) or None,
        *phone,
        household.in_charge or in_charge,
        household.last_day,
        household.month_days,
        household.in_person,
        _kept_word(household, rule, at),
        _place(household),
    ]


def households(wish: Wish) -> Extract:
    """Those wished for and within reach; the others are as if they did not exist."""
    wished = _wished(wish)
    rules = _rules(wished)
    found = _chosen(wished, rules, wish.at)
    phones = wish.actor.has_any(PHONE_ROLES)
    # Only where those who left may be among them: they are told from the others by it.
    gone = wish.listed is not None and wish.listed.left != ""
    rung = _phones_shown(wish) if phones else frozenset()
    rows = [
        _row(
            number,
            home,
            rules[home.commune_id],
            [(home.phone or None) if home.pk in rung else None] if phones else [],
            wish.at,
        )
        + (_gone_cells(home, wish.at) if gone else [])
        for number, home in enumerate(found, start=1)
    ]
    communes = sorted({home.commune.full_name for home in found})
    return Extract(
        _columns(phones=phones, gone=gone),
        rows,
        communes,
        [shape_of(home.position) for home in found],
    )
