"""Coverage in SQL, defined once (domain, "Assignment").

A household is covered on a day when a tier-3 assignment of it is in force on that day.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Subquery

from apps.assignments.models import Assignment


def is_covered(at: date) -> Exists:
    """For a household queryset: whether somebody is in charge on the day ``at``."""
    return Exists(
        Assignment.objects.for_households().in_force(at=at).filter(household=OuterRef("pk"))
    )


def name_in_charge(at: date) -> Subquery:
    """For a household queryset: the name of the person in charge on the day ``at``."""
    in_force = Assignment.objects.for_households().in_force(at=at)
    return Subquery(in_force.filter(household=OuterRef("pk")).values("person__full_name")[:1])


def person_in_charge(at: date) -> Subquery:
    """For a household queryset: the key of the person in charge on the day ``at``."""
    in_force = Assignment.objects.for_households().in_force(at=at)
    return Subquery(in_force.filter(household=OuterRef("pk")).values("person")[:1])
