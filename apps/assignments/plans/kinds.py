"""Closed lists about plans. None of them says anything of what a person is like."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Seed(TextChoices):
    """What a draft begins with."""

    EMPTY = "empty", _("Để trống")
    PRESENT = "present", _("Theo phân công hiện nay")
    LAST_PLAN = "last_plan", _("Theo kế hoạch lần trước")
    SOLVER = "solver", _("Máy đề xuất")


class PairSource(TextChoices):
    """Who thought of a pair."""

    HAND = "hand", _("Chi ủy chọn")
    PRESENT = "present", _("Đang phụ trách")
    LAST_PLAN = "last_plan", _("Kế hoạch lần trước")
    SOLVER = "solver", _("Máy đề xuất")


class BanReason(TextChoices):
    """Why a person is not to be in charge of a household, as the committee states it."""

    RELATIVE = "relative", _("Có quan hệ gia đình")
    HOUSEHOLD_ASKED = "household_asked", _("Hộ đề nghị người khác")
    PERSON_ASKED = "person_asked", _("Người được phân công đề nghị")
    OTHER_DUTY = "other_duty", _("Vướng nhiệm vụ khác")
    HARD_TO_REACH = "hard_to_reach", _("Đi lại khó khăn")


class AmendReason(TextChoices):
    """Why a plan in force is amended during the year."""

    MEMBER_LEFT = "member_left", _("Đảng viên rời chi bộ")
    MEMBER_MOVED = "member_moved", _("Đảng viên chuyển nơi ở, đổi việc")
    MEMBER_UNABLE = "member_unable", _("Đảng viên không bảo đảm sức khoẻ công tác")
    HOUSEHOLDS_CHANGED = "households_changed", _("Hộ mới đến, tách hộ, chuyển đi")
    OFFICER_CHANGED = "officer_changed", _("Cán bộ nghỉ, chuyển công tác, đổi nhiệm vụ")
    UNITS_CHANGED = "units_changed", _("Thôn, Tổ NDTQ thay đổi")
    OTHER = "other", _("Lý do khác")


_UPPER_ONLY = (AmendReason.OFFICER_CHANGED, AmendReason.UNITS_CHANGED)
#: of plans of a cell, and of the commune's plans of tiers 1 and 2
CELL_AMENDS = tuple(reason for reason in AmendReason if reason not in _UPPER_ONLY)
UPPER_AMENDS = (*_UPPER_ONLY, AmendReason.OTHER)
#: why somebody is kept off a group or a village: the reasons that are about no household
UPPER_BANS = tuple(reason for reason in BanReason if reason != BanReason.HOUSEHOLD_ASKED)


class EditKind(TextChoices):
    SEED = "seed", _("Lập ban đầu")
    CHANGE = "change", _("Đổi người phụ trách")
    LOCK = "lock", _("Khoá, mở khoá")
    BAN = "ban", _("Không phân công")
    DUTY = "duty", _("Ghi nhiệm vụ")
    SECRETARY = "secretary", _("Cử thư ký")
    PROPOSE = "propose", _("Lấy theo đề xuất")
    UNDO = "undo", _("Hoàn tác")


#: What a cell usually gives members to do beside households (Guidance of Bình Thuận, 2008, on the
#: work of members in villages): to choose from, never the only words.
USUAL_DUTIES = (
    _("Phụ trách tổ an ninh thôn xóm"),
    _("Phụ trách tổ hoà giải"),
    _("Phụ trách tổ khuyến nông"),
    _("Phụ trách tổ khuyến học"),
    _("Tổ trưởng hoặc tổ phó tổ tự quản"),
    _("Làm công tác Mặt trận, đoàn thể"),
    _("Giúp quần chúng ưu tú phấn đấu vào Đảng"),
    _("Giám sát công trình, việc do dân đóng góp"),
    _("Vận động quỹ tương trợ, từ thiện"),
    _("Hướng dẫn, giúp đỡ thanh thiếu nhi"),
)


class RunState(TextChoices):
    """A proposal asked of the worker."""

    WAITING = "waiting", _("Đang chờ")
    RUNNING = "running", _("Đang tính")
    DONE = "done", _("Đã tính xong")
    CANCELLED = "cancelled", _("Đã dừng")
    FAILED = "failed", _("Bị lỗi")


class ProposalState(TextChoices):
    """What the machine proposes to one cell."""

    WAITING = "waiting", _("Chưa tính")
    READY = "ready", _("Chờ chi ủy xem")
    ACCEPTED = "accepted", _("Đã lấy vào dự thảo")
    DROPPED = "dropped", _("Đã bỏ")
