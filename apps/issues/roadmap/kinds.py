"""Closed lists of the road out of poverty: what a step is, what helps, who gives, how it ends."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StepKind(TextChoices):
    LOAN = "loan", _("Vay vốn ưu đãi")
    JOB = "job", _("Việc làm")
    TRAINING = "training", _("Học nghề, tập huấn")
    SEEDLINGS = "seedlings", _("Giống cây")
    LIVESTOCK = "livestock", _("Giống vật nuôi")
    TOOLS = "tools", _("Công cụ, phương tiện sản xuất")
    HOUSE = "house", _("Sửa, xây nhà")
    WATER = "water", _("Nước sạch")
    TOILET = "toilet", _("Nhà tiêu hợp vệ sinh")
    HEALTH_COVER = "health_cover", _("Thẻ BHYT")
    SCHOOLING = "schooling", _("Đưa trẻ đến trường")
    NETWORK = "network", _("Điện thoại, mạng")
    PAPERS = "papers", _("Giấy tờ, chế độ")
    OTHER = "other", _("Việc khác")


class StepOutcome(TextChoices):
    DONE = "done", _("Đã làm xong")
    NOT_NEEDED = "not_needed", _("Không còn cần")
    MOVED_AWAY = "moved_away", _("Hộ đã chuyển đi")


class SupportKind(TextChoices):
    CASH = "cash", _("Tiền mặt")
    LOAN = "loan", _("Vay vốn")
    HOUSE = "house", _("Hỗ trợ nhà ở")
    GOODS = "goods", _("Hiện vật")
    HEALTH_COVER = "health_cover", _("Thẻ BHYT")
    TUITION = "tuition", _("Học phí, đồ dùng học tập")
    TRAINING = "training", _("Học nghề, tập huấn")
    JOB = "job", _("Giới thiệu việc làm")


class Goods(TextChoices):
    """What was given where it was no money."""

    CATTLE = "cattle", _("Trâu, bò")
    PIGS = "pigs", _("Lợn")
    GOATS = "goats", _("Dê")
    POULTRY = "poultry", _("Gia cầm")
    SEEDLINGS = "seedlings", _("Cây giống")
    FERTILISER = "fertiliser", _("Phân bón, vật tư")
    TOOLS = "tools", _("Công cụ, máy móc")
    MATERIALS = "materials", _("Vật liệu xây dựng")
    WATER_TANK = "water_tank", _("Bồn, bể nước")
    FOOD = "food", _("Lương thực, nhu yếu phẩm")
    CARD = "card", _("Thẻ bảo hiểm")
    BOOKS = "books", _("Sách vở, đồ dùng học tập")
    LABOUR = "labour", _("Ngày công")
    COURSE = "course", _("Khóa học, lớp tập huấn")
    PLACE = "place", _("Chỗ làm việc")


class Giver(TextChoices):
    """The body that gave; never a person by name."""

    COMMUNE = "commune", _("UBND xã")
    UPPER = "upper", _("Cấp trên")
    FRONT = "front", _("Mặt trận Tổ quốc")
    WOMEN = "women", _("Hội Phụ nữ")
    FARMERS = "farmers", _("Hội Nông dân")
    YOUTH = "youth", _("Đoàn Thanh niên")
    VETERANS = "veterans", _("Hội Cựu chiến binh")
    RED_CROSS = "red_cross", _("Hội Chữ thập đỏ")
    BANK = "bank", _("Ngân hàng Chính sách xã hội")
    PARTY_CELL = "party_cell", _("Chi bộ, thôn")
    BUSINESS = "business", _("Doanh nghiệp")
    CHARITY = "charity", _("Nhà hảo tâm, tổ chức từ thiện")
    ARMY = "army", _("Quân đội, công an")


class TargetResult(TextChoices):
    """How a registered road ended; the status itself is the yearly decision's."""

    ESCAPED = "escaped", _("Đã thoát nghèo theo quyết định")
    NOT_YET = "not_yet", _("Chưa thoát, đăng ký lại")
    WITHDRAWN = "withdrawn", _("Hộ thôi đăng ký")
    MOVED_AWAY = "moved_away", _("Hộ đã chuyển đi")


class Difference(TextChoices):
    """What a year's list says that the one before did not."""

    NEW = "new", _("Mới vào diện nghèo, cận nghèo")
    FALLEN_BACK = "fallen_back", _("Rơi lại sau khi đã thoát")
    ESCAPED = "escaped", _("Thoát nghèo, thoát cận nghèo")
    BETTER = "better", _("Từ nghèo lên cận nghèo")
    WORSE = "worse", _("Từ cận nghèo xuống nghèo")
    SAME = "same", _("Giữ nguyên")
    MISSING = "missing", _("Năm trước có, nay không có trong danh sách")


class Stage(TextChoices):
    """Where a household is on its road, for the board."""

    NOT_REGISTERED = "not_registered", _("Chưa đăng ký")
    REGISTERED = "registered", _("Đã đăng ký, chưa có việc")
    ON_THE_WAY = "on_the_way", _("Đang thực hiện")
    LEFT = "left", _("Đã thoát nghèo")


class Sign(TextChoices):
    """Why a household that left poverty may fall back."""

    NO_CONTACT = "no_contact", _("Lâu chưa ai nắm tình hình")
    OPEN_ISSUE = "open_issue", _("Có vấn đề sinh kế, nhà ở chưa xong")
    WORK_LOST = "work_lost", _("Có người mất việc")


# A household in one of these is counted as poor or near-poor.
IN_POVERTY: Final = frozenset({"poor", "near_poor"})
# What people choose; that a household left is told by its leaving (``leaving``), and taken back
# with it.
STEP_OUTCOMES: Final = tuple(
    (each.value, each.label) for each in StepOutcome if each is not StepOutcome.MOVED_AWAY
)
TARGET_RESULTS: Final = tuple(
    (each.value, each.label) for each in TargetResult if each is not TargetResult.MOVED_AWAY
)
