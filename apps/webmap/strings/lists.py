"""Lists and search."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "uncovered_short": _("Chưa ai phụ trách"),
        "unlocated": _("Chưa có toạ độ"),
        "provisional_short": _("vị trí tạm"),
        "month_row": _("{done}/{required} lần"),
        "month_row_lacks": _("{done}/{required}, thiếu gặp trực tiếp"),
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
        "choose_village": _(
            "Địa bàn có nhiều hộ nên danh sách mở theo từng thôn. Hãy chọn một thôn."
        ),
        "empty_all": _("Chưa có hộ nào."),
        "search_none": _("Không tìm thấy hộ nào."),
        "search_none_in": _(
            "Không tìm thấy hộ nào trong {name}. Hộ ở nơi khác: hãy chọn thôn đó trước."
        ),
        "search_choose_village": _("Chỉ tìm được thôn; muốn tìm hộ, hãy chọn một thôn trước."),
        "search_found": _("Tìm thấy {n} kết quả."),
        "search_more": _("Còn {n} kết quả nữa; gõ thêm để thu hẹp."),
        "search_village": _("Thôn · {n} hộ"),
    }
