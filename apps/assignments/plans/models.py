"""A cell's plan of who is in charge of which household, from the draft to its end.

What is in force are the ``Assignment`` rows; a plan with a resolution is the paper behind them, and
its pairs are kept as they were resolved.
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune
from apps.assignments.plan_states import OPEN, PAST, RESOLVED, PlanState
from apps.assignments.plans import triggers
from apps.assignments.plans.kinds import AmendReason, BanReason, EditKind, PairSource, Seed
from apps.assignments.plans.querysets import (
    BanQuerySet,
    DutyQuerySet,
    EditQuerySet,
    PairQuerySet,
    PlanQuerySet,
)
from apps.assignments.tiers import Tier
from apps.households.models import Household
from apps.people.models import PartyCell, Person, Term

_OPEN = sorted(OPEN)
_RESOLVED = sorted(RESOLVED)
_PAST = sorted(PAST)


@pghistory.track()
class AssignmentRule(models.Model):
    """How a commune wants the nearest suitable person to be found; distances in metres.

    The regulations say "around the member's own home" and no number; see the decision record.
    """

    commune = models.OneToOneField(
        Commune, on_delete=models.CASCADE, related_name="assignment_rule"
    )
    max_metres = models.PositiveIntegerField(_("xa nhất (m)"), default=1500)
    # What it must be nearer by, before somebody who does it now is replaced.
    change_metres = models.PositiveIntegerField(_("đổi người khi gần hơn (m)"), default=500)
    # How far one goes rather than leave a household without anybody; empty: coverage comes first.
    unassigned_metres = models.PositiveIntegerField(
        _("bỏ trống tính như (m)"), null=True, blank=True
    )
    # For how many others a poor or near-poor household counts when not all can be looked after.
    poor_weight = models.PositiveSmallIntegerField(_("hộ nghèo, cận nghèo tính như"), default=2)
    # Of the usual number, what somebody of fair or weak ability for the work carries.
    fair_percent = models.PositiveSmallIntegerField(_("sức khoẻ trung bình (%)"), default=100)
    weak_percent = models.PositiveSmallIntegerField(_("sức khoẻ yếu (%)"), default=50)
    # Of the usual number, what somebody carries who leads a cell or a village besides.
    post_percent = models.PositiveSmallIntegerField(
        _("bí thư, phó bí thư, trưởng thôn (%)"), default=100
    )
    # Of the upper tiers: how many groups an officer has, how many villages a committee member.
    officer_groups = models.PositiveSmallIntegerField(_("số tổ mỗi cán bộ"), default=4)
    committee_villages = models.PositiveSmallIntegerField(_("số thôn mỗi đảng ủy viên"), default=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(max_metres__range=(100, 50_000)), name="assignment_rule_reach"
            ),
            models.CheckConstraint(
                condition=Q(change_metres__lte=50_000), name="assignment_rule_change"
            ),
            models.CheckConstraint(
                condition=Q(unassigned_metres__isnull=True) | Q(unassigned_metres__lte=1_000_000),
                name="assignment_rule_unassigned",
            ),
            models.CheckConstraint(
                condition=Q(poor_weight__range=(1, 10)), name="assignment_rule_poor"
            ),
            models.CheckConstraint(
                condition=Q(fair_percent__lte=100, weak_percent__lte=F("fair_percent")),
                name="assignment_rule_health",
            ),
            models.CheckConstraint(condition=Q(post_percent__lte=100), name="assignment_rule_post"),
            models.CheckConstraint(
                condition=Q(officer_groups__range=(1, 30), committee_villages__range=(1, 30)),
                name="assignment_rule_upper_tiers",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.commune_id}"


def _resolution_rule() -> Q:
    """A decided plan names its resolution; no other has one."""
    said = Q(resolution_date__isnull=False, effective_on__isnull=False, resolved_at__isnull=False)
    unsaid = Q(
        resolution_number="",
        resolution_date__isnull=True,
        effective_on__isnull=True,
        resolved_at__isnull=True,
    )
    return Q(said, ~Q(resolution_number=""), state__in=_RESOLVED) | Q(
        unsaid, ~Q(state__in=_RESOLVED)
    )


@pghistory.track()
class AssignmentPlan(models.Model):
    """Of one cell at tier 3; of the commune at tiers 1 and 2."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="plans")
    cell = models.ForeignKey(
        PartyCell, on_delete=models.PROTECT, null=True, blank=True, related_name="plans"
    )
    tier = models.PositiveSmallIntegerField(choices=Tier.choices, default=Tier.HOUSEHOLD)
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="plans"
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT
    )
    seed = models.CharField(_("lập từ"), max_length=10, choices=Seed.choices)
    # Counts the edits: who edits says which one was the last they saw.
    revision = models.PositiveIntegerField(default=0)
    # The plan in force that this one amends, and why.
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    amend_reason = models.CharField(max_length=20, choices=AmendReason.choices, blank=True)

    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    resolution_number = models.CharField(_("số nghị quyết"), max_length=60, blank=True)
    resolution_date = models.DateField(_("ngày nghị quyết"), null=True, blank=True)
    effective_on = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    # What of the paper the resolution did not put in force, as was agreed to: keys (household; or
    # unit and person) with the reason.
    left_out = models.JSONField(default=list, editable=False)
    # Pairs beyond reach and loads beyond measure that the resolution put in force all the same: no
    # reason to amend it. ``plans.known`` reads it.
    known = models.JSONField(default=dict, editable=False)
    # The first day on which it is no longer in force; its first one where another one followed on
    # the day on which it took effect.
    ended_on = models.DateField(_("hết hiệu lực từ"), null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tier=3, cell__isnull=False) | Q(tier__in=[1, 2], cell__isnull=True),
                name="plan_tier_fits_owner",
            ),
            models.CheckConstraint(condition=_resolution_rule(), name="plan_resolution_complete"),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True) | Q(effective_on__gte=F("resolution_date")),
                name="plan_effective_after_resolution",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False)
                | Q(state__in=[PlanState.DRAFT, PlanState.DROPPED]),
                name="plan_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_PAST, ended_on__gte=F("effective_on"))
                | Q(~Q(state__in=_PAST), ended_on__isnull=True),
                name="plan_ended_when",
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True, amend_reason="")
                | Q(Q(amends__isnull=False), ~Q(amend_reason="")),
                name="plan_amends_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="plan_state_known"
            ),
            models.UniqueConstraint(
                fields=["cell"], condition=Q(state__in=_OPEN), name="plan_one_open_per_cell"
            ),
            models.UniqueConstraint(
                fields=["cell"], condition=Q(state="in_force"), name="plan_one_in_force_per_cell"
            ),
            models.UniqueConstraint(
                fields=["commune", "tier"],
                condition=Q(state__in=_OPEN, cell__isnull=True),
                name="plan_one_open_per_tier",
            ),
            models.UniqueConstraint(
                fields=["commune", "tier"],
                condition=Q(state="in_force", cell__isnull=True),
                name="plan_one_in_force_per_tier",
            ),
        ]
        indexes = [models.Index(fields=["commune", "-created_at"], name="plan_list")]
        triggers = [triggers.steps()]

    def __str__(self) -> str:
        return f"#{self.pk} ({self.state})"

    @property
    def is_amendment(self) -> bool:
        return self.amends_id is not None

    @property
    def state_words(self) -> str:
        """The state in words; a commune's plan is put to its leader, not to a cell."""
        if self.cell_id is None and self.state == PlanState.SUBMITTED:
            return gettext("Đã trình lãnh đạo xã")
        return str(PlanState(self.state).label)


