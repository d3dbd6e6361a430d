"""Who is in charge of what, and since when (phân công, three tiers)."""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.areas.models import SelfManagedGroup, Village
from apps.assignments.plans.models import AssignmentPlan as AssignmentPlan
from apps.assignments.plans.models import AssignmentRule as AssignmentRule
from apps.assignments.plans.models import PlanBan as PlanBan
from apps.assignments.plans.models import PlanDuty as PlanDuty
from apps.assignments.plans.models import PlanEdit as PlanEdit
from apps.assignments.plans.models import PlanPair as PlanPair
from apps.assignments.plans.run_models import PlanProposal as PlanProposal
from apps.assignments.plans.run_models import PlanRun as PlanRun
from apps.assignments.plans.units.models import PlanSeat as PlanSeat
from apps.assignments.plans.units.models import PlanSeatBan as PlanSeatBan
from apps.assignments.plans.units.models import PlanSecretary as PlanSecretary
from apps.assignments.plans.units.querysets import TeamSecretaryQuerySet
from apps.assignments.querysets import AssignmentQuerySet
from apps.assignments.tiers import Tier as Tier
from apps.households.models import Household
from apps.people.models import Person

OWN_HOUSEHOLD_RULE = """
    -- The lock makes a simultaneous move into the household wait its turn, and the other way round.
    PERFORM 1 FROM households_household WHERE id = NEW.household_id FOR UPDATE;
    IF NEW.tier = 3 AND EXISTS (
        SELECT 1 FROM households_householdmember AS resident
        WHERE resident.household_id = NEW.household_id
          AND resident.person_id = NEW.person_id
          AND (resident.left_on IS NULL OR resident.left_on > lower(NEW.period))
    ) THEN
        RAISE EXCEPTION 'nobody is put in charge of their own household'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_not_own_household';
    END IF;
    RETURN NULL;
"""


@pghistory.track()
class Assignment(models.Model):
    """One person in charge of one village (tier 1), group (tier 2) or household (tier 3)."""

    tier = models.PositiveSmallIntegerField(choices=Tier.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    group = models.ForeignKey(
        SelfManagedGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    # From the first day in force up to, not including, the first day no longer in force.
    period = DateRangeField(_("thời gian"))

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    tier=1, village__isnull=False, group__isnull=True, household__isnull=True
                )
                | Q(tier=2, village__isnull=True, group__isnull=False, household__isnull=True)
                | Q(tier=3, village__isnull=True, group__isnull=True, household__isnull=False),
                name="assignment_tier_fits_target",
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="assignment_not_empty"),
            models.CheckConstraint(
                condition=Q(period__lower_inf=False), name="assignment_has_start"
            ),
            ExclusionConstraint(
                name="assignment_one_per_household",
                expressions=[
                    (F("household"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
                condition=Q(tier=3),
            ),
            ExclusionConstraint(
                name="assignment_group_person_once",
                expressions=[
                    (F("group"), RangeOperators.EQUAL),
                    (F("person"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
                condition=Q(tier=2),
            ),
            ExclusionConstraint(
                name="assignment_village_person_once",
                expressions=[
                    (F("village"), RangeOperators.EQUAL),
                    (F("person"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
                condition=Q(tier=1),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="own_household",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Immediate,
                func=OWN_HOUSEHOLD_RULE,
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} (tier {self.tier})"


@pghistory.track()
class TeamSecretary(models.Model):
    """Thư ký: one of the officers who work in a village compiles the village's report.

    Named by the committee member who leads them (Regulation 04-QC/ĐU 2024, article 4); written by
    the commune's plan of tier 1.
    """

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="team_secretaries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="secretary_of")
    # As of an assignment: the end is the first day on which it no longer holds.
    period = DateRangeField(_("thời gian"))

    objects = TeamSecretaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(period__isempty=False), name="team_secretary_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(period__lower_inf=False), name="team_secretary_has_start"
            ),
            ExclusionConstraint(
                name="team_secretary_one_per_village",
                expressions=[
                    (F("village"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.village_id}: #{self.person_id}"
