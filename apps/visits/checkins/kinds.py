"""Closed lists about check-ins. Nothing here says what somebody thinks, believes or suffers from.

What changed in a household is what the household's own register holds: who lives there, work,
residence, and difficulties that an office can help with. Illness has no code: cover has.
"""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ChangeKind(TextChoices):
    """What a contact found to have changed; the part comes before the first underscore."""

    MEMBERS_BORN = "members_born", _("Có trẻ mới sinh")
    MEMBERS_MOVED_IN = "members_moved_in", _("Có người đến ở")
    MEMBERS_MOVED_OUT = "members_moved_out", _("Có người chuyển đi")
    MEMBERS_MARRIED = "members_married", _("Có người kết hôn")
    MEMBERS_DIED = "members_died", _("Có người mất")
    WORK_FOUND = "work_found", _("Có việc làm mới")
    WORK_LOST = "work_lost", _("Mất việc")
    WORK_AWAY = "work_away", _("Có người đi làm ăn xa")
    WORK_BACK = "work_back", _("Có người đi làm xa trở về")
    RESIDENCE_TEMPORARY = "residence_temporary", _("Có người tạm trú")
    RESIDENCE_ABSENCE = "residence_absence", _("Có người tạm vắng")
    RESIDENCE_PHONE = "residence_phone", _("Đổi số điện thoại")
    RESIDENCE_MOVED = "residence_moved", _("Cả hộ đã chuyển đi")
    DIFFICULTY_INCOME = "difficulty_income", _("Khó khăn về thu nhập")
    DIFFICULTY_HOUSING = "difficulty_housing", _("Nhà ở hư hỏng, tạm bợ")
    DIFFICULTY_HEALTH_COVER = "difficulty_health_cover", _("Chưa có bảo hiểm y tế")
    DIFFICULTY_SCHOOLING = "difficulty_schooling", _("Có trẻ bỏ học hoặc có nguy cơ bỏ học")
    DIFFICULTY_WATER = "difficulty_water", _("Thiếu nước sạch, nhà vệ sinh")
    DIFFICULTY_DISASTER = "difficulty_disaster", _("Thiệt hại do thiên tai, cháy nổ")

    @property
    def part(self) -> Promise:
        """What the list is called under which the code stands."""
        return PARTS[self.value.split("_", 1)[0]]


PARTS: Final[dict[str, Promise]] = {
    "members": _("Nhân khẩu"),
    "work": _("Việc làm"),
    "residence": _("Cư trú"),
    "difficulty": _("Khó khăn"),
}


class FlagKind(TextChoices):
    """What is odd about a check-in; it counts all the same (rules in ``checkins.flags``)."""

    NO_POSITION = "no_position", _("Không có vị trí")
    POOR_ACCURACY = "poor_accuracy", _("Vị trí kém chính xác")
    FAR_AWAY = "far_away", _("Ở xa hộ")
    TOO_SOON = "too_soon", _("Ghi lại quá sớm")
    IMPOSSIBLE_SPEED = "impossible_speed", _("Đi nhanh bất thường")
    CLOCKS_APART = "clocks_apart", _("Giờ máy sai lệch")
    PARALLEL = "parallel", _("Hai người cùng ghi")
    HOUSEHOLD_GONE = "household_gone", _("Hộ đã chuyển đi")


class FlagOutcome(TextChoices):
    """What the committee found when it looked."""

    FINE = "fine", _("Không có gì sai")
    TALKED_OVER = "talked_over", _("Đã trao đổi với người ghi")


class ProposalState(TextChoices):
    """A position proposed from the spot."""

    WAITING = "waiting", _("Chờ duyệt")
    ACCEPTED = "accepted", _("Đã nhận")
    DECLINED = "declined", _("Không nhận")
    OVERTAKEN = "overtaken", _("Đã có vị trí khác")
