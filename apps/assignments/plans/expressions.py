"""Who carries, in SQL, defined once."""

from datetime import date

from django.db.models import Exists, OuterRef

from apps.assignments.models import Assignment


def carries(at: date) -> Exists:
    """For a queryset of rows about a person: whether they are in charge of a household."""
    rows = Assignment.objects.for_households().in_force(at=at)
    return Exists(rows.filter(person=OuterRef("person")))
