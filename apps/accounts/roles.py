"""What a person may be to the software. A role never stands alone: a Grant ties it to an area."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    SYSTEM_ADMIN = "system_admin", _("Quản trị hệ thống")
    COMMUNE_LEADER = "commune_leader", _("Lãnh đạo xã")
    COMMUNE_OFFICE = "commune_office", _("Văn phòng Đảng ủy")
    INSPECTION = "inspection", _("Ủy ban Kiểm tra")
    COMMUNE_POLICE = "commune_police", _("Công an xã")
    COMMITTEE_MEMBER = "committee_member", _("Đảng ủy viên phụ trách thôn")
    GROUP_OFFICER = "group_officer", _("Cán bộ xã phụ trách Tổ NDTQ")
    CELL_COMMITTEE = "cell_committee", _("Chi ủy")
    VILLAGE_HEAD = "village_head", _("Trưởng thôn")
    MEMBER_IN_CHARGE = "member_in_charge", _("Người phụ trách hộ")
    PROVINCE_VIEWER = "province_viewer", _("Cấp trên (chỉ xem số liệu tổng hợp)")


class AreaKind(TextChoices):
    SYSTEM = "system"
    PROVINCE = "province"
    COMMUNE = "commune"
    VILLAGE = "village"
    GROUP = "group"
    HOUSEHOLD = "household"


# Roles that reach every household of a commune.
COMMUNE_ROLES = frozenset({Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.INSPECTION})
# Roles for a village by which its cell's people, plans and meetings are read too.
VILLAGE_ROLES = frozenset({Role.COMMITTEE_MEMBER, Role.CELL_COMMITTEE})
# Roles that reach every household of a village. What is the Party cell's is not the head's.
VILLAGE_WIDE_ROLES = VILLAGE_ROLES | {Role.VILLAGE_HEAD}
# Roles that read rows about households, each within its own area.
HOUSEHOLD_ROLES = COMMUNE_ROLES | VILLAGE_WIDE_ROLES | {Role.GROUP_OFFICER, Role.MEMBER_IN_CHARGE}
# Who takes lists of households away as files; a village's head has them before them, on the page.
TAKER_ROLES = HOUSEHOLD_ROLES - {Role.VILLAGE_HEAD}
# Inspection checks how the work is done; it has no need to ring a household up.
PHONE_ROLES = HOUSEHOLD_ROLES - {Role.INSPECTION}
# Everyone who has a map to look at.
MAP_ROLES = HOUSEHOLD_ROLES | {Role.COMMUNE_POLICE, Role.PROVINCE_VIEWER}
# A stolen password of one of these opens a whole commune or the accounts themselves.
SECOND_FACTOR_ROLES = COMMUNE_ROLES | {
    Role.SYSTEM_ADMIN,
    Role.COMMUNE_POLICE,
    Role.PROVINCE_VIEWER,
}
