"""What a commune may have followed up by itself: a closed list, each with one number and bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.issues.levels import Level


class RuleKind(TextChoices):
    POOR_NO_CONTACT = "poor_no_contact", _("Hộ nghèo, cận nghèo lâu chưa được nắm tình hình")
    NO_CONTACT = "no_contact", _("Hộ bất kỳ lâu chưa được nắm tình hình")
    ESCAPED_NO_CONTACT = "escaped_no_contact", _("Hộ mới thoát nghèo lâu chưa được nắm tình hình")
    POOR_NO_SUPPORT = "poor_no_support", _("Hộ nghèo chưa được hỗ trợ")
    UNCOVERED = "uncovered", _("Hộ lâu chưa có người phụ trách")
    ISSUE_LATE = "issue_late", _("Vấn đề của hộ quá hạn")
    FAR_AWAY = "far_away", _("Hộ ở xa người phụ trách")


class Unit(TextChoices):
    DAYS = "days", _("ngày")
    METRES = "metres", _("mét")


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """``label`` names the rule's one number, which lies from ``low`` to ``high``.

    ``task``: what is to be done, as it stands in the task; ``level``: who does it unless the
    commune says otherwise.
    """

    unit: Unit
    low: int
    high: int
    usual: int
    label: str | Promise
    task: str | Promise
    level: Level


_SINCE = _("Số ngày kể từ lần nắm tình hình gần nhất")
_VISIT = _("Đến nắm tình hình hộ: đã lâu chưa có ai liên hệ.")
SPECS: Final[Mapping[RuleKind, RuleSpec]] = {
    RuleKind.POOR_NO_CONTACT: RuleSpec(
        Unit.DAYS,
        7,
        365,
        30,
        _SINCE,
        _("Đến nắm tình hình hộ nghèo, cận nghèo: đã lâu chưa có ai liên hệ."),
        Level.CELL,
    ),
    RuleKind.NO_CONTACT: RuleSpec(Unit.DAYS, 15, 730, 60, _SINCE, _VISIT, Level.MEMBER),
    RuleKind.ESCAPED_NO_CONTACT: RuleSpec(
        Unit.DAYS,
        7,
        365,
        45,
        _SINCE,
        _("Đến nắm tình hình hộ mới thoát nghèo, xem có nguy cơ tái nghèo không."),
        Level.MEMBER,
    ),
    RuleKind.POOR_NO_SUPPORT: RuleSpec(
        Unit.DAYS,
        30,
        1095,
        180,
        _("Số ngày chưa có hỗ trợ nào được ghi"),
        _("Xem hộ nghèo cần hỗ trợ gì: chưa có hỗ trợ nào được ghi."),
        Level.CELL,
    ),
    RuleKind.UNCOVERED: RuleSpec(
        Unit.DAYS,
        1,
        365,
        15,
        _("Số ngày hộ không có người phụ trách"),
        _("Phân công người phụ trách hộ."),
        Level.CELL,
    ),
    RuleKind.ISSUE_LATE: RuleSpec(
        Unit.DAYS,
        0,
        180,
        7,
        _("Quá hạn hơn số ngày"),
        _("Đôn đốc vấn đề của hộ đã quá hạn."),
        Level.CELL,
    ),
    RuleKind.FAR_AWAY: RuleSpec(
        Unit.METRES,
        200,
        50_000,
        3_000,
        _("Xa nhà người phụ trách hơn (m)"),
        _("Xem lại phân công: hộ ở xa nhà người phụ trách."),
        Level.CELL,
    ),
}
# Who may be given the tasks; a household without a person in charge falls to the cell committee.
LEVELS: Final = (Level.MEMBER, Level.CELL)
DUE_DAYS: Final = (1, 60)
