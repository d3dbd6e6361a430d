"""What the worker is asked to propose, for one cell or a whole commune.

A tray, not a record: it has no history of its own; what is taken into a draft has the draft's.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.areas.models import Commune
from apps.assignments.plans.kinds import ProposalState, RunState
from apps.assignments.plans.models import AssignmentPlan
from apps.assignments.plans.querysets import ProposalQuerySet, RunQuerySet
from apps.people.models import PartyCell


class PlanRun(models.Model):
    """One wish: propose for these cells."""

    # Made by the page, so that a button pressed twice asks once.
    key = models.UUIDField(unique=True)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # Of the queue; null: none was asked for yet.
    job_id = models.BigIntegerField(null=True)
    # Written after each cell.
    beat_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "cancelled", "failed"], finished_at__isnull=False),
                name="plan_run_finished_when",
            ),
        ]
        indexes = [models.Index(fields=["commune", "-requested_at"], name="plan_run_list")]

    def __str__(self) -> str:
        return str(self.key)


class PlanProposal(models.Model):
    """What is proposed to one cell, kept until accepted or dropped.

    ``pairs``: [household, person, metres, provisional] each; ``left``: [household, reason, mends]
    each; ``loads``: [person, households] each. Keys only, no names.
    """

    run = models.ForeignKey(
        PlanRun, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    cell = models.ForeignKey(PartyCell, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING
    )
    # The draft it was made for, and its revision then; null: there was none.
    plan = models.ForeignKey(
        AssignmentPlan, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    pairs = models.JSONField(default=list)
    left = models.JSONField(default=list)
    loads = models.JSONField(default=list)
    # ``proximity.Cost`` by its names.
    cost = models.JSONField(default=dict)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "cell"], name="plan_proposal_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", made_at__isnull=True)
                | Q(state="dropped")
                | Q(state__in=["ready", "accepted"], made_at__isnull=False),
                name="plan_proposal_made_when",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
