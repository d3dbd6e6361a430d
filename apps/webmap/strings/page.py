"""The page itself: themes, legend, state."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "theme_coverage": _("Độ phủ"),
        "theme_recency": _("Lần nắm tình hình gần nhất"),
        "covered": _("Đã có người phụ trách"),
        "uncovered": _("Chưa có người phụ trách"),
        "show_area": _("Xem toàn bộ địa bàn"),
        "map_label": _("Bản đồ các hộ"),
        "map_keys": _(
            "Phím mũi tên để di chuyển, + và − để phóng to, thu nhỏ, "
            "Enter để mở hộ gần tâm bản đồ nhất."
        ),
        "loading": _("Đang tải…"),
        "ready": _("Đã tải {n} hộ."),
        "load_failed": _("Chưa tải được dữ liệu. Hãy kiểm tra mạng rồi thử lại."),
        "place_gone": _("Địa bàn đang xem không còn nữa. Bản đồ chuyển sang: {name}."),
        "tiles_missing": _("Một phần bản đồ chưa tải được."),
        "retry": _("Thử lại"),
        "session_ended": _("Phiên làm việc đã hết. Hãy đăng nhập lại."),
        "sign_in_again": _("Đăng nhập lại"),
        "empty": _(
            "Tài khoản này không xem được hộ nào. Nếu bạn đang được phân công, "
            "hãy báo văn phòng Đảng ủy xã."
        ),
        "no_households": _("Địa bàn này chưa có hộ nào. Hãy nhập danh sách hộ trước."),
        "no_figure": _("Chưa có số liệu"),
        "unit_figures": _("{households} hộ · {uncovered} hộ chưa có người phụ trách"),
        "unit_tooltip": _("{name} – {measure}: {share} · {households} hộ"),
        "units_plain": _("Chọn nơi cần xem trên bản đồ."),
        "units_caption": _(
            "Nơi cần quan tâm nhất xếp trước. Dấu • thay cho số dưới 5 và số làm lộ nó."
        ),
        "units_none": _("Dưới địa bàn này chỉ còn các hộ."),
    }
