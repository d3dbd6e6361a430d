"""Who carries, and how long a list is, in SQL, defined once."""

from datetime import date

from django.db.models import Exists, Func, IntegerField, OuterRef

from apps.assignments.models import Assignment
from apps.households.merging import KeptKey


class JsonLength(Func):
    """How many entries a JSON list has."""

    function = "jsonb_array_length"
    output_field = IntegerField()
    arity = 1


def household_meant() -> KeptKey:
    """For rows about a household: its key, or where it was a double that of the household it is."""
    return KeptKey("household")


def carries(at: date) -> Exists:
    """For a queryset of rows about a person: whether they are in charge of a household."""
    rows = Assignment.objects.for_households().in_force(at=at)
    return Exists(rows.filter(person=OuterRef("person")))
