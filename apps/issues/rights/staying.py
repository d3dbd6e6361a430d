"""What is not blanked on a household's wish, and why; told before anything is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Stay:
    """What stays, and the reason for which it is kept (Law 91/2025/QH15, article 14 leaves it).

    ``parts``: of the paper with all that is held (``registry``), those that it speaks of.
    """

    what: str | Promise
    why: str | Promise
    parts: frozenset[str]


STAYS: Final = (
    Stay(
        _("Tên chủ hộ, người đang ở, địa chỉ, vị trí nhà"),
        _("Xã cần để làm nhiệm vụ được giao; tự xóa sau khi hộ chuyển đi, theo quy định xã."),
        frozenset({"household", "residents", "positions"}),
    ),
    Stay(
        _("Việc chuyển thôn, gộp, tách bản ghi; người trong hộ có nhiệm vụ; người phụ trách hộ"),
        _("Lịch sử địa bàn và phân công, để biết ai chịu trách nhiệm ở từng thời điểm."),
        frozenset({"history", "duties", "charge"}),
    ),
    Stay(
        _("Diện hộ, quyết định, lộ trình và hỗ trợ đã nhận"),
        _(
            "Hồ sơ chính sách, phải giữ theo pháp luật về lưu trữ; ghi chú của lộ trình tự xóa khi"
            " hết thời hạn lưu của xã."
        ),
        frozenset({"road"}),
    ),
    Stay(
        _("Vấn đề của hộ, các bước giải quyết, việc phải làm cho hộ"),
        _(
            "Hồ sơ giải quyết kiến nghị, phản ánh, phải giữ theo pháp luật; lời ghi tự xóa khi hết"
            " thời hạn lưu của xã kể từ ngày khép lại. Lời ghi sai thì văn phòng xóa riêng."
        ),
        frozenset({"issues", "tasks"}),
    ),
    Stay(
        _("Ảnh, giấy tờ của vấn đề chưa khép lại"),
        _("Còn cần để giải quyết; xóa được khi vấn đề đã khép lại."),
        frozenset({"attachments"}),
    ),
    Stay(
        _("Nội dung, kết luận ở sinh hoạt chi bộ"),
        _("Biên bản đã ký, phải giữ; phần nói về hộ tự xóa khi hết thời hạn lưu của xã."),
        frozenset({"meetings"}),
    ),
    Stay(
        _("Chuyến đi cơ sở có đến hộ: ngày, việc cần hỏi, kết quả"),
        _("Cần cho việc xã đã hẹn với hộ; việc cần hỏi tự xóa khi hết thời hạn lưu của xã."),
        frozenset({"trips"}),
    ),
    Stay(
        _("Ngày và hình thức các lần nắm tình hình"),
        _("Chỉ còn số liệu, không còn nội dung."),
        frozenset({"contacts"}),
    ),
    Stay(
        _("Dòng trong tệp đã nạp"),
        _("Tự xóa cùng tệp khi hết thời hạn lưu theo quy định của xã."),
        frozenset({"files"}),
    ),
    Stay(
        _("Yêu cầu của hộ về dữ liệu và kết quả"),
        _("Chứng minh xã đã trả lời đúng hạn; lời ghi tự xóa khi hết thời hạn lưu của xã."),
        frozenset({"requests"}),
    ),
    Stay(
        _("Nhật ký ai đã xem, đã sửa"),
        _("Bảo vệ chính hộ: để biết ai đã dùng dữ liệu của hộ."),
        frozenset({"readings"}),
    ),
)


def what_stays() -> list[tuple[str, str]]:
    """What, and why, in the reader's language."""
    return [(str(each.what), str(each.why)) for each in STAYS]
