"""Verbs on contacts."""

from dataclasses import dataclass
from datetime import date
from typing import Self, TypeVar

from django.db.models import Count, Model, Q, QuerySet

from apps.accounts.actor import Actor
from apps.households.querysets import household_reach

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days with a contact, and those of them with one in person."""

    days: int
    in_person: int


class ContactQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Contacts with the households within reach."""
        return self.filter(household_reach(actor, "household__"))

    def by_person(self, person: int) -> Self:
        """Contacts that count for somebody: one's own, and those one went along to."""
        went_along = Q(companions__person=person)
        return self.filter(Q(person=person) | Q(pk__in=self.filter(went_along).values("pk")))

    def up_to(self, day: date) -> Self:
        """Contacts that had happened by the end of ``day``."""
        return self.filter(day__lte=day)

    def between(self, start: date, end: date) -> Self:
        """Contacts from ``start`` up to, not including, ``end``."""
        return self.filter(day__gte=start, day__lt=end)

    def month_days(self) -> MonthDays:
        """Of the contacts, as of one household in one month: on how many days they fell."""
        met = Q(channel="in_person")
        found = self.order_by().aggregate(
            days=Count("day", distinct=True), in_person=Count("day", filter=met, distinct=True)
        )
        return MonthDays(**found)
