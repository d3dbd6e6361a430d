"""Putting chosen households to a person in the draft of a plan."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return _dialog() | _reasons()


def _dialog() -> dict[str, str]:
    return {
        "assign_open": _("Giao người phụ trách"),
        "assign_chosen": _("{n} hộ đã chọn."),
        "assign_too_many": _("Mỗi lần giao được nhiều nhất {most} hộ. Hãy chọn ít hơn."),
        "assign_draft": _("{cell}, năm {year}"),
        "assign_start": _("{cell} chưa có dự thảo: lập kế hoạch hoặc sửa đổi, bổ sung"),
        "assign_submitted": _("{cell}: kế hoạch đã trình chi bộ, chưa sửa được"),
        "assign_person": _("{name} – {given}/{capacity} hộ"),
        "assign_nobody": _("Chi bộ này chưa có ai nhận hộ được."),
        "assign_will": _("Sẽ giao {n} hộ cho {name}."),
        "assign_will_not": _("{n} hộ không giao được hoặc không cần giao."),
        "assign_over": _("Như vậy là {n} hộ, quá sức nhận {capacity} hộ."),
        "assign_working": _("Đang giao hộ…"),
        "assign_done": _("Đã giao {n} hộ cho {name} trong dự thảo."),
        "assign_none": _("Không giao thêm được hộ nào cho {name}."),
        "assign_failed": _("Chưa giao được. Hãy kiểm tra mạng rồi thử lại."),
        "assign_no_answer": _("Chưa lấy được kế hoạch. Hãy đóng rồi mở lại."),
        "assign_and_more": _("{names} và {n} hộ khác"),
    }


def _reasons() -> dict[str, str]:
    return {
        "assign_outside": _("{n} hộ không thuộc chi bộ của dự thảo này:"),
        "assign_already": _("{n} hộ đã giao cho người này từ trước:"),
        "assign_locked": _("{n} hộ đã khoá người phụ trách:"),
        "assign_cannot_carry": _("{n} hộ ngoài thôn mà người này nhận:"),
        "assign_banned": _("{n} hộ chi ủy đã ghi không giao cho người này:"),
        "assign_own_household": _("{n} hộ là hộ của chính người này:"),
        "assign_changed_since": _("{n} hộ người khác vừa đổi, giữ nguyên như họ đổi:"),
    }
