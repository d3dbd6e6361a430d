"""What a plan of the upper tiers holds: seats in groups (tier 2) or villages (tier 1).

A unit may have several people; so a seat is one person in one unit, where a ``PlanPair`` of tier 3
is one household and its one person.
"""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.areas.models import SelfManagedGroup, Village
from apps.assignments.plans import triggers
from apps.assignments.plans.kinds import BanReason, PairSource
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.units import triggers as unit_triggers
from apps.assignments.plans.units.querysets import (
    PlanSecretaryQuerySet,
    SeatBanQuerySet,
    SeatQuerySet,
)
from apps.people.models import Person


def _one_unit(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(group__isnull=False, village__isnull=True)
        | Q(group__isnull=True, village__isnull=False),
        name=name,
    )


def _once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["plan", "person", "group", "village"], nulls_distinct=False, name=name
    )


class _OfUnit(models.Model):
    """A group in plans of tier 2, a village in plans of tier 1."""

    group = models.ForeignKey(
        SelfManagedGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def unit(self) -> int:
        """Key of the group or the village."""
        return self.group_id or self.village_id or 0


@pghistory.track()
class PlanSeat(_OfUnit):
    """Somebody who is to be in charge of a group or a village."""

    plan = models.ForeignKey(AssignmentPlan, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_seats")
    # The solver leaves it as it is.
    is_locked = models.BooleanField(_("khoá"), default=False)
    # Nobody knows where the person lives; proposed as the one who carries least.
    is_provisional = models.BooleanField(_("tạm tính"), default=False)
    source = models.CharField(_("do đâu"), max_length=10, choices=PairSource.choices)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [_one_unit("plan_seat_one_unit"), _once("plan_seat_once")]
        triggers = [
            triggers.in_draft("seat_fits", unit_triggers.SEAT_FITS + unit_triggers.SEAT_NOT_BANNED)
        ]

    def __str__(self) -> str:
        return f"#{self.unit} ← #{self.person_id}"


@pghistory.track()
class PlanSeatBan(_OfUnit):
    """Whom the commune keeps off a unit, with a reason out of a closed list."""

    plan = models.ForeignKey(AssignmentPlan, on_delete=models.CASCADE, related_name="seat_bans")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("lý do"), max_length=20, choices=BanReason.choices)

    objects = SeatBanQuerySet.as_manager()

    class Meta:
        constraints = [
            _one_unit("plan_seat_ban_one_unit"),
            _once("plan_seat_ban_once"),
            models.CheckConstraint(
                condition=Q(reason__in=BanReason.values), name="plan_seat_ban_reason_known"
            ),
        ]
        triggers = [
            triggers.in_draft(
                "seat_ban_fits", unit_triggers.SEAT_FITS + unit_triggers.BAN_NOT_SEATED
            )
        ]

    def __str__(self) -> str:
        return f"#{self.unit} ≠ #{self.person_id}"


@pghistory.track()
class PlanSecretary(models.Model):
    """The officer who is to compile a village's report (Regulation 04-QC/ĐU 2024, article 4)."""

    plan = models.ForeignKey(AssignmentPlan, on_delete=models.CASCADE, related_name="secretaries")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = PlanSecretaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "village"], name="plan_secretary_once"),
        ]
        triggers = [triggers.in_draft("secretary_fits", unit_triggers.SECRETARY_FITS)]

    def __str__(self) -> str:
        return f"#{self.village_id}: #{self.person_id}"
