"""What is not blanked on a household's wish, and why; told before anything is."""

from __future__ import annotations

from django.utils.translation import gettext as _


def what_stays() -> list[tuple[str, str]]:
    """What, and the reason for which it is kept (Law 91/2025/QH15, article 14 leaves it)."""
    return [
        (
            _("Tên chủ hộ, người đang ở, địa chỉ, vị trí nhà"),
            _("Xã cần để làm nhiệm vụ được giao; tự xóa sau khi hộ chuyển đi, theo quy định xã."),
        ),
        (
            _("Diện hộ, quyết định, lộ trình và hỗ trợ đã nhận"),
            _("Hồ sơ chính sách, phải giữ theo pháp luật về lưu trữ."),
        ),
        (
            _("Vấn đề của hộ và các bước giải quyết"),
            _("Hồ sơ giải quyết kiến nghị, phản ánh, phải giữ theo pháp luật."),
        ),
        (
            _("Ngày và hình thức các lần nắm tình hình"),
            _("Chỉ còn số liệu, không còn nội dung."),
        ),
        (
            _("Nhật ký ai đã xem, đã sửa"),
            _("Bảo vệ chính hộ: để biết ai đã dùng dữ liệu của hộ."),
        ),
    ]
