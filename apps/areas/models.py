"""Province → Commune → Village → SelfManagedGroup, each with its outline and its time."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.areas.querysets import (
    BoundaryEditQuerySet,
    CommuneQuerySet,
    GroupQuerySet,
    VillageQuerySet,
)


def unit_constraints(name: str, *, has_geometry: bool = True) -> list[models.BaseConstraint]:
    """Rules that every unit keeps: a sound outline, and an end after the beginning."""
    rules: list[models.BaseConstraint] = [
        models.CheckConstraint(
            condition=Q(valid_to__isnull=True)
            | Q(valid_from__isnull=True)
            | Q(valid_to__gt=F("valid_from")),
            name=f"{name}_ends_after_start",
        )
    ]
    if has_geometry:
        rules += [
            models.CheckConstraint(condition=Q(geom__isvalid=True), name=f"{name}_geom_valid"),
            models.CheckConstraint(condition=Q(geom__isempty=False), name=f"{name}_geom_not_empty"),
        ]
    return rules


class Unit(models.Model):
    """What all territorial units share. ``valid_from`` empty: as long as anybody remembers."""

    name = models.CharField(_("tên"), max_length=120)
    valid_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("hết hiệu lực từ"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Province(Unit):
    code = models.CharField(_("mã"), max_length=10, unique=True)
    # The office's files carry the province's name, seldom its outline.
    geom = models.MultiPolygonField(srid=4326, null=True, spatial_index=True)

    class Meta:
        constraints = unit_constraints("province")


@pghistory.track()
class Commune(Unit):
    class Kind(models.TextChoices):
        COMMUNE = "commune", _("Xã")
        WARD = "ward", _("Phường")
        SPECIAL_ZONE = "special_zone", _("Đặc khu")

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="communes")
    code = models.CharField(_("mã"), max_length=10, unique=True)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices, default=Kind.COMMUNE)
    geom = models.MultiPolygonField(srid=4326)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        constraints = unit_constraints("commune")

    @property
    def full_name(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


@pghistory.track()
class Village(Unit):
    """Thôn, bản, ấp; tổ dân phố in towns."""

    class Kind(models.TextChoices):
        THON = "thon", _("Thôn")
        BAN = "ban", _("Bản")
        AP = "ap", _("Ấp")
        RESIDENTIAL_GROUP = "residential_group", _("Tổ dân phố")

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="villages")
    code = models.CharField(_("mã"), max_length=20)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices, default=Kind.THON)
    geom = models.MultiPolygonField(srid=4326)

    objects = VillageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="village_code_in_commune"),
            # What the key of households refers to, so that it holds both in one.
            models.UniqueConstraint(fields=["id", "commune"], name="village_and_commune"),
            *unit_constraints("village"),
        ]


@pghistory.track()
class SelfManagedGroup(Unit):
    """Tổ nhân dân tự quản: 10–50 households of one village."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="groups")
    code = models.CharField(_("mã"), max_length=30)
    geom = models.MultiPolygonField(srid=4326)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["village", "code"], name="group_code_in_village"),
            # What a household's key refers to: a group of its own village.
            models.UniqueConstraint(fields=["id", "village"], name="group_and_village"),
            *unit_constraints("group"),
        ]


class LineageKind(models.TextChoices):
    MERGED_INTO = "merged_into", _("Sáp nhập vào")
    SPLIT_INTO = "split_into", _("Tách thành")
    RENAMED = "renamed", _("Đổi tên thành")


class Lineage(models.Model):
    """One step from a unit that ended to one that followed it."""

    kind = models.CharField(max_length=20, choices=LineageKind.choices)
    happened_on = models.DateField()

    class Meta:
        abstract = True


@pghistory.track()
class VillageLineage(Lineage):
    before = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="successors")
    after = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="predecessors")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="village_lineage_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="village_lineage_two"),
        ]


