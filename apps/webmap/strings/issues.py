"""What households wait for: themes and filters."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "theme_issue": _("Vấn đề của hộ: loại"),
        "theme_issue_stage": _("Vấn đề của hộ: đến bước nào"),
        "theme_issue_late": _("Vấn đề của hộ: quá hạn"),
        "issue_none": _("Không có vấn đề đang chờ"),
        "issue_stage_new": _("Mới báo"),
        "issue_stage_in_hand": _("Đang giải quyết"),
        "issue_stage_untold": _("Có trả lời, chưa báo hộ"),
        "issue_late_very_late": _("Quá hạn hơn một tuần"),
        "issue_late_late": _("Quá hạn trong một tuần"),
        "issue_late_in_time": _("Còn trong hạn"),
        "facet_issue": _("Loại vấn đề"),
        "facet_issue_stage": _("Vấn đề đến bước nào"),
        "facet_issue_late": _("Vấn đề quá hạn"),
        "issue_late_row": _("đã quá hạn"),
        "issue_late_ring": _("Vòng đậm bên ngoài: đã quá hạn"),
        "card_issues": _("Vấn đề đang chờ"),
        "theme_issue_hexes": _("Điểm nóng: mật độ hộ có vấn đề"),
        "issue_hexes_scale": _("Số hộ có vấn đề đang chờ trong mỗi ô"),
        "hexes_none": _("Không: tô màu địa bàn"),
        "hexes_gaps": _("Hộ chưa có người phụ trách"),
        "hexes_issues": _("Vấn đề đang chờ: mọi loại"),
        "hexes_issues_of": _("Vấn đề: {kind}"),
        "order_stage": _("Đến bước nào"),
        "order_late": _("Quá hạn"),
        "order_point": _("{what}: {stage}, {late}"),
        "order_group": _("{n} vấn đề ở gần nhau"),
        "order_due": _("Hạn {day}"),
        "order_open": _("Mở vấn đề"),
        "order_rest": _("và {n} vấn đề khác, xem trong danh sách"),
        "order_provisional": _("Vị trí tạm, ở giữa tổ"),
        "order_shown": _("{n} vấn đề an ninh, trật tự đang chờ trên bản đồ"),
        "order_none": _("Không có vấn đề an ninh, trật tự nào đang chờ"),
        "order_unlocated": _("{n} vấn đề của hộ chưa có toạ độ, chỉ có trong danh sách"),
        "order_left_off": _("{n} vấn đề còn dài hạn hơn, chỉ có trong danh sách"),
        "order_failed": _("Chưa tải được vấn đề an ninh, trật tự."),
    }
