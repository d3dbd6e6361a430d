"""Households near each other that wait for the same thing, perhaps for one reason."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "clusters_asking": _("Đang tìm…"),
        "clusters_none": _(
            "Không có chỗ nào từ 3 hộ gần nhau cùng chờ loại này. "
            "Hãy thử loại khác hoặc khoảng cách xa hơn."
        ),
        "clusters_found": _("{n} chỗ, nơi nhiều hộ nhất xếp trước:"),
        "clusters_failed": _("Chưa tìm được. Hãy kiểm tra mạng rồi bấm lại."),
        "cluster_name": _("{n} hộ · {village}"),
        "cluster_reach": _("trong vòng {distance}"),
        "cluster_named": _("đã gắn: {causes}"),
        "cluster_known": _("Nguyên nhân đã gắn:"),
        "cluster_home": _("Hộ thứ {n}"),
        "cluster_new_cause": _("Nguyên nhân mới"),
        "cluster_no_homes": _("Hãy chọn ít nhất một hộ."),
        "cluster_no_title": _("Hãy ghi tên nguyên nhân, hoặc chọn một nguyên nhân đã có."),
        "cluster_offline": _("Mất kết nối. Nội dung còn nguyên; hãy gửi lại khi có mạng."),
        "cluster_send_failed": _("Chưa gắn được. Nội dung còn nguyên; hãy thử lại."),
        "cluster_done": _("Đã gắn {n} vấn đề với “{title}”."),
        "cluster_open_cause": _("Mở nguyên nhân"),
        "cluster_open_issues": _("Xem các vấn đề loại này của thôn"),
        "cluster_selected": _("Đã chọn {n} hộ ở chỗ này."),
    }
