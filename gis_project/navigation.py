"""The pages that the site's bar and menu lead to, in their order."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.navigation import Entry
from apps.accounts.roles import Role

NAVIGATION = (
    Entry("webmap:map", _("Bản đồ"), in_bar=True),
    Entry(
        "mine:shell",
        _("Hộ của tôi"),
        in_bar=True,
        roles=frozenset({Role.MEMBER_IN_CHARGE, Role.GROUP_OFFICER}),
    ),
    Entry(
        "inbox:home",
        _("Việc của tôi"),
        in_bar=True,
        leads_to=(
            "issues:list",
            "tasks:list",
            "meetings:list",
            "roadmap:board",
            "trips:list",
            "followups:list",
            "rights:requests",
        ),
    ),
    Entry("households:list", _("Hộ"), in_bar=True),
    Entry("people:members", _("Người"), in_bar=True),
    Entry("plan-pages:home", _("Phân công"), in_bar=True),
    Entry("contacts:home", _("Nắm tình hình"), in_bar=True),
    Entry(
        "reports:desk",
        _("Sổ liệu"),
        in_bar=True,
        leads_to=(
            "imports:list",
            "desk:positions",
            "desk:doubles",
            "reports:exports",
            "rules:own",
        ),
    ),
    Entry("issues:list", _("Vấn đề của hộ")),
    Entry("tasks:list", _("Việc được giao")),
    Entry("meetings:list", _("Sinh hoạt chi bộ")),
    Entry("roadmap:board", _("Thoát nghèo")),
    Entry("trips:list", _("Chuyến đi cơ sở")),
    Entry("followups:list", _("Quy tắc theo dõi")),
    Entry("rights:requests", _("Yêu cầu về dữ liệu")),
    Entry("imports:list", _("Nạp tệp")),
    Entry("desk:positions", _("Chưa có toạ độ")),
    Entry("desk:doubles", _("Hộ nghi trùng")),
    Entry("reports:exports", _("Xuất dữ liệu")),
    Entry("contacts:reminders", _("Nhắc việc và lịch")),
    Entry("devices:list", _("Máy lưu dữ liệu")),
    Entry("rules:own", _("Quy định của xã")),
    Entry("accounts:list", _("Danh sách tài khoản"), in_bar=True),
)
