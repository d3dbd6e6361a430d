"""Households and who lives in them.

What is never recorded has no column here: see the decision record on personal data.
"""

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune, SelfManagedGroup, Village
from apps.common.db import OnEarth
from apps.households.querysets import (
    HouseholdMemberQuerySet,
    HouseholdMergeQuerySet,
    HouseholdMoveQuerySet,
    HouseholdQuerySet,
    NotDoubleQuerySet,
)
from apps.households.triggers import LIVING_HOME_RULE
from apps.people.models import Person


class PovertyStatus(models.TextChoices):
    """Mirrors the yearly official review; the software never computes it."""

    NONE = "none", _("Không")
    POOR = "poor", _("Hộ nghèo")
    NEAR_POOR = "near_poor", _("Hộ cận nghèo")
    ESCAPED = "escaped", _("Mới thoát nghèo")


class PositionSource(models.TextChoices):
    FILE_WGS84 = "file_wgs84", _("Tệp, WGS84")
    FILE_VN2000 = "file_vn2000", _("Tệp, VN-2000")
    MAP = "map", _("Đặt trên bản đồ")
    PHONE = "phone", _("Định vị điện thoại")
    GROUP_CENTRE = "group_centre", _("Tạm lấy tâm tổ")


class LeavingReason(models.TextChoices):
    """Why a household counts no more."""

    MOVED = "moved", _("Chuyển đi nơi khác")
    DIED = "died", _("Không còn ai")
    JOINED = "joined", _("Nhập vào hộ khác")
    DOUBLE = "double", _("Ghi trùng với hộ khác")
    OTHER = "other", _("Lý do khác")


class MissingReason(models.TextChoices):
    """Why a household has no position yet; it stands on the worklist until it has."""

    NOT_GIVEN = "not_given", _("Chưa có toạ độ trong danh sách")
    UNREADABLE = "unreadable", _("Toạ độ không đọc được")
    OUTSIDE_COMMUNE = "outside_commune", _("Toạ độ nằm ngoài xã")


def _past(to: Any, *, null: bool = True) -> Any:
    """A key in the history of households, which is only ever asked for one household's rows."""
    return models.ForeignKey(
        to,
        on_delete=models.DO_NOTHING,
        related_name="+",
        related_query_name="+",
        db_constraint=False,
        db_index=False,
        null=null,
    )


