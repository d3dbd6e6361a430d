"""Where people with a duty live, for ``people.residences``; nothing beyond the reader's reach."""

from datetime import date

from django.contrib.gis.geos import Point
from django.db.models import Q

from apps.accounts.actor import Actor
from apps.households.models import Household, HouseholdMember
from apps.people.residences import Residence


def residences(person: int, actor: Actor, at: date) -> list[Residence]:
    still = Q(left_on__isnull=True) | Q(left_on__gt=at)
    rows = HouseholdMember.objects.visible_to(actor).filter(still, person=person)
    return [
        Residence(
            row.household_id,
            row.household.code,
            row.household.head_name,
            row.household.village.name,
        )
        for row in rows.select_related("household__village")
    ]


def place(code: str, actor: Actor, at: date) -> Point | None:
    rows = Household.objects.visible_to(actor).living(at=at).filter(code=code)
    return rows.values_list("position", flat=True).first()
