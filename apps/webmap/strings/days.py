"""Areas compared between two days that the reader chose."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return _measures() | _changes() | _legend()


def _measures() -> dict[str, str]:
    return {
        "days_waiting": _("Hộ có vấn đề đang chờ"),
        "days_waiting_late": _("Hộ có vấn đề quá hạn"),
        "days_uncovered": _("Hộ chưa ai phụ trách"),
        "days_told": _("Cuối ngày {since} → cuối ngày {until}, số hộ. Màu là thay đổi."),
        "days_told_by_steps": _(
            "Cuối ngày {since} → cuối ngày {until}. Số hộ ghi theo mức; số nhỏ được giấu (•). "
            "Màu là thay đổi theo mức."
        ),
        "days_choose_commune": _("Hãy mở một xã, phường rồi so."),
        "days_no_day": _("Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 16/11/2026."),
        "days_order": _("Ngày sau phải muộn hơn ngày trước."),
    }


def _changes() -> dict[str, str]:
    return {
        "days_steps": _("{n} mức"),
        "days_same": _("không đổi"),
        "days_same_step": _("cùng mức"),
        "days_unknown": _("Không so được"),
        "days_spoken_better": _("khá hơn: {change}"),
        "days_spoken_worse": _("kém hơn: {change}"),
        "days_spoken_same": _("không đổi"),
    }


def _legend() -> dict[str, str]:
    return {
        "days_legend": _("{measure}: cuối ngày {since} so với cuối ngày {until}"),
        "days_step_0": _("▼▼ Thêm từ 10 hộ"),
        "days_step_1": _("▼ Thêm dưới 10 hộ"),
        "days_step_2": _("= Không đổi"),
        "days_step_3": _("▲ Bớt dưới 10 hộ"),
        "days_step_4": _("▲▲ Bớt từ 10 hộ"),
        "days_step_by_steps_0": _("▼▼ Lên từ ba mức"),
        "days_step_by_steps_1": _("▼ Lên một, hai mức"),
        "days_step_by_steps_2": _("= Cùng mức"),
        "days_step_by_steps_3": _("▲ Xuống một, hai mức"),
        "days_step_by_steps_4": _("▲▲ Xuống từ ba mức"),
    }
