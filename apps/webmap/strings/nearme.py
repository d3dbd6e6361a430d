"""Households near the reader."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "near_locating": _("Đang tìm vị trí của bạn…"),
        "near_denied": _(
            "Trình duyệt không được phép biết vị trí. Hãy cho phép vị trí "
            "trong phần cài đặt của trang này rồi thử lại."
        ),
        "near_unavailable": _("Máy không xác định được vị trí. Hãy bật định vị (GPS) rồi thử lại."),
        "near_timeout": _("Chờ quá lâu chưa có vị trí. Hãy ra chỗ thoáng rồi thử lại."),
        "near_unsupported": _("Trình duyệt này không cho biết vị trí."),
        "near_accuracy": _("Vị trí của bạn, sai số khoảng {distance}."),
        "near_count": _("{total} hộ trong {distance}; {n} hộ gần nhất:"),
        "near_none": _("Không có hộ nào trong {distance}."),
        "near_count_in": _("{total} hộ của {village} trong {distance}; {n} hộ gần nhất:"),
        "near_none_in": _("Không có hộ nào của {village} trong {distance}."),
        "near_choose_village": _("Địa bàn có nhiều hộ. Hãy chọn một thôn để xem các hộ gần bạn."),
        "near_row": _("cách {distance}, hướng {wind}"),
        "near_covered": _("Đã có người phụ trách"),
        "near_uncovered": _("Chưa ai phụ trách"),
        "wind_n": _("Bắc"),
        "wind_ne": _("Đông Bắc"),
        "wind_e": _("Đông"),
        "wind_se": _("Đông Nam"),
        "wind_s": _("Nam"),
        "wind_sw": _("Tây Nam"),
        "wind_w": _("Tây"),
        "wind_nw": _("Tây Bắc"),
    }
