"""The office's data desk: what there is to do with the register, and how much of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.actor import Actor
from apps.accounts.navigation import may_open
from apps.households import positions
from apps.households.doubles import alike_pairs
from apps.households.models import Household
from apps.imports.models import ImportBatch
from apps.people.models import Membership

Says = Callable[[Actor, date], str]


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do: where, and in a few words how much of it waits."""

    url: str
    title: str
    about: str
    says: str


@dataclass(frozen=True, slots=True)
class _Offer:
    url_name: str
    title: Any
    about: Any
    says: Says


def _households(actor: Actor, at: date) -> str:
    count = Household.objects.visible_to(actor).living(at=at).count()
    return ngettext("%(count)s hộ", "%(count)s hộ", count) % {"count": number_format(count)}


def _batches(actor: Actor, at: date) -> str:
    open_ones = ImportBatch.objects.visible_to(actor).exclude(state=ImportBatch.State.COMMITTED)
    count = open_ones.count()
    if not count:
        return _("Không có lượt nào dang dở")
    return ngettext("%(count)s lượt dang dở", "%(count)s lượt dang dở", count) % {"count": count}


def _unlocated(actor: Actor, at: date) -> str:
    found = positions.worklist(actor, at=at).aggregate(
        missing=Count("pk", filter=Q(position__isnull=True)),
        provisional=Count("pk", filter=Q(position__isnull=False)),
    )
    if not found["missing"] and not found["provisional"]:
        return _("Hộ nào cũng có toạ độ")
    return _("%(missing)s hộ chưa có, %(provisional)s hộ đang lấy tạm") % {
        name: number_format(count) for name, count in found.items()
    }


def _doubles(actor: Actor, at: date) -> str:
    count = len(alike_pairs(actor, at=at))
    if not count:
        return _("Không thấy cặp nào đáng ngờ")
    return ngettext("%(count)s cặp cần xem", "%(count)s cặp cần xem", count) % {
        "count": number_format(count)
    }


def _members(actor: Actor, at: date) -> str:
    count = Membership.objects.visible_to(actor).in_force(at=at).values("person").count()
    return ngettext("%(count)s đảng viên", "%(count)s đảng viên", count) % {
        "count": number_format(count)
    }


def _nothing(_actor: Actor, _at: date) -> str:
    return ""


_OFFERS = (
    _Offer(
        "imports:list",
        gettext_lazy("Nạp tệp"),
        gettext_lazy("Đưa danh sách, ranh giới, sổ thăm hộ đang có vào; xem trước rồi mới ghi."),
        _batches,
    ),
    _Offer(
        "desk:positions",
        gettext_lazy("Hộ chưa có toạ độ"),
        gettext_lazy("Đặt từng hộ lên bản đồ, hoặc lấy tạm tâm tổ."),
        _unlocated,
    ),
    _Offer(
        "desk:doubles",
        gettext_lazy("Hộ nghi trùng"),
        gettext_lazy("Những cặp hộ giống nhau: gộp lại, hoặc nói rằng đó là hai hộ."),
        _doubles,
    ),
    _Offer(
        "households:list",
        gettext_lazy("Hộ gia đình"),
        gettext_lazy("Tìm, xem và sửa từng hộ; hộ mới, hộ chuyển đi, tách hộ."),
        _households,
    ),
    _Offer(
        "people:members",
        gettext_lazy("Đảng viên, cán bộ, chi bộ"),
        gettext_lazy("Ai ở chi bộ nào, giữ chức vụ gì, phụ trách được bao nhiêu hộ."),
        _members,
    ),
    _Offer(
        "reports:exports",
        gettext_lazy("Xuất dữ liệu"),
        gettext_lazy("Lấy danh sách ra Excel, CSV, GeoPackage, GeoJSON."),
        _nothing,
    ),
    _Offer(
        "rules:own",
        gettext_lazy("Quy định của xã"),
        gettext_lazy("Số lần nắm tình hình, sức phụ trách, hạn xử lý, thời gian lưu."),
        _nothing,
    ),
)


def cards(actor: Actor, *, at: date) -> list[Card]:
    """What the actor may do at the desk on the day ``at``."""
    found = []
    for offer in _OFFERS:
        url = reverse(offer.url_name)
        if may_open(actor, url):
            says = offer.says(actor, at)
            found.append(Card(url, str(offer.title), str(offer.about), says))
    return found
