"""Closed lists of a cell's meeting: its states, where items come from, what became of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingState(TextChoices):
    DRAFT = "draft", _("Đang chuẩn bị")
    HELD = "held", _("Đã họp, chưa ký biên bản")
    SIGNED = "signed", _("Đã ký biên bản")


class ItemSource(TextChoices):
    """In the order of a new agenda."""

    TASK = "task", _("Việc kỳ trước giao")
    REPORTS = "reports", _("Báo cáo của người phụ trách hộ")
    UNCOVERED = "uncovered", _("Hộ chưa có người phụ trách")
    ISSUE = "issue", _("Vấn đề của hộ")
    OTHER = "other", _("Việc khác")


class ItemState(TextChoices):
    OPEN = "open", _("Chưa bàn")
    CONCLUDED = "concluded", _("Đã kết luận")
    DEFERRED = "deferred", _("Để kỳ sau")