# Once a statement, not once a row: a file brings a hundred thousand in one. The events are named
# here, since the default ones are copied and then no longer known as what they are.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
    attrs={
        "commune": _past(Commune, null=False),
        "village": _past(Village, null=False),
        "group": _past(SelfManagedGroup),
        "merged_into": _past("households.Household"),
        "split_from": _past("households.Household"),
        "position": models.PointField(srid=4326, null=True, spatial_index=False),
    },
)
class Household(models.Model):
    # One key of the database holds commune and village together (migration 0009): a household
    # lies in a village of its own commune. The rule about codes has an index that begins with the
    # commune.
    commune = models.ForeignKey(
        Commune,
        on_delete=models.PROTECT,
        related_name="households",
        db_index=False,
        db_constraint=False,
    )
    # Kept even when the position says otherwise: a disagreement is reported, not resolved. Group
    # and village are one key, too: a household is in no group of another village (migration 0011).
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, related_name="households", db_constraint=False
    )
    group = models.ForeignKey(
        SelfManagedGroup,
        on_delete=models.PROTECT,
        related_name="households",
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,
    )
    code = models.CharField(_("mã hộ"), max_length=30)
    head_name = models.CharField(_("chủ hộ"), max_length=120)
    head_birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    size = models.PositiveSmallIntegerField(_("số khẩu"), null=True, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    poverty_status = models.CharField(
        _("diện hộ"), max_length=20, choices=PovertyStatus.choices, default=PovertyStatus.NONE
    )
    poverty_decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    poverty_decision_date = models.DateField(_("ngày quyết định"), null=True, blank=True)
    is_policy_family = models.BooleanField(_("gia đình chính sách"), default=False)
    policy_decision_number = models.CharField(
        _("số quyết định chính sách"), max_length=60, blank=True
    )
    policy_decision_date = models.DateField(_("ngày quyết định chính sách"), null=True, blank=True)

    # Looked for within a commune only, whose households are read then; the map's marks have theirs.
    position = models.PointField(_("vị trí"), srid=4326, null=True, blank=True, spatial_index=False)
    position_source = models.CharField(max_length=20, choices=PositionSource.choices, blank=True)
    # Metres; empty when nobody measured it.
    position_accuracy = models.FloatField(_("sai số (m)"), null=True, blank=True)
    position_missing = models.CharField(max_length=20, choices=MissingReason.choices, blank=True)

    moved_in_on = models.DateField(_("đến ở từ"), null=True, blank=True)
    # From this day on the household no longer counts; its history stays.
    left_on = models.DateField(_("chuyển đi từ"), null=True, blank=True)
    left_reason = models.CharField(
        _("lý do"), max_length=20, choices=LeavingReason.choices, blank=True
    )
    # The household that this one was found to be a double of; it then left on the day of the merge.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
        db_index=False,
    )
    # The household from which this one was split off.
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="split_off",
        null=True,
        blank=True,
        db_index=False,
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="household_code_in_commune"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(head_name=""), name="household_has_code_and_head"
            ),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__range=(1, 60)),
                name="household_size_plausible",
            ),
            models.CheckConstraint(
                condition=Q(head_birth_year__isnull=True) | Q(head_birth_year__range=(1890, 2100)),
                name="household_birth_year_plausible",
            ),
            # A position, or the reason why there is none; never neither, never both.
            models.CheckConstraint(
                condition=Q(position__isnull=False, position_missing="") & ~Q(position_source="")
                | Q(position__isnull=True, position_source="", position_accuracy__isnull=True)
                & ~Q(position_missing=""),
                name="household_position_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=True) | Q(OnEarth(F("position"))),
                name="household_position_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(moved_in_on__isnull=True)
                | Q(left_on__gte=F("moved_in_on")),
                name="household_left_after_moving_in",
            ),
            models.CheckConstraint(
                condition=Q(left_reason="") | Q(left_on__isnull=False),
                name="household_reason_only_if_left",
            ),
            # A double is gone, and says so.
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | Q(left_on__isnull=False, left_reason="double"),
                name="household_merged_has_left",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")) & ~Q(split_from=F("pk")),
                name="household_not_its_own_origin",
            ),
        ]
        # Only rows that have something to be found by: most have not, and each index is written to
        # for every household that comes in.
        indexes = [
            models.Index(
                fields=["group"], condition=Q(group__isnull=False), name="household_of_group"
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="household_doubles",
            ),
            models.Index(
                fields=["split_from"],
                condition=Q(split_from__isnull=False),
                name="household_split_off",
            ),
            models.Index(
                fields=["village"], condition=Q(position__isnull=True), name="household_unlocated"
            ),
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class HouseholdMember(models.Model):
    """Somebody living in a household; ``person`` when it is one of the people with a duty."""

    class Relation(models.TextChoices):
        HEAD = "head", _("Chủ hộ")
        SPOUSE = "spouse", _("Vợ, chồng")
        CHILD = "child", _("Con")
        PARENT = "parent", _("Cha, mẹ")
        GRANDCHILD = "grandchild", _("Cháu")
        GRANDPARENT = "grandparent", _("Ông, bà")
        SIBLING = "sibling", _("Anh, chị, em")
        MEMBER = "member", _("Thành viên")

    class Residence(models.TextChoices):
        PERMANENT = "permanent", _("Thường trú")
        TEMPORARY = "temporary", _("Tạm trú")
        ABSENT = "absent", _("Tạm vắng")

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="residences", null=True, blank=True
    )
    full_name = models.CharField(_("họ và tên"), max_length=120)
    birth_year = models.PositiveSmallIntegerField(_("năm sinh"), null=True, blank=True)
    relation = models.CharField(
        _("quan hệ"), max_length=20, choices=Relation.choices, default=Relation.MEMBER
    )
    residence = models.CharField(
        _("cư trú"), max_length=20, choices=Residence.choices, default=Residence.PERMANENT
    )
    is_working_away = models.BooleanField(_("đi làm ăn xa"), default=False)
    job = models.CharField(_("nghề nghiệp, việc làm"), max_length=120, blank=True)
    joined_on = models.DateField(_("vào hộ từ"), null=True, blank=True)
    left_on = models.DateField(_("rời hộ từ"), null=True, blank=True)

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            # A person with a duty lives in one household at a time.
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_on__isnull=True), name="resident_in_one_home"
            ),
            models.CheckConstraint(condition=~Q(full_name=""), name="resident_has_name"),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(left_on__isnull=True, relation="head"),
                name="resident_one_head",
            ),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1890, 2100)),
                name="resident_birth_year_plausible",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="resident_left_after_joining",
            ),
        ]
        triggers = [
            # A double that was merged has left, too.
            pgtrigger.Trigger(
                name="living_home",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("household_id", "left_on"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__left_on__isnull=True),
                func=LIVING_HOME_RULE,
            )
        ]

    def __str__(self) -> str:
        return self.full_name


class HouseholdMove(models.Model):
    """A household changed its village or group on a day; never altered, undone by another move."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="moves")
    from_village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    from_group = models.ForeignKey(
        SelfManagedGroup, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    to_village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    to_group = models.ForeignKey(
        SelfManagedGroup, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    moved_on = models.DateField(_("từ ngày"))
    reason = models.CharField(_("lý do"), max_length=300)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = HouseholdMoveQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(F("household"), F("moved_on").desc(), name="household_move_day"),
            # Figures of last month ask who has moved since.
            models.Index(fields=["moved_on"], name="household_move_since"),
        ]

    def __str__(self) -> str:
        return f"#{self.household_id}, {self.moved_on}"


@pghistory.track()
class HouseholdMerge(models.Model):
    """Two entries of one household became one. What it wrote is found in the histories by
    ``context``, and can be taken back as long as nothing was written on top of it.
    """

    # Made by the page; the same again is the same merge.
    key = models.UUIDField(unique=True, editable=False)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="household_merges")
    kept = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="merges_kept")
    double = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="merges_ended")
    reason = models.CharField(_("lý do"), max_length=300)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    merged_at = models.DateTimeField()
    # Of pghistory: every row written by the merge carries it.
    context = models.UUIDField(null=True, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_reason = models.CharField(max_length=300, blank=True)

    objects = HouseholdMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("double")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["double"], condition=Q(undone_at__isnull=True), name="merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.double_id} → #{self.kept_id}"


@pghistory.track()
class NotDouble(models.Model):
    """Somebody looked at two alike households and found that they are two."""

    # The smaller key first, so that a pair is told once.
    first = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    said_at = models.DateTimeField()

    objects = NotDoubleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_double_ordered"),
            models.UniqueConstraint(fields=["first", "second"], name="not_double_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.first_id}, #{self.second_id}"
