"""Choosing households on the map and what is done with them."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "select_count": _("Đã chọn {n} hộ"),
        "select_none": _("Chưa chọn hộ nào"),
        "select_detail": _("{uncovered} hộ chưa ai phụ trách · {unlocated} hộ chưa có toạ độ"),
        "lines_cut": _(
            "Vẽ {n} trên {total} đường nối tới nhà người phụ trách; chọn ít hộ hơn để thấy đủ."
        ),
        "select_only_matching": _("Chỉ các hộ khớp bộ lọc mới được chọn."),
        "draw_polygon": _(
            "Bấm từng đỉnh của vùng; bấm đúp hoặc Enter để khép vùng, "
            "Backspace bỏ đỉnh cuối, Esc để thôi."
        ),
        "draw_rectangle": _("Kéo từ góc này đến góc kia của vùng; Esc để thôi."),
        "draw_circle": _("Kéo từ tâm ra mép của vòng tròn; Esc để thôi."),
        "draw_found": _("Vùng vừa vẽ có {n} hộ. Đã chọn {total} hộ."),
        "draw_stopped": _("Đã thôi vẽ."),
        "export_open": _("Xuất tệp"),
        "export_working": _("Đang tạo tệp…"),
        "export_done": _("Đã tải tệp danh sách {n} hộ. Việc xuất này được ghi lại."),
        "export_failed": _("Chưa xuất được. Hãy kiểm tra mạng rồi thử lại."),
    }
