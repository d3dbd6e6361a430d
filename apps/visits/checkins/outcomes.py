"""What becomes of one thing that a phone brings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.accounts.keys import Answer
from apps.common.errors import DomainError

#: What to answer when it was taken, or why it was not and what to do.
Outcome = Answer | DomainError


def out_of_reach() -> DomainError:
    return DomainError(
        "not_found",
        _(
            "Hộ này không thuộc phần bạn phụ trách vào ngày đó, hoặc không có."
            " Hãy chọn lại hộ, hoặc báo chi ủy."
        ),
        status=404,
    )


def key_used() -> DomainError:
    return DomainError(
        "key_used",
        _("Lần ghi này đã được gửi với nội dung khác. Hãy ghi lại thành một lần mới."),
        status=409,
    )


def unknown_companion() -> DomainError:
    return DomainError(
        "unknown_companion",
        _("Có người đi cùng không nằm trong danh sách của xã. Hãy chọn lại người đi cùng."),
        status=422,
    )


def not_written() -> DomainError:
    return DomainError(
        "not_written",
        _("Máy chủ không ghi được lần này. Hãy ghi lại; nếu vẫn vậy, báo văn phòng xã."),
        status=422,
    )
