"""Last contact and contact days in SQL, defined once."""

from datetime import date

from django.db.models import Count, DateField, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from apps.visits.models import Contact


def last_contact_day(at: date) -> Subquery:
    """For a household queryset: the day of the latest contact up to the day ``at``."""
    contacts = Contact.objects.up_to(at).filter(household=OuterRef("pk")).order_by("-day")
    return Subquery(contacts.values("day")[:1], output_field=DateField())


def contact_days(start: date, end: date) -> Coalesce:
    """For a household queryset: number of days with a contact in ``[start, end)``."""
    days = (
        Contact.objects.between(start, end)
        .filter(household=OuterRef("pk"))
        .order_by()
        .values("household")
        .annotate(days=Count("day", distinct=True))
        .values("days")
    )
    return Coalesce(Subquery(days, output_field=IntegerField()), 0)
