"""The road out of poverty: what was decided each year, what was registered, done and given."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune
from apps.households.models import Household, PovertyStatus
from apps.issues.roadmap.kinds import (
    Giver,
    Goods,
    StepKind,
    StepOutcome,
    SupportKind,
    TargetResult,
)
from apps.issues.roadmap.querysets import (
    OfHouseholdQuerySet,
    PovertyTargetQuerySet,
    PovertyYearQuerySet,
    RoadStepQuerySet,
)
from apps.people.models import Person

# Đồng: nobody gives one household a billion.
MOST_MONEY = 999_999_999


@pghistory.track()
class PovertyYear(models.Model):
    """What the yearly official review decided of a household; mirrored, never computed."""

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="poverty_years", db_index=False
    )
    # Of the review, which the decision names; it is in force from the next one on.
    year = models.PositiveSmallIntegerField(_("năm rà soát"))
    status = models.CharField(_("diện hộ"), max_length=20, choices=PovertyStatus.choices)
    decision_number = models.CharField(_("số quyết định"), max_length=60)
    decision_date = models.DateField(_("ngày quyết định"))
    # Key of ``standards``: the set of indicators that the review used.
    standard = models.CharField(_("chuẩn"), max_length=20)
    # Codes of that standard's indicators.
    deprivations = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    recorded_at = models.DateTimeField()

    objects = PovertyYearQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "year"], name="poverty_year_once"),
            models.CheckConstraint(
                condition=Q(status__in=PovertyStatus.values), name="poverty_year_status"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2015, 2100)), name="poverty_year_plausible"
            ),
            # A status without its decision is a rumour.
            models.CheckConstraint(
                condition=~Q(decision_number="") & ~Q(standard=""), name="poverty_year_decided"
            ),
        ]
        indexes = [models.Index(fields=["year", "status"], name="poverty_year_status_idx")]

    def __str__(self) -> str:
        return f"#{self.household_id}, {self.year}"


@pghistory.track()
class PovertyTarget(models.Model):
    """A household registers the year in which it wants to leave poverty; one open at a time."""

    client_uuid = models.UUIDField(unique=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="poverty_targets"
    )
    target_year = models.PositiveSmallIntegerField(_("năm đăng ký thoát nghèo"))
    registered_on = models.DateField(_("ngày đăng ký"))
    # The household itself put its name under the paper.
    is_signed = models.BooleanField(_("hộ đã ký đăng ký"), default=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_on = models.DateField(_("kết thúc ngày"), null=True, blank=True)
    result = models.CharField(_("kết quả"), max_length=20, choices=TargetResult.choices, blank=True)
    result_text = models.CharField(_("ghi chú kết quả"), max_length=300, blank=True)

    objects = PovertyTargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(ended_on__isnull=True),
                name="poverty_target_one_open",
            ),
            models.CheckConstraint(
                condition=Q(target_year__range=(2021, 2100)), name="poverty_target_plausible"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, result="")
                | Q(
                    ended_on__isnull=False,
                    ended_on__gte=F("registered_on"),
                    result__in=TargetResult.values,
                ),
                name="poverty_target_ended_in_full",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.household_id} → {self.target_year}"


@pghistory.track()
class RoadStep(models.Model):
    """One thing to be done on the road: who does it, by which day."""

    client_uuid = models.UUIDField(unique=True, editable=False)
    target = models.ForeignKey(PovertyTarget, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("loại việc"), max_length=20, choices=StepKind.choices)
    text = models.CharField(_("việc cụ thể"), max_length=200, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="road_steps", verbose_name=_("người lo")
    )
    due_on = models.DateField(_("hạn"))
    done_on = models.DateField(_("xong ngày"), null=True, blank=True)
    outcome = models.CharField(_("kết quả"), max_length=20, choices=StepOutcome.choices, blank=True)
    result_text = models.CharField(_("ghi chú kết quả"), max_length=300, blank=True)

    objects = RoadStepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="road_step_kind"),
            # What is none of the list is said in words.
            models.CheckConstraint(
                condition=~Q(kind=StepKind.OTHER) | ~Q(text=""), name="road_step_says_what"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, outcome="")
                | Q(done_on__isnull=False, outcome__in=StepOutcome.values),
                name="road_step_ended_in_full",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(done_on__isnull=True), name="road_step_open"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} ({self.kind})"


@pghistory.track()
class HouseholdSupport(models.Model):
    """What a household was given, by which body, on which day."""

    client_uuid = models.UUIDField(unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="supports")
    kind = models.CharField(_("loại hỗ trợ"), max_length=20, choices=SupportKind.choices)
    amount = models.PositiveIntegerField(_("số tiền (đồng)"), null=True, blank=True)
    goods = models.CharField(_("hiện vật"), max_length=20, choices=Goods.choices, blank=True)
    given_by = models.CharField(_("nơi hỗ trợ"), max_length=20, choices=Giver.choices)
    given_on = models.DateField(_("ngày nhận"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = OfHouseholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=SupportKind.values,
                    given_by__in=Giver.values,
                    goods__in=["", *Goods.values],
                ),
                name="support_lists",
            ),
            # Money, or what else it was.
            models.CheckConstraint(
                condition=Q(amount__range=(1, MOST_MONEY)) | Q(amount__isnull=True) & ~Q(goods=""),
                name="support_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} ({self.kind})"


@pghistory.track()
class RoadRule(models.Model):
    """How long the commune watches who left poverty, and when silence becomes a sign."""

    commune = models.OneToOneField(Commune, on_delete=models.CASCADE, related_name="road_rule")
    escaped_months = models.PositiveSmallIntegerField(
        _("theo dõi sau khi thoát nghèo (tháng)"), default=24
    )
    contact_days = models.PositiveSmallIntegerField(_("lâu chưa nắm tình hình (ngày)"), default=30)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(escaped_months__range=(6, 60)), name="road_rule_months"
            ),
            models.CheckConstraint(
                condition=Q(contact_days__range=(7, 180)), name="road_rule_days"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.commune_id}"
