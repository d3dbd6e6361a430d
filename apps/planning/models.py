"""Field trips: who goes on which day to which households, in which order, and what to ask there.

What is not kept: when somebody came to a house, and where the visitors were (decision 026).
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune
from apps.common.db import OnEarth
from apps.households.models import Household
from apps.issues.kinds import RESTRICTED
from apps.issues.models import Issue
from apps.people.models import Person
from apps.planning.querysets import FieldTripQuerySet, TripCompanionQuerySet, TripStopQuerySet
from apps.planning.states import Outcome, TripState
from apps.visits.models import Contact

#: more than anybody visits in a day
MOST_STOPS = 60
DEFAULT_MINUTES = 20
MOST_MINUTES = 240

# A trip stays within the commune whose people plan it.
COMMUNE_RULE = """
    IF NOT EXISTS (
        SELECT 1 FROM planning_fieldtrip AS trip
        JOIN households_household AS home ON home.commune_id = trip.commune_id
        WHERE trip.id = NEW.trip_id AND home.id = NEW.household_id
    ) THEN
        RAISE EXCEPTION 'a trip goes to households of its own commune'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'trip_stop_in_commune';
    END IF;
    RETURN NEW;
"""
# What few may know of is on nobody's list of stops.
RESTRICTED_RULE = """
    IF NEW.issue_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM issues_issue AS issue
        WHERE issue.id = NEW.issue_id AND issue.kind IN (KINDS)
    ) THEN
        RAISE EXCEPTION 'no stop is about this kind of issue'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'trip_stop_not_restricted';
    END IF;
    RETURN NEW;
""".replace("KINDS", ", ".join(f"'{kind}'" for kind in sorted(RESTRICTED)))


@pghistory.track()
class FieldTrip(models.Model):
    """One day's way through a commune. ``revision`` goes up with every change of the plan."""

    # Made where it was planned; the same again is the same trip.
    key = models.UUIDField(unique=True, editable=False)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="trips")
    name = models.CharField(_("tên chuyến đi"), max_length=100, blank=True)
    day = models.DateField(_("ngày đi"))
    starts_at = models.TimeField(_("giờ xuất phát"))
    # None: the way begins at the first stop.
    start = models.PointField(
        _("nơi xuất phát"), srid=4326, null=True, blank=True, spatial_index=False
    )
    start_label = models.CharField(_("tên nơi xuất phát"), max_length=100, blank=True)
    returns = models.BooleanField(_("về lại nơi xuất phát"), default=False)
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="led_trips", verbose_name=_("trưởng đoàn")
    )
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    state = models.CharField(
        _("trạng thái"), max_length=20, choices=TripState.choices, default=TripState.PLANNED
    )
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_on = models.DateField()

    objects = FieldTripQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TripState.values), name="trip_state"),
            models.CheckConstraint(
                condition=Q(day__gte=F("made_on")), name="trip_not_before_it_was_planned"
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(OnEarth(F("start"))), name="trip_start_on_earth"
            ),
            # Without a start there is nowhere to come back to.
            models.CheckConstraint(
                condition=Q(start__isnull=False) | Q(returns=False, start_label=""),
                name="trip_returns_to_a_start",
            ),
        ]
        indexes = [models.Index(fields=["commune", "day"], name="trip_of_commune")]

    def __str__(self) -> str:
        return f"#{self.pk}, {self.day}"


@pghistory.track()
class TripStop(models.Model):
    """One household on the way. ``number``: which in order, from 1."""

    trip = models.ForeignKey(FieldTrip, on_delete=models.PROTECT, related_name="stops")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="trip_stops")
    number = models.PositiveSmallIntegerField(_("thứ tự"))
    # Put there by hand: a new order goes around it.
    is_pinned = models.BooleanField(_("giữ nguyên chỗ"), default=False)
    minutes = models.PositiveSmallIntegerField(_("số phút ở hộ"), default=DEFAULT_MINUTES)
    ask = models.CharField(_("việc cần hỏi"), max_length=200, blank=True)
    issue = models.ForeignKey(
        Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="trip_stops"
    )
    outcome = models.CharField(
        _("kết quả"), max_length=20, choices=Outcome.choices, default=Outcome.NONE
    )
    # The talk as it was written down, by the rules of talks.
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="trip_stops"
    )

    objects = TripStopQuerySet.as_manager()

    class Meta:
        ordering = ["trip", "number"]
        constraints = [
            models.UniqueConstraint(fields=["trip", "household"], name="trip_household_once"),
            # Two change places within one transaction.
            models.UniqueConstraint(
                fields=["trip", "number"],
                deferrable=Deferrable.DEFERRED,
                name="trip_stop_number_once",
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_STOPS)), name="trip_stop_number"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, MOST_MINUTES)), name="trip_stop_minutes"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="trip_stop_outcome"
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(outcome=Outcome.MET),
                name="trip_stop_met_by_contact",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="in_commune",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("trip_id", "household_id"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                func=COMMUNE_RULE,
            ),
            pgtrigger.Trigger(
                name="not_restricted",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("issue_id"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                func=RESTRICTED_RULE,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.trip_id}.{self.number}"


@pghistory.track()
class TripCompanion(models.Model):
    """Somebody who goes along with the leader."""

    trip = models.ForeignKey(FieldTrip, on_delete=models.PROTECT, related_name="companions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trips_joined")

    objects = TripCompanionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trip", "person"], name="trip_companion_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.trip_id}: #{self.person_id}"