@pghistory.track()
class PlanPair(models.Model):
    """One household and who is to be in charge of it."""

    plan = models.ForeignKey(AssignmentPlan, on_delete=models.CASCADE, related_name="pairs")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="plan_pairs")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_pairs")
    # The solver leaves it as it is.
    is_locked = models.BooleanField(_("khoá"), default=False)
    # The household has no position of its own; it was placed at the centre of its group.
    is_provisional = models.BooleanField(_("tạm tính"), default=False)
    source = models.CharField(_("do đâu"), max_length=10, choices=PairSource.choices)

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "household"], name="plan_pair_once"),
        ]
        triggers = [triggers.in_draft("pair_fits", triggers.PAIR_FITS)]

    def __str__(self) -> str:
        return f"#{self.household_id} → #{self.person_id}"


@pghistory.track()
class PlanBan(models.Model):
    """A pair that the committee does not want, with a reason out of a closed list."""

    plan = models.ForeignKey(AssignmentPlan, on_delete=models.CASCADE, related_name="bans")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="plan_bans")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_bans")
    reason = models.CharField(_("lý do"), max_length=20, choices=BanReason.choices)

    objects = BanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "household", "person"], name="plan_ban_once"),
            models.CheckConstraint(
                condition=Q(reason__in=BanReason.values), name="plan_ban_reason_known"
            ),
        ]
        triggers = [triggers.in_draft("ban_fits", triggers.BAN_FITS)]

    def __str__(self) -> str:
        return f"#{self.household_id} ≠ #{self.person_id}"


@pghistory.track()
class PlanDuty(models.Model):
    """What a member does beside the households (Guidance of Bình Thuận, 2008): one short line."""

    plan = models.ForeignKey(AssignmentPlan, on_delete=models.CASCADE, related_name="duties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_duties")
    text = models.CharField(_("nhiệm vụ"), max_length=300)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "person"], name="plan_duty_once"),
            models.CheckConstraint(condition=~Q(text=""), name="plan_duty_says_something"),
        ]
        triggers = [triggers.in_draft("duty_in_draft")]

    def __str__(self) -> str:
        return f"#{self.person_id}"


class PlanEdit(models.Model):
    """One change of a draft as somebody ordered it: never altered; taken back by another one.

    The lists say what it was before and after (``plans.changes``).
    """

    plan = models.ForeignKey(AssignmentPlan, on_delete=models.PROTECT, related_name="edits")
    # The plan's revision from this edit on.
    revision = models.PositiveIntegerField()
    # Made by the page; the same again is the same edit.
    key = models.UUIDField(unique=True, editable=False)
    # Of the open page that it came from: its own edits do not get in each other's way. The same
    # account on another page is somebody else, who may not know of them.
    session = models.UUIDField(null=True, blank=True, editable=False)
    kind = models.CharField(max_length=10, choices=EditKind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    pairs = models.JSONField(default=list)
    bans = models.JSONField(default=list)
    duties = models.JSONField(default=list)
    # Of the upper tiers.
    seats = models.JSONField(default=list)
    seat_bans = models.JSONField(default=list)
    secretaries = models.JSONField(default=list)
    # The edit that this one takes back; nothing is taken back twice.
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="undone_by", null=True, blank=True
    )

    objects = EditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "revision"], name="plan_edit_in_order"),
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False)
                | Q(~Q(kind="undo"), undoes__isnull=True),
                name="plan_edit_undoes_one",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_altered", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"#{self.plan_id}.{self.revision}"