@pghistory.track()
class GroupLineage(Lineage):
    before = models.ForeignKey(
        SelfManagedGroup, on_delete=models.PROTECT, related_name="successors"
    )
    after = models.ForeignKey(
        SelfManagedGroup, on_delete=models.PROTECT, related_name="predecessors"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="group_lineage_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="group_lineage_two"),
        ]


class BoundaryEdit(models.Model):
    """One change of boundaries as somebody ordered it: never altered, and answered only once.

    The same ``client_uuid`` again gets the same answer, so that a lost connection splits nothing
    twice. The units' own histories say what changed; this says who wanted it, and why.
    """

    class Kind(models.TextChoices):
        REDRAWN = "redrawn", _("Vẽ lại ranh giới")
        ADDED = "added", _("Thêm mới")
        RENAMED = "renamed", _("Đổi tên")
        SPLIT = "split", _("Tách")
        MERGED = "merged", _("Sáp nhập")
        UNDONE = "undone", _("Hoàn tác")

    client_uuid = models.UUIDField(unique=True)
    # Of the request's body: the same key with another body is a mistake of the sender.
    body_sha256 = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="boundary_edits")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.CharField(_("lý do"), max_length=500)
    # The day from which it holds, and the moment at which it was written.
    happened_on = models.DateField()
    written_at = models.DateTimeField()
    answer = models.JSONField()
    # Key of the context under which the histories wrote down all that this edit changed.
    history = models.UUIDField()
    # The edit that this one takes back; nothing is taken back twice.
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="undone_by", null=True
    )

    objects = BoundaryEditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="boundary_edit_has_reason"),
            models.CheckConstraint(
                condition=Q(kind="undone", undoes__isnull=False)
                | ~Q(kind="undone") & Q(undoes__isnull=True),
                name="boundary_edit_undoes_one",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_altered", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class IssueStep(models.TextChoices):
    """The way of a household's issue upward (Regulation 04-QC/ĐU, 2024): who passes it to whom."""

    MEMBER_TO_CELL = "member_to_cell", _("Người phụ trách hộ báo chi ủy")
    CELL_TO_OFFICER = "cell_to_officer", _("Chi ủy, trưởng thôn báo cán bộ xã")
    OFFICER_TO_COMMUNE = "officer_to_commune", _("Cán bộ xã báo Đảng ủy, UBND xã")
    COMMUNE_TO_UPPER = "commune_to_upper", _("Xã báo cấp trên")


@pghistory.track()
class StepDeadline(models.Model):
    """Within how many days an issue leaves a step; see ``areas.rules`` for what is not set."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="step_deadlines")
    step = models.CharField(_("bước"), max_length=30, choices=IssueStep.choices)
    days = models.PositiveSmallIntegerField(_("số ngày"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "step"], name="step_deadline_once"),
            models.CheckConstraint(condition=Q(days__range=(1, 365)), name="step_deadline_range"),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.days}"


@pghistory.track()
class RetentionRule(models.Model):
    """How long personal data is kept that nobody needs any more; what is older is blanked.

    The lower bounds keep a slip of the keyboard from taking away what is still worked with.
    """

    commune = models.OneToOneField(Commune, on_delete=models.CASCADE, related_name="retention_rule")
    import_file_days = models.PositiveSmallIntegerField(_("tệp đã nạp (ngày)"), default=30)
    contact_note_months = models.PositiveSmallIntegerField(
        _("ghi chú, vị trí lần nắm tình hình (tháng)"), default=24
    )
    departed_household_years = models.PositiveSmallIntegerField(
        _("thông tin hộ đã chuyển đi (năm)"), default=5
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(import_file_days__range=(7, 365)), name="retention_import_files"
            ),
            models.CheckConstraint(
                condition=Q(contact_note_months__range=(3, 120)), name="retention_contact_notes"
            ),
            models.CheckConstraint(
                condition=Q(departed_household_years__range=(1, 50)), name="retention_departed"
            ),
        ]
