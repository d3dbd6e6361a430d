"""Taking the map away: print, picture, page without a network."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        # The letter under the arrow that points north, one letter.
        "north": _("B"),
        "takeaway_made": _("{by} lập lúc {at}"),
        "takeaway_private": _("Có dữ liệu cá nhân, chỉ dùng cho công việc được giao."),
        "takeaway_chosen": _("In, lưu bản đồ"),
        "takeaway_chosen_folium": _("Lưu tệp xem không cần mạng"),
        "takeaway_legend_all": _("{theme} – {n} hộ"),
        "takeaway_legend_plain": _("{theme} – theo bộ lọc, chưa đếm số hộ"),
        "takeaway_legend_hexes": _("{scale} – số ô"),
        "takeaway_legend_chosen": _("{theme} – {n} hộ đã chọn"),
        "takeaway_legend_unlocated": _("{heading}, {n} hộ chưa có toạ độ"),
        "takeaway_legend_areas": _("{measure} – số địa bàn"),
        "takeaway_legend_change": _("{measure}, so với tháng trước – số địa bàn"),
        "takeaway_legend_more": _("{heading} (tiếp)"),
        "takeaway_names_cut": _(
            "Danh sách chỉ có {n} trong {total} hộ. Hãy chọn từng thôn để có đủ."
        ),
        "takeaway_page": _("Trang {n}/{all}"),
        "takeaway_column_number": _("STT"),
        "takeaway_column_code": _("Mã hộ"),
        "takeaway_column_head": _("Chủ hộ"),
        "takeaway_column_village": _("Thôn"),
        "takeaway_column_person": _("Người phụ trách"),
        "takeaway_working": _("Đang chuẩn bị…"),
        "takeaway_done_print": _("Đã gửi bản đồ tới máy in. Việc in này được ghi lại."),
        "takeaway_done_png": _("Đã lưu ảnh bản đồ. Việc lưu này được ghi lại."),
        "takeaway_done_folium": _("Đã lưu tệp bản đồ. Việc lưu này được ghi lại."),
        "takeaway_file_opens": _(
            "Tệp xem không cần mạng mở ra ở “{theme}”, không phải như bản đồ đang xem."
        ),
        "takeaway_none": _("Không còn hộ nào trong bộ lọc để đưa vào tệp."),
        "takeaway_failed": _("Chưa làm được. Hãy kiểm tra mạng rồi thử lại."),
        "takeaway_no_ground": _("Ảnh không có bản đồ nền: máy chủ nền không cho sao chép."),
    }
