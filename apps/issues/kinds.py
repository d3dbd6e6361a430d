"""Kinds of household issues: closed lists, each with its fields, deadline, route and readers.

A kind's fields may change with time; each change is a new version below the old one, which stays
so that what was written under it can be read for ever. There is no field for opinions, religion,
ethnicity, suspects, criminal history or diagnoses (see the decision record on personal data), and
what concerns public order has no free text at all: category, date, state and handler are recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.issues.levels import Level


class IssueKind(TextChoices):
    LIVELIHOOD = "livelihood", _("Nghèo, sinh kế")
    HOUSING = "housing", _("Nhà ở")
    HEALTH_COVER = "health_cover", _("Bảo hiểm y tế")
    SCHOOLING = "schooling", _("Học tập của trẻ")
    LAND = "land", _("Đất đai, tranh chấp")
    ENVIRONMENT = "environment", _("Môi trường")
    PUBLIC_ORDER = "public_order", _("An ninh, trật tự")
    POLICY = "policy", _("Người có công, chính sách")
    INFRASTRUCTURE = "infrastructure", _("Hạ tầng")
    DISASTER = "disaster", _("Nguy cơ thiên tai")
    PETITION = "petition", _("Kiến nghị, phản ánh")


class FieldType(StrEnum):
    CHOICE = "choice"
    # A whole number from 0 to ``most``.
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"


Label = str | Promise


@dataclass(frozen=True, slots=True)
class FieldSpec:
    name: str
    label: Label
    type: FieldType
    choices: tuple[tuple[str, Label], ...] = ()
    is_required: bool = False
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class KindSpec:
    """One version of a kind. ``answer_days``: calendar days in all, until the commune sets its own.

    ``weight``: 1 to 3, how much it counts where the urgent comes first. ``is_restricted``: read by
    those in whose hands it was, not by everyone whose area it lies in. ``has_text``: whether
    anything may be written in free words. ``begins_with``: who has it first wherever somebody sits
    there, whoever reports it; None: the reporter's level.
    """

    kind: IssueKind
    version: int
    fields: tuple[FieldSpec, ...]
    answer_days: int
    weight: int = 1
    route: tuple[Level, ...] = (
        Level.MEMBER,
        Level.CELL,
        Level.OFFICER,
        Level.COMMUNE,
        Level.UPPER,
    )
    begins_with: Level | None = None
    is_restricted: bool = False
    has_text: bool = True


def _choice(
    name: str, label: Label, *choices: tuple[str, Label], is_required: bool = True
) -> FieldSpec:
    return FieldSpec(name, label, FieldType.CHOICE, choices, is_required)


_SPECS: Final[tuple[KindSpec, ...]] = (
    KindSpec(
        IssueKind.LIVELIHOOD,
        1,
        (
            _choice(
                "matter",
                _("Khó khăn gì"),
                ("income", _("Thu nhập thấp")),
                ("no_job", _("Không có việc làm")),
                ("no_land", _("Thiếu đất, phương tiện sản xuất")),
                ("no_capital", _("Thiếu vốn")),
                ("food", _("Thiếu ăn")),
                ("sudden", _("Khó khăn đột xuất")),
            ),
            FieldSpec("people", _("Số người bị ảnh hưởng"), FieldType.NUMBER, most=60),
        ),
        answer_days=30,
        weight=2,
    ),
    KindSpec(
        IssueKind.HOUSING,
        1,
        (
            _choice(
                "matter",
                _("Về việc gì"),
                ("temporary", _("Nhà tạm, dột nát")),
                ("damaged", _("Nhà hư hỏng")),
                ("none", _("Chưa có nhà")),
                ("water", _("Thiếu nước sạch")),
                ("toilet", _("Thiếu nhà tiêu hợp vệ sinh")),
            ),
        ),
        answer_days=30,
        weight=2,
    ),
    KindSpec(
        IssueKind.HEALTH_COVER,
        1,
        (
            _choice(
                "matter",
                _("Về việc gì"),
                ("no_card", _("Chưa có thẻ BHYT")),
                ("expired", _("Thẻ hết hạn")),
                ("wrong_data", _("Thẻ sai thông tin")),
            ),
            FieldSpec("people", _("Số người"), FieldType.NUMBER, is_required=True, most=60),
        ),
        answer_days=15,
        weight=2,
    ),
    KindSpec(
        IssueKind.SCHOOLING,
        1,
        (
            _choice(
                "matter",
                _("Về việc gì"),
                ("at_risk", _("Có nguy cơ bỏ học")),
                ("dropped_out", _("Đã bỏ học")),
                ("costs", _("Không lo được chi phí học")),
                ("distance", _("Trường ở xa")),
            ),
            FieldSpec("children", _("Số trẻ"), FieldType.NUMBER, is_required=True, most=20),
        ),
        answer_days=7,
        weight=3,
    ),
    KindSpec(
        IssueKind.LAND,
        1,
        (
            _choice(
                "matter",
                _("Về việc gì"),
                ("certificate", _("Giấy chứng nhận")),
                ("boundary", _("Ranh giới")),
                ("compensation", _("Bồi thường, thu hồi")),
                ("inheritance", _("Thừa kế, tách thửa")),
                ("other", _("Việc khác về đất")),
            ),
            FieldSpec("since", _("Từ ngày"), FieldType.DATE),
        ),
        answer_days=30,
    ),
    KindSpec(
        IssueKind.ENVIRONMENT,
        1,
        (
            _choice(
                "matter",
                _("Về việc gì"),
                ("waste", _("Rác thải")),
                ("water", _("Nước thải, nguồn nước")),
                ("air", _("Khói, bụi, mùi")),
                ("noise", _("Tiếng ồn")),
                ("forest", _("Rừng, khai thác")),
            ),
        ),
        answer_days=15,
    ),
    KindSpec(
        IssueKind.PUBLIC_ORDER,
        1,
        (
            _choice(
                "category",
                _("Loại việc"),
                ("theft", _("Trộm cắp")),
                ("fire", _("Cháy nổ")),
                ("domestic_violence", _("Bạo lực gia đình")),
                ("drugs", _("Ma túy")),
                ("gambling", _("Cờ bạc")),
                ("loan_sharks", _("Tín dụng đen")),
                ("fraud", _("Lừa đảo")),
                ("disturbance", _("Gây rối, mất trật tự")),
            ),
            FieldSpec("happened_on", _("Ngày xảy ra"), FieldType.DATE, is_required=True),
        ),
        answer_days=7,
        weight=3,
        route=(Level.MEMBER, Level.POLICE, Level.COMMUNE, Level.UPPER),
        begins_with=Level.POLICE,
        is_restricted=True,
        has_text=False,
    ),
    KindSpec(
        IssueKind.POLICY,
        1,
        (
            _choice(
                "matter",
                _("Về việc gì"),
                ("benefit", _("Chế độ, trợ cấp")),
                ("papers", _("Hồ sơ, xác nhận")),
                ("care", _("Chăm sóc, thăm hỏi")),
            ),
        ),
        answer_days=20,
        weight=2,
    ),
    KindSpec(
        IssueKind.INFRASTRUCTURE,
        1,
        (
            _choice(
                "matter",
                _("Về việc gì"),
                ("road", _("Đường")),
                ("bridge", _("Cầu, cống")),
                ("power", _("Điện")),
                ("water", _("Nước")),
                ("network", _("Sóng di động, mạng")),
                ("irrigation", _("Kênh mương")),
            ),
        ),
        answer_days=30,
    ),
    KindSpec(
        IssueKind.DISASTER,
        1,
        (
            _choice(
                "matter",
                _("Nguy cơ gì"),
                ("landslide", _("Sạt lở")),
                ("flood", _("Ngập lụt")),
                ("flash_flood", _("Lũ quét")),
                ("storm", _("Gió bão")),
                ("cold", _("Rét hại")),
                ("fire", _("Cháy rừng")),
            ),
            FieldSpec("needs_moving", _("Cần di dời"), FieldType.YES_NO),
        ),
        answer_days=3,
        weight=3,
    ),
    KindSpec(
        IssueKind.PETITION,
        1,
        (
            _choice(
                "matter",
                _("Về lĩnh vực"),
                ("service", _("Thủ tục, dịch vụ công")),
                ("economy", _("Phát triển kinh tế")),
                ("culture", _("Văn hóa, xã hội")),
                ("building", _("Xây dựng Đảng, chính quyền")),
                ("other", _("Lĩnh vực khác")),
            ),
        ),
        answer_days=15,
    ),
)

SPECS: Final[Mapping[tuple[IssueKind, int], KindSpec]] = {
    (spec.kind, spec.version): spec for spec in _SPECS
}
CURRENT: Final[Mapping[IssueKind, KindSpec]] = {
    kind: max((s for s in _SPECS if s.kind == kind), key=lambda s: s.version) for kind in IssueKind
}
RESTRICTED: Final = frozenset(kind for kind, spec in CURRENT.items() if spec.is_restricted)
WORDLESS: Final = frozenset(kind for kind, spec in CURRENT.items() if not spec.has_text)


def spec_of(kind: IssueKind, version: int) -> KindSpec:
    """The version under which something was written."""
    return SPECS[kind, version]
