"""Last contact and contact days in SQL, defined once."""

from datetime import date

from django.db.models import Count, DateField, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from apps.visits.models import Channel, Contact, ContactRule


def last_contact_day(at: date) -> Subquery:
    """For a household queryset: the day of the latest contact up to the day ``at``."""
    contacts = Contact.objects.up_to(at).filter(household=OuterRef("pk")).order_by("-day")
    return Subquery(contacts.values("day")[:1], output_field=DateField())


def contact_days(start: date, end: date, channel: Channel | None = None) -> Coalesce:
    """For a household queryset: number of days with a contact in ``[start, end)``.

    ``channel``: only contacts of this one.
    """
    contacts = Contact.objects.between(start, end)
    if channel is not None:
        contacts = contacts.filter(channel=channel)
    days = (
        contacts.filter(household=OuterRef("pk"))
        .order_by()
        .values("household")
        .annotate(days=Count("day", distinct=True))
        .values("days")
    )
    return Coalesce(Subquery(days, output_field=IntegerField()), 0)


def keeps_rule(rule: ContactRule, start: date, end: date) -> Q:
    """For a household queryset: whether the days in ``[start, end)`` are what the rule asks for
    (see ``visits.keeping``).
    """
    kept = Q(GreaterThanOrEqual(contact_days(start, end), rule.per_month))
    if rule.in_person_minimum:
        in_person = contact_days(start, end, Channel.IN_PERSON)
        kept &= Q(GreaterThanOrEqual(in_person, rule.in_person_minimum))
    return kept
