"""Closed lists about people: kinds of member, health for the work, posts and where they belong.

Kinds and who among them is assigned households: domain, "People and bodies"; Regulation
213-QĐ/TW for members who keep contact with their place of residence.
"""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import Role


class MemberKind(TextChoices):
    RESIDENT = "resident", _("Ở thôn")
    PART_TIME_OFFICER = "part_time_officer", _("Không chuyên trách")
    RETIRED = "retired", _("Hưu trí")
    TEMPORARY = "temporary", _("Sinh hoạt tạm thời")
    CONTACT_213 = "contact_213", _("Đang công tác, giữ mối liên hệ nơi cư trú (213)")
    FULL_TIME_OFFICER = "full_time_officer", _("Cán bộ chuyên trách xã")
    EXCUSED = "excused", _("Miễn công tác và sinh hoạt")
    WORKING_AWAY = "working_away", _("Đi làm ăn xa, tạm miễn sinh hoạt")


NOT_ASSIGNABLE = frozenset({MemberKind.EXCUSED, MemberKind.WORKING_AWAY})


class CarrierKind(TextChoices):
    """Kinds of people who carry households, each with the commune's usual number."""

    RESIDENT = "resident", MemberKind.RESIDENT.label
    PART_TIME_OFFICER = "part_time_officer", MemberKind.PART_TIME_OFFICER.label
    RETIRED = "retired", MemberKind.RETIRED.label
    TEMPORARY = "temporary", MemberKind.TEMPORARY.label
    CONTACT_213 = "contact_213", MemberKind.CONTACT_213.label
    FULL_TIME_OFFICER = "full_time_officer", MemberKind.FULL_TIME_OFFICER.label
    VILLAGE_WORKER = "village_worker", _("Người tham gia công việc ở thôn")


# Where a commune has set nothing. Found in practice: 3–10 households a member (domain, "People and
# bodies"); lighter for those who serve elsewhere or for the whole commune.
DEFAULT_HOUSEHOLDS: dict[str, int] = {
    CarrierKind.RESIDENT: 8,
    CarrierKind.PART_TIME_OFFICER: 6,
    CarrierKind.RETIRED: 6,
    CarrierKind.TEMPORARY: 5,
    CarrierKind.CONTACT_213: 3,
    CarrierKind.FULL_TIME_OFFICER: 3,
    CarrierKind.VILLAGE_WORKER: 6,
}
# More is a slip of the keyboard; a whole village has some 310.
MOST_HOUSEHOLDS = 100


class LeaveReason(TextChoices):
    """Why somebody is no longer in a cell. Only what is neutral is written down."""

    OTHER_CELL = "other_cell", _("Chuyển chi bộ trong xã")
    MOVED = "moved", _("Chuyển sinh hoạt đi nơi khác")
    DIED = "died", _("Qua đời")
    OTHER = "other", _("Khác")


class Health(TextChoices):
    """How much work one can take on, never a diagnosis."""

    GOOD = "good", _("Tốt")
    FAIR = "fair", _("Trung bình")
    WEAK = "weak", _("Yếu")


class PostKind(TextChoices):
    COMMUNE_SECRETARY = "commune_secretary", _("Bí thư Đảng ủy xã")
    COMMUNE_DEPUTY_SECRETARY = "commune_deputy_secretary", _("Phó Bí thư Đảng ủy xã")
    COMMUNE_CHAIR = "commune_chair", _("Chủ tịch UBND xã")
    PARTY_OFFICE = "party_office", _("Văn phòng Đảng ủy")
    INSPECTION_COMMISSION = "inspection_commission", _("Ủy ban Kiểm tra")
    COMMUNE_POLICE = "commune_police", _("Công an xã")
    PARTY_COMMITTEE_MEMBER = "party_committee_member", _("Đảng ủy viên")
    CELL_SECRETARY = "cell_secretary", _("Bí thư chi bộ")
    CELL_DEPUTY_SECRETARY = "cell_deputy_secretary", _("Phó Bí thư chi bộ")
    CELL_COMMITTEE_MEMBER = "cell_committee_member", _("Chi ủy viên")
    VILLAGE_HEAD = "village_head", _("Trưởng thôn")
    UPPER_TIER = "upper_tier", _("Theo dõi của cấp trên")


class PostScope(StrEnum):
    PROVINCE = "province"
    COMMUNE = "commune"
    VILLAGE = "village"
    CELL = "cell"


_COMMITTEE = frozenset(
    {PostKind.CELL_SECRETARY, PostKind.CELL_DEPUTY_SECRETARY, PostKind.CELL_COMMITTEE_MEMBER}
)


def scope_of(kind: PostKind) -> PostScope:
    """The kind of area a post belongs to."""
    if kind == PostKind.UPPER_TIER:
        return PostScope.PROVINCE
    if kind == PostKind.VILLAGE_HEAD:
        return PostScope.VILLAGE
    return PostScope.CELL if kind in _COMMITTEE else PostScope.COMMUNE


def kinds_with(scope: PostScope) -> list[str]:
    """The kinds of post that belong to one kind of area, always in the same order."""
    return sorted(kind.value for kind in PostKind if scope_of(kind) == scope)


# Who leads a cell or a village, besides the households. A commune says what that leaves room for.
LEADING_POSTS = frozenset(
    {PostKind.CELL_SECRETARY, PostKind.CELL_DEPUTY_SECRETARY, PostKind.VILLAGE_HEAD}
)
# A post that is not listed gives no reach by itself (a committee member's comes from the
# villages assigned to him, an officer's from the groups).
ROLE_OF_POST: dict[PostKind, Role] = {
    PostKind.COMMUNE_SECRETARY: Role.COMMUNE_LEADER,
    PostKind.COMMUNE_DEPUTY_SECRETARY: Role.COMMUNE_LEADER,
    PostKind.COMMUNE_CHAIR: Role.COMMUNE_LEADER,
    PostKind.PARTY_OFFICE: Role.COMMUNE_OFFICE,
    PostKind.INSPECTION_COMMISSION: Role.INSPECTION,
    PostKind.COMMUNE_POLICE: Role.COMMUNE_POLICE,
    PostKind.CELL_SECRETARY: Role.CELL_COMMITTEE,
    PostKind.CELL_DEPUTY_SECRETARY: Role.CELL_COMMITTEE,
    PostKind.CELL_COMMITTEE_MEMBER: Role.CELL_COMMITTEE,
    PostKind.VILLAGE_HEAD: Role.VILLAGE_HEAD,
    PostKind.UPPER_TIER: Role.PROVINCE_VIEWER,
}
