"""Contacts with households (nắm tình hình) and the commune's rule for them."""

import uuid

import pghistory
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Commune
from apps.common.db import LocalDay
from apps.households.models import Household
from apps.people.models import Person
from apps.visits.checkins.kinds import ChangeKind
from apps.visits.checkins.models import ContactCompanion as ContactCompanion
from apps.visits.checkins.models import ContactFlag as ContactFlag
from apps.visits.checkins.models import PositionProposal as PositionProposal
from apps.visits.phone.models import PhoneDevice as PhoneDevice
from apps.visits.querysets import ContactQuerySet
from apps.visits.recency import DEFAULT_CLASS_DAYS


class Channel(models.TextChoices):
    IN_PERSON = "in_person", _("Trực tiếp")
    PHONE = "phone", _("Điện thoại")
    ZALO = "zalo", _("Zalo")
    FACEBOOK = "facebook", _("Facebook")
    EMAIL = "email", _("E-mail")
    MEETING = "meeting", _("Tại cuộc họp")


@pghistory.track()
class Contact(models.Model):
    """One contact of one person with one household."""

    # Made where the contact was written down; the same again is the same contact.
    client_uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # The indexes below begin with the household and with the person.
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    channel = models.CharField(_("hình thức"), max_length=20, choices=Channel.choices)
    # What the person or the phone said, and when the server heard of it: both clocks are kept.
    said_at = models.DateTimeField(_("thời điểm"))
    received_at = models.DateTimeField(_("thời điểm nhận"))
    # When it was by the server's reckoning (``checkins.clocks``): all figures go by this.
    happened_at = models.DateTimeField(_("thời điểm đã chỉnh"))
    # How far the phone's clock was behind when it sent; empty for what the office wrote.
    clock_offset_seconds = models.BigIntegerField(_("đồng hồ lệch (giây)"), null=True, blank=True)
    # Several contacts on one day count once, so the day in Vietnam is what figures ask for.
    day = models.GeneratedField(
        expression=LocalDay(F("happened_at")),
        output_field=models.DateField(),
        db_persist=True,
    )
    note = models.CharField(_("nội dung"), max_length=1000, blank=True)
    # Nobody looks for contacts by their place, and each index is written to for every check-in.
    position = models.PointField(_("vị trí"), srid=4326, null=True, blank=True, spatial_index=False)
    # Metres.
    position_accuracy = models.FloatField(_("sai số (m)"), null=True, blank=True)
    # What was found to have changed, in codes.
    changes = ArrayField(
        models.CharField(max_length=40, choices=ChangeKind.choices),
        default=list,
        blank=True,
        verbose_name=_("có gì thay đổi"),
    )
    next_visit_on = models.DateField(_("hẹn lần sau"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            # Last contact, and contact days of a month, per household.
            models.Index(F("household"), F("day").desc(), name="contact_household_day"),
            # Somebody's contacts in the order they happened.
            models.Index(fields=["person", "happened_at"], name="contact_person_moment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(changes__contained_by=ChangeKind.values), name="contact_changes_known"
            ),
        ]


def default_classes() -> list[int]:
    return list(DEFAULT_CLASS_DAYS)


@pghistory.track()
class ContactRule(models.Model):
    """How often a commune wants its households contacted.

    The defaults are Regulation 04-QC/ĐU (2024), article 5, 1.4: at least twice a month.
    """

    commune = models.OneToOneField(Commune, on_delete=models.CASCADE, related_name="contact_rule")
    per_month = models.PositiveSmallIntegerField(_("số lần mỗi tháng"), default=2)
    in_person_minimum = models.PositiveSmallIntegerField(_("ít nhất gặp trực tiếp"), default=0)
    month_start = models.PositiveSmallIntegerField(_("ngày đầu kỳ"), default=1)
    tier = models.PositiveSmallIntegerField(_("cấp phân công"), default=3)
    # Upper bounds in days of the classes on the map; above the last comes "more", then "never".
    class_days = ArrayField(
        models.PositiveSmallIntegerField(), default=default_classes, verbose_name=_("các mốc ngày")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month_start__range=(1, 28)), name="contact_rule_month_start"
            ),
            models.CheckConstraint(condition=Q(tier__range=(1, 3)), name="contact_rule_tier"),
            models.CheckConstraint(
                condition=Q(in_person_minimum__lte=F("per_month")), name="contact_rule_minimum"
            ),
        ]
