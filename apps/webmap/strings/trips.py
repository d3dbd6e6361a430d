"""A trip to chosen households."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "trip_open": _("Lập chuyến đi"),
        "trip_chosen": _("{n} hộ đã chọn."),
        "trip_too_many": _("Một chuyến đi có nhiều nhất {most} hộ. Hãy chọn ít hơn."),
        "trip_plan": _("Lập chuyến đi"),
        "trip_add": _("Thêm vào chuyến đi"),
        "trip_coming": _("Thêm vào {title} ({day}, {n} hộ)"),
        "trip_no_day": _("Hãy ghi ngày đi dạng ngày/tháng/năm, ví dụ 16/11/2026."),
        "trip_working": _("Đang lập chuyến đi…"),
        "trip_failed": _("Chưa lập được. Hãy kiểm tra mạng rồi thử lại."),
    }
