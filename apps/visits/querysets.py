"""Verbs on contacts."""

from datetime import date
from typing import Self, TypeVar

from django.db.models import Model, QuerySet

from apps.accounts.actor import Actor
from apps.households.querysets import household_reach

_Row = TypeVar("_Row", bound=Model)


class ContactQuerySet(QuerySet[_Row]):
    def visible_to(self, actor: Actor) -> Self:
        """Contacts with the households within reach."""
        return self.filter(household_reach(actor, "household__"))

    def up_to(self, day: date) -> Self:
        """Contacts that had happened by the end of ``day``."""
        return self.filter(day__lte=day)

    def between(self, start: date, end: date) -> Self:
        """Contacts from ``start`` up to, not including, ``end``."""
        return self.filter(day__gte=start, day__lt=end)
