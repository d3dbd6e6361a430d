"""A household's card."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
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
        "stack_here": _("{n} hộ cùng một điểm"),
        "stack_provisional": _("{n} hộ cùng một điểm tạm"),
        "stack_number": _("Hộ thứ {n}"),
        "open_page": _("Xem trang hộ"),
        "card_gone": _("Không tìm thấy hộ này, hoặc bạn không còn được xem hộ này."),
    }
