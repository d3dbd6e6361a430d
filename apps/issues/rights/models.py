"""Requests of households about the data held on them, with the legal clocks."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.households.models import Household
from apps.issues.rights.kinds import OPEN, Asker, RequestKind, RequestState
from apps.issues.rights.querysets import DataRequestQuerySet


@pghistory.track()
class DataRequest(models.Model):
    """A household asked to see, correct, restrict or erase what is held on it."""

    client_uuid = models.UUIDField(unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(_("yêu cầu gì"), max_length=20, choices=RequestKind.choices)
    asked_by = models.CharField(_("ai yêu cầu"), max_length=20, choices=Asker.choices)
    received_on = models.DateField(_("nhận ngày"))
    # What exactly is to be corrected or erased.
    text = models.CharField(_("nội dung yêu cầu"), max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Counted when it came in and kept, so that a later calendar does not move them.
    answer_by = models.DateField(_("hạn phản hồi"))
    act_by = models.DateField(_("hạn thực hiện"))
    state = models.CharField(max_length=20, choices=RequestState.choices)
    answered_on = models.DateField(_("phản hồi ngày"), null=True, blank=True)
    ended_on = models.DateField(_("kết thúc ngày"), null=True, blank=True)
    # What was done, or why it was not.
    outcome = models.CharField(_("kết quả, lý do"), max_length=500, blank=True)
    # The blanking of what may be blanked was carried out.
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=RequestKind.values,
                    asked_by__in=Asker.values,
                    state__in=RequestState.values,
                ),
                name="data_request_lists",
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("received_on"), act_by__gt=F("received_on")),
                name="data_request_clocks",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), ended_on__isnull=True)
                | ~Q(state__in=sorted(OPEN)) & Q(ended_on__isnull=False),
                name="data_request_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.ANSWERED) | Q(answered_on__isnull=False),
                name="data_request_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED) | ~Q(outcome=""),
                name="data_request_refused_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"], condition=Q(ended_on__isnull=True), name="data_request_open"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} ({self.kind})"
