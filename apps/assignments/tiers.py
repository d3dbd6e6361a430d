"""The three tiers of assignment."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Tier(IntegerChoices):
    """Regulation 04-QC/ĐU (2024), articles 4, 5 and 6."""

    COMMITTEE = 1, _("Đảng ủy viên phụ trách thôn")
    OFFICER = 2, _("Cán bộ xã phụ trách Tổ NDTQ")
    HOUSEHOLD = 3, _("Người phụ trách hộ")
