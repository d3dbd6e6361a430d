"""What comes with a check-in: who went along, what is odd about it, and a proposed position."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.common.db import OnEarth
from apps.households.models import Household
from apps.people.models import Person
from apps.visits.checkins.kinds import FlagKind, FlagOutcome, ProposalState
from apps.visits.checkins.querysets import CompanionQuerySet, FlagQuerySet, ProposalQuerySet


@pghistory.track()
class ContactCompanion(models.Model):
    """Who went along: the contact counts for them, too."""

    contact = models.ForeignKey(
        "visits.Contact", on_delete=models.CASCADE, related_name="companions", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accompanied")

    objects = CompanionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "person"], name="companion_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.contact_id}, #{self.person_id}"


@pghistory.track()
class ContactFlag(models.Model):
    """Something odd about a contact; ``measure`` is metres, seconds, km/h or days by its kind."""

    contact = models.ForeignKey(
        "visits.Contact", on_delete=models.CASCADE, related_name="flags", db_index=False
    )
    kind = models.CharField(_("dấu hiệu"), max_length=20, choices=FlagKind.choices)
    measure = models.FloatField(_("số đo"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    reviewed_at = models.DateTimeField(_("xem xét lúc"), null=True, blank=True)
    outcome = models.CharField(
        _("kết quả xem xét"), max_length=20, choices=FlagOutcome.choices, blank=True
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "kind"], name="flag_once"),
            models.CheckConstraint(condition=Q(kind__in=FlagKind.values), name="flag_kind"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, outcome="")
                | Q(
                    reviewed_at__isnull=False,
                    reviewed_by__isnull=False,
                    outcome__in=FlagOutcome.values,
                ),
                name="flag_reviewed_in_full",
            ),
        ]
        indexes = [
            # The list of what is still to be looked at is short; what was is long.
            models.Index(
                fields=["kind"], condition=Q(reviewed_at__isnull=True), name="flag_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.contact_id}: {self.kind}"


@pghistory.track()
class PositionProposal(models.Model):
    """Where a household stands, as somebody at its gate says; the office decides.

    Two for one household are both kept. The position ages out as that of a contact does.
    """

    # Made on the phone; the same again is the same proposal.
    client_uuid = models.UUIDField(unique=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="position_proposals"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PointField(_("vị trí"), srid=4326, null=True, spatial_index=False)
    # Metres.
    accuracy = models.FloatField(_("sai số (m)"), null=True)
    said_at = models.DateTimeField(_("thời điểm"))
    received_at = models.DateTimeField(_("thời điểm nhận"))
    state = models.CharField(
        _("trạng thái"),
        max_length=20,
        choices=ProposalState.choices,
        default=ProposalState.WAITING,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="proposal_state"
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=True) | Q(OnEarth(F("position"))),
                name="proposal_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(accuracy__isnull=True) | Q(accuracy__gte=0, accuracy__lte=100_000),
                name="proposal_accuracy",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ProposalState.WAITING,
                    decided_at__isnull=True,
                    position__isnull=False,
                )
                | Q(
                    state__in=[
                        ProposalState.ACCEPTED,
                        ProposalState.DECLINED,
                        ProposalState.OVERTAKEN,
                    ],
                    decided_at__isnull=False,
                ),
                name="proposal_decided_in_full",
            ),
        ]
        indexes = [
            models.Index(
                fields=["household"],
                condition=Q(state=ProposalState.WAITING),
                name="proposal_waiting",
            ),
        ]

    def __str__(self) -> str:
        return str(self.client_uuid)
