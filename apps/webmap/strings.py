"""Every word the map's JavaScript shows, in the reader's language.

Words in braces are filled in by ``fill`` of ``static/js/core/format.js``.
"""

from django.utils.translation import gettext as _


def map_strings() -> dict[str, str]:
    """Texts by the key the JavaScript asks for."""
    return _page_strings() | _list_strings() | _card_strings()


def _page_strings() -> dict[str, str]:
    return {
        "theme_coverage": _("Độ phủ"),
        "theme_recency": _("Lần nắm tình hình gần nhất"),
        "covered": _("Đã có người phụ trách"),
        "uncovered": _("Chưa có người phụ trách"),
        "legend_hint": _("Bấm để ẩn hoặc hiện nhóm này trên bản đồ"),
        "zoom_in": _("Phóng to"),
        "zoom_out": _("Thu nhỏ"),
        "show_area": _("Xem toàn bộ địa bàn"),
        "map_label": _("Bản đồ các hộ"),
        "map_keys": _(
            "Phím mũi tên để di chuyển, + và − để phóng to, thu nhỏ, "
            "Enter để mở hộ gần tâm bản đồ nhất."
        ),
        "loading": _("Đang tải…"),
        "ready": _("Đã tải {n} hộ."),
        "load_failed": _("Chưa tải được dữ liệu. Hãy kiểm tra mạng rồi thử lại."),
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
        "unit_tooltip": _("{name}: độ phủ {share}, {households} hộ"),
        "units_caption": _(
            "Nơi có độ phủ thấp nhất xếp trước. Dấu • thay cho số dưới 5 và số làm lộ nó."
        ),
    }


def _list_strings() -> dict[str, str]:
    return {
        "uncovered_short": _("Chưa ai phụ trách"),
        "unlocated": _("Chưa có toạ độ"),
        "never": _("Chưa lần nào"),
        "today": _("Hôm nay"),
        "days_ago": _("{n} ngày trước"),
        "n_households": _("{n} hộ"),
        "distance": _("cách {distance}"),
        "no_village": _("Chưa rõ thôn"),
        "caption_uncovered": _(
            "Thôn gần tâm bản đồ nhất xếp trước; kéo bản đồ thì danh sách xếp lại."
        ),
        "caption_unlocated": _(
            "Các hộ này vẫn tính trong mọi con số, nhưng chưa đặt được lên bản đồ."
        ),
        "caption_all": _("Tất cả các hộ bạn được xem, thôn gần tâm bản đồ nhất xếp trước."),
        "empty_uncovered": _("Hộ nào cũng đã có người phụ trách."),
        "empty_unlocated": _("Hộ nào cũng đã có toạ độ."),
        "empty_all": _("Chưa có hộ nào."),
        "search_none": _("Không tìm thấy hộ nào."),
        "search_found": _("Tìm thấy {n} kết quả."),
        "search_more": _("Còn {n} kết quả nữa; gõ thêm để thu hẹp."),
        "search_village": _("Thôn · {n} hộ"),
    }


def _card_strings() -> dict[str, str]:
    return {
        "in_charge": _("Người phụ trách"),
        "since": _("từ {day}"),
        "last_contact": _("Lần nắm tình hình gần nhất"),
        "never_long": _("Chưa lần nào"),
        "this_month": _("Tháng này"),
        "month_of": _("{done} trên {required} lần"),
        "village": _("Thôn"),
        "group": _("Tổ NDTQ"),
        "size": _("Nhân khẩu"),
        "n_people": _("{n} người"),
        "statuses": _("Diện hộ"),
        "phone": _("Điện thoại"),
        "no_phone": _("Chưa có số"),
        "address": _("Địa chỉ"),
        "position": _("Vị trí"),
        "card_gone": _("Không tìm thấy hộ này, hoặc bạn không còn được xem hộ này."),
    }
